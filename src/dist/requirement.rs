//! A requirement such as `demo[extra]>=1.0; python_version < "3.12"` (PEP 508), in its parts, as `packaging` reads it.
//!
//! Not whether anything satisfies it.
use super::{Marker, MarkerError, ProjectName, Specifier, SpecifierError};

/// A requirement in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement<'t> {
    /// The project that is required.
    pub name: ProjectName,
    /// The extras of it that are asked for, in order.
    pub extras: Vec<ProjectName>,
    /// The address it is to be taken from; `None` when an index decides.
    pub url: Option<&'t str>,
    /// The version specifiers as they are written; empty when there are none.
    pub specifiers: &'t str,
    /// Whether parentheses stand around the specifiers, as in metadata of old.
    pub is_parenthesised: bool,
    /// The same, read.
    pub versions: Vec<Specifier>,
    /// The environment marker as it is written; empty when there is none.
    pub marker: &'t str,
    /// The same, read.
    pub condition: Option<Marker>,
}

/// Why a text is not a requirement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequirementError {
    /// It does not begin with a project's name.
    #[error("it does not begin with the name of a project")]
    Name,
    /// What stands in brackets is not a list of extras.
    #[error("`{extras}` is not a list of extras in brackets")]
    Extras {
        /// What stands there.
        extras: String,
    },
    /// Nothing follows the `@`.
    #[error("no address follows the `@`")]
    Url,
    /// The parenthesis around the specifiers is not closed.
    #[error("the parenthesis around the versions is not closed")]
    Unclosed,
    /// The specifiers cannot be read.
    #[error("{0}")]
    Specifier(#[source] SpecifierError),
    /// The marker cannot be read.
    #[error("{0}")]
    Marker(#[source] MarkerError),
    /// Something else stands where a marker could.
    #[error("`{rest}` is not `; marker`")]
    Rest {
        /// What stands there.
        rest: String,
    },
}

const SPACE: [char; 2] = [' ', '\t'];

impl<'t> Requirement<'t> {
    /// Reads `name[extras] specifiers; marker` or `name[extras] @ url ; marker`.
    pub fn parse(text: &'t str) -> Result<Self, RequirementError> {
        let text = text.trim_matches(SPACE);
        let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let end = text.find(|c| !in_name(c)).unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        let name = ProjectName::new(name).ok_or(RequirementError::Name)?;
        let (extras, rest) = extras(rest.trim_start_matches(SPACE))?;
        let mut found = Self {
            name,
            extras,
            url: None,
            specifiers: "",
            is_parenthesised: false,
            versions: Vec::new(),
            marker: "",
            condition: None,
        };
        let rest = rest.trim_start_matches(SPACE);
        let rest = match rest.strip_prefix('@') {
            Some(address) => found.take_url(address.trim_start_matches(SPACE))?,
            None => found.take_specifiers(rest)?,
        };
        if rest.is_empty() {
            return Ok(found);
        }
        let not_a_marker = || RequirementError::Rest { rest: rest.into() };
        let marker = rest.strip_prefix(';').ok_or_else(not_a_marker)?;
        found.marker = marker.trim_matches(SPACE);
        let condition = Marker::parse(found.marker).map_err(RequirementError::Marker)?;
        found.condition = Some(condition);
        Ok(found)
    }

    fn take_url(&mut self, text: &'t str) -> Result<&'t str, RequirementError> {
        let end = text.find(SPACE).unwrap_or(text.len());
        let (url, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        if url.is_empty() {
            return Err(RequirementError::Url);
        }
        self.url = Some(url);
        Ok(rest.trim_start_matches(SPACE))
    }

    fn take_specifiers(&mut self, text: &'t str) -> Result<&'t str, RequirementError> {
        let (specifiers, rest) = match text.strip_prefix('(') {
            Some(inner) => {
                self.is_parenthesised = true;
                inner.split_once(')').ok_or(RequirementError::Unclosed)?
            }
            None => text
                .split_at_checked(text.find(';').unwrap_or(text.len()))
                .unwrap_or((text, "")),
        };
        self.specifiers = specifiers.trim_matches(SPACE);
        self.versions =
            Specifier::parse_all(self.specifiers).map_err(RequirementError::Specifier)?;
        // A comma may stand at the end, and nowhere else without a specifier before it.
        let commas = self.specifiers.matches(',').count();
        let count = self.versions.len();
        if commas > count || (commas == count && commas > 0 && !self.specifiers.ends_with(',')) {
            return Err(RequirementError::Specifier(SpecifierError::Operator {
                clause: String::new(),
            }));
        }
        Ok(rest.trim_start_matches(SPACE))
    }
}

/// Reads `[a, b]` where it stands; returns what follows.
fn extras(text: &str) -> Result<(Vec<ProjectName>, &str), RequirementError> {
    let Some(inner) = text.strip_prefix('[') else {
        return Ok((Vec::new(), text));
    };
    let refuse = || RequirementError::Extras {
        extras: text.into(),
    };
    let (inner, rest) = inner.split_once(']').ok_or_else(refuse)?;
    if inner.trim_matches(SPACE).is_empty() {
        return Ok((Vec::new(), rest));
    }
    let names = inner
        .split(',')
        .map(|extra| ProjectName::new(extra.trim_matches(SPACE)));
    Ok((names.collect::<Option<_>>().ok_or_else(refuse)?, rest))
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
            ("demo>=1,", ">=1,", ""),
        ] {
            let requirement = Requirement::parse(text).unwrap();
            assert_eq!(
                (requirement.specifiers, requirement.marker),
                (specifiers, marker)
            );
            assert_eq!(requirement.name.as_str(), "demo");
        }
        let direct =
            Requirement::parse("demo @ https://example.org/x;y ; os_name == 'nt'").unwrap();
        assert_eq!(direct.url, Some("https://example.org/x;y"));
    }

    #[test]
    fn why_it_is_no_requirement() {
        for (text, message) in [
            ("", "it does not begin with the name of a project"),
            ("-demo", "it does not begin with the name of a project"),
            ("demo[x", "`[x` is not a list of extras in brackets"),
            ("demo[a b]", "`[a b]` is not a list of extras in brackets"),
            (
                "demo (>=1",
                "the parenthesis around the versions is not closed",
            ),
            ("demo @", "no address follows the `@`"),
            ("demo @ https://x and more", "`and more` is not `; marker`"),
            (
                "demo 1.0",
                "`1.0` does not begin with one of `~= == != <= >= < > ===`",
            ),
            ("demo (>=1) <2", "`<2` is not `; marker`"),
            (
                "demo ;",
                "`` in the marker begins with neither a variable nor a quoted text",
            ),
        ] {
            let error = Requirement::parse(text).unwrap_err();
            assert_eq!(error.to_string(), message, "{text}");
        }
    }
}
