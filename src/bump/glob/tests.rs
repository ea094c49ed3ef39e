//! What the library wcmatch 12.0.1 finds, with the flags that bump-my-version gives it.
use super::*;

const TREE: &str = ".gitignore .hidden.py 1.txt 12.txt README.md [a].py a.py a|b.txt ab.py abc.py b.py .github/a.py \
    .github/workflows/ci.yml a/.b/d.py a/b/c/d.py a/b/d.py a/d.py docs/.x/i.md docs/i.md docs/v1.0/i.md src/.b.py src/a.py \
    src/pkg/.x/y.py src/pkg/a.py src/pkg/sub/a.py é.py";

fn found(pattern: &str, exclusion: Option<&str>) -> String {
    let parse = |pattern| Glob::parse(pattern, &RepoPath::top()).unwrap();
    let (glob, exclusions) = (parse(pattern), Vec::from_iter(exclusion.map(parse)));
    let paths = TREE.split_whitespace();
    let found = paths.filter(|path| glob.finds(&RepoPath::from(*path), &exclusions));
    found.collect::<Vec<_>>().join(" ")
}

#[test]
#[rustfmt::skip]
fn a_pattern_finds_what_it_finds_for_python() {
    for (pattern, expected) in [
        ("*", "1.txt 12.txt README.md [a].py a.py a|b.txt ab.py abc.py b.py é.py"),
        ("?.py", "a.py b.py é.py"),
        ("?b*.py", "ab.py abc.py"),
        ("[ab].py", "a.py b.py"),
        ("[!a].py", "b.py é.py"),
        ("[^a-b].py", "é.py"),
        ("[[:digit:]].txt", "1.txt"),
        ("[![:alpha:]]*.txt", "1.txt 12.txt"),
        ("[]]*", ""),
        ("[c-a].py", ""),
        ("[!c-a].py", "a.py b.py é.py"),
        ("[a-].py", "a.py"),
        ("[a", ""),
        ("*.md", "README.md"),
        ("[[]a].py", "[a].py"),
        (r"\[a\].py", "[a].py"),
        (r"[\]a]*.py", "a.py ab.py abc.py"),
        (".*", ".gitignore .hidden.py"),
        (".*/*", ".github/a.py"),
        (".github/*", ".github/a.py"),
        (".github/**", ".github/a.py .github/workflows/ci.yml"),
        ("**/.x/*", "docs/.x/i.md src/pkg/.x/y.py"),
        (".**/*", ".github/a.py"),
        ("**", "1.txt 12.txt README.md [a].py a.py a|b.txt ab.py abc.py b.py a/b/c/d.py a/b/d.py a/d.py docs/i.md docs/v1.0/i.md src/a.py src/pkg/a.py src/pkg/sub/a.py é.py"),
        ("**/a.py", "a.py src/a.py src/pkg/a.py src/pkg/sub/a.py"),
        ("src/**", "src/a.py src/pkg/a.py src/pkg/sub/a.py"),
        ("src/**/a.py", "src/a.py src/pkg/a.py src/pkg/sub/a.py"),
        ("**/sub/**", "src/pkg/sub/a.py"),
        ("a/**/d.py", "a/b/c/d.py a/b/d.py a/d.py"),
        ("a/*/d.py", "a/b/d.py"),
        ("**a.py", "a.py"),
        ("***/a.py", "src/a.py"),
        ("docs/v?.?/*", "docs/v1.0/i.md"),
        ("./*.md", "README.md"),
        ("././a.py", "a.py"),
        ("src/./a.py", "src/a.py"),
        ("src//a.py", "src/a.py"),
        ("src/../a.py", "a.py"),
        ("src/", ""),
        ("**/", ""),
        ("docs/.", ""),
        ("a.py/", ""),
        ("a.py|*.md", "README.md a.py"),
        ("|a.py|", "a.py"),
        (r"a\|b.txt", "a|b.txt"),
        ("[a|b]|a.py", "a.py"),
        ("@(a|b).py", "a.py b.py"),
        ("@(a|ab|a(b)).py", ""),
        ("?(a)b.py", "ab.py b.py"),
        ("*(a|b).py", "a.py ab.py b.py"),
        ("+(a|b).py", "a.py ab.py b.py"),
        ("+([ab]|c).py", "a.py ab.py abc.py b.py"),
        ("@(a|+(b)c).py", "a.py"),
        ("@(src|docs)/*/a.py", "src/pkg/a.py"),
        ("@(src/a|a).py", "a.py"),
        ("a@(b", ""),
        ("@(.gitignore|README*)", ".gitignore README.md"),
        ("?(.)hidden.py", ".hidden.py"),
        ("@(|.)hidden.py", ".hidden.py"),
        ("[.]hidden.py", ""),
        ("@(a|).hidden.py", ""),
        ("?(a).hidden.py", ".hidden.py"),
        ("?(*).hidden.py", ".hidden.py"),
        (r"\.hidden.py", ".hidden.py"),
        ("{a,b}.py", ""),
        ("!a.py", ""),
        ("A.py", ""),
    ] {
        assert_eq!(found(pattern, None), expected, "{pattern}");
    }
}

