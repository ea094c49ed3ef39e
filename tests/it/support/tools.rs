//! The pinned Python tools, in a virtual environment below `target/`, made once and used by all tests.
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock, PoisonError};

/// What is installed, pinned.
const REQUIREMENTS: &str = include_str!("requirements.txt");

static TOOLS: OnceLock<PathBuf> = OnceLock::new();

/// The virtual environment's folder; made on first use.
pub fn tools() -> &'static Path {
    TOOLS.get_or_init(|| environment("tools", REQUIREMENTS))
}

/// The virtual environment if a test of this run needed it already.
pub fn made() -> Option<&'static PathBuf> {
    TOOLS.get()
}

/// The path of an installed tool.
pub fn tool(name: &str) -> PathBuf {
    tools().join("bin").join(name)
}

/// The real interpreter behind `python3`, not a shim that needs the user's home.
pub fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let output = Command::new("python3")
            .args(["-c", "import sys; print(sys.executable)"])
            .output()
            .expect("the tests need `python3` on PATH");
        assert!(
            output.status.success(),
            "the tests need a working `python3`"
        );
        PathBuf::from(String::from_utf8(output.stdout).unwrap().trim())
    })
}

/// A virtual environment with these requirements, made once.
pub fn environment(name: &str, requirements: &str) -> PathBuf {
    // Two tests may want the same one at once.
    static MAKING: Mutex<()> = Mutex::new(());
    let _making = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let digest: u64 = requirements
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    let venv = target.join(format!("{name}-{digest:016x}"));
    // Its programs hold its path, so one that was copied or moved is none.
    let path = venv.as_os_str().as_encoded_bytes();
    if std::fs::read(venv.join("complete")).is_ok_and(|made_at| made_at == path) {
        return venv;
    }
    std::fs::remove_dir_all(&venv).ok();
    run(Command::new(python()).args(["-m", "venv"]).arg(&venv));
    let file = venv.join("requirements.txt");
    std::fs::write(&file, requirements).unwrap();
    run(Command::new(venv.join("bin/python"))
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
        ])
        .arg(&file));
    std::fs::write(venv.join("complete"), path).unwrap();
    venv
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?} failed, and the tests cannot do without it:\n{}",
        super::text(&output)
    );
}
