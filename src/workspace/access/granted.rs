//! Names that are let through.

use std::collections::BTreeSet;

/// What stands for all names.
pub(super) const ALL: &str = "*";

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

    /// Whether a name is let through. Denying wins.
    pub fn allows(&self, name: &str) -> bool {
        let any = |patterns: &BTreeSet<String>| patterns.iter().any(|pattern| matches(pattern, name));
        any(&self.granted) && !any(&self.denied)
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
