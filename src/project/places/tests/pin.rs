//! Pins in setup.py.
use super::*;

#[test]
fn a_meta_package_pins_the_projects_of_its_repository() {
    let core = "[project]\nname = 'my-core1'\nversion = '1.2.3'\n";
    for (setup, expected) in [
        (
            "setup(name='my-pkg', install_requires=['my_core1==1.2.3', 'other==1.0', 'my-core1>=1'])",
            "setup.py:2:51 1.2.3",
        ),
        (
            "setup(requires = [\n  # all of it\n  \"My.Core1[x] == 1.2.3 ; python_version > '3'\",\n])",
            "setup.py:4:19 1.2.3",
        ),
        (
            "deps = ['my-core1==1.2.3']\nsetup(install_requires=deps)",
            "",
        ),
        ("setup(install_requires=['my-core1==' + version])", ""),
        ("setup(install_requires=[f'my-core1=={version}'])", ""),
        (
            "setup(install_requires=['my-core1==1.*', 'my-core1===1.2.3', 'my-core1==1,<2', 'é'])",
            "",
        ),
        ("setup(x=['my-core1==1.2.3'])", ""),
        ("setup(install_requires=['my-core1==1.2.3", ""),
    ] {
        let setup = format!("from setuptools import setup\n{setup}");
        let files = [("setup.py", setup.as_str()), ("core/pyproject.toml", core)];
        assert_eq!(
            places(&found(STATIC, &files)[1]).join("; "),
            expected,
            "{setup}"
        );
    }
}
