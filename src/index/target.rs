//! Which index is meant by a name or an address, and where it is looked at.
//!
//! Not who may upload there: that is `credentials`'s.
use super::credentials::Pypirc;
use super::no_registry::{Readers, explanation, is_github_packages};
use crate::config::{Config, TrustedPublishing};
use crate::http::{Certificates, Client, Credentials, HttpError, Url, UrlError};

/// The indexes that have a name everywhere: name, address for uploads, address to look at.
const KNOWN: [(&str, &str, &str); 2] = [
    (
        "pypi",
        "https://upload.pypi.org/legacy/",
        "https://pypi.org/simple/",
    ),
    (
        "testpypi",
        "https://test.pypi.org/legacy/",
        "https://test.pypi.org/simple/",
    ),
];

/// An index that files are uploaded to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its name, where it has one.
    pub name: Option<String>,
    /// Where forms are posted to.
    pub upload: Url,
    /// Where its pages are: what pip's `--index-url` has.
    pub simple: Url,
    /// The user name that is configured for it.
    pub username: Option<String>,
    /// The credentials that its address holds.
    pub in_address: Option<Credentials>,
    /// The certificates to trust there instead of the machine's own.
    pub certificates: Option<Certificates>,
    /// Whether it is shown this job's identity.
    pub trusted_publishing: TrustedPublishing,
    /// Whether attestations go along; where nothing is said, they do to PyPI.
    pub attestations: Option<bool>,
}

/// Why no index is meant.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// No index has this name.
    #[error(
        "no index is named `{name}`; these are: {known}\nhint: say where it is in `[tool.release-guard.indexes.{name}]`, or give its address"
    )]
    Unknown {
        /// The name.
        name: String,
        /// Those that there are.
        known: String,
    },
    /// The address of an index is none.
    #[error("the index `{name}`: {source}")]
    Address {
        /// Its name.
        name: String,
        /// Why.
        source: UrlError,
    },
    /// An address is none.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// The configuration gives a name that everybody knows to something else.
    #[error(
        "`[tool.release-guard.indexes.{name}]` is refused: everybody takes `{name}` for the index of that name\nhint: give it another name"
    )]
    Taken {
        /// The name.
        name: String,
    },
    /// GitHub Packages has no Python registry.
    #[error("{}", explanation(.target, None, Readers::Unknown))]
    GithubPackages {
        /// The name or the address.
        target: String,
    },
    /// The configuration allows other ones only.
    #[error(
        "uploads to {target} are not allowed by `indexes-allowed`; to these they are: {allowed}\nhint: only the project's configuration can allow it"
    )]
    NotAllowed {
        /// The index.
        target: String,
        /// Those that are allowed.
        allowed: String,
    },
}

impl Target {
    /// Finds the index of a name or an address: what the project configures, else what has a name everywhere, else what
    /// the user's `.pypirc` says; an address stands for itself.
    pub fn find(name: &str, config: &Config, pypirc: &Pypirc) -> Result<Self, TargetError> {
        if is_github_packages(name) {
            return Err(TargetError::GithubPackages {
                target: name.to_owned(),
            });
        }
        let target = if name.contains("://") {
            Self::at(name, None)?
        } else if let Some(target) = Self::configured(name, config)? {
            target
        } else if let Some(address) = pypirc.address(name) {
            let named = |source| TargetError::Address {
                name: name.to_owned(),
                source,
            };
            Self {
                name: Some(name.to_owned()),
                certificates: pypirc.certificates(name),
                ..Self::at(address, None).map_err(named)?
            }
        } else {
            let known = config.indexes.keys().map(String::as_str);
            let known = known
                .chain(KNOWN.iter().map(|(name, ..)| *name))
                .chain(pypirc.names());
            let known: std::collections::BTreeSet<String> =
                known.map(|name| format!("`{name}`")).collect();
            return Err(TargetError::Unknown {
                name: name.to_owned(),
                known: known.into_iter().collect::<Vec<_>>().join(", "),
            });
        };
        let upload = target.upload.to_string();
        if is_github_packages(&upload) {
            return Err(TargetError::GithubPackages { target: upload });
        }
        target.allowed(config)?;
        let own = target
            .name
            .as_ref()
            .and_then(|name| config.indexes.get(name));
        let all = &config.publish;
        Ok(Self {
            trusted_publishing: own
                .and_then(|own| own.trusted_publishing)
                .or(all.trusted_publishing)
                .unwrap_or_default(),
            attestations: own.and_then(|own| own.attestations).or(all.attestations),
            ..target
        })
    }

