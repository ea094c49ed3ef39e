//! Workspaces.
use super::*;

#[test]
fn a_workspace_names_its_members() {
    let a = "[project]\nname = 'a'\nversion = '1.0'\n";
    let files = [
        "libs/a",
        "libs/old",
        "examples/a",
        "examples/b",
        "tests/pkgs/a",
        "src/pkg/plugins/a",
        "node_modules/a",
    ];
    let below: Vec<String> = files
        .iter()
        .map(|folder| format!("{folder}/pyproject.toml"))
        .collect();
    for (workspace, expected) in [
        ("", "libs/a libs/old"),
        (
            "[tool.uv.workspace]\nmembers = ['libs/*']\nexclude = ['libs/old']\n",
            "libs/a",
        ),
        (
            "[tool.uv.workspace]\nmembers = ['libs/*', 'examples/*']\nexclude = ['examples/b']\n",
            "examples/a libs/a libs/old",
        ),
        (
            "[tool.uv.workspace]\nmembers = ['examples/a', 'tests/**']\n",
            "examples/a libs/a libs/old tests/pkgs/a",
        ),
        (
            "[tool.uv.workspace]\nmembers = ['src/*/plugins/*']\n",
            "libs/a libs/old src/pkg/plugins/a",
        ),
        (
            "[tool.uv.workspace]\nmembers = ['**', '*/*', '../x']\n",
            "libs/a libs/old src/pkg/plugins/a",
        ),
        (
            "[tool.hatch.envs.default]\nworkspace.members = ['examples/b']\n",
            "examples/b libs/a libs/old",
        ),
    ] {
        for root in ["", "python/"] {
            let top = format!("{root}pyproject.toml");
            let module = format!("{root}src/pkg/__init__.py");
            let below: Vec<String> = below.iter().map(|path| format!("{root}{path}")).collect();
            let mut files = vec![(top.as_str(), workspace), (&module, "")];
            files.extend(below.iter().map(|path| (path.as_str(), a)));
            let found = packages(&Snapshot::memory(files)).unwrap();
            let folders = found.iter().map(|package| package.folder.to_string());
            let folders: Vec<String> = folders
                .map(|folder| folder.trim_start_matches(root).to_owned())
                .collect();
            assert_eq!(folders.join(" "), expected, "{root} {workspace}");
        }
    }
}
