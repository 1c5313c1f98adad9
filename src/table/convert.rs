//! Arrow arrays of whatever exporter, as the contract's types; or why that would lose something.

use std::sync::Arc;

use arrow::array::timezone::Tz;
use arrow::array::types::{Float64Type, Int64Type};
use arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, Decimal128Array, Int64Array, StringViewBuilder, new_null_array,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Decimal128Type, TimeUnit};
use arrow::util::display::array_value_to_string;
use chrono::{DateTime, Offset, TimeZone};

use super::contract::ColumnType;
use crate::locale::nfc;

/// A time zone of the IANA list, in which zoned timestamps become days.
#[derive(Debug, Clone)]
pub struct Zone {
    name: String,
    clock: Tz,
}

impl Zone {
    /// The zone of a name such as `Asia/Ho_Chi_Minh` or `UTC`; nothing for a name that is none.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(|clock| Self { name: name.to_owned(), clock })
    }

    /// The name it was asked for by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Seconds that its clocks are ahead of UTC, where it is no place but a distance (`+07:00`).
    pub fn fixed(&self) -> Option<i64> {
        if self.name.starts_with(['+', '-']) { offset(self, 0) } else { None }
    }
}

/// How a type of a file fits a type of a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Every engine reads the same values from the file as it is.
    Same,
    /// The values have to be written anew.
    Rewritten,
}

/// Whether values of a file's type can be the contract's; nothing if not, whatever they are.
pub(super) fn fit(kind: ColumnType, found: &DataType) -> Option<Fit> {
    use DataType as T;
    if let T::Dictionary(_, values) = found {
        return fit(kind, values);
    }
    match (kind, found) {
        (_, T::Null) => Some(Fit::Rewritten),
        (ColumnType::Text, T::Utf8 | T::LargeUtf8 | T::Utf8View)
        | (ColumnType::Date, T::Date32)
        | (ColumnType::Boolean, T::Boolean)
        | (ColumnType::Integer, T::Int8 | T::Int16 | T::Int32 | T::Int64) => Some(Fit::Same),
        (ColumnType::Date, T::Date64 | T::Timestamp(_, _))
        | (ColumnType::Integer, T::UInt8 | T::UInt16 | T::UInt32 | T::UInt64) => Some(Fit::Rewritten),
        (ColumnType::Money | ColumnType::Decimal { .. }, found) if *found == kind.data_type() => {
            Some(Fit::Same)
        }
        (ColumnType::Integer | ColumnType::Money | ColumnType::Decimal { .. }, found) => {
            let number = found.is_integer() || found.is_decimal() || matches!(found, T::Float32 | T::Float64);
            number.then_some(Fit::Rewritten)
        }
        (ColumnType::Text | ColumnType::Date | ColumnType::Boolean, _) => None,
    }
}

/// A value that the contract's type cannot hold exactly.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lossy {
    /// The row in the array, from 0.
    pub row: usize,
    /// The value as the file holds it.
    pub value: String,
}

/// An array in the contract's type, and whether a text had to be composed. The type must [`fit`].
pub(super) fn convert(array: &ArrayRef, kind: ColumnType, zone: &Zone) -> Result<(ArrayRef, bool), Lossy> {
    let unpacked = match array.data_type() {
        DataType::Null => return Ok((new_null_array(&kind.data_type(), array.len()), false)),
        DataType::Dictionary(_, values) => as_type(array, values),
        _ => Arc::clone(array),
    };
    if *unpacked.data_type() == kind.data_type() && kind != ColumnType::Text {
        return Ok((unpacked, false));
    }
    let converted: ArrayRef = match kind {
        ColumnType::Text => return Ok(composed(&as_type(&unpacked, &DataType::Utf8View))),
        ColumnType::Boolean => as_type(&unpacked, &DataType::Boolean),
        ColumnType::Date => Arc::new(days(&unpacked, zone)?),
        ColumnType::Integer => match unpacked.data_type() {
            DataType::Int8
            | DataType::Int16
            | DataType::Int32
            | DataType::UInt8
            | DataType::UInt16
            | DataType::UInt32 => as_type(&unpacked, &DataType::Int64),
            _ => Arc::new(whole(&unpacked)?),
        },
        ColumnType::Money => Arc::new(decimals(&unpacked, kind, 18, 0)?),
        ColumnType::Decimal { precision, scale } => Arc::new(decimals(&unpacked, kind, precision, scale)?),
    };
    Ok((converted, false))
}

/// A cast between types that hold the same values; what a cast cannot hold becomes NULL, which the
/// callers that narrow look for.
fn as_type(array: &ArrayRef, wanted: &DataType) -> ArrayRef {
    cast(array, wanted).expect("fit() let only types through that Arrow can cast")
}

