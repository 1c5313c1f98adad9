//! What is odd about the files of one table, taken together: nothing of it keeps a row from being served,
//! and whoever uses a number must know it.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::contract::Contract;
use super::convert::finer;
use super::intake::Stored;
use super::snapshot::{Snapshot, SnapshotFile};

/// What is odd about the files of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Oddities {
    /// How many files there are.
    pub files: usize,
    /// Columns that the contract does not know, each with the number of files that have it.
    pub unknown: Vec<(String, usize)>,
    /// Columns of the contract, each with the files that lack it and hold rows, by path.
    pub lacking: Vec<(String, Vec<String>)>,
    /// Columns of the contract that no file has.
    pub absent: Vec<String>,
    /// Files that hold the same, by path: those of each group.
    pub repeated: Vec<Vec<String>>,
    /// Other files of which every row is a copy of a row that counts, by path: sent again in another form.
    pub resent: Vec<String>,
    /// Columns that fail a check in rows that count all the same, with those rows.
    pub kept: Vec<(String, KeptRows)>,
    /// Columns of which values were rounded, with the largest difference.
    pub rounded: Vec<(String, u64, Decimal)>,
    /// Columns of times without a zone, of which days depend on how they are read.
    pub zoneless: Vec<(String, Count)>,
    /// Columns of texts with blanks at an end, which nothing takes off.
    pub blank_ends: Vec<(String, Count)>,
    /// Columns of codes of which not all are counted.
    pub uncounted: Vec<String>,
}

/// Rows that fail checks of a column and count all the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRows {
    /// How many.
    pub rows: u64,
    /// Those among them that fail in nothing but that their value does not exist where it must, by the value.
    pub astray: BTreeMap<String, u64>,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub rows: u64,
    /// Of how many.
    pub of: u64,
}

impl Snapshot {
    /// What is odd about the files that are served of a table.
    pub fn oddities(&self, contract: &Contract) -> Oddities {
        let files = self.tables.get(&contract.name).map(Vec::as_slice).unwrap_or_default();
        let mut odd =
            Oddities { files: files.len(), repeated: repeated(files, contract), ..Oddities::default() };
        let is_named = |path: &String| odd.repeated.iter().flatten().any(|named| named == path);
        let again = files.iter().filter(|file| file.rows > 0 && file.copies == file.rows);
        odd.resent = again.map(|file| file.path.clone()).filter(|path| !is_named(path)).collect();
        let mut unknown: IndexMap<&str, usize> = IndexMap::new();
        for name in files.iter().flat_map(|file| &file.unknown_columns) {
            *unknown.entry(name).or_default() += 1;
        }
        odd.unknown = unknown.into_iter().map(|(name, files)| (name.to_owned(), files)).collect();
        odd.unknown.sort();
        odd.kept = kept(files);
        for (column, written) in &contract.columns {
            let lacks = |file: &&SnapshotFile| {
                file.arrived.iter().any(|own| own.stored == Stored::Lacking && own.column == *column)
            };
            let without = files.iter().filter(lacks);
            if !files.is_empty() && without.clone().count() == files.len() {
                odd.absent.push(column.clone());
            }
            // A file without rows gives nobody a value that it would have given with the column.
            let without = without.filter(|file| file.served_rows() > 0);
            let without: Vec<String> = without.map(|file| file.path.clone()).collect();
            if !without.is_empty() {
                odd.lacking.push((column.clone(), without));
            }
            let notes = files.iter().flat_map(|file| &file.notes).filter(|note| note.column == *column);
            let (mut rounded, mut largest, mut count) = (0, 0, Count::default());
            for note in notes {
                rounded += note.rounded;
                largest = largest.max(note.largest);
                count = Count { rows: count.rows + note.zoneless, of: count.of + note.naive };
            }
            if rounded > 0 {
                let largest = difference(largest, written.kind.scale());
                odd.rounded.push((column.clone(), rounded, largest));
            }
            if count.rows > 0 {
                odd.zoneless.push((column.clone(), count));
            }
            let blank = files.iter().filter_map(|file| file.ends.get(column)).sum();
            if blank > 0 {
                let of = files.iter().map(SnapshotFile::served_rows).sum();
                odd.blank_ends.push((column.clone(), Count { rows: blank, of }));
            }
            if files.iter().filter_map(|file| file.codes.get(column)).any(|codes| codes.cut) {
                odd.uncounted.push(column.clone());
            }
        }
        odd
    }
}

/// The rows of all files together.
fn kept(files: &[SnapshotFile]) -> Vec<(String, KeptRows)> {
    let mut kept: IndexMap<&str, KeptRows> = IndexMap::new();
    for (column, rows) in files.iter().flat_map(|file| &file.kept) {
        let own = kept.entry(column).or_default();
        own.rows += rows.rows;
        for (value, rows) in &rows.astray {
            *own.astray.entry(value.clone()).or_default() += rows;
        }
    }
    kept.into_iter().map(|(name, rows)| (name.to_owned(), rows)).collect()
}

/// A difference of rounding from its steps; the greatest number there is where it is greater.
fn difference(steps: i128, scale: u8) -> Decimal {
    let scale = u32::from(finer(scale));
    Decimal::try_from_i128_with_scale(steps, scale).map_or(Decimal::MAX, |difference| difference.normalize())
}

/// The files that hold the same. With a key the rows of all but the first of them do not count, so that
/// only what arrived can be compared; without one it is what is served that counts twice.
fn repeated(files: &[SnapshotFile], contract: &Contract) -> Vec<Vec<String>> {
    let mut same: IndexMap<&str, Vec<String>> = IndexMap::new();
    for file in files {
        let (content, rows) = match contract.key.is_empty() {
            true => (&file.served_sha256, file.served_rows()),
            false => (&file.sha256, file.rows),
        };
        if rows > 0 {
            same.entry(content).or_default().push(file.path.clone());
        }
    }
    same.into_values().filter(|paths| paths.len() > 1).collect()
}
