//! What is read where the real back-ends are not at hand to compare with: patterns that are hard, and places.
use super::*;

fn hatch(pattern: &str, source: &str) -> String {
    let back_end = BackEnd::Hatch {
        pattern: Some(pattern.into()),
    };
    match back_end.read(source.as_bytes()) {
        Outcome::Reads { value, span } => {
            assert_eq!(source[span], value, "{pattern}");
            value
        }
        Outcome::Runs => "runs".into(),
        Outcome::Fails => "fails".into(),
        Outcome::Unknown { .. } => "unknown".into(),
    }
}

#[test]
fn python_patterns_mean_what_they_mean_to_python() {
    for (pattern, source, expected) in [
        ("", "VERSION = 'v1.0'", "1.0"),
        (r#"v=(["'])(?P<version>.+?)\1"#, "v='1\"0'", "1\"0"),
        (r#"v=(?P<q>"|')(?P<version>.+?)(?P=q)"#, "v=\"1'0\"", "1'0"),
        (r#"v=(['"]+)(?P<version>.+?)\1"#, "v='1.0'", "unknown"),
        (r"v=(?P<version>[^[&]+)", "v=1.0[", "1.0"),
        (r"v=(?P<version>[]1.0]+)", "v=1.0]", "1.0]"),
        (r"v=\<(?P<version>.+)\>", "v=<1.0>", "1.0"),
        (r"v{(?P<version>[\d.]{3})}", "v{1.0}", "1.0"),
        (r"v=(?P<version>.+)\Z", "v=1.0\nv=2.0", "2.0"),
        (r"^v=(?P<version>.+)$", "a\r\nv=1.0\r\nb", "1.0"),
        (r"v=(?P<version>\d+(?=x))", "v=1x", "unknown"),
        (r"v=(?P<version>\d++)", "v=1", "unknown"),
        (r"v=(?P<version>\d+)|w", "w", "fails"),
        (r"v=(.+)", "v=1.0", "fails"),
        ("(", "v=1.0", "unknown"),
    ] {
        assert_eq!(hatch(pattern, source), expected, "{pattern}");
    }
}

#[test]
fn broken_files_and_patterns_stop_nobody() {
    let hard = [
        "\\", "[", "[^", "[\\", "(?P<", "(?P=", "(?P<v", "\\9", "{", "(\\1)", "é\\",
    ];
    let all: Vec<u8> = (0..=255).collect();
    for pattern in hard {
        hatch(pattern, "v = 'é'\r\n");
        BackEnd::ScikitBuild {
            regex: Some(".".into()),
            result: Some(pattern.into()),
            remove: Some(pattern.into()),
        }
        .read(&all);
    }
    assert_eq!(BackEnd::Flit.read(&all), Outcome::Fails);
    assert_eq!(BackEnd::Pdm { pattern: None }.read(&all), Outcome::Fails);
}
