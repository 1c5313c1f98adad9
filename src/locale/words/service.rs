//! What the service says of itself.

mod en;
mod vi;

/// What the service says in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceWords {
    /// Too many pages are being made at once.
    pub busy: &'static str,
}
