//! Stub.
use super::Report;

pub(super) fn render(report: &Report) -> String {
    super::human::render(report)
}
