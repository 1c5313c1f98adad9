//! Names that are let through.

use std::collections::BTreeSet;

/// What stands for all names.
pub(super) const ALL: &str = "*";

/// What decides whether a name is let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided<'a> {
    /// A pattern that grants it.
    Granted(&'a str),
    /// A pattern that denies it.
    Denied(&'a str),
    /// That no pattern names it.
    Unnamed,
}

/// Names let through: none unless granted, and none that is denied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Granted {
    granted: BTreeSet<String>,
    denied: BTreeSet<String>,
}

impl Granted {
    /// By patterns: a name, `NS*` for all names that begin so, `*` for all.
    pub(super) fn new(
        granted: impl IntoIterator<Item = String>,
        denied: impl IntoIterator<Item = String>,
    ) -> Self {
        Self { granted: granted.into_iter().collect(), denied: denied.into_iter().collect() }
    }

    /// The same but for some names.
    #[must_use]
    pub fn without(&self, denied: &BTreeSet<String>) -> Self {
        Self { granted: self.granted.clone(), denied: self.denied.union(denied).cloned().collect() }
    }

    /// Whether a name is let through. Denying wins.
    pub fn allows(&self, name: &str) -> bool {
        matches!(self.decided(name), Decided::Granted(_))
    }

    /// By which of the patterns that is decided.
    pub fn decided<'a>(&'a self, name: &str) -> Decided<'a> {
        let first = |patterns: &'a BTreeSet<String>| patterns.iter().find(|own| matches(own, name));
        match (first(&self.denied), first(&self.granted)) {
            (Some(pattern), _) => Decided::Denied(pattern),
            (None, Some(pattern)) => Decided::Granted(pattern),
            (None, None) => Decided::Unnamed,
        }
    }

    /// Whether every name is.
    pub fn is_all(&self) -> bool {
        self.granted.contains(ALL) && self.denied.is_empty()
    }

    /// Whether no name at all is.
    pub fn is_nothing(&self) -> bool {
        self.granted.is_empty() || self.denied.contains(ALL)
    }
}

/// Whether a pattern is meant for a name.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix(ALL) {
        Some(start) => name.starts_with(start),
        None => pattern == name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn granted(granted: &[&str], denied: &[&str]) -> Granted {
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        Granted::new(own(granted), own(denied))
    }

    #[test]
    fn nothing_is_let_through_unless_it_is_granted_and_denying_wins() {
        assert!(!granted(&[], &[]).allows("A1") && granted(&[], &[]).is_nothing());
        assert!(granted(&["A1"], &[]).allows("A1") && !granted(&["A1"], &[]).allows("A10"));
        assert!(granted(&["A*"], &[]).allows("A10") && !granted(&["A*"], &[]).allows("B1"));
        assert!(!granted(&["*"], &["A1"]).allows("A1") && granted(&["*"], &["A1"]).allows("A2"));
        assert!(!granted(&["A1"], &["A*"]).allows("A1"));
        assert!(granted(&["A1"], &["*"]).is_nothing() && !granted(&["A1"], &["*"]).allows("A1"));
    }
}
