//! What is said of accounts and of what was done, in English.

use crate::locale::words::access::AccessWords;

impl AccessWords {
    /// English.
    pub const EN: Self = Self {
        account: "Account",
        title: "Who",
        role: "Role",
        own: "Own members",
        signs_in_by: "Signs in by",
        password: "password",
        by_nothing: "nothing yet",
        state: "State",
        enabled: "in use",
        disabled: "disabled",
        tokens: "Tokens",
        at: "When",
        kind: "What",
        method: "Method",
        bytes: "Bytes",
        request: "Request",
        route: "Page",
        parameters: "Parameters",
        typed: "What was typed",
        address: "Address",
        rows: "Rows",
        status: "Status",
        forgotten: "(forgotten)",
        signed_in: "signed in",
        sign_in_refused: "could not sign in",
        signed_out: "signed out",
        saw: "saw figures",
        opened_records: "opened records",
        exported: "took a file away",
        verified: "verified a pack",
        asked_proof: "asked for a proof",
        refused: "was refused",
        changed_access: "changed access",
        forgot: "destroyed what was personal in the audit",
        repaired: "went on after a line that was not finished",
    };
}
