//! Secrets that were packed by mistake: tokens of known forms in a stream of bytes, and files that hold some.
//!
//! A secret itself is never kept: only its kind, its line, and its first characters.
use regex::bytes::Regex;
use std::sync::LazyLock;

/// A secret that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// What it is.
    pub kind: &'static str,
    /// The line it begins in, from 1.
    pub line: usize,
    /// Its first characters and its length.
    pub masked: String,
}

/// No match is looked for over a longer stretch, in bytes.
const OVERLAP: usize = 512;

/// No more secrets of one member are kept.
const LIMIT: usize = 20;

/// The forms of tokens, each with its kind.
const FORMS: &[(&str, &str)] = &[
    ("a PyPI token", r"pypi-AgE[A-Za-z0-9_-]{50,}"),
    ("a GitHub token", r"gh[pousr]_[A-Za-z0-9]{36,}"),
    ("a GitHub token", r"github_pat_[A-Za-z0-9_]{50,}"),
    ("a GitLab token", r"glpat-[A-Za-z0-9_-]{20,}"),
    ("an AWS access key", r"AKIA[0-9A-Z]{16}\b"),
    ("a Slack token", r"xox[baprs]-[0-9]{8,}-[A-Za-z0-9-]{20,}"),
    ("a Stripe key", r"sk_live_[A-Za-z0-9]{20,}"),
    ("an npm token", r"npm_[A-Za-z0-9]{36}\b"),
    (
        "a private key",
        r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s[A-Za-z0-9+/=:,\-\s]{0,200}?[A-Za-z0-9+/=]{60}",
    ),
];

/// The forms as one expression, a group each; nothing is looked for when it cannot be made, which a test rules out.
static EXPRESSION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let groups: Vec<String> = FORMS.iter().map(|(_, form)| format!("({form})")).collect();
    Regex::new(&format!("(?-u){}", groups.join("|"))).ok()
});

/// Looks for secrets in a member that comes in parts.
#[derive(Debug)]
pub struct Scanner {
    kept: Vec<u8>,
    /// How many bytes came before `kept`, and how many line ends.
    before: usize,
    lines: usize,
    /// Where the next match may begin.
    from: usize,
    found: Vec<Secret>,
    for_tests: bool,
}

impl Scanner {
    /// A scanner for the member of this name.
    pub fn new(name: &[u8]) -> Self {
        Self {
            kept: Vec::new(),
            before: 0,
            lines: 0,
            from: 0,
            found: Vec::new(),
            for_tests: is_for_tests(name),
        }
    }

    /// Looks at the next part.
    pub fn scan(&mut self, part: &[u8]) {
        let Some(expression) = EXPRESSION.as_ref() else {
            return;
        };
        self.kept.extend_from_slice(part);
        for found in expression.captures_iter(&self.kept) {
            let Some(whole) = found.get(0) else { continue };
            let kind = FORMS
                .iter()
                .enumerate()
                .find_map(|(at, (kind, _))| found.get(at + 1).map(|_| *kind));
            let (Some(kind), at) = (kind, self.before + whole.start()) else {
                continue;
            };
            let follows_word = whole
                .start()
                .checked_sub(1)
                .and_then(|at| self.kept.get(at))
                .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
            // Private keys below `tests/` or `examples/` are made for them, and Amazon's documentation has keys that end in EXAMPLE.
            let is_sample = (self.for_tests && kind == "a private key")
                || whole.as_bytes().ends_with(b"EXAMPLE");
            if at < self.from || follows_word || is_sample || self.found.len() >= LIMIT {
                continue;
            }
            self.from = self.before + whole.end();
            let until = self.kept.get(..whole.start()).unwrap_or_default();
            self.found.push(Secret {
                kind,
                line: self.lines + line_ends(until) + 1,
                masked: mask(whole.as_bytes()),
            });
        }
        let gone = self.kept.len().saturating_sub(OVERLAP);
        self.lines += line_ends(self.kept.get(..gone).unwrap_or_default());
        self.before += gone;
        self.kept.drain(..gone);
    }

    /// What was found.
    pub fn into_found(self) -> Vec<Secret> {
        self.found
    }
}

