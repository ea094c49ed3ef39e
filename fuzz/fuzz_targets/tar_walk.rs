//! An sdist whose tar archive is of any bytes, and one whose gzip file is: both readings and all rules.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    release_guard_fuzz::judge_sdist(release_guard::dist::gzip(bytes));
    release_guard_fuzz::judge_sdist(bytes.to_vec());
});
