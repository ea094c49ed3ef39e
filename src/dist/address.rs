//! Addresses in metadata: of people (e-mail) and of pages (URLs), judged as PyPI judges them.
//!
//! Nobody is written to and nothing is fetched. Names of domains in other letters than ASCII are taken as they are.

/// Why an e-mail address is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// There is not exactly one `@`.
    #[error("it is not `name@domain`")]
    Shape,
    /// The part before the `@` has characters or dots that it may not have.
    #[error("`{0}` cannot stand before the `@`")]
    Local(String),
    /// The domain has a label that is none.
    #[error("`{0}` is not the name of a domain")]
    Domain(String),
    /// The domain has one part only, or its last part ends in no letter.
    #[error("`{0}` is not a domain of the public internet")]
    NotPublic(String),
    /// The domain is kept for other uses.
    #[error("`{0}` is kept for other uses than mail")]
    Reserved(String),
    /// It is too long.
    #[error("it has more than 254 bytes")]
    TooLong,
}

/// Why an address is not that of a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// It begins with neither `http:` nor `https:`.
    #[error("it begins with neither `http://` nor `https://`")]
    Scheme,
    /// A bracket stands behind the host.
    #[error("a bracket has to be written as `%5B` or `%5D`")]
    Bracket,
    /// The host is not one.
    #[error("`{0}` is not a host")]
    Host(String),
    /// The port is not a number up to 65535.
    #[error("`{0}` is not a port")]
    Port(String),
    /// The port is a number of five digits that is too large.
    #[error("the port `{0}` is larger than 65535")]
    LargePort(String),
    /// A character has to be written in another way.
    #[error("the character `{0}` has to be written as `%` and two hexadecimal digits a byte")]
    Character(String),
}

impl UrlError {
    /// Whether PyPI refuses it: it mends what else is wrong, and leaves out an authority that it cannot read.
    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Scheme | Self::Bracket | Self::LargePort(_))
    }
}

/// Domains that no mail goes to.
const RESERVED: &[&str] = &["arpa", "invalid", "local", "localhost", "onion", "test"];

/// The addresses of a header such as `A <a@example.org>, "B, C" <b@example.org>`, without names and comments.
///
/// Not every form of RFC 5322: groups and routes are not taken apart.
pub fn addresses(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let (mut bare, mut angled) = (String::new(), None::<String>);
    let (mut is_quoted, mut is_angled, mut comment) = (false, false, 0_usize);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if is_quoted || comment > 0 => drop(chars.next()),
            '"' if comment == 0 => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '(' => comment += 1,
            ')' if comment > 0 => comment -= 1,
            _ if comment > 0 => {}
            '<' => (is_angled, angled) = (true, Some(String::new())),
            '>' => is_angled = false,
            ',' if !is_angled => {
                all.push(angled.take().unwrap_or_else(|| bare.clone()));
                bare.clear();
            }
            _ if is_angled => angled.get_or_insert_default().push(c),
            _ => bare.push(c),
        }
    }
    all.push(angled.unwrap_or(bare));
    let trimmed = all.iter().map(|address| address.trim().to_owned());
    trimmed.filter(|address| !address.is_empty()).collect()
}

/// Whether a header is `address` or `name <address>`, so that every reader finds the same address in it.
pub fn is_plain_address(text: &str) -> bool {
    let has_special =
        |text: &str| text.contains(['<', '>', '(', ')', '"', '\\', ',', ';', ':', '[', ']']);
    let (name, address) = match text
        .trim()
        .strip_suffix('>')
        .and_then(|text| text.split_once('<'))
    {
        Some((name, address)) => (name.trim(), address),
        None => ("", text),
    };
    let quoted = name
        .strip_prefix('"')
        .and_then(|name| name.strip_suffix('"'));
    let is_name = match quoted {
        Some(quoted) => !quoted.contains(['"', '\\']),
        None => !has_special(name) && !name.contains('@'),
    };
    let has_space = address.trim().contains(char::is_whitespace);
    is_name && !has_special(address) && !has_space && address.matches('@').count() < 2
}