/// Returns what a file of this name holds that should not be published; `None` when nothing is known of it.
pub fn file_kind(name: &[u8]) -> Option<&'static str> {
    let name = String::from_utf8_lossy(name);
    let mut parts = name.rsplit('/');
    let (last, folder) = (parts.next()?, parts.next().unwrap_or_default());
    match last {
        ".pypirc" | ".netrc" | ".git-credentials" => Some("credentials"),
        "id_rsa" | "id_dsa" | "id_ecdsa" | "id_ed25519" if !is_for_tests(name.as_bytes()) => {
            Some("a private key")
        }
        "credentials" if folder == ".aws" => Some("credentials"),
        "config" if folder == ".git" => Some("the configuration of a git repository"),
        // Tests and examples show how such a file is read; a token in it is found all the same.
        ".env" if !is_for_tests(name.as_bytes()) => Some("environment variables"),
        last => {
            let kind = last.strip_prefix(".env.")?;
            let samples = ["example", "sample", "template", "dist", "test", "defaults"];
            let is_sample = samples.iter().any(|sample| kind.ends_with(sample));
            (!is_sample).then_some("environment variables")
        }
    }
}

/// Whether a member lies in a folder of tests or examples.
fn is_for_tests(name: &[u8]) -> bool {
    let names: [&[u8]; 6] = [b"tests", b"test", b"testing", b"t", b"examples", b"example"];
    let mut parts = name.split(|byte| *byte == b'/');
    parts.next_back();
    parts.any(|folder| names.contains(&folder))
}

fn line_ends(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

fn mask(secret: &[u8]) -> String {
    let shown = secret.get(..8).unwrap_or_default();
    format!("{}…", String::from_utf8_lossy(shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(name: &str, text: &str, part: usize) -> Vec<(&'static str, usize)> {
        let mut scanner = Scanner::new(name.as_bytes());
        text.as_bytes()
            .chunks(part)
            .for_each(|part| scanner.scan(part));
        let found = scanner.into_found().into_iter();
        found.map(|secret| (secret.kind, secret.line)).collect()
    }

    #[test]
    fn tokens_are_found_wherever_the_windows_end() {
        let text = format!(
            "a\n{}\n\"{}{}\"\n\nkey = {}{}\n",
            "x".repeat(1000),
            "pypi-",
            "AgE".to_owned() + &"a".repeat(60),
            "ghp_",
            "b".repeat(36)
        );
        for part in [1, 7, 100, 600, 4096] {
            assert_eq!(
                scan("a.py", &text, part),
                [("a PyPI token", 3), ("a GitHub token", 5)],
                "{part}"
            );
        }
    }

    #[test]
    fn what_only_looks_like_a_secret_is_none() {
        let key = format!("-----BEGIN RSA {}-----\n{}", "PRIVATE KEY", "A".repeat(64));
        assert_eq!(scan("a.pem", &key, 50), [("a private key", 1)]);
        assert_eq!(scan("tests/a.pem", &key, 50), []);
        assert_eq!(scan("a-1/examples/ssl/a.key", &key, 50), []);
        assert_eq!(scan("a-1/t/unit/keys.py", &key, 50), []);
        for text in [
            "-----BEGIN RSA PRIVATE KEY-----\" in text",
            "AKIAIOSFODNN7EXAMPLE",
            "xAKIAABCDEFGHIJKLMNOP",
            "ghp_short",
        ] {
            assert_eq!(scan("a.py", text, 64), [], "{text}");
        }
    }

    #[test]
    fn files_that_hold_secrets() {
        for (name, kind) in [
            ("demo-1.0/.env", Some("environment variables")),
            (".env.production", Some("environment variables")),
            (".env.example", None),
            (".envrc", None),
            ("a/.pypirc", Some("credentials")),
            (".git/config", Some("the configuration of a git repository")),
            ("config", None),
            ("tests/id_rsa", None),
            ("demo-1.0/tests/app/.env", None),
            ("demo-1.0/examples/.env", None),
            ("id_rsa", Some("a private key")),
        ] {
            assert_eq!(file_kind(name.as_bytes()), kind, "{name}");
        }
    }
}
