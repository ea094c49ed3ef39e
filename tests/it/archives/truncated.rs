//! Files that are cut off, damaged, missing, or no files.
use super::{LIMIT, SDIST, WHEEL, told};
use crate::support::Scratch;
use release_guard::rule::Change;
use release_guard::validate_dist::sample::sample;

/// Text that does not pack well, so that there is something to cut.
fn noise() -> &'static str {
    let mut state = 1_u64;
    let mut text = String::new();
    for _ in 0..20_000 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        text.push(char::from(b'!' + (state >> 33) as u8 % 90));
    }
    text.leak()
}

#[test]
fn cut_off_anywhere() {
    for (file, name, rule) in [
        (WHEEL, "demo/data.txt", "zip-unreadable"),
        (SDIST, "demo-1.0/data.txt", "tar-unreadable"),
    ] {
        let sound = sample(file, &[Change::Write(name, noise())]);
        assert!(told(file, &sound).0.is_empty());
        assert!(sound.len() > 10_000);
        let lengths = (0..sound.len()).step_by(512);
        for length in lengths.chain([1, sound.len() - 1, sound.len() - 22]) {
            let (rules, time) = told(file, &sound[..length]);
            assert!(rules.contains(rule), "{file} {length}: {rules:?}");
            assert!(time < LIMIT, "{file} {length}: {time:?}");
        }
    }
}

#[test]
fn cut_off_is_exit_1_and_no_file_exit_2() {
    let scratch = Scratch::new();
    for (file, kept, reason) in [
        (WHEEL, 600, "no end-of-central-directory record"),
        (SDIST, 300, "cannot be read to its end"),
    ] {
        let path = format!("dist/{file}");
        scratch.write(&path, &sample(file, &[])[..kept]);
        let (status, out, error) = scratch.program("validate-dist", &[&path]);
        assert_eq!((status, error.as_str()), (1, ""), "{out}");
        assert!(out.contains(reason), "{out}");
    }
    std::fs::create_dir(scratch.root().join("dist/a.whl")).unwrap();
    for missing in ["dist/none.whl", "dist/a.whl", "dist/demo.whl/a.whl"] {
        let (status, out, error) = scratch.program("validate-dist", &[missing]);
        assert_eq!((status, out.as_str()), (2, ""), "{missing}");
        assert!(error.starts_with("error: "), "{error}");
    }
}
