//! Texts that begin or end with what nobody sees: the same code written twice, for everybody who reads it.

use std::collections::BTreeMap;

use super::cells::Cells;
use super::contract::{ColumnType, Contract};
use super::finding::Fate;
use crate::locale::is_blank;

/// For each text column that is not trimmed how many served rows have a text with blanks at an end.
pub type EndCounts = BTreeMap<String, u64>;

/// Counts the blanks at the ends of texts that the contract leaves there.
#[derive(Debug)]
pub(super) struct EndCounter(Vec<(usize, String, u64)>);

impl EndCounter {
    pub(super) fn new(contract: &Contract) -> Self {
        let columns = contract.columns.values().enumerate();
        let texts = columns.filter(|(_, column)| column.kind == ColumnType::Text && !column.intake.trim);
        Self(texts.map(|(at, column)| (at, column.name.clone(), 0)).collect())
    }

    /// Counts the rows of a batch that holds all columns of the contract; without `fates` all are served.
    pub(super) fn see(&mut self, cells: &[Cells<'_>], fates: Option<&[Fate]>) {
        let served = |row: usize| fates.is_none_or(|fates| fates.get(row) == Some(&Fate::Served));
        for (position, _, count) in &mut self.0 {
            let column = &cells[*position];
            let blank = (0..column.len()).filter(|row| served(*row) && column.str(*row).is_some_and(ends));
            *count += blank.count() as u64;
        }
    }

    pub(super) fn finish(self) -> EndCounts {
        self.0.into_iter().filter(|(.., count)| *count > 0).map(|(_, name, count)| (name, count)).collect()
    }
}

/// Whether a text has a blank at an end.
fn ends(text: &str) -> bool {
    // Nearly every text there is.
    let visible = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if visible(bytes.first()) && visible(bytes.last()) {
        return false;
    }
    text.chars().next().is_some_and(is_blank) || text.chars().next_back().is_some_and(is_blank)
}
