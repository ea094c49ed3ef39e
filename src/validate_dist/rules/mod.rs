//! The rules: one folder for each kind of facts, one file for each rule.
pub mod contents;
pub mod file_name;
pub mod library;
pub mod metadata;
pub mod release;
pub mod sdist;
pub mod succession;
pub mod wheel;
