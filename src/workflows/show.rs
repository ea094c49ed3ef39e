//! The words for what a push starts.
//!
//! Not the data: that is `job`'s.
use super::job::{Event, Job, Start, Started};
use crate::source::printable;

/// GitHub starts nothing where more tags are pushed at once.
const TAG_LIMIT: usize = 3;

impl Started {
    /// A line for each job that uploads or may.
    pub fn uploads(&self, tag: &str) -> Vec<String> {
        let lines = |start: &Start| -> Vec<String> {
            let jobs = start.jobs.iter();
            jobs.map(|job| start.line(job, tag)).collect()
        };
        self.starts.iter().flat_map(lines).collect()
    }

    /// A line for each job that uploads or may, one for the workflows that do not, and one for each file that could not
    /// be read.
    pub fn lines(&self, tag: &str) -> Vec<String> {
        let mut out = self.uploads(tag);
        let others = self.starts.iter().filter(|start| start.jobs.is_empty());
        let others: Vec<&str> = others.map(Start::short).collect();
        if !others.is_empty() {
            let others = others.join(", ");
            let upload = "of which no upload is known";
            out.push(format!("pushing {tag} starts {others}, {upload}"));
        }
        for (file, why) in &self.unread {
            let (file, why) = (printable(file), printable(why));
            out.push(format!(
                "what `{file}` starts is not known: it cannot be read: {why}"
            ));
        }
        out
    }

    /// What stands in the way of what is started: traps, each with the way out.
    pub fn notes(&self, tag: &str, tags: usize, is_in_actions: bool) -> Vec<String> {
        let mut out = Vec::new();
        let on_github = |start: &&Start| start.file.starts_with(".github/");
        let by_push = |start: &&Start| matches!(start.event, Event::Tag | Event::Branch(_));
        let by_push = self.starts.iter().filter(on_github).filter(by_push);
        let uploading = by_push.filter(|start| !start.jobs.is_empty());
        let uploading: Vec<&Start> = uploading.collect();
        let surely = uploading
            .iter()
            .find(|start| start.jobs.iter().any(Job::is_certain));
        if is_in_actions && let Some(start) = surely.or(uploading.first()) {
            out.push(format!(
                "this is GitHub Actions: what is pushed with its `GITHUB_TOKEN` starts no workflow; start it after the push by `gh workflow run {} --ref {tag}`",
                start.short()
            ));
        }
        if tags > TAG_LIMIT && !uploading.is_empty() {
            out.push(format!(
                "{tags} tags are pushed at once, and GitHub starts nothing for more than {TAG_LIMIT}; push them in parts"
            ));
        }
        for start in &self.starts {
            for job in start.jobs.iter().filter(|job| job.is_called_with_identity) {
                out.push(format!(
                    "job {} of {} is in a called workflow: PyPI refuses its attestations, and trusted publishing works by accident there; let the workflow start by itself (`gh workflow run`), or upload without attestations",
                    job.name,
                    start.short()
                ));
            }
        }
        out
    }
}

impl Start {
    /// The name of its file, as people say it.
    pub fn short(&self) -> &str {
        self.file.rsplit('/').next().unwrap_or(&self.file)
    }

    /// `pushing v1.2.4 starts publish.yml, job upload, which uploads to PyPI; environment pypi`.
    fn line(&self, job: &Job, tag: &str) -> String {
        let by = match &self.event {
            Event::Tag => format!("pushing {tag}"),
            Event::Branch(branch) => format!("pushing {branch}"),
            Event::Release => format!("publishing a release of {tag} on GitHub"),
            Event::After(file) => {
                let short = file.rsplit('/').next().unwrap_or(file);
                format!("the end of {short}")
            }
        };
        let mut line = format!(
            "{by} starts {}, job {}, {}",
            self.short(),
            job.name,
            job.what()
        );
        if let Some(condition) = &job.condition {
            line.push_str(&format!(", if {condition}"));
        }
        if let Some(environment) = &job.environment {
            line.push_str(&format!("; environment {environment}"));
        }
        line
    }
}

impl Job {
    fn what(&self) -> String {
        if let Some(why) = &self.may {
            return format!("which may publish ({why})");
        }
        let mut to: Vec<String> = Vec::new();
        for upload in &self.uploads {
            let name = upload.to.to_string();
            if !to.contains(&name) {
                to.push(name);
            }
        }
        format!("which uploads to {}", to.join(" and to "))
    }
}
