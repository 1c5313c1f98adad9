//! What a program is told in place of an answer.

use std::fmt::Display;

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::{Blame, ReportError};

/// Why there is no answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Refused {
    /// What is wrong, in a sentence.
    error: String,
    /// What to ask instead.
    hint: Option<String>,
}

impl Refused {
    /// What may be told of an error: the program's own stays in the log.
    pub fn of(error: &dyn Display, hint: Option<String>, ours: bool) -> Self {
        Self { error: if ours { "the answer could not be made".to_owned() } else { error.to_string() }, hint }
    }
}

impl From<&ReportError> for Refused {
    fn from(error: &ReportError) -> Self {
        Self::of(error, error.help(), error.blame() == Blame::Program)
    }
}