    /// A client that trusts what this index has to be trusted by.
    pub fn client(&self) -> Result<Client, HttpError> {
        Client::trusting(self.certificates.as_ref())
    }

    /// Whether it is PyPI or TestPyPI, where a name is taken for ever by its first upload.
    pub fn is_pypi(&self) -> bool {
        let hosts = ["pypi.org", "pypi.python.org", "testpypi.python.org"];
        let host = self.upload.host();
        hosts.contains(&host) || host.ends_with(".pypi.org")
    }

    /// Whether the project's configuration names it among those allowed.
    pub fn is_allowed_by_name(&self, config: &Config) -> bool {
        let allowed = config.publish.indexes_allowed.iter();
        allowed
            .filter_map(|entry| Self::entry(entry, config))
            .any(|entry| entry == self.upload)
    }

    /// How it is shown: its name and address.
    pub fn title(&self) -> String {
        match &self.name {
            Some(name) => format!("`{name}` ({})", self.upload),
            None => format!("`{}`", self.upload),
        }
    }

    /// What the project's configuration, or everybody, means by a name.
    fn configured(name: &str, config: &Config) -> Result<Option<Self>, TargetError> {
        let named = |source| TargetError::Address {
            name: name.to_owned(),
            source,
        };
        let known = KNOWN.iter().find(|(known, ..)| *known == name);
        if let Some(index) = config.indexes.get(name) {
            if known.is_some() {
                return Err(TargetError::Taken { name: name.into() });
            }
            let target = Self::at(&index.upload, index.simple.as_deref()).map_err(named)?;
            return Ok(Some(Self {
                name: Some(name.to_owned()),
                username: index.username.clone(),
                certificates: index.ca_cert.as_ref().map(|path| Certificates {
                    named_by: "ca-cert",
                    path: path.into(),
                }),
                ..target
            }));
        }
        let Some((name, upload, _)) = known else {
            return Ok(None);
        };
        Ok(Some(Self {
            name: Some((*name).to_owned()),
            ..Self::at(upload, None)?
        }))
    }

    /// The index at an address. Where its pages are is told, or known, or as most servers have it: `simple/` below.
    fn at(upload: &str, simple: Option<&str>) -> Result<Self, UrlError> {
        let (upload, in_address) = Url::parse(upload)?;
        let known = KNOWN.iter().find_map(|(_, known, simple)| {
            let (known, _) = Url::parse(known).ok()?;
            known.has_origin_of(&upload).then_some(*simple)
        });
        let simple = match simple.or(known) {
            Some(simple) => Url::parse(simple)?.0,
            None => beside(&upload),
        };
        Ok(Self {
            name: None,
            upload,
            simple,
            username: None,
            in_address,
            certificates: None,
            trusted_publishing: TrustedPublishing::default(),
            attestations: None,
        })
    }

    fn allowed(&self, config: &Config) -> Result<(), TargetError> {
        let allowed = &config.publish.indexes_allowed;
        if allowed.is_empty() || self.is_allowed_by_name(config) {
            return Ok(());
        }
        let shown: Vec<String> = allowed.iter().map(|entry| format!("`{entry}`")).collect();
        Err(TargetError::NotAllowed {
            target: self.title(),
            allowed: shown.join(", "),
        })
    }

