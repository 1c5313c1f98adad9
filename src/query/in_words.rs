//! The engine's types as the people who write queries call them.

use datafusion::arrow::datatypes::DataType;

/// A type in words, with its article where it has one.
pub fn type_in_words(kind: &DataType) -> String {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "text".to_owned(),
        DataType::Date32 | DataType::Date64 => "a date".to_owned(),
        DataType::Timestamp(_, _) => "a moment (date and time)".to_owned(),
        DataType::Boolean => "`true` or `false`".to_owned(),
        DataType::Null => "untyped NULL".to_owned(),
        DataType::Decimal128(precision, scale) | DataType::Decimal256(precision, scale) => {
            format!("a decimal({precision},{scale})")
        }
        kind if kind.is_integer() => "a whole number".to_owned(),
        kind if kind.is_floating() => "a floating point number".to_owned(),
        other => format!("{other}"),
    }
}