/// Checks an e-mail address.
pub fn check_email(address: &str) -> Result<(), EmailError> {
    let (local, domain) = address.split_once('@').ok_or(EmailError::Shape)?;
    if domain.contains('@') {
        return Err(EmailError::Shape);
    }
    if address.len() > 254 {
        return Err(EmailError::TooLong);
    }
    let is_atom = |c: char| {
        c.is_ascii_alphanumeric()
            || "_!#$%&'*+-/=?^`{|}~".contains(c)
            || (!c.is_ascii() && !c.is_control() && !c.is_whitespace())
    };
    if !local
        .split('.')
        .all(|part| !part.is_empty() && part.chars().all(is_atom))
    {
        return Err(EmailError::Local(local.to_owned()));
    }
    check_domain(domain)
}

fn check_domain(domain: &str) -> Result<(), EmailError> {
    let is_label = |label: &str| {
        let sound = |c: char| {
            c.is_ascii_alphanumeric()
                || c == '-'
                || (!c.is_ascii() && !c.is_control() && !c.is_whitespace())
        };
        let prefix = label.as_bytes().get(..4).unwrap_or_default();
        let is_reserved = prefix.ends_with(b"--") && !prefix.eq_ignore_ascii_case(b"xn--");
        let is_edged = label.starts_with('-') || label.ends_with('-');
        (1..=63).contains(&label.len()) && label.chars().all(sound) && !is_edged && !is_reserved
    };
    if domain.len() > 253 || !domain.split('.').all(is_label) {
        return Err(EmailError::Domain(domain.to_owned()));
    }
    let last = domain.rsplit('.').next().unwrap_or_default();
    let ends_well = last.ends_with(|c: char| c.is_ascii_alphabetic() || !c.is_ascii());
    // A name in other letters may end in a digit once it is encoded as `xn--…`.
    if !domain.contains('.') || !ends_well {
        return Err(EmailError::NotPublic(domain.to_owned()));
    }
    let lower = domain.to_ascii_lowercase();
    if RESERVED.contains(&lower.rsplit('.').next().unwrap_or_default()) {
        return Err(EmailError::Reserved(domain.to_owned()));
    }
    Ok(())
}

/// Checks the address of a page: `http` or `https`, and RFC 3986.
pub fn check_url(url: &str) -> Result<(), UrlError> {
    let (scheme, rest) = url.split_once(':').ok_or(UrlError::Scheme)?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return Err(UrlError::Scheme);
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find(['/', '?', '\\']).unwrap_or(rest.len());
            rest.split_at_checked(end).unwrap_or((rest, ""))
        }
        None => ("", rest),
    };
    if path.contains(['[', ']']) {
        return Err(UrlError::Bracket);
    }
    check_authority(authority)?;
    check_characters(path, "/?:@")
}

fn check_authority(authority: &str) -> Result<(), UrlError> {
    let (user, host) = match authority.split_once('@') {
        Some((user, host)) => (user, host),
        None => ("", authority),
    };
    check_characters(user, ":")?;
    let (host, port) = match host
        .rsplit_once(':')
        .filter(|(_, port)| !port.contains(']'))
    {
        Some((host, port)) => (host, Some(port)),
        None => (host, None),
    };
    check_host(host)?;
    let Some(port) = port else {
        return Ok(());
    };
    match port.parse::<u32>() {
        _ if port.len() > 5 || !port.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(UrlError::Port(port.to_owned()))
        }
        Ok(number) if number <= 65_535 => Ok(()),
        Ok(_) => Err(UrlError::LargePort(port.to_owned())),
        Err(_) => Err(UrlError::Port(port.to_owned())),
    }
}

