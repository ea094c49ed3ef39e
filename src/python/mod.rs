//! Python on this machine: interpreters, virtual environments, and the isolated build of a project.
//!
//! Not a judgement of what was built, and no index: uploads and installs' addresses are their callers'.
mod build;
mod front_end;
mod interpreter;
mod metadata;
mod places;
mod trial;
mod venv;

pub use build::{Build, BuildError, Built, Wanted, build, build_with, unpack};
pub use front_end::FrontEnd;
pub use interpreter::{Interpreter, PassedOver, PythonError, PythonVersion};
pub use metadata::{MetadataError, built_version};
pub use trial::{Trial, TrialError, Tried, attempt};
pub use venv::{Venv, VenvError};
