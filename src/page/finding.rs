//! Failed checks and files that cannot be used, in the reader's language.

use super::sentence::fill;
use crate::locale::Locale;
use crate::table::{Fatal, Nature, Rule};

/// A check that a row failed.
pub fn rule(locale: &Locale, rule: Rule) -> &'static str {
    let words = &locale.words().data_page;
    match rule {
        Rule::Type => words.type_lost,
        Rule::Filled => words.filled,
        Rule::Values => words.values,
        Rule::Min => words.min,
        Rule::Max => words.max,
        Rule::Key => words.key,
        Rule::Superseded => words.replaced,
        Rule::References => words.references,
    }
}

/// What a file is that is no Parquet file.
fn nature(locale: &Locale, nature: Nature) -> &'static str {
    let words = &locale.words().data_page;
    match nature {
        Nature::LfsPointer => words.is_pointer,
        Nature::Markup => words.is_markup,
        Nature::Json => words.is_json,
        Nature::Csv => words.is_csv,
        Nature::Text => words.is_text,
        Nature::Workbook => words.is_workbook,
        Nature::Archive => words.is_archive,
        Nature::Pdf => words.is_pdf,
        Nature::Arrow => words.is_arrow,
        Nature::Encrypted => words.is_encrypted,
        Nature::Cut => words.is_cut,
    }
}

/// Why no row of a file is used. Values are not told: they may say who somebody is.
pub fn fatal(locale: &Locale, why: &Fatal) -> String {
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
        Fatal::Unreachable { cause, .. } => fill(words.fatal_unreachable, &[cause]),
        Fatal::Again { other } => fill(words.fatal_again, &[if other.is_empty() { "." } else { other }]),
        Fatal::Special { .. } => words.fatal_special.to_owned(),
        Fatal::Layout { layout } => fill(words.fatal_layout, &[layout.name()]),
        Fatal::Partition { column, folders } => {
            fill(words.fatal_partition, &[&number(*folders as u64), column])
        }
        Fatal::PartitionTwice { first, folder, column } => {
            fill(words.fatal_partition_twice, &[first, folder, column])
        }
        Fatal::PartitionValue { folder, column, expected } => {
            fill(words.fatal_partition_value, &[folder, column, expected])
        }
        Fatal::Disagreement { column, row, folder, .. } => {
            fill(words.fatal_disagreement, &[&number(*row), column, folder])
        }
        Fatal::Emptied { files } => fill(words.fatal_emptied, &[&number(*files as u64)]),
        Fatal::Foreign { nature } => fill(words.fatal_foreign, &[self::nature(locale, *nature)]),
        Fatal::Misnamed { column, found } => fill(words.fatal_misnamed, &[column, found]),
        Fatal::Alike { first, second } => fill(words.fatal_alike, &[first, second]),
        Fatal::Row { rule: failed, column, row, .. } => {
            fill(words.fatal_row, &[&number(*row), column, rule(locale, *failed)])
        }
    }
}