fn composed(array: &ArrayRef) -> (ArrayRef, bool) {
    let texts = array.as_string_view();
    let is_composed = |text: &str| text.is_ascii() || matches!(nfc(text), std::borrow::Cow::Borrowed(_));
    if texts.iter().flatten().all(is_composed) {
        return (Arc::clone(array), false);
    }
    let mut builder = StringViewBuilder::with_capacity(texts.len());
    for text in texts {
        builder.append_option(text.map(nfc));
    }
    (Arc::new(builder.finish()), true)
}

/// Local days of timestamps: a zoned one as the clock on the wall showed it, a naive one as it is.
fn days(array: &ArrayRef, zone: &Zone) -> Result<Date32Array, Lossy> {
    const DAY: i64 = 86_400;
    let (per_second, zoned) = match array.data_type() {
        DataType::Timestamp(unit, zone) => (steps_per_second(*unit), zone.is_some()),
        _ => (1_000, false),
    };
    let instants = as_type(array, &DataType::Int64);
    let instants: &Int64Array = instants.as_primitive::<Int64Type>();
    let mut found = Vec::with_capacity(instants.len());
    for (row, instant) in instants.iter().enumerate() {
        let day = instant.map(|instant| {
            let second = instant.div_euclid(per_second);
            let local = if zoned { second + offset(zone, second)? } else { second };
            i32::try_from(local.div_euclid(DAY)).ok()
        });
        match day {
            Some(None) => return Err(lossy(array, row)),
            day => found.push(day.flatten()),
        }
    }
    Ok(found.into())
}

pub(super) fn steps_per_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    }
}

/// Seconds that the zone's clocks are ahead of UTC; nothing far outside history.
fn offset(zone: &Zone, second: i64) -> Option<i64> {
    let instant = DateTime::from_timestamp(second, 0)?.naive_utc();
    Some(i64::from(zone.clock.offset_from_utc_datetime(&instant).fix().local_minus_utc()))
}

fn whole(array: &ArrayRef) -> Result<Int64Array, Lossy> {
    let exact = decimals(array, ColumnType::Integer, 38, 0)?;
    let narrow = |(row, value): (usize, Option<i128>)| {
        value.map(i64::try_from).transpose().map_err(|_| lossy(array, row))
    };
    exact.iter().enumerate().map(narrow).collect::<Result<Vec<_>, _>>().map(Int64Array::from)
}

fn decimals(array: &ArrayRef, kind: ColumnType, precision: u8, scale: u8) -> Result<Decimal128Array, Lossy> {
    let (carried, found_scale) = match array.data_type() {
        DataType::Float32 | DataType::Float64 => (whole_floats(array)?, 0),
        DataType::Decimal32(_, scale)
        | DataType::Decimal64(_, scale)
        | DataType::Decimal128(_, scale)
        | DataType::Decimal256(_, scale) => (as_type(array, &DataType::Decimal128(38, *scale)), *scale),
        _ => (as_type(array, &DataType::Decimal128(38, 0)), 0),
    };
    let carried: &Decimal128Array = carried.as_primitive::<Decimal128Type>();
    let limit = 10_i128.pow(u32::from(precision));
    let by = i32::from(scale) - i32::from(found_scale);
    let step = 10_i128.checked_pow(by.unsigned_abs());
    let mut found = Vec::with_capacity(carried.len());
    for (row, value) in carried.iter().enumerate() {
        // NULL where there was a value: it did not even fit 38 digits.
        let fits = value.is_some() || array.is_null(row);
        let moved = value.map(|value| {
            let step = step?;
            match by < 0 {
                true => (value % step == 0).then_some(value / step),
                false => value.checked_mul(step),
            }
            .filter(|moved| moved.abs() < limit)
        });
        match moved {
            Some(None) => return Err(lossy(array, row)),
            None if !fits => return Err(lossy(array, row)),
            moved => found.push(moved.flatten()),
        }
    }
    let whole: Decimal128Array = found.into();
    let scale = if kind == ColumnType::Integer { 0 } else { scale.cast_signed() };
    Ok(whole.with_precision_and_scale(precision, scale).expect("the contract's decimals are sane"))
}

/// Floats that are exactly whole numbers, as some engines export their sums.
fn whole_floats(array: &ArrayRef) -> Result<ArrayRef, Lossy> {
    /// Up to here every whole number is a float of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let floats = as_type(array, &DataType::Float64);
    let mut found = Vec::with_capacity(floats.len());
    for (row, value) in floats.as_primitive::<Float64Type>().iter().enumerate() {
        let whole = value.map(|value| {
            let exact = value.fract() == 0.0 && value.abs() <= EXACT;
            #[expect(clippy::cast_possible_truncation, reason = "just seen to be whole and in range")]
            exact.then_some(value as i128)
        });
        match whole {
            Some(None) => return Err(lossy(array, row)),
            whole => found.push(whole.flatten()),
        }
    }
    let found: Decimal128Array = found.into();
    Ok(Arc::new(found.with_precision_and_scale(38, 0).expect("38 digits are Arrow's own limit")))
}

fn lossy(array: &ArrayRef, row: usize) -> Lossy {
    Lossy { row, value: array_value_to_string(array, row).unwrap_or_default() }
}
