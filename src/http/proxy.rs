//! Which proxy requests go through: what `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
//!
//! Not the talking to it. `HTTP_PROXY` has no say: what leaves this machine is encrypted.
use super::error::HttpError;
use super::url::Url;
use std::io::ErrorKind;
use ureq::Proxy;

/// The variables that name the proxy, the first one that is set.
const PROXY: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The variables that name the hosts that are reached without it, the first one that is set.
const WITHOUT: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// The proxy, and what is reached without it.
#[derive(Debug, Clone, Default)]
pub(super) struct Route {
    proxy: Option<(&'static str, Proxy)>,
    without: Vec<String>,
}

impl Route {
    /// The route that variables name.
    pub(super) fn of(variable: impl Fn(&str) -> Option<String>) -> Result<Self, HttpError> {
        let first = |names: &[&'static str]| {
            let named = names.iter().map(|name| Some((*name, variable(name)?)));
            named.flatten().next()
        };
        let proxy = first(&PROXY).map(|(name, address)| {
            let wrong = |reason| HttpError::Proxy {
                variable: name,
                reason,
            };
            if address.to_ascii_lowercase().starts_with("socks") {
                return Err(wrong("a SOCKS proxy is not spoken to"));
            }
            let proxy = Proxy::new(&address).map_err(|_| wrong("it is no address of a proxy"))?;
            Ok((name, proxy))
        });
        let hosts = first(&WITHOUT).map(|(_, hosts)| hosts).unwrap_or_default();
        Ok(Self {
            proxy: proxy.transpose()?,
            without: hosts
                .split([',', ' '])
                .filter(|host| !host.is_empty())
                .map(str::to_ascii_lowercase)
                .collect(),
        })
    }

    /// The proxy, for what goes through it.
    pub(super) fn proxy(&self) -> Option<Proxy> {
        self.proxy.as_ref().map(|(_, proxy)| proxy.clone())
    }

    /// Whether an address is reached without a proxy: this machine's own, since a proxy's `localhost` is another one's, and
    /// what the environment excepts: a host, with all below it.
    pub(super) fn is_direct(&self, url: &Url) -> bool {
        let excepts = |entry: &String| {
            let entry = entry.strip_suffix(":443").unwrap_or(entry);
            let name = entry.trim_start_matches('*').trim_start_matches('.');
            let above = url.host().strip_suffix(name);
            entry == "*" || above.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        self.proxy.is_none() || url.is_near() || self.without.iter().any(excepts)
    }

    /// The sentence for an error that is the proxy's, of a request that went through it.
    pub(super) fn blamed(&self, error: &ureq::Error) -> Option<String> {
        let (variable, proxy) = self.proxy.as_ref()?;
        let mut hint = "is it right? `NO_PROXY` names the hosts that are reached without it";
        let did = match error {
            ureq::Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => {
                "refused the connection".to_owned()
            }
            ureq::Error::HostNotFound => "is not known by this name".to_owned(),
            ureq::Error::Io(error) if error.to_string().starts_with("failed to lookup") => {
                "is not known by this name".to_owned()
            }
            ureq::Error::ConnectProxyFailed(reason) => match reason.rsplit_once('/') {
                Some((_, status)) => {
                    if status == "407" {
                        hint = "give it a user and password: `http://USER:PASSWORD@HOST:PORT`";
                    }
                    format!("refuses to connect ({status})")
                }
                None => "did not answer".to_owned(),
            },
            _ => return None,
        };
        let (host, port) = (proxy.host(), proxy.port());
        Some(format!(
            "the proxy `{host}:{port}`, which `{variable}` names, {did}\nhint: {hint}"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(variables: &[(&str, &str)]) -> Result<Route, HttpError> {
        Route::of(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn what_no_proxy_names_is_reached_without_it() {
        let proxy = ("HTTPS_PROXY", "http://me:secret@proxy.example:3128");
        for (without, host, is_direct) in [
            ("", "a.org", false),
            ("", "localhost", true),
            ("b.org, a.org", "a.org", true),
            ("a.org", "x.a.org", true),
            (".a.org", "x.a.org", true),
            ("*.a.org", "x.a.org", true),
            ("a.org:443", "a.org", true),
            ("a.org", "ba.org", false),
            ("A.ORG", "a.org", true),
            ("*", "a.org", true),
        ] {
            let route = route(&[proxy, ("NO_PROXY", without)]).unwrap();
            let url = Url::parse(&format!("https://{host}/")).unwrap().0;
            assert_eq!(route.is_direct(&url), is_direct, "{without} {host}");
        }
    }

    #[test]
    fn a_proxy_that_is_none_is_told_without_what_it_holds() {
        for (address, expected) in [
            (
                "socks5://me:secret@a",
                "cannot use the proxy that `HTTPS_PROXY` names: a SOCKS proxy is not spoken to",
            ),
            (
                "http://me:sec ret@a b",
                "cannot use the proxy that `HTTPS_PROXY` names: it is no address of a proxy",
            ),
        ] {
            let said = route(&[("HTTPS_PROXY", address)]).unwrap_err().to_string();
            assert!(said.starts_with(expected), "{said}");
        }
        let both = [
            ("all_proxy", "http://b:1"),
            ("https_proxy", "a:2"),
            ("HTTP_PROXY", "http://c:3"),
        ];
        let proxy = route(&both).unwrap().proxy().unwrap();
        assert_eq!((proxy.host(), proxy.port()), ("a", 2));
    }

    #[test]
    fn a_proxy_that_refuses_is_named() {
        let route = route(&[("ALL_PROXY", "http://me:secret@proxy.example:3128")]).unwrap();
        let refused = ureq::Error::Io(ErrorKind::ConnectionRefused.into());
        assert_eq!(
            route.blamed(&refused).unwrap(),
            "the proxy `proxy.example:3128`, which `ALL_PROXY` names, refused the connection\n\
             hint: is it right? `NO_PROXY` names the hosts that are reached without it"
        );
        let answered = ureq::Error::ConnectProxyFailed("proxy server responded 407/407".into());
        assert_eq!(
            route.blamed(&answered).unwrap(),
            "the proxy `proxy.example:3128`, which `ALL_PROXY` names, refuses to connect (407)\n\
             hint: give it a user and password: `http://USER:PASSWORD@HOST:PORT`"
        );
        assert_eq!(route.blamed(&ureq::Error::RedirectFailed), None);
    }
}
