use crate::support::Scratch;

#[test]
fn every_program_tells_its_version() {
    let scratch = Scratch::new();
    let answered = scratch.git(&["--version"]);
    assert!(answered.starts_with("git version"));
}
