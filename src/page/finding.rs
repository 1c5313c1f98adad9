//! Failed checks and files that cannot be used, in the reader's language.

use super::sentence::fill;
use crate::locale::Locale;
use crate::table::{Fatal, Rule};

/// A check that a row failed.
pub(super) fn rule(locale: &Locale, rule: Rule) -> &'static str {
    let words = &locale.words().data_page;
    match rule {
        Rule::Filled => words.filled,
        Rule::Values => words.values,
        Rule::Min => words.min,
        Rule::Max => words.max,
        Rule::Key => words.key,
        Rule::Superseded => words.replaced,
        Rule::References => words.references,
    }
}

/// Why no row of a file is used. Values are not told: they may say who somebody is.
pub(super) fn fatal(locale: &Locale, why: &Fatal) -> String {
    let words = &locale.words().data_page;
    let number = |row: u64| locale.integer(i64::try_from(row).unwrap_or(i64::MAX));
    match why {
        Fatal::Empty => words.fatal_empty.to_owned(),
        Fatal::Unreadable { cause } => fill(words.fatal_unreadable, &[cause]),
        Fatal::Broken { .. } => words.fatal_broken.to_owned(),
        Fatal::MissingColumn { column } => fill(words.fatal_missing_column, &[column]),
        Fatal::WrongType { column, found, expected } => {
            fill(words.fatal_wrong_type, &[column, found, expected])
        }
        Fatal::Lossy { column, row, expected, .. } => {
            fill(words.fatal_lossy, &[&number(*row), column, expected])
        }
        Fatal::Unreachable { cause, .. } => fill(words.fatal_unreachable, &[cause]),
        Fatal::Again { other } => fill(words.fatal_again, &[if other.is_empty() { "." } else { other }]),
        Fatal::Special { .. } => words.fatal_special.to_owned(),
        Fatal::Layout { layout } => fill(words.fatal_layout, &[layout.name()]),
        Fatal::Partition { column, folders } => {
            fill(words.fatal_partition, &[&number(*folders as u64), column])
        }
        Fatal::PartitionValue { folder, column, expected } => {
            fill(words.fatal_partition_value, &[folder, column, expected])
        }
        Fatal::Disagreement { column, row, folder, .. } => {
            fill(words.fatal_disagreement, &[&number(*row), column, folder])
        }
        Fatal::Emptied { files } => fill(words.fatal_emptied, &[&number(*files as u64)]),
        Fatal::Row { rule: failed, column, row, .. } => {
            fill(words.fatal_row, &[&number(*row), column, rule(locale, *failed)])
        }
    }
}
