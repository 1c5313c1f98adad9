//! Arrow arrays of whatever exporter, as the contract's types; or why that would lose something.

mod numbers;

use std::borrow::Cow;
use std::sync::Arc;

use arrow::array::timezone::Tz;
use arrow::array::types::Int64Type;
use arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, Decimal128Array, Int64Array, StringViewBuilder, new_null_array,
};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use arrow::util::display::array_value_to_string;
use chrono::{DateTime, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};

use super::contract::{Column, ColumnType, MONEY_PRECISION};
use super::intake::{Naive, Stored, steps_per_second};
use crate::calendar::Day;
use crate::locale::{is_blank, nfc};

pub(super) use numbers::finer;

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

    /// The day that its clocks show at a second since 1970 in UTC; nothing far outside history.
    pub fn day_at(&self, second: i64) -> Option<Day> {
        let local = second.checked_add(offset(self, second)?)?;
        DateTime::from_timestamp(local, 0).map(|at| at.date_naive())
    }

    /// What its clocks show at a moment.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.clock).naive_local()
    }

    /// When a day begins; where its clocks skip midnight, in UTC.
    pub fn beginning(&self, day: Day) -> DateTime<Utc> {
        let local = day.and_time(NaiveTime::MIN);
        let there = self.clock.from_local_datetime(&local).earliest();
        there.map_or_else(|| local.and_utc(), |there| there.to_utc())
    }

    /// Seconds that its clocks are ahead of UTC, where it is no place but a distance (`+07:00`).
    pub fn fixed(&self) -> Option<i64> {
        if self.name.starts_with(['+', '-']) { offset(self, 0) } else { None }
    }
}

/// As what values of a file's type can be the contract's; nothing if not, whatever they are.
pub(super) fn fit(kind: ColumnType, found: &DataType) -> Option<Stored> {
    use DataType as T;
    if let T::Dictionary(_, values) = found {
        return fit(kind, values);
    }
    match (kind, found) {
        (_, T::Null) => Some(Stored::Nothing),
        (ColumnType::Text, T::Utf8 | T::LargeUtf8 | T::Utf8View)
        | (ColumnType::Date, T::Date32)
        | (ColumnType::Boolean, T::Boolean)
        | (ColumnType::Integer, T::Int8 | T::Int16 | T::Int32 | T::Int64) => Some(Stored::Same),
        (ColumnType::Date, T::Date64 | T::Timestamp(_, _))
        | (ColumnType::Integer, T::UInt8 | T::UInt16 | T::UInt32 | T::UInt64) => Some(Stored::of(found)),
        (ColumnType::Money | ColumnType::Decimal { .. }, found) if *found == kind.data_type() => {
            Some(Stored::Same)
        }
        (ColumnType::Integer | ColumnType::Money | ColumnType::Decimal { .. }, found) => {
            let number = found.is_integer() || found.is_decimal() || matches!(found, T::Float32 | T::Float64);
            number.then(|| Stored::of(found))
        }
        (ColumnType::Text | ColumnType::Date | ColumnType::Boolean, _) => None,
    }
}

/// An array in the contract's type, and what happened to its values on the way.
#[derive(Debug)]
pub(super) struct Converted {
    /// NULL where a value was lost.
    pub array: ArrayRef,
    /// Whether a text had to be composed or trimmed.
    pub changed: bool,
    /// What is to be told of single values.
    pub marks: Marks,
}

/// What happened to single values of an array on their way.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Rows of the array, from 0, whose value the type cannot hold, with the value as the file has it.
    pub lost: Vec<(usize, String)>,
    /// Rows whose value was rounded, with the difference in steps of the [`finer`] scale.
    pub rounded: Vec<(usize, i128)>,
    /// Rows whose day depends on a zone that nobody states.
    pub zoneless: Vec<usize>,
}

/// An array as the column that it is. The type must [`fit`], or hold no value.
pub(super) fn convert(array: &ArrayRef, column: &Column, zone: &Zone) -> Converted {
    let kind = column.kind;
    let mut converted = Converted { array: Arc::clone(array), changed: false, marks: Marks::default() };
    let marks = &mut converted.marks;
    if array.logical_null_count() == array.len() {
        converted.array = new_null_array(&kind.data_type(), array.len());
        return converted;
    }
    let unpacked = match array.data_type() {
        DataType::Dictionary(_, values) => as_type(array, values),
        _ => Arc::clone(array),
    };
    if *unpacked.data_type() == kind.data_type() && kind != ColumnType::Text {
        converted.array = unpacked;
        return converted;
    }
    converted.array = match kind {
        ColumnType::Text => {
            let texts = as_type(&unpacked, &DataType::Utf8View);
            let written = written(&texts, column.intake.trim);
            converted.changed = written.is_some();
            written.unwrap_or(texts)
        }
        ColumnType::Boolean => as_type(&unpacked, &DataType::Boolean),
        ColumnType::Date => Arc::new(days(&unpacked, column.intake.naive, zone, marks)),
        ColumnType::Integer => match unpacked.data_type() {
            DataType::Int8
            | DataType::Int16
            | DataType::Int32
            | DataType::UInt8
            | DataType::UInt16
            | DataType::UInt32 => as_type(&unpacked, &DataType::Int64),
            _ => {
                let fitting = i128::from(i64::MIN)..=i128::from(i64::MAX);
                let steps = numbers::steps(&unpacked, &column.intake, 0, &fitting, marks);
                let narrow = |steps: Option<i128>| steps.and_then(|steps| i64::try_from(steps).ok());
                Arc::new(steps.into_iter().map(narrow).collect::<Int64Array>())
            }
        },
        ColumnType::Money => decimals(&unpacked, column, MONEY_PRECISION, 0, marks),
        ColumnType::Decimal { precision, scale } => decimals(&unpacked, column, precision, scale, marks),
    };
    converted
}

