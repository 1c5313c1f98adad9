//! What named queries gave: a state of the data does not change, and pages of many periods ask the same.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::query::{NamedQuery, Rows, Values};

/// So many answers are kept for a state of the data, each of so many rows at most.
const MOST_ANSWERS: usize = 256;
const MOST_ROWS: usize = 2_000;

/// By whose rows were asked, what, and with which values.
type Question = (String, String, String);

/// Answers that are there.
#[derive(Default)]
pub(super) struct Asked(Mutex<HashMap<Question, Rows>>);

impl Asked {
    /// The question of a query, asked of the rows of a scope by its name.
    pub(super) fn question(scope: &str, query: &NamedQuery, values: &Values) -> Question {
        (scope.to_owned(), query.select.file.text.clone(), format!("{values:?}"))
    }

    pub(super) fn answer(&self, question: &Question) -> Option<Rows> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(question).cloned()
    }

    /// Keeps an answer, unless it is long or too many are there: then it is asked for again.
    pub(super) fn keep(&self, question: Question, rows: &Rows) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if rows.len() <= MOST_ROWS && all.len() < MOST_ANSWERS {
            all.insert(question, rows.clone());
        }
    }
}
