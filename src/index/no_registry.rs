//! Why nothing can be uploaded to GitHub Packages by an index's means, and the three ways that work.
//!
//! Only words. GitHub Packages has registries for containers, npm, Maven, Gradle, NuGet and RubyGems, and none for Python;
//! `pypi.pkg.github.com` was announced and never came.
use crate::environment::variable;

/// Who may see a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Everybody.
    All,
    /// Those who are let in.
    Some,
    /// That was not asked for.
    Unknown,
}

/// Whether a target's name or an index's address means GitHub Packages.
pub fn is_github_packages(target: &str) -> bool {
    let bare = target.split_once("://").map_or(target, |(_, rest)| rest);
    let host = bare.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host
        .rsplit('@')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let host = host.split(':').next().unwrap_or_default();
    target == "github-packages" || host == "pkg.github.com" || host.ends_with(".pkg.github.com")
}

/// The explanation for a target, with the install lines for a repository `OWNER/NAME`, which else is the job's or the one
/// of which the address tells the owner.
pub fn explanation(target: &str, repository: Option<&str>, readers: Readers) -> String {
    let told = repository
        .map(str::to_owned)
        .or_else(|| variable("GITHUB_REPOSITORY"));
    let of_address = owner(target).map(|owner| format!("{owner}/NAME"));
    let repository = told.or(of_address).unwrap_or_else(|| "OWNER/NAME".into());
    let (owner, name) = repository.split_once('/').unwrap_or((&repository, "NAME"));
    let lower = owner.to_ascii_lowercase();
    let site = match name.eq_ignore_ascii_case(&format!("{owner}.github.io")) {
        true => format!("https://{lower}.github.io"),
        false => format!("https://{lower}.github.io/{name}"),
    };
    let release = match readers {
        Readers::Some => format!(
            "gh release download TAG -R {repository} -p '*.whl' -D wheels && pip install --find-links wheels PROJECT"
        ),
        _ => format!(
            "pip install -f https://github.com/{repository}/releases/expanded_assets/TAG PROJECT"
        ),
    };
    let pages = match readers {
        Readers::Some => {
            "not for a private repository, whose files pip cannot fetch from there".to_owned()
        }
        _ => format!("pip install --index-url {site}/simple/ PROJECT"),
    };
    let login = if readers == Readers::All {
        ""
    } else {
        "USER:TOKEN@"
    };
    let private = match readers {
        Readers::Unknown => format!(
            "\n  of a private repository only these install: `gh release download TAG -R {repository} -p '*.whl'` and then `pip install --find-links . PROJECT`, and the third with a token that reads packages"
        ),
        _ => String::new(),
    };
    format!(
        "GitHub Packages has no registry for Python, so nothing can be uploaded to it as to an index; three ways work, with `GITHUB_TOKEN`:\n  \
         publish github-release                                       attaches the files to the release on GitHub\n    \
         {release}\n  \
         publish index DIR --from-releases --branch gh-pages --push   an index of the releases on GitHub Pages\n    \
         {pages}\n  \
         publish oci                                                  packages on `ghcr.io`, which is part of GitHub Packages\n    \
         pip install --index-url https://{login}pyoci.com/ghcr.io/{lower}/ PROJECT{private}\n\
         hint: run one of these three instead, or name `github-release`, `pages-index` or `ghcr` among the `targets` of a release"
    )
}

/// The owner that an address of GitHub Packages names.
fn owner(target: &str) -> Option<&str> {
    let (_, rest) = target.split_once("://")?;
    let owner = rest.split('/').nth(1)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (!owner.is_empty() && owner.chars().all(is_plain)).then_some(owner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn github_packages_is_known_by_its_names() {
        for (target, is) in [
            ("github-packages", true),
            ("https://USER:TOKEN@pypi.pkg.github.com/octo", true),
            ("https://PYPI.pkg.github.com:443/octo", true),
            ("https://github.com/octo", false),
            ("https://pypi.pkg.github.com.evil.org/", false),
            ("pypi", false),
        ] {
            assert_eq!(is_github_packages(target), is, "{target}");
        }
    }

    #[test]
    fn three_ways_are_named_and_no_secret() {
        let said = explanation(
            "https://me:secret@pypi.pkg.github.com/Octo/",
            None,
            Readers::All,
        );
        assert_eq!(
            said,
            "GitHub Packages has no registry for Python, so nothing can be uploaded to it as to an index; three ways work, with `GITHUB_TOKEN`:\n  \
             publish github-release                                       attaches the files to the release on GitHub\n    \
             pip install -f https://github.com/Octo/NAME/releases/expanded_assets/TAG PROJECT\n  \
             publish index DIR --from-releases --branch gh-pages --push   an index of the releases on GitHub Pages\n    \
             pip install --index-url https://octo.github.io/NAME/simple/ PROJECT\n  \
             publish oci                                                  packages on `ghcr.io`, which is part of GitHub Packages\n    \
             pip install --index-url https://pyoci.com/ghcr.io/octo/ PROJECT\n\
             hint: run one of these three instead, or name `github-release`, `pages-index` or `ghcr` among the `targets` of a release"
        );
        let said = explanation(
            "github-packages",
            Some("octo/octo.github.io"),
            Readers::Some,
        );
        assert!(
            said.contains("gh release download TAG -R octo/octo.github.io"),
            "{said}"
        );
        assert!(
            said.contains("https://USER:TOKEN@pyoci.com/ghcr.io/octo/"),
            "{said}"
        );
        assert!(said.contains("not for a private repository"), "{said}");
        let said = explanation(
            "github-packages",
            Some("octo/octo.github.io"),
            Readers::Unknown,
        );
        assert!(
            said.contains("--index-url https://octo.github.io/simple/ PROJECT"),
            "{said}"
        );
        assert!(
            said.contains("of a private repository only these install"),
            "{said}"
        );
    }
}
