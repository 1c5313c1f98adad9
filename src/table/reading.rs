//! How the columns of an arrived file become its contract's: told, so that another engine that reads the
//! file itself can do the same.

use arrow::datatypes::DataType;
use parquet::basic::{ConvertedType, LogicalType, Type as Physical};
use parquet::schema::types::Type;
use serde::{Deserialize, Serialize};

use super::contract::Column;
use super::intake::{Naive, Stored, steps_per_second};
use super::placing::Placed;

/// One column of one file, in the place of a column of the contract.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reading {
    /// The name that the file has for it, where that is another.
    pub name: Option<String>,
    /// What the file holds.
    pub found: Found,
    /// Whether moments were taken as moments of UTC, which become days in the workspace's zone.
    pub utc: bool,
    /// Whether any text had to be composed (NFC) or trimmed.
    pub rewritten: bool,
    /// Whether any code was put right.
    pub respelled: bool,
    /// The value that a folder gives; nothing where it is not known.
    pub value: Option<String>,
}

/// What an engine finds that goes by the Parquet file alone. Exporters note in a file what its columns were
/// for them; not every engine reads the notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Found {
    /// No such column.
    Nothing,
    /// Whatever the file has: its folder gives the value of all rows.
    Folder,
    /// A column that can only be NULL.
    Null,
    /// Text.
    Text,
    /// Text that is called JSON.
    Json,
    /// Bytes, which are text by the exporter's notes only.
    Bytes,
    /// True or false.
    Boolean,
    /// A day.
    Day,
    /// A moment, and whether the file itself says that it is one of UTC.
    Moment {
        /// Whether it does.
        utc: bool,
    },
    /// A bare number, which is a moment by the exporter's notes only: so many steps a second since 1970.
    Steps {
        /// How many.
        per_second: i64,
    },
    /// A whole number.
    Integer {
        /// Its size.
        bits: u8,
        /// Whether it can be negative.
        signed: bool,
    },
    /// A floating point number.
    Float {
        /// Its size.
        bits: u8,
    },
    /// An exact number.
    Decimal {
        /// Digits in all.
        precision: u8,
        /// Digits after the point.
        scale: i8,
    },
}

impl Reading {
    /// Of a column that the file lacks.
    pub(super) const LACKING: Self = Self {
        name: None,
        found: Found::Nothing,
        utc: false,
        rewritten: false,
        respelled: false,
        value: None,
    };

    /// Of a column whose value a folder gives.
    pub(super) fn folder(value: Option<String>) -> Self {
        Self { found: Found::Folder, value, ..Self::LACKING }
    }

    /// Of a column by its own type in the file and by that in which it is read.
    pub(super) fn new(column: &Column, placed: &Placed, own: &Type, read: &DataType) -> Self {
        let found = if placed.stored == Stored::Nothing { Found::Null } else { found(own, plain(read)) };
        let utc = match placed.stored {
            Stored::Zoned => true,
            Stored::Naive => column.intake.naive == Some(Naive::Utc),
            _ => false,
        };
        let name = (placed.name != column.name).then(|| placed.name.clone());
        Self { name, found, utc, ..Self::LACKING }
    }
}

/// The type of the values, however they are packed.
fn plain(kind: &DataType) -> &DataType {
    match kind {
        DataType::Dictionary(_, values) => plain(values),
        kind => kind,
    }
}

