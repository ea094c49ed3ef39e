//! On a terminal somebody is asked which version is right.
use super::{DISAGREEING, MODULE, project};
use crate::support::{program, python, text};
use std::process::Command;

/// Runs a program on a terminal, and gives up where it says nothing for ever; when it asks, a file is overwritten if one
/// is named, and the keys are pressed. What runs in the background of a script ignores Ctrl-C, and so would the program.
const ON_A_TERMINAL: &str = "
import os, pty, signal, sys
signal.alarm(60)
keys, path, text, *command = sys.argv[1:]
child, terminal = pty.fork()
if not child:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execv(command[0], command)
said = b''
while True:
    try: read = os.read(terminal, 4096)
    except OSError: break
    if not read: break
    said += read
    if b'for none: ' in said and keys:
        if path: open(path, 'w').write(text)
        os.write(terminal, keys.encode().decode('unicode_escape').encode())
        keys = ''
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.stdout.buffer.write(said.replace(b'\\r\\n', b'\\n'))
sys.exit(128 - status if status < 0 else status)
";

#[test]
fn on_a_terminal_somebody_is_asked() {
    let question = "the versions of `acme` disagree; which one is right?\n  \
                    1  1.2.0  in pyproject.toml:3:12\n  \
                    2  1.3.0  in acme/__init__.py:1:16\n\
                    number, or Enter for none: ";
    let changed = "__version__ = '7.0'\n";
    for (keys, meanwhile, expected, part, versions) in [
        (
            "2\\r",
            "",
            0,
            "pyproject.toml:3: 1.2.0 → 1.3.0\n",
            ["1.3.0", "1.3.0"],
        ),
        (
            "7\\r1\\r",
            "",
            0,
            "acme/__init__.py:1: 1.3.0 → 1.2.0\n",
            ["1.2.0", "1.2.0"],
        ),
        ("\\r", "", 1, "error[version-mismatch]", ["1.2.0", "1.3.0"]),
        (
            "\\x04",
            "",
            2,
            "error: the input ended before a version was chosen; nothing was written\n",
            ["1.2.0", "1.3.0"],
        ),
        ("\\x03", "", 130, "", ["1.2.0", "1.3.0"]),
        (
            "1\\r",
            changed,
            2,
            "error: `acme/__init__.py` was changed by somebody else meanwhile; nothing was written\n",
            ["1.2.0", "7.0"],
        ),
    ] {
        let scratch = project(DISAGREEING);
        let path = if meanwhile.is_empty() { "" } else { MODULE };
        let output = scratch.run(
            Command::new(python())
                .args(["-c", ON_A_TERMINAL, keys, path, meanwhile])
                .arg(program("check-version"))
                .arg("--fix"),
        );
        let said = text(&output);
        assert_eq!(output.status.code(), Some(expected), "{keys}: {said}");
        assert!(
            said.starts_with(question) && said.contains(part),
            "{keys}: {said}"
        );
        let found = [scratch.read("pyproject.toml"), scratch.read(MODULE)];
        for (text, version) in found.iter().zip(versions) {
            assert!(text.contains(version), "{keys}: {text}");
        }
    }
}