    /// The address that an entry of `indexes-allowed` means; the user's own files have no say.
    fn entry(entry: &str, config: &Config) -> Option<Url> {
        if entry.contains("://") {
            return Url::parse(entry).ok().map(|(url, _)| url);
        }
        Self::configured(entry, config)
            .ok()?
            .map(|target| target.upload)
    }
}

/// Where the pages of an index are whose address tells only where uploads go: PyPI's own server and what imitates it have
/// `legacy/` and `simple/` side by side, and Azure Artifacts `upload/` and `simple/`; others have `simple/` below.
fn beside(upload: &Url) -> Url {
    let path = upload.path().trim_end_matches('/');
    let above = path.strip_suffix("/legacy").or_else(|| {
        path.strip_suffix("/pypi/upload")
            .and(path.strip_suffix("/upload"))
    });
    match above {
        Some(above) => upload.at(&format!("{above}/simple/")),
        None => upload.below("simple/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::UnknownKeys;
    use crate::git::Snapshot;

    fn config(text: &str) -> Config {
        let snapshot = Snapshot::memory([("release-guard.toml", text)]);
        Config::read(&snapshot, UnknownKeys::Refused).unwrap().0
    }

    fn told(name: &str, config: &Config) -> String {
        let pypirc = Pypirc::of(
            "[distutils]\nindex-servers = corp pypi\n[corp]\nrepository = https://c.org/up/\n[pypi]\nrepository = https://evil.org/",
        );
        match Target::find(name, config, &pypirc.unwrap()) {
            Ok(target) => format!("{} {}", target.title(), target.simple),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn an_index_is_found_by_name_and_address() {
        let config = config(
            "[indexes.own]\nupload = \"https://o.org/api\"\nsimple = \"https://o.org/index/\"\n[indexes.bad]\nupload = \"o.org\"\n[indexes.packages]\nupload = \"https://pypi.pkg.github.com/o\"\n",
        );
        for (name, expected) in [
            (
                "pypi",
                "`pypi` (https://upload.pypi.org/legacy/) https://pypi.org/simple/",
            ),
            ("own", "`own` (https://o.org/api) https://o.org/index/"),
            (
                "corp",
                "`corp` (https://c.org/up/) https://c.org/up/simple/",
            ),
            (
                "https://test.pypi.org/legacy/",
                "`https://test.pypi.org/legacy/` https://test.pypi.org/simple/",
            ),
            (
                "https://x.org/a/legacy",
                "`https://x.org/a/legacy` https://x.org/a/simple/",
            ),
            (
                "https://pkgs.dev.azure.com/o/p/_packaging/f/pypi/upload/",
                "`https://pkgs.dev.azure.com/o/p/_packaging/f/pypi/upload/` https://pkgs.dev.azure.com/o/p/_packaging/f/pypi/simple/",
            ),
            (
                "https://u:p@x.org",
                "`https://x.org/` https://x.org/simple/",
            ),
            (
                "bad",
                "the index `bad`: `o.org` is not an address such as `https://example.org/legacy/`",
            ),
            (
                "packages",
                "GitHub Packages has no registry for Python, so nothing can be uploaded to it as to an index; three ways work, with `GITHUB_TOKEN`:",
            ),
            (
                "none",
                "no index is named `none`; these are: `bad`, `corp`, `own`, `packages`, `pypi`, `testpypi`\nhint: say where it is in `[tool.release-guard.indexes.none]`, or give its address",
            ),
        ] {
            let told = told(name, &config);
            let told = if name == "packages" {
                told.lines().next().unwrap()
            } else {
                &told
            };
            assert_eq!(told, expected);
        }
    }

    #[test]
    fn only_the_configuration_widens_what_is_allowed() {
        let config = config("[publish]\nindexes-allowed = [\"testpypi\", \"corp\"]\n");
        assert!(told("testpypi", &config).starts_with("`testpypi`"));
        for name in ["pypi", "corp", "https://upload.pypi.org/legacy/"] {
            assert!(
                told(name, &config).contains("are not allowed by `indexes-allowed`"),
                "{name}"
            );
        }
    }
}
