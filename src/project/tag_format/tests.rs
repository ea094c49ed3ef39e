use super::*;

fn learned(configured: Option<&str>, bumpversion: Option<&str>, tags: &[&str]) -> String {
    let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
    match TagFormat::learned(configured, bumpversion, &tags) {
        Ok(format) => format.to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_form_is_configured_or_bumpversions_or_what_the_last_tags_agree_on() {
    for (configured, bumpversion, tags, expected) in [
        (None, None, &[][..], "v{version}"),
        (
            Some("rel-{version}"),
            Some("v{new_version}"),
            &["1.0"],
            "rel-{version}",
        ),
        (None, Some("{new_version}"), &["v1.0"], "{version}"),
        (None, Some("v{new_major}"), &["1.0.0"], "{version}"),
        (None, None, &["1.2.3"], "{version}"),
        (
            None,
            None,
            &["v2.0", "v1.1", "v1.0rc1", "0.9"],
            "v{version}",
        ),
        (None, None, &["1.2.3", "v1.2.2", "1.2.1"], "v{version}"),
        (None, None, &["latest", "v1", "0.3.1", "0.3.0"], "{version}"),
        (
            None,
            None,
            &["core-v2.0.1", "api-v1.0", "core-v2.0.0"],
            "{name}-v{version}",
        ),
        (None, None, &["hatch-1.2.3"], "{name}-{version}"),
        (None, None, &["knope/v0.23.0"], "{name}/v{version}"),
        (None, None, &["pkg@1.2.3"], "{name}@{version}"),
        (None, None, &["release-1.2"], "release-{version}"),
        (
            None,
            None,
            &["rel_2_0_52", "rel_2_1_0b1", "rel_2_0_51"],
            "rel_{version_underscored}",
        ),
        (None, None, &["v1_2"], "v{version_underscored}"),
        (
            None,
            None,
            &["backup_2026_01_05", "py_3", "1.2.3", "1.2.2"],
            "{version}",
        ),
        (
            Some("{nme}-{version}"),
            None,
            &[],
            "`{nme}` in the tag format `{nme}-{version}` means nothing; there are `{version}`, `{version_underscored}` and `{name}`",
        ),
        (
            Some("v1"),
            None,
            &[],
            "the tag format `v1` must hold `{version}` exactly once",
        ),
        (
            Some("{version}-{name}"),
            None,
            &[],
            "the tag format `{version}-{name}` may hold `{name}` once, before `{version}`",
        ),
    ] {
        assert_eq!(learned(configured, bumpversion, tags), expected, "{tags:?}");
    }
}

#[test]
fn a_tag_is_read_by_its_form() {
    for (format, tag, expected) in [
        ("v{version}", "v1.2.3", "1.2.3 = 1.2.3"),
        ("v{version}", "1.2.3", "none"),
        ("v{version}", "v1.0.0-rc.1", "1.0.0-rc.1 = 1.0.0rc1"),
        (
            "v{version}",
            "v.0.6.5",
            ".0.6.5 ! it does not begin with a number",
        ),
        ("v{version}", "vv1.0", "none"),
        ("v{version}", "v", "none"),
        ("{version}", "v1.2.3", "none"),
        ("{version}", "1.2.3", "1.2.3 = 1.2.3"),
        (
            "{name}-v{version}",
            "my-vendor-v1.2",
            "my-vendor: 1.2 = 1.2",
        ),
        (
            "{name}-{version}",
            "my-2-tools-1.0-rc1",
            "my-2-tools: 1.0-rc1 = 1.0rc1",
        ),
        ("{name}-{version}", "1.0", "none"),
        (
            "rel_{version_underscored}",
            "rel_2_0_0b1",
            "2_0_0b1 = 2.0.0b1",
        ),
        ("rel_{version_underscored}", "rel_2.0", "none"),
        ("{version}-final", "1.0-final", "1.0 = 1.0"),
    ] {
        let format: TagFormat = format.parse().unwrap();
        let read = format.read(tag).map_or("none".into(), |read| {
            let name = read.name.map_or(String::new(), |name| format!("{name}: "));
            let version = match read.version {
                Ok(version) => format!("= {version}"),
                Err(error) => format!("! {error}"),
            };
            format!("{name}{} {version}", read.raw)
        });
        assert_eq!(read, expected, "{format} {tag}");
    }
}

#[test]
fn a_tag_is_written_in_its_form() {
    let version: Version = "1.2.3rc1".parse().unwrap();
    for (format, name, expected) in [
        ("v{version}", Some("core"), "v1.2.3rc1"),
        ("{name}/v{new_version}", Some("core"), "core/v1.2.3rc1"),
        ("{name}-v{version}", None, "v1.2.3rc1"),
        ("rel_{version_underscored}", None, "rel_1_2_3rc1"),
    ] {
        let format: TagFormat = format.parse().unwrap();
        assert_eq!(format.tag(name, &version), expected);
    }
}

#[test]
fn a_tag_of_unknown_form_ends_with_its_version() {
    for (tag, expected) in [
        ("v1.2.3", "1.2.3"),
        ("1.2.3rc1", "1.2.3rc1"),
        ("release-1.2", "1.2"),
        ("rel_1_2_3", "1_2_3"),
        ("my_pkg_1_2rc1", "my_pkg: 1_2rc1"),
        ("my-pkg-2-v1.2.3", "my-pkg-2: 1.2.3"),
        ("pkg/v1.0", "pkg: 1.0"),
        ("pkg@1.0", "pkg: 1.0"),
        ("pkg==1.0", "pkg: 1.0"),
        ("a/b/v1.0.post1", "a/b: 1.0.post1"),
        ("latest", "none"),
        ("py3", "none"),
    ] {
        let read = TagName::guess(tag).map_or("none".into(), |read| {
            let name = read.name.map_or(String::new(), |name| format!("{name}: "));
            format!("{name}{}", read.raw)
        });
        assert_eq!(read, expected, "{tag}");
    }
}
