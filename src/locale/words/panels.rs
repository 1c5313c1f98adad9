//! The words of panels alone: what stands on tiles, beside charts and under them.
//!
//! `{0}`, `{1}` stand for values, as in [`super::PageWords`].

mod en;
mod vi;

/// What panels say in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PanelWords {
    /// In place of a value whose denominator is 0.
    pub nothing_below: &'static str,
    /// At the head of a dashboard, before what keeps all its figures from being compared.
    pub for_all: &'static str,
}