fn found(own: &Type, read: &DataType) -> Found {
    let physical = if own.is_primitive() { Some(own.get_physical_type()) } else { None };
    let info = own.get_basic_info();
    let (logical, converted) = (info.logical_type_ref(), info.converted_type());
    match read {
        DataType::Null => Found::Null,
        DataType::Boolean => Found::Boolean,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => match (logical, converted) {
            (Some(LogicalType::Json), _) | (None, ConvertedType::JSON) => Found::Json,
            (Some(LogicalType::String), _) | (None, ConvertedType::UTF8) => Found::Text,
            _ => Found::Bytes,
        },
        DataType::Date32 => Found::Day,
        DataType::Date64 if physical == Some(Physical::INT32) => Found::Day,
        DataType::Date64 => Found::Steps { per_second: 1_000 },
        DataType::Timestamp(unit, _) => match (logical, converted, physical) {
            (Some(LogicalType::Timestamp(said)), _, _) => Found::Moment { utc: said.is_adjusted_to_u_t_c },
            (None, ConvertedType::TIMESTAMP_MILLIS | ConvertedType::TIMESTAMP_MICROS, _)
            | (_, _, Some(Physical::INT96)) => Found::Moment { utc: false },
            _ => Found::Steps { per_second: steps_per_second(*unit) },
        },
        DataType::Float32 => Found::Float { bits: 32 },
        DataType::Float64 => Found::Float { bits: 64 },
        DataType::Int8 => Found::Integer { bits: 8, signed: true },
        DataType::Int16 => Found::Integer { bits: 16, signed: true },
        DataType::Int32 => Found::Integer { bits: 32, signed: true },
        DataType::Int64 => Found::Integer { bits: 64, signed: true },
        DataType::UInt8 => Found::Integer { bits: 8, signed: false },
        DataType::UInt16 => Found::Integer { bits: 16, signed: false },
        DataType::UInt32 => Found::Integer { bits: 32, signed: false },
        DataType::UInt64 => Found::Integer { bits: 64, signed: false },
        DataType::Decimal32(precision, scale)
        | DataType::Decimal64(precision, scale)
        | DataType::Decimal128(precision, scale)
        | DataType::Decimal256(precision, scale) => Found::Decimal { precision: *precision, scale: *scale },
        // No other type fits any contract.
        _ => Found::Bytes,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::datatypes::TimeUnit;
    use parquet::basic::TimeUnit as ParquetUnit;

    use super::*;

    fn own(physical: Physical, logical: Option<LogicalType>, converted: ConvertedType) -> Type {
        let builder = Type::primitive_type_builder("x", physical).with_logical_type(logical);
        builder.with_converted_type(converted).build().unwrap()
    }

    #[test]
    fn a_moment_is_what_the_file_says_and_not_what_the_notes_say() {
        let said = |utc| Some(LogicalType::timestamp(utc, ParquetUnit::MILLIS));
        let none = ConvertedType::NONE;
        for (physical, logical, converted, noted, expected) in [
            (Physical::INT64, said(true), none, true, Found::Moment { utc: true }),
            (Physical::INT64, said(false), none, false, Found::Moment { utc: false }),
            // The notes call it zoned; an engine that goes by the file does not know.
            (Physical::INT64, said(false), none, true, Found::Moment { utc: false }),
            (Physical::INT64, None, ConvertedType::TIMESTAMP_MILLIS, true, Found::Moment { utc: false }),
            (Physical::INT96, None, none, true, Found::Moment { utc: false }),
            (Physical::INT64, None, none, false, Found::Steps { per_second: 1_000 }),
        ] {
            let zone = noted.then(|| Arc::from("UTC"));
            let read = DataType::Timestamp(TimeUnit::Millisecond, zone);
            assert_eq!(
                found(&own(physical, logical, converted), &read),
                expected,
                "{physical:?} {converted:?}"
            );
        }
    }

    #[test]
    fn a_day_of_milliseconds_is_a_day_where_the_file_calls_it_one() {
        let day = own(Physical::INT32, Some(LogicalType::Date), ConvertedType::NONE);
        let bare = own(Physical::INT64, None, ConvertedType::NONE);
        for (own, expected) in [(day, Found::Day), (bare, Found::Steps { per_second: 1_000 })] {
            assert_eq!(found(&own, &DataType::Date64), expected);
        }
    }

    #[test]
    fn what_is_packed_in_a_dictionary_is_what_it_is_unpacked() {
        let text = own(Physical::BYTE_ARRAY, Some(LogicalType::String), ConvertedType::NONE);
        let packed = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        assert_eq!(found(&text, plain(&packed)), Found::Text);
        let bytes = own(Physical::BYTE_ARRAY, None, ConvertedType::NONE);
        assert_eq!(found(&bytes, &DataType::Utf8), Found::Bytes);
    }
}
