//! Configurations of Sphinx.
use super::*;

#[test]
fn sphinx_has_the_version_and_its_beginning() {
    for (path, source, expected) in [
        (
            "docs/conf.py",
            "version = '1.2'\nrelease = '1.2.3'\n",
            "docs/conf.py:1:12 1.2 beginning; docs/conf.py:2:12 1.2.3",
        ),
        (
            "docs/conf.py",
            "version = '1.2'\nrelease = '1.2.0'\n",
            "docs/conf.py:1:12 1.2 beginning; docs/conf.py:2:12 1.2.0",
        ),
        (
            "doc/conf.py",
            "release = version = '1.2.3'\n",
            "doc/conf.py:1:22 1.2.3",
        ),
        (
            "docs/source/conf.py",
            "version = '1.2.3'\n",
            "docs/source/conf.py:1:12 1.2.3",
        ),
        (
            "doc/source/conf.py",
            "version = '1'\n",
            "doc/source/conf.py:1:12 1 beginning",
        ),
        ("docs/conf.py", "release = ''\nversion = 'latest'\n", ""),
        (
            "docs/conf.py",
            "import my_pkg\nrelease = my_pkg.__version__\nversion = '.'.join(release.split('.')[:2])\n",
            "",
        ),
        ("docs/conf.py", "if True:\n    release = '9.9'\n", ""),
        ("website/conf.py", "release = '9.9'\n", ""),
    ] {
        let found = shown(STATIC, &[(path, source)]);
        let mut found: Vec<_> = found.split("; ").collect();
        found.sort_unstable();
        assert_eq!(found.join("; "), expected, "{source}");
    }
}
