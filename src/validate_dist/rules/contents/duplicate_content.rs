//! Files of a wheel have the same content.
use crate::dist::Content;
use crate::dist::Contents;
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::FEW;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Contents that many files have for good reason.
const ALLOWED: &[&[u8]] = &[
    b"",
    b"\n",
    b"\r\n",
    b"# -*- coding: utf-8 -*-",
    b"# -*- coding: utf-8 -*-\n",
    b"# -*- coding: utf-8 -*-\r\n",
    b"# -*- coding: utf-8 -*-\n\r",
];

pub(super) const RULE: Rule<Contents> = Rule {
    about: About {
        name: "duplicate-content",
        severity: Severity::Note,
        since: "0.1.0",
        summary: "Files of a wheel have the same content",
        why: "A copy was made by mistake, or a build packed a folder twice; empty files and lone encoding lines do not count.",
        fix: "Keep one of them, or accept it with a reason.",
        from: &["W002", "check-wheel-contents"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo/cli2.py", "def main():\n    return 0\n")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[
                Change::Write("demo/a.py", ""),
                Change::Write("demo/b.py", ""),
            ],
        },
    },
    check,
};

fn check(facts: &Contents, findings: &mut Findings) {
    if facts.record.is_none() {
        return;
    }
    let mut same: BTreeMap<(u64, [u8; 32]), Vec<&Content>> = BTreeMap::new();
    for content in &facts.members {
        let top = content
            .name
            .split(|byte| *byte == b'/')
            .next()
            .unwrap_or_default();
        if let (Ok(read), false) = (&content.read, top.ends_with(b".dist-info")) {
            same.entry((read.size, read.sha256))
                .or_default()
                .push(content);
        }
    }
    let allowed: Vec<[u8; 32]> = ALLOWED
        .iter()
        .map(|text| Sha256::digest(text).into())
        .collect();
    let doubled = same
        .iter()
        .filter(|((_, digest), all)| all.len() > 1 && !allowed.contains(digest));
    for (_, all) in doubled.take(FEW) {
        let names: Vec<String> = all
            .iter()
            .take(FEW)
            .map(|content| format!("`{}`", content.text()))
            .collect();
        let finding = findings.push(format!(
            "{} files have the same content: {}",
            all.len(),
            names.join(", ")
        ));
        for content in all.iter().take(FEW) {
            finding.at(Place::member(facts.path.clone(), &content.name));
        }
        finding.help("keep one of them");
    }
}