#[test]
#[rustfmt::skip]
fn an_exclusion_is_laid_on_the_path_as_it_is_found() {
    for (pattern, exclusion, expected) in [
        ("**", "**/a.py", "1.txt 12.txt README.md [a].py a|b.txt ab.py abc.py b.py a/b/c/d.py a/b/d.py a/d.py docs/i.md docs/v1.0/i.md é.py"),
        ("src/*.py", "./src/a.py", "src/a.py"),
        ("./src/*.py", "src/a.py", "src/a.py"),
        ("./src/*.py", "./src/*", ""),
        ("./src/*.py", "**/a.py", "src/a.py"),
        ("./src/*.py", "*/a.py", "src/a.py"),
        ("./src/*.py", "./**", ""),
        (".*/*", "**/a.py", ""),
        (".*/*", "*/*", ""),
        (".*", ".h*", ".gitignore"),
        (".*", "*", ""),
        ("docs/**", "docs/**/i.md", ""),
        ("docs/**", "docs/@(v1.0/i|i).md", "docs/v1.0/i.md"),
        ("*.py", "a.py|b.py", "[a].py ab.py abc.py é.py"),
        ("*.py", "!a.py", "[a].py a.py ab.py abc.py b.py é.py"),
        ("[ab].py|src/*", "@(a|b).py", "src/a.py"),
        ("*|./*", "*", "1.txt 12.txt README.md [a].py a.py a|b.txt ab.py abc.py b.py é.py"),
        ("src/**|*.md", "src/", "README.md src/a.py src/pkg/a.py src/pkg/sub/a.py"),
        ("src/**|*.md", "src", "README.md src/a.py src/pkg/a.py src/pkg/sub/a.py"),
        ("src/**|*.md", "src/*", "README.md src/pkg/a.py src/pkg/sub/a.py"),
        ("src/**|*.md", "*.py", "README.md src/a.py src/pkg/a.py src/pkg/sub/a.py"),
    ] {
        assert_eq!(found(pattern, Some(exclusion)), expected, "{pattern} without {exclusion}");
    }
}

#[test]
fn a_pattern_counts_from_its_folder() {
    for (pattern, path, folders) in [
        ("**/*.py", "pkg/app/src/a.py", "pkg/app"),
        (
            "src/sub/*.py|./docs/[ab].md|a.py",
            "pkg/app/docs/a.md",
            "pkg/app/src/sub pkg/app/docs pkg/app",
        ),
        ("../lib/*.py", "pkg/lib/a.py", "pkg/lib"),
        ("../../a.py|src/", "a.py", ""),
        ("a/**/b/*", "pkg/app/a/b/c", "pkg/app/a"),
    ] {
        let glob = Glob::parse(pattern, &"pkg/app".into()).unwrap();
        assert!(glob.finds(&path.into(), &[]), "{pattern} {path}");
        let found: Vec<String> = glob.folders().map(ToString::to_string).collect();
        assert_eq!(found.join(" "), folders, "{pattern}");
        assert!(!glob.finds(&"src/a.py".into(), &[]), "{pattern}");
    }
    let glob = Glob::parse("../lib/*", &"pkg/app".into()).unwrap();
    let exclusion = Glob::parse("../lib/a*", &"pkg/app".into()).unwrap();
    assert!(glob.finds(&"pkg/lib/b".into(), std::slice::from_ref(&exclusion)));
    assert!(!glob.finds(&"pkg/lib/a.py".into(), &[exclusion]));
}

#[test]
fn names_need_not_be_unicode() {
    let odd = RepoPath::new(b"src/a\xff.py").unwrap();
    let glob = |pattern| Glob::parse(pattern, &RepoPath::top()).unwrap();
    assert!(glob("src/a?.py").finds(&odd, &[]));
    assert!(!glob("src/a.py").finds(&odd, &[]));
}

#[test]
fn what_is_not_supported_is_named() {
    let deep = "@(".repeat(60) + &")".repeat(60);
    for (pattern, expected) in [
        (
            "a/!(b|c)/*.py",
            "`!(` in `a/!(b|c)/*.py` stands for all names but some, which is not supported; list what to leave out instead",
        ),
        (
            "a|/b",
            "`a|/b` begins with a slash, but files are looked for in the repository",
        ),
        ("../a", "`../a` leads out of the repository"),
        ("a/../../b", "`a/../../b` leads out of the repository"),
        (
            "*/../b",
            "`..` behind a wildcard in `*/../b` is not supported",
        ),
        (&deep, &format!("`{deep}` is too long or nested too deeply")),
    ] {
        let error = Glob::parse(pattern, &RepoPath::top()).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    assert!(Glob::parse("a!(b", &RepoPath::top()).is_ok());
}
