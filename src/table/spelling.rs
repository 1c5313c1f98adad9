//! Other spellings of a code, put right as a file is read, and how often each code stands in a file.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, StringViewArray};
use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::contract::{Column, Contract};
use super::finding::Fate;

/// A text column with its other spellings put right, and whether there was any.
pub(super) fn spelled(column: &Column, array: ArrayRef) -> (ArrayRef, bool) {
    if column.spellings.is_empty() {
        return (array, false);
    }
    let Some(texts) = array.as_string_view_opt() else { return (array, false) };
    let meant = |text: &str| column.spellings.get(text).cloned();
    if !texts.iter().flatten().any(|text| column.spellings.contains_key(text)) {
        return (array, false);
    }
    let put_right = texts.iter().map(|text| text.map(|text| meant(text).unwrap_or_else(|| text.to_owned())));
    (Arc::new(put_right.collect::<StringViewArray>()), true)
}

/// For each column of codes how many served rows have each.
pub type CodeCounts = BTreeMap<String, Codes>;

/// The codes of one column of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codes {
    /// How many served rows have each.
    pub rows: BTreeMap<String, u64>,
    /// Whether there are more than [`MOST_CODES`]: the others are not among them.
    pub cut: bool,
}

/// A column of codes with more different ones in a file is no column of codes; the rest is not counted.
pub const MOST_CODES: usize = 10_000;

/// Counts the codes of the columns that have a list.
#[derive(Debug)]
pub(super) struct CodeCounter {
    columns: Vec<(usize, String, Counted)>,
}

#[derive(Debug, Default)]
struct Counted {
    rows: HashMap<String, u64, RandomState>,
    cut: bool,
}

impl CodeCounter {
    pub(super) fn new(contract: &Contract) -> Self {
        let columns = contract.columns.values().enumerate();
        let coded = columns.filter(|(_, column)| column.code_list.is_some());
        Self { columns: coded.map(|(at, column)| (at, column.name.clone(), Counted::default())).collect() }
    }

    /// Counts the rows of a batch that holds all columns of the contract; without `fates` all are served.
    pub(super) fn see(&mut self, cells: &[Cells<'_>], fates: Option<&[Fate]>) {
        for (position, _, counts) in &mut self.columns {
            let column = &cells[*position];
            // Equal codes mostly stand together: they are counted in one go.
            let mut run: Option<(&str, u64)> = None;
            for row in 0..column.len() {
                let served = fates.is_none_or(|fates| fates.get(row) == Some(&Fate::Served));
                let Some(code) = column.str(row).filter(|_| served) else { continue };
                match &mut run {
                    Some((known, times)) if *known == code => *times += 1,
                    Some((known, times)) => {
                        counts.add(known, *times);
                        run = Some((code, 1));
                    }
                    None => run = Some((code, 1)),
                }
            }
            if let Some((code, times)) = run {
                counts.add(code, times);
            }
        }
    }

    pub(super) fn finish(self) -> CodeCounts {
        let codes = |Counted { rows, cut }: Counted| Codes { rows: rows.into_iter().collect(), cut };
        self.columns.into_iter().map(|(_, name, counted)| (name, codes(counted))).collect()
    }
}

impl Counted {
    fn add(&mut self, code: &str, times: u64) {
        if let Some(known) = self.rows.get_mut(code) {
            *known += times;
        } else if self.rows.len() < MOST_CODES {
            self.rows.insert(code.to_owned(), times);
        } else {
            self.cut = true;
        }
    }
}
