//! Pieces of SQL that both engines read the same, and values read back from Arrow.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::DataType;

use crate::calendar::Day;

/// A quoted name.
pub(crate) fn name(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A quoted text.
pub(crate) fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A text that cannot end the comment in which it stands.
pub(crate) fn comment(text: &str) -> String {
    text.split(|letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}'))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A date.
pub(crate) fn date(day: Day) -> String {
    format!("DATE '{day}'")
}

/// A text of any string type; nothing where it is NULL or no text.
pub(crate) fn text_at(column: &ArrayRef, row: usize) -> Option<String> {
    if column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::Utf8 => Some(column.as_string::<i32>().value(row).to_owned()),
        DataType::LargeUtf8 => Some(column.as_string::<i64>().value(row).to_owned()),
        DataType::Utf8View => Some(column.as_string_view().value(row).to_owned()),
        _ => arrow::util::display::array_value_to_string(column, row).ok(),
    }
}
