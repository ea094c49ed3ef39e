//! Meson projects.
use super::*;

#[test]
fn meson_has_the_version_of_its_project() {
    let meson = "[build-system]\nbuild-backend = 'mesonpy'\n";
    let (source, mirror) = (format!("{DYNAMIC}{meson}"), format!("{STATIC}{meson}"));
    for (toml, build, expected) in [
        (
            &source,
            "# project(version: '9')\nproject('x', 'c',\n  default_options: ['version=c11'],\n  version: '1.2.3',\n)\n",
            "meson.build:4:13 1.2.3 source",
        ),
        (
            &source,
            "project('x', version : files('VERSION'))",
            "VERSION:1:1 1.2.3 source",
        ),
        (
            &source,
            "project('x', version: run_command('v').stdout())",
            "the build back-end `mesonpy`",
        ),
        (
            &source,
            "project('x', version: '1.' + '2')",
            "the build back-end `mesonpy`",
        ),
        (
            &source,
            "project('x', f(version: '1'))\nproject('x', version: '2')",
            "the build back-end `mesonpy`",
        ),
        (
            &source,
            "project('''é\\''', 'a\\'b', version: '1.2.3')",
            "meson.build:1:37 1.2.3 source",
        ),
        (&source, "project('x", "the build back-end `mesonpy`"),
        (
            &mirror,
            "project('my-pkg', version: '1.2.2')",
            "meson.build:1:29 1.2.2",
        ),
        (&mirror, "project('other', version: '1.2.2')", ""),
        (
            &STATIC.to_owned(),
            "project('my-pkg', version: '1.2.2')",
            "",
        ),
    ] {
        let files = [("meson.build", build), ("VERSION", "1.2.3\n")];
        assert_eq!(shown(toml, &files), expected, "{build}");
    }
}
