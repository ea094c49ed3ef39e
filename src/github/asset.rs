//! How a file stands among GitHub's assets.
//!
//! Not the sending: that is `attach`'s.
use super::release::Listed;
use crate::forge::{Asset, Standing};

impl Asset {
    /// How it stands in a list of assets.
    pub(super) fn standing(&self, listed: &[Listed]) -> Standing {
        let Some(found) = self.among(listed) else {
            return Standing::Missing;
        };
        let id = found.id;
        if found.state != "uploaded" {
            return Standing::Half { id };
        }
        let other = |here: String| Standing::Other { id, here };
        match &found.digest {
            Some(digest) if *digest == format!("sha256:{}", self.sha256) => Standing::Same,
            Some(digest) => other(digest.replacen("sha256:", "sha256 ", 1)),
            None if found.size != self.size => other(format!("{} bytes", found.size)),
            None => Standing::Unknown { id },
        }
    }

    /// Itself in a list: GitHub writes `.` for characters that it does not like, and keeps the label.
    pub(super) fn among<'l>(&self, listed: &'l [Listed]) -> Option<&'l Listed> {
        let named = listed.iter().find(|other| other.name == self.name);
        let labelled = || {
            let label = Some(self.name.as_str());
            listed.iter().find(|other| other.label.as_deref() == label)
        };
        named.or_else(labelled)
    }

    /// Whether GitHub takes its name as it is.
    pub(super) fn has_plain_name(&self) -> bool {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.+".contains(c);
        self.name.chars().all(is_plain) && !self.name.starts_with('.')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_is_known_by_name_or_label_and_compared_by_its_hash() {
        let own = Asset::of_text("a-1!2.whl", "abc".into());
        let there =
            |name: &str, label: Option<&str>, state: &str, size, digest: Option<&str>| Listed {
                id: 7,
                name: name.into(),
                label: label.map(Into::into),
                state: state.into(),
                size,
                digest: digest.map(Into::into),
                browser_download_url: String::new(),
            };
        let same = format!("sha256:{}", own.sha256);
        let labelled =
            |state, size, digest| vec![there("a-1.2.whl", Some("a-1!2.whl"), state, size, digest)];
        let other = |here: &str| Standing::Other {
            id: 7,
            here: here.into(),
        };
        for (listed, standing) in [
            (vec![], Standing::Missing),
            (
                vec![there("a-1.2.whl", None, "uploaded", 3, Some(&same))],
                Standing::Missing,
            ),
            (
                vec![there("a-1!2.whl", None, "uploaded", 3, Some(&same))],
                Standing::Same,
            ),
            (labelled("uploaded", 3, Some(&same)), Standing::Same),
            (labelled("starter", 0, None), Standing::Half { id: 7 }),
            (labelled("uploaded", 3, None), Standing::Unknown { id: 7 }),
            (labelled("uploaded", 4, None), other("4 bytes")),
            (
                labelled("uploaded", 3, Some("sha256:00")),
                other("sha256 00"),
            ),
        ] {
            assert_eq!(own.standing(&listed), standing);
        }
        assert!(!own.has_plain_name());
        assert!(Asset::of_text("a-1+x_1.whl", String::new()).has_plain_name());
    }
}