fn decimals(array: &ArrayRef, column: &Column, precision: u8, scale: u8, marks: &mut Marks) -> ArrayRef {
    let most = 10_i128.pow(u32::from(precision)) - 1;
    let steps: Decimal128Array = numbers::steps(array, &column.intake, scale, &(-most..=most), marks).into();
    let typed = steps.with_precision_and_scale(precision, scale.cast_signed());
    Arc::new(typed.expect("the contract's decimals are sane"))
}

/// A cast between types that hold the same values; what a cast cannot hold becomes NULL, which the
/// callers that narrow look for.
fn as_type(array: &ArrayRef, wanted: &DataType) -> ArrayRef {
    cast(array, wanted).expect("fit() let only types through that Arrow can cast")
}

/// Texts composed and, where that is wanted, without blanks at their ends; nothing where all of
/// them are so already.
pub(super) fn written(array: &ArrayRef, trim: bool) -> Option<ArrayRef> {
    let texts = array.as_string_view();
    let without = |text: &'_ str| text.trim_matches(is_blank).len();
    let trimmed = |text: &'_ str| -> bool { !trim || (!text.is_empty() && without(text) == text.len()) };
    let is_composed = |text: &str| text.is_ascii() || matches!(nfc(text), Cow::Borrowed(_));
    if texts.iter().flatten().all(|text| trimmed(text) && is_composed(text)) {
        return None;
    }
    let mut builder = StringViewBuilder::with_capacity(texts.len());
    for text in texts {
        let text = text.map(|text| if trim { text.trim_matches(is_blank) } else { text });
        builder.append_option(text.filter(|text| !trim || !text.is_empty()).map(nfc));
    }
    Some(Arc::new(builder.finish()))
}

/// Local days of timestamps: a zoned one as the clock on the wall showed it, a naive one as its
/// contract says, and as it is where that says nothing.
fn days(array: &ArrayRef, naive: Option<Naive>, zone: &Zone, marks: &mut Marks) -> Date32Array {
    const DAY: i64 = 86_400;
    let (per_second, meant) = match array.data_type() {
        DataType::Timestamp(unit, Some(_)) => (steps_per_second(*unit), Some(Naive::Utc)),
        DataType::Timestamp(unit, None) => (steps_per_second(*unit), naive),
        _ => (1_000, Some(Naive::Local)),
    };
    let instants = as_type(array, &DataType::Int64);
    let instants: &Int64Array = instants.as_primitive::<Int64Type>();
    let day = |(row, instant): (usize, Option<i64>)| {
        let second = instant?.div_euclid(per_second);
        let moved = || Some((second + offset(zone, second)?).div_euclid(DAY));
        let written = second.div_euclid(DAY);
        let day = match meant {
            Some(Naive::Local) => Some(written),
            Some(Naive::Utc) => moved(),
            None => {
                if moved().is_some_and(|moved| moved != written) {
                    marks.zoneless.push(row);
                }
                Some(written)
            }
        };
        let day = day.and_then(|day| i32::try_from(day).ok());
        if day.is_none() {
            marks.lost.push((row, shown(array, row)));
        }
        day
    };
    instants.iter().enumerate().map(day).collect()
}

/// Seconds that the zone's clocks are ahead of UTC; nothing far outside history.
fn offset(zone: &Zone, second: i64) -> Option<i64> {
    let instant = DateTime::from_timestamp(second, 0)?.naive_utc();
    Some(i64::from(zone.clock.offset_from_utc_datetime(&instant).fix().local_minus_utc()))
}

/// A value as the file holds it.
fn shown(array: &ArrayRef, row: usize) -> String {
    // What no calendar holds has no text of Arrow's either.
    array_value_to_string(array, row).ok().filter(|text| !text.starts_with("ERROR")).unwrap_or_else(|| {
        let raw = cast(array, &DataType::Int64).and_then(|raw| array_value_to_string(&raw, row));
        raw.unwrap_or_default()
    })
}
