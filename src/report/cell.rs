//! A cell of a query's rows as a machine reads it.

use arrow::array::{Array, AsArray};
use arrow::datatypes::{
    DataType, Date32Type, Float32Type, Float64Type, TimeUnit, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow::temporal_conversions as temporal;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use chrono::NaiveDateTime;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::Digits;
use crate::calendar::Day;

/// A cell: exact numbers, truth values, texts, days and moments; programs get the latter as ISO 8601 writes them.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(untagged)]
pub enum RowCell {
    /// NULL.
    Nothing,
    /// A truth value.
    Answer(bool),
    /// A number.
    Number(#[schemars(with = "f64")] Digits),
    /// A day of the calendar.
    #[schemars(skip)]
    Day(Day),
    /// A moment, and how it is written with all its digits.
    #[schemars(skip)]
    Moment(NaiveDateTime, String),
    /// All else.
    Text(String),
}

impl RowCell {
    /// The text of a text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Nothing | Self::Answer(_) | Self::Number(_) | Self::Day(_) | Self::Moment(..) => None,
        }
    }

    /// The nearest floating number of a number.
    pub fn double(&self) -> Option<f64> {
        match self {
            Self::Number(digits) => digits.as_str().parse().ok(),
            Self::Nothing | Self::Answer(_) | Self::Text(_) | Self::Day(_) | Self::Moment(..) => None,
        }
    }

    /// The exact number of a number; nothing where it has more digits than are counted with.
    pub fn decimal(&self) -> Option<Decimal> {
        match self {
            Self::Number(digits) => {
                Decimal::from_str_exact(digits.as_str()).ok().map(|number| number.normalize())
            }
            Self::Nothing | Self::Answer(_) | Self::Text(_) | Self::Day(_) | Self::Moment(..) => None,
        }
    }

    /// As it stands in a file of separated values: NULL is nothing.
    pub fn plain(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Answer(answer) => answer.to_string(),
            Self::Number(digits) => digits.into(),
            Self::Day(day) => day.to_string(),
            Self::Moment(_, text) | Self::Text(text) => text,
        }
    }
}

impl Serialize for RowCell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_none(),
            Self::Answer(answer) => serializer.serialize_bool(*answer),
            Self::Number(digits) => digits.serialize(serializer),
            Self::Day(day) => serializer.collect_str(day),
            Self::Moment(_, text) | Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

/// One cell of a column.
pub(super) fn cell(column: &dyn Array, row: usize) -> RowCell {
    if column.is_null(row) {
        return RowCell::Nothing;
    }
    // What a dictionary holds is what it is a column of.
    if matches!(column.data_type(), DataType::Dictionary(..)) {
        let alone = column.slice(row, 1);
        let dictionary = alone.as_any_dictionary();
        let key = dictionary.normalized_keys().first().copied().unwrap_or_default();
        return cell(dictionary.values().as_ref(), key);
    }
    let formatted = || written(column, row);
    match column.data_type() {
        DataType::Null => RowCell::Nothing,
        DataType::Boolean => RowCell::Answer(column.as_boolean().value(row)),
        DataType::Float64 => double(column.as_primitive::<Float64Type>().value(row), formatted),
        DataType::Float32 => double(f64::from(column.as_primitive::<Float32Type>().value(row)), formatted),
        kind if kind.is_integer() || kind.is_decimal() => {
            formatted().map_or(RowCell::Nothing, |text| RowCell::Number(Digits::of_text(text)))
        }
        _ => match (formatted(), moment(column, row)) {
            (Some(text), Some(at))
                if *column.data_type() == DataType::Date32 && at.date().to_string() == text =>
            {
                RowCell::Day(at.date())
            }
            (Some(text), Some(at)) => RowCell::Moment(at, text),
            (text, _) => {
                text.or_else(|| beyond_calendars(column, row)).map_or(RowCell::Nothing, RowCell::Text)
            }
        },
    }
}

/// The moment that a day or a moment is; the workspace's tables have made zoned ones local already.
fn moment(column: &dyn Array, row: usize) -> Option<NaiveDateTime> {
    match column.data_type() {
        DataType::Date32 => temporal::date32_to_datetime(column.as_primitive::<Date32Type>().value(row)),
        DataType::Timestamp(TimeUnit::Second, _) => {
            temporal::timestamp_s_to_datetime(column.as_primitive::<TimestampSecondType>().value(row))
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            temporal::timestamp_ms_to_datetime(column.as_primitive::<TimestampMillisecondType>().value(row))
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            temporal::timestamp_us_to_datetime(column.as_primitive::<TimestampMicrosecondType>().value(row))
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            temporal::timestamp_ns_to_datetime(column.as_primitive::<TimestampNanosecondType>().value(row))
        }
        _ => None,
    }
}

/// What the engine writes for a value; nothing where it cannot.
fn written(column: &dyn Array, row: usize) -> Option<String> {
    let options = FormatOptions::default().with_display_error(false);
    ArrayFormatter::try_new(column, &options).ok()?.value(row).try_to_string().ok()
}

