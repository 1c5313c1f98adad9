//! In English.

use super::NumberWords;

impl NumberWords {
    /// In English.
    pub const EN: Self = Self {
        unknown_view: "There is no view “{0}”",
        split_view: "The view “{0}” of “{1}” cannot be used: code “{2}” belongs to several units",
    };
}
