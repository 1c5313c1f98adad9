//! What the service says in English.

use super::ServiceWords;

impl ServiceWords {
    /// English.
    pub const EN: Self =
        Self { busy: "The server is making many pages at once. Please try again in a moment." };
}
