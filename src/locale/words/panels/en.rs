//! What panels say in English.

use super::PanelWords;

impl PanelWords {
    /// English.
    pub const EN: Self = Self { nothing_below: "the denominator is 0", for_all: "For the indicators below" };
}
