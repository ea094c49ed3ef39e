use super::*;
#[test]
fn throwaway() {
    let Ok(path) = std::env::var("GLOB_CASES") else {
        return;
    };
    let (mut bad, mut n) = (0, 0);
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let (pattern, exclude, paths, expected): (String, Vec<String>, Vec<String>, Vec<String>) =
            serde_json::from_str(line).unwrap();
        let top = RepoPath::top();
        n += 1;
        let got = Glob::parse(&pattern, &top).and_then(|g| {
            let e: Result<Vec<Glob>, _> = exclude.iter().map(|e| Glob::parse(e, &top)).collect();
            let e = e?;
            Ok(paths
                .iter()
                .filter(|p| g.finds(&RepoPath::from(p.as_str()), &e))
                .cloned()
                .collect::<Vec<_>>())
        });
        if got.as_ref().ok() != Some(&expected) {
            bad += 1;
            match got {
                Err(e) => println!("{pattern:?} -x {exclude:?}: {e}"),
                Ok(got) => println!(
                    "{pattern:?} -x {exclude:?}: lacks {:?} too many {:?}",
                    expected
                        .iter()
                        .filter(|e| !got.contains(e))
                        .collect::<Vec<_>>(),
                    got.iter()
                        .filter(|e| !expected.contains(e))
                        .collect::<Vec<_>>()
                ),
            }
        }
    }
    println!("bad {bad} of {n}");
}
