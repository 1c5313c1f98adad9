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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{Int64Array, RecordBatch};

    use super::*;

    fn rows(count: usize) -> Rows {
        let column = Arc::new(Int64Array::from(vec![1; count])) as _;
        let batch = RecordBatch::try_from_iter([("n", column)]).unwrap();
        Rows { schema: batch.schema(), batches: vec![batch], truncated: false }
    }

    #[test]
    fn who_sees_other_rows_is_not_given_the_same_and_long_answers_are_not_kept() {
        let asked = Asked::default();
        let of = |scope: &str, text: &str| (scope.to_owned(), text.to_owned(), String::new());
        asked.keep(of("everything", "SELECT 1"), &rows(3));
        assert_eq!(asked.answer(&of("everything", "SELECT 1")), Some(rows(3)));
        assert_eq!(asked.answer(&of("some", "SELECT 1")), None);
        assert_eq!(asked.answer(&of("everything", "SELECT 2")), None);
        asked.keep(of("some", "SELECT 1"), &rows(MOST_ROWS + 1));
        assert_eq!(asked.answer(&of("some", "SELECT 1")), None);
    }
}
