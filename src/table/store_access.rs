//! How object stores are reached, as far as whoever starts the program says.

use std::collections::BTreeMap;
use std::fmt;

/// What the environment says of object stores, in the names that AWS gives its variables (`AWS_REGION`, …): region,
/// endpoint, keys, permissions. It is given, never looked up, and a workspace says nothing of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct StoreAccess(BTreeMap<String, String>);

impl StoreAccess {
    /// What is said of a name, if anything.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Whether something is allowed in so many words.
    pub fn allows(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| matches!(value.to_ascii_lowercase().as_str(), "true" | "1" | "yes"))
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for StoreAccess {
    /// Of a name that comes again the last value counts; an empty one says nothing.
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut all: BTreeMap<String, String> =
            pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        all.retain(|_, value| !value.is_empty());
        Self(all)
    }
}

impl fmt::Debug for StoreAccess {
    /// Names only: values are secrets.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_never_printed() {
        let access: StoreAccess =
            [("AWS_SECRET_ACCESS_KEY", "hidden"), ("AWS_REGION", "")].into_iter().collect();
        assert_eq!(format!("{access:?}"), "{\"AWS_SECRET_ACCESS_KEY\"}");
    }
}
