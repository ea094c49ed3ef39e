//! Files that are written from the tag.
use super::*;

#[test]
fn tools_write_the_version_of_the_tag_into_files() {
    let generated = |toml: &str| {
        let files = [
            ("libs/a/pyproject.toml", toml),
            ("libs/a/src/a/_version.py", "x = 1\n"),
        ];
        let packages = packages(&Snapshot::memory(files)).unwrap();
        let shown = packages[0].generated.iter().map(|file| {
            assert!(whereabouts(&file.place).starts_with("`libs/a/pyproject.toml`, line "));
            format!("{} {}", file.path, file.is_there)
        });
        shown.collect::<Vec<_>>().join("; ")
    };
    for (tables, expected) in [
        (
            "[tool.setuptools_scm]\nversion_file = 'src/a/_version.py'\n",
            "libs/a/src/a/_version.py true",
        ),
        (
            "[tool.setuptools_scm]\nroot = '../..'\nwrite_to = 'libs/a/b.py'\n",
            "libs/a/b.py false",
        ),
        (
            "[tool.hatch.version]\nsource = 'vcs'\n[tool.hatch.build.hooks.vcs]\nversion-file = 'a.py'\n",
            "libs/a/a.py false",
        ),
        (
            "[tool.pdm.version]\nsource = 'scm'\nwrite_to = 'a.py'\n",
            "libs/a/a.py false",
        ),
        (
            "[tool.versioningit.write]\nfile = 'a.py'\n",
            "libs/a/a.py false",
        ),
        ("[tool.versioneer]\nversionfile_source = 'a.py'\n", ""),
        (
            "[tool.setuptools_scm]\nversion_file = '../../../out.py'\n",
            "",
        ),
        (
            "[tool.setuptools.dynamic]\nversion = {file = 'V'}\n[tool.setuptools_scm]\nversion_file = 'a.py'\n",
            "",
        ),
    ] {
        assert_eq!(
            generated(&format!("{DYNAMIC}{tables}")),
            expected,
            "{tables}"
        );
    }
}
