//! What is said of accounts and of what was done.

/// What is said of them in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessWords {
    /// Heading: what somebody types to sign in.
    pub account: &'static str,
    /// Heading: who somebody is.
    pub title: &'static str,
    /// Heading: as what.
    pub role: &'static str,
    /// Heading: the members of dimensions that are an account's own.
    pub own: &'static str,
    /// Heading: by what somebody signs in.
    pub signs_in_by: &'static str,
    /// By a password.
    pub password: &'static str,
    /// By nothing: nobody does.
    pub by_nothing: &'static str,
    /// Heading: whether it may be used.
    pub state: &'static str,
    /// It may.
    pub enabled: &'static str,
    /// It may not.
    pub disabled: &'static str,
    /// Heading: tokens for programs.
    pub tokens: &'static str,
    /// Heading: when something was done.
    pub at: &'static str,
    /// Heading: what was done.
    pub kind: &'static str,
    /// Heading: how it was asked for.
    pub method: &'static str,
    /// Heading: how many bytes.
    pub bytes: &'static str,
    /// Heading: the id of a request.
    pub request: &'static str,
    /// Heading: on which page.
    pub route: &'static str,
    /// Heading: with which parameters.
    pub parameters: &'static str,
    /// Heading: what somebody typed.
    pub typed: &'static str,
    /// Heading: from which address.
    pub address: &'static str,
    /// Heading: how many rows.
    pub rows: &'static str,
    /// Heading: the status of the answer.
    pub status: &'static str,
    /// In place of what is personal, once it was destroyed.
    pub forgotten: &'static str,
    /// What was done.
    pub signed_in: &'static str,
    /// What was done.
    pub sign_in_refused: &'static str,
    /// What was done.
    pub signed_out: &'static str,
    /// What was done.
    pub saw: &'static str,
    /// What was done.
    pub opened_records: &'static str,
    /// What was done.
    pub exported: &'static str,
    /// What was done.
    pub verified: &'static str,
    /// What was done.
    pub asked_proof: &'static str,
    /// What was done.
    pub refused: &'static str,
    /// What was done.
    pub changed_access: &'static str,
    /// What was done.
    pub forgot: &'static str,
    /// What was done.
    pub repaired: &'static str,
}
