//! Citations.
use super::*;

#[test]
fn citations_repeat_the_version() {
    for (files, expected) in [
        (
            &[(
                "CITATION.cff",
                "cff-version: 1.2.0\nversion: \"v1.2.3\" # now\npreferred-citation:\n  version: 9\n",
            )][..],
            "CITATION.cff:2:11 v1.2.3",
        ),
        (&[("CITATION.cff", "version: Spring release\n")], ""),
        (&[("CITATION.cff", "version: 0.0.0\n")], ""),
        (
            &[(
                "codemeta.json",
                r#"{"version": "1.2.3", "softwareVersion": "1.2.2"}"#,
            )],
            "codemeta.json:1:14 1.2.3; codemeta.json:1:42 1.2.2",
        ),
        (
            &[(".zenodo.json", r#"{"title": "a", "version": "1.2.3"}"#)],
            ".zenodo.json:1:28 1.2.3",
        ),
        (&[(".zenodo.json", r#"{"version": 1}"#)], ""),
    ] {
        assert_eq!(shown(STATIC, files), expected, "{files:?}");
    }
    let dated = found(STATIC, &[("CITATION.cff", "date-released: '2026-01-31'\n")]);
    let (date, place) = dated[0].cited_on.as_ref().unwrap();
    assert_eq!(
        (date.as_str(), whereabouts(place)),
        ("2026-01-31", "`CITATION.cff`, line 1, column 17".into())
    );
}
