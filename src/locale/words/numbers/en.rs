//! In English.

use super::NumberWords;

impl NumberWords {
    /// In English.
    pub const EN: Self = Self {
        unknown_view: "There is no view “{0}”",
        split_view: "The view “{0}” of “{1}” cannot be used: code “{2}” belongs to several units",
        left_out: "Left out because it belongs to no unit of this view: {0}",
        no_data: "there are no data of “{0}”, or none of its files can be read",
        without_files: "Without files that cannot be read: {0}",
    };
}
