//! What the service says in English.

use crate::locale::words::service::ServiceWords;

impl ServiceWords {
    /// English.
    pub const EN: Self = Self {
        busy: "The server is making many pages at once. Please try again in a moment.",
        held: "The files that have just changed are not used yet",
        held_note: "There are mistakes in the files that have just changed, so the figures still come from the last good state. Once the mistakes are mended, the new state is used by itself.",
        held_files: "Data files that cannot be used",
        held_failure: "Reason",
    };
}
