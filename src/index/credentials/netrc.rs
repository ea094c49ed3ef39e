//! `.netrc`: machine, login and password, as curl and ftp read them.
//!
//! Not macros, which are passed over.
use crate::http::{Credentials, Secret};

/// The login for a host; that of `default` when no machine has its name.
pub(super) fn login(text: &str, host: &str) -> Option<Credentials> {
    let mut found: Option<(String, String)> = None;
    let mut is_meant = false;
    let mut words = text.lines().flat_map(words);
    while let Some(word) = words.next() {
        match word {
            "machine" | "default" => {
                if let Some((username, password)) =
                    found.take().filter(|(_, word)| !word.is_empty())
                {
                    return Some(credentials(username, password));
                }
                is_meant = word == "default" || words.next() == Some(host);
            }
            "login" | "user" => set(&mut found, is_meant, words.next(), true),
            "password" => set(&mut found, is_meant, words.next(), false),
            _ => {}
        }
    }
    let (username, password) = found.filter(|(_, word)| !word.is_empty())?;
    Some(credentials(username, password))
}

fn set(found: &mut Option<(String, String)>, is_meant: bool, word: Option<&str>, is_name: bool) {
    if !is_meant {
        return;
    }
    let login = found.get_or_insert_default();
    let part = if is_name { &mut login.0 } else { &mut login.1 };
    *part = word.unwrap_or_default().to_owned();
}

/// The words of a line up to a comment; a password may hold a `#`, so only one that begins a word counts.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split_whitespace()
        .take_while(|word| !word.starts_with('#'))
}

fn credentials(username: String, password: String) -> Credentials {
    Credentials {
        username,
        password: Secret::new(password),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_that_of_the_machine_or_the_default() {
        let text = "# mine\nmachine a.org login me\n  password a#b\nmachine b.org password only\nmachine c.org login x\ndefault login any password d";
        for (host, expected) in [("a.org", "me a#b"), ("b.org", " only"), ("d.org", "any d")] {
            let login = login(text, host).unwrap();
            assert_eq!(
                format!("{} {}", login.username, login.password.reveal()),
                expected
            );
        }
        assert_eq!(login("machine a.org login me", "a.org"), None);
        assert_eq!(login("machine a.org password x", "b.org"), None);
    }
}
