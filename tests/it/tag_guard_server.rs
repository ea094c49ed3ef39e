//! `tag-guard pre-receive` in a real bare repository, whose objects are in quarantine while it runs; and the ruleset.
mod receive;
mod ruleset;
