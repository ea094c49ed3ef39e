//! Entry points of any bytes in a wheel.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    release_guard_fuzz::judge_wheel_with("entry_points.txt", bytes);
});
