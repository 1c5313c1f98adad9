//! One cell of a record list as a reader sees it.

use arrow::array::types::{
    ArrowDictionaryKeyType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow::array::{Array, ArrowPrimitiveType, AsArray};
use arrow::datatypes::{DataType, Date32Type, Decimal128Type, TimeUnit};
use arrow::temporal_conversions as temporal;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use crate::locale::{Locale, round};
use crate::report::{beyond_calendars, cell};

/// The text of a value; nothing where there is none, or where a column's type cannot be shown.
pub fn text(locale: &Locale, column: &dyn Array, row: usize) -> Option<String> {
    if column.is_null(row) {
        return None;
    }
    // A double that is too large or too small to be shown with two digits stands as it is.
    let plain = || cell(column, row).plain();
    let float = |value: f64| {
        let rounded = Decimal::from_f64(value).map(|value| (round(value, 2), value));
        Some(match rounded {
            Some((rounded, value)) if !rounded.is_zero() || value.is_zero() => locale.number(value, 2),
            Some(_) | None => locale.exact(&plain()),
        })
    };
    match column.data_type() {
        DataType::Utf8 => Some(column.as_string::<i32>().value(row).to_owned()),
        DataType::LargeUtf8 => Some(column.as_string::<i64>().value(row).to_owned()),
        DataType::Utf8View => Some(column.as_string_view().value(row).to_owned()),
        DataType::Dictionary(key, _) => match **key {
            DataType::Int8 => dictionary::<Int8Type>(locale, column, row),
            DataType::Int16 => dictionary::<Int16Type>(locale, column, row),
            DataType::Int32 => dictionary::<Int32Type>(locale, column, row),
            DataType::Int64 => dictionary::<Int64Type>(locale, column, row),
            DataType::UInt8 => dictionary::<UInt8Type>(locale, column, row),
            DataType::UInt16 => dictionary::<UInt16Type>(locale, column, row),
            DataType::UInt32 => dictionary::<UInt32Type>(locale, column, row),
            DataType::UInt64 => dictionary::<UInt64Type>(locale, column, row),
            _ => None,
        },
        DataType::Boolean => {
            let words = &locale.words().pages;
            Some(if column.as_boolean().value(row) { words.yes } else { words.no }.to_owned())
        }
        DataType::Int8 => whole::<Int8Type>(locale, column, row),
        DataType::Int16 => whole::<Int16Type>(locale, column, row),
        DataType::Int32 => whole::<Int32Type>(locale, column, row),
        DataType::Int64 => whole::<Int64Type>(locale, column, row),
        DataType::UInt8 => whole::<UInt8Type>(locale, column, row),
        DataType::UInt16 => whole::<UInt16Type>(locale, column, row),
        DataType::UInt32 => whole::<UInt32Type>(locale, column, row),
        DataType::UInt64 => whole::<UInt64Type>(locale, column, row).or_else(|| Some(locale.exact(&plain()))),
        DataType::Float32 => float(f64::from(column.as_primitive::<Float32Type>().value(row))),
        DataType::Float64 => float(column.as_primitive::<Float64Type>().value(row)),
        DataType::Decimal128(_, scale) => {
            let value = column.as_primitive::<Decimal128Type>().value(row);
            let scale = u32::try_from(*scale).ok();
            let short = scale.and_then(|scale| {
                let value = Decimal::try_from_i128_with_scale(value, scale).ok()?;
                Some(locale.number(value, scale))
            });
            short.or_else(|| Some(locale.exact(&plain())))
        }
        kind if kind.is_decimal() => Some(locale.exact(&plain())),
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>().value(row);
            let day = temporal::date32_to_datetime(days).map(|day| locale.date(day.date()));
            day.or_else(|| beyond_calendars(column, row))
        }
        DataType::Timestamp(unit, _) => {
            moment(locale, *unit, column, row).or_else(|| beyond_calendars(column, row))
        }
        _ => None,
    }
}

/// Whether a column's values are numbers, which stand to the right.
pub(super) fn is_number(kind: &DataType) -> bool {
    kind.is_numeric()
}

fn dictionary<K: ArrowDictionaryKeyType>(locale: &Locale, column: &dyn Array, row: usize) -> Option<String> {
    let column = column.as_dictionary::<K>();
    text(locale, column.values().as_ref(), column.key(row)?)
}

fn whole<T: ArrowPrimitiveType>(locale: &Locale, column: &dyn Array, row: usize) -> Option<String>
where
    T::Native: TryInto<i64>,
{
    let value: i64 = column.as_primitive::<T>().value(row).try_into().ok()?;
    Some(locale.whole(value))
}

/// Day and minute; the workspace's tables have made zoned moments local already.
fn moment(locale: &Locale, unit: TimeUnit, column: &dyn Array, row: usize) -> Option<String> {
    use arrow::datatypes::{
        TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    };
    let at = match unit {
        TimeUnit::Second => {
            temporal::timestamp_s_to_datetime(column.as_primitive::<TimestampSecondType>().value(row))
        }
        TimeUnit::Millisecond => {
            temporal::timestamp_ms_to_datetime(column.as_primitive::<TimestampMillisecondType>().value(row))
        }
        TimeUnit::Microsecond => {
            temporal::timestamp_us_to_datetime(column.as_primitive::<TimestampMicrosecondType>().value(row))
        }
        TimeUnit::Nanosecond => {
            temporal::timestamp_ns_to_datetime(column.as_primitive::<TimestampNanosecondType>().value(row))
        }
    }?;
    Some(format!("{} {}", locale.date(at.date()), at.format("%H:%M")))
}