fn check_host(host: &str) -> Result<(), UrlError> {
    let not_a_host = || UrlError::Host(host.to_owned());
    if let Some(literal) = host.strip_prefix('[') {
        let literal = literal.strip_suffix(']').ok_or_else(not_a_host)?;
        let address = literal.split('%').next().unwrap_or_default();
        let sound =
            address.parse::<std::net::Ipv6Addr>().is_ok() || address.starts_with(['v', 'V']);
        return sound.then_some(()).ok_or_else(not_a_host);
    }
    let numbers: Vec<&str> = host.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if numbers.len() == 4
        && numbers.iter().all(is_number)
        && host.parse::<std::net::Ipv4Addr>().is_err()
    {
        let too_large = |part: &&str| part.len() <= 3 && part.parse::<u32>().is_ok_and(|n| n > 255);
        if numbers.iter().any(too_large) {
            return Err(not_a_host());
        }
    }
    check_characters(host, "").map_err(|_| not_a_host())
}

/// Checks that there are only unreserved characters, delimiters, `more`, and `%` with two digits.
fn check_characters(text: &str, more: &str) -> Result<(), UrlError> {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_plain =
            c.is_ascii_alphanumeric() || "._~-!$&'()*+,;=".contains(c) || more.contains(c);
        let escape = rest.as_bytes().get(1..3).unwrap_or_default();
        let is_escape = c == '%' && escape.len() == 2 && escape.iter().all(u8::is_ascii_hexdigit);
        if !is_plain && !is_escape {
            return Err(UrlError::Character(c.to_string()));
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_a_header() {
        for (text, expected) in [
            ("a@example.org", &["a@example.org"][..]),
            ("A B <a@example.org>", &["a@example.org"]),
            (
                "\"B, A\" <a@example.org>, c@example.org (C, D)",
                &["a@example.org", "c@example.org"],
            ),
            ("A <>", &[]),
            ("", &[]),
            ("nobody", &["nobody"]),
        ] {
            assert_eq!(addresses(text), expected, "{text}");
        }
    }

    #[test]
    fn emails() {
        for sound in [
            "a@example.com",
            "é@x.org",
            "a.b+c@x-y.org",
            "a@bücher.de",
            "a@xn--bcher-kva.de",
        ] {
            assert_eq!(check_email(sound), Ok(()), "{sound}");
        }
        for (text, message) in [
            ("foo", "it is not `name@domain`"),
            ("a@b@c.org", "it is not `name@domain`"),
            ("a@b", "`b` is not a domain of the public internet"),
            ("a@1.2", "`1.2` is not a domain of the public internet"),
            (
                "a@localhost",
                "`localhost` is not a domain of the public internet",
            ),
            ("a@x.test", "`x.test` is kept for other uses than mail"),
            ("a..b@x.org", "`a..b` cannot stand before the `@`"),
            ("a b@x.org", "`a b` cannot stand before the `@`"),
            ("a@-x.org", "`-x.org` is not the name of a domain"),
            ("a@x..org", "`x..org` is not the name of a domain"),
        ] {
            assert_eq!(check_email(text).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn urls() {
        for sound in [
            "https://example.org",
            "HTTP://example.org:80/a%20b?c=d#é",
            "https://[::1]/x",
            "https://user:word@example.org/",
            "https:example.org",
        ] {
            assert_eq!(check_url(sound), Ok(()), "{sound}");
        }
        for (text, message) in [
            (
                "example.org",
                "it begins with neither `http://` nor `https://`",
            ),
            (
                "ftp://example.org",
                "it begins with neither `http://` nor `https://`",
            ),
            ("https://ex ample.org", "`ex ample.org` is not a host"),
            ("https://x:port/", "`port` is not a port"),
            (
                "https://x/[a]",
                "a bracket has to be written as `%5B` or `%5D`",
            ),
            (
                "https://x/a b",
                "the character ` ` has to be written as `%` and two hexadecimal digits a byte",
            ),
            (
                "https://x/%zz",
                "the character `%` has to be written as `%` and two hexadecimal digits a byte",
            ),
        ] {
            assert_eq!(check_url(text).unwrap_err().to_string(), message);
        }
    }
}