/// No number of JSON is infinite or none.
fn double(value: f64, written: impl Fn() -> Option<String>) -> RowCell {
    match serde_json::Number::from_f64(value) {
        // A double that came from 32 bits has the digits of 32 bits.
        Some(number) => {
            let text = written().filter(|text| text.parse::<f64>().is_ok());
            RowCell::Number(Digits::of_text(text.unwrap_or_else(|| number.to_string())))
        }
        None => RowCell::Text(value.to_string()),
    }
}

/// A day or a moment that no calendar can write: since when, and how long, as ISO 8601 writes a span.
fn beyond_calendars(column: &dyn Array, row: usize) -> Option<String> {
    let moment = |value: i64, a_second: i64| {
        let (seconds, rest) = (value / a_second, (value % a_second).abs());
        let rest =
            if rest == 0 { String::new() } else { format!(".{:09}", rest * (1_000_000_000 / a_second)) };
        format!("1970-01-01T00:00:00/PT{seconds}{rest}S")
    };
    match column.data_type() {
        DataType::Date32 => Some(format!("1970-01-01/P{}D", column.as_primitive::<Date32Type>().value(row))),
        DataType::Timestamp(TimeUnit::Second, _) => {
            Some(moment(column.as_primitive::<TimestampSecondType>().value(row), 1))
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            Some(moment(column.as_primitive::<TimestampMillisecondType>().value(row), 1_000))
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            Some(moment(column.as_primitive::<TimestampMicrosecondType>().value(row), 1_000_000))
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            Some(moment(column.as_primitive::<TimestampNanosecondType>().value(row), 1_000_000_000))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{
        ArrayRef, BooleanArray, Date32Array, Decimal128Array, Decimal256Array, DictionaryArray, Float32Array,
        Float64Array, Int8Array, StringViewArray, TimestampMicrosecondArray, UInt64Array,
    };
    use arrow::datatypes::{Int32Type, i256};

    use super::*;
    use crate::report::json;

    fn check(column: impl Array + 'static, expected: &[&str]) {
        let column: ArrayRef = Arc::new(column);
        let cells: Vec<String> = (0..column.len()).map(|row| json(&cell(&column, row))).collect();
        assert_eq!(cells, expected);
    }

    #[test]
    fn every_number_keeps_every_digit() {
        let wide = |value: i128, precision, scale| {
            Decimal128Array::from(vec![value]).with_precision_and_scale(precision, scale).unwrap()
        };
        check(wide(1_234_567_890_123_585_467, 38, 0), &["1234567890123585467"]);
        check(wide(12_345_678_901_234_567_890, 20, 0), &["12345678901234567890"]);
        check(wide(-12_345_678_901_234_567_890_123_456_789, 29, 0), &["-12345678901234567890123456789"]);
        check(wide(10_i128.pow(38) - 1, 38, 0), &["99999999999999999999999999999999999999"]);
        check(wide(-1, 38, 38), &["-0.00000000000000000000000000000000000001"]);
        check(wide(12_345_678_901_234_567_850, 38, 3), &["12345678901234567.85"]);
        check(wide(1_200, 9, 2), &["12"]);
        check(wide(0, 9, 2), &["0"]);
        check(wide(5, 9, -2), &["500"]);
        check(UInt64Array::from(vec![u64::MAX, 0]), &["18446744073709551615", "0"]);
        check(Int8Array::from(vec![Some(-7), None]), &["-7", "null"]);
        check(
            Decimal256Array::from(vec![i256::from_i128(i128::MAX).wrapping_mul(i256::from_i128(10))])
                .with_precision_and_scale(76, 1)
                .unwrap(),
            &["170141183460469231731687303715884105727"],
        );
    }

    #[test]
    fn doubles_are_numbers_with_the_digits_that_tell_them_from_their_neighbours() {
        check(Float64Array::from(vec![0.1, 4e19, -0.5]), &["0.1", "4e19", "-0.5"]);
        check(Float32Array::from(vec![0.1]), &["0.1"]);
        check(Float64Array::from(vec![f64::NAN, f64::INFINITY]), &["\"NaN\"", "\"inf\""]);
    }

    #[test]
    fn days_and_moments_beyond_every_calendar_are_told_and_no_error() {
        check(Date32Array::from(vec![19_723, i32::MAX]), &["\"2024-01-01\"", "\"1970-01-01/P2147483647D\""]);
        check(
            TimestampMicrosecondArray::from(vec![1, i64::MAX]),
            &["\"1970-01-01T00:00:00.000001\"", "\"1970-01-01T00:00:00/PT9223372036854.775807000S\""],
        );
    }

    #[test]
    fn texts_and_answers_are_what_they_are() {
        check(StringViewArray::from(vec![Some("7"), None]), &["\"7\"", "null"]);
        check(BooleanArray::from(vec![true]), &["true"]);
        let coded: DictionaryArray<Int32Type> = vec![Some("b"), None, Some("a")].into_iter().collect();
        check(coded, &["\"b\"", "null", "\"a\""]);
    }
}
