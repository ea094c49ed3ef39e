//! A requirement such as `demo[extra]>=1.0; python_version < "3.12"` (PEP 508), in its parts.
//!
//! Environment markers are kept as they are written, not parsed.
use super::ProjectName;

/// A requirement in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement<'t> {
    /// The project that is required.
    pub name: ProjectName,
    /// The address it is to be taken from; `None` when an index decides.
    pub url: Option<&'t str>,
    /// The version specifiers; empty when there are none.
    pub specifiers: &'t str,
    /// The environment marker; empty when there is none.
    pub marker: &'t str,
}

impl<'t> Requirement<'t> {
    /// Reads a requirement; `None` when it is not `name[extras] specifiers; marker` or `name[extras] @ url`.
    pub fn parse(text: &'t str) -> Option<Self> {
        let text = text.trim();
        let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let end = text.find(|c| !in_name(c)).unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(end)?;
        let name = ProjectName::new(name)?;
        let rest = match rest.trim_start().strip_prefix('[') {
            Some(extras) => {
                let (extras, rest) = extras.split_once(']')?;
                let mut extras = extras.split(',').map(str::trim);
                let is_empty = extras.clone().eq([""]);
                if !is_empty && !extras.all(|extra| ProjectName::new(extra).is_some()) {
                    return None;
                }
                rest
            }
            None => rest,
        };
        let rest = rest.trim();
        if let Some(address) = rest.strip_prefix('@') {
            let (url, marker) = match address.split_once(" ;") {
                Some((url, marker)) => (url, marker.trim()),
                None => (address, ""),
            };
            return Some(Self {
                name,
                url: Some(url.trim()),
                specifiers: "",
                marker,
            });
        }
        let (specifiers, marker) = match rest.split_once(';') {
            Some((_, marker)) if marker.trim().is_empty() => return None,
            Some((specifiers, marker)) => (specifiers.trim(), marker.trim()),
            None => (rest, ""),
        };
        let specifiers = match specifiers.strip_prefix('(') {
            Some(inner) => inner.strip_suffix(')')?,
            None => specifiers,
        };
        Some(Self {
            name,
            url: None,
            specifiers,
            marker,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Requirement;

    #[test]
    fn requirements_and_their_parts() {
        for (text, specifiers, marker) in [
            ("demo", "", ""),
            (
                "Demo[a, b] >=1.0,<2 ; extra == 'x'",
                ">=1.0,<2",
                "extra == 'x'",
            ),
            ("demo (>=1.0)", ">=1.0", ""),
            ("demo[]==1.*", "==1.*", ""),
        ] {
            let requirement = Requirement::parse(text).unwrap();
            assert_eq!(
                (requirement.specifiers, requirement.marker),
                (specifiers, marker)
            );
            assert_eq!(requirement.name.as_str(), "demo");
        }
        let direct = Requirement::parse("demo @ https://example.org/x ; os_name == 'nt'").unwrap();
        assert_eq!(direct.url, Some("https://example.org/x"));
        for text in ["", "-demo", "demo[x", "demo (>=1", "demo ;", "demo[a b]"] {
            assert_eq!(Requirement::parse(text), None, "{text}");
        }
    }
}
