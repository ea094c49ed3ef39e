//! A wheel of any bytes: both readings, all members inflated, all rules.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| release_guard_fuzz::judge_wheel(bytes.to_vec()));
