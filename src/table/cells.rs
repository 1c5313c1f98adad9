//! The values of one column of a batch, in the contract's type.

use std::hash::{DefaultHasher, Hash, Hasher};

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, Int64Array, StringViewArray,
};
use arrow::datatypes::{Date32Type, Decimal128Type, Int64Type};

use super::bound;
use super::contract::ColumnType;

/// A column of a batch, looked at value by value.
#[derive(Debug)]
pub(super) struct Cells<'a> {
    kind: ColumnType,
    values: Values<'a>,
}

#[derive(Debug)]
enum Values<'a> {
    Text(&'a StringViewArray),
    Date(&'a Date32Array),
    Integer(&'a Int64Array),
    Boolean(&'a BooleanArray),
    Decimal(&'a Decimal128Array),
}

impl<'a> Cells<'a> {
    /// The array must have the type of the column.
    pub(super) fn new(kind: ColumnType, array: &'a ArrayRef) -> Self {
        let values = match kind {
            ColumnType::Text => Values::Text(array.as_string_view()),
            ColumnType::Date => Values::Date(array.as_primitive::<Date32Type>()),
            ColumnType::Integer => Values::Integer(array.as_primitive::<Int64Type>()),
            ColumnType::Boolean => Values::Boolean(array.as_boolean()),
            ColumnType::Money | ColumnType::Decimal { .. } => {
                Values::Decimal(array.as_primitive::<Decimal128Type>())
            }
        };
        Self { kind, values }
    }

    pub(super) fn len(&self) -> usize {
        self.array().len()
    }

    pub(super) fn is_null(&self, row: usize) -> bool {
        self.array().is_null(row)
    }

    /// The text of a text column.
    pub(super) fn str(&self, row: usize) -> Option<&'a str> {
        match &self.values {
            Values::Text(texts) if !texts.is_null(row) => Some(texts.value(row)),
            Values::Text(_)
            | Values::Date(_)
            | Values::Integer(_)
            | Values::Boolean(_)
            | Values::Decimal(_) => None,
        }
    }

    /// A date or number in the column's steps.
    pub(super) fn steps(&self, row: usize) -> Option<i128> {
        if self.is_null(row) {
            return None;
        }
        match &self.values {
            Values::Date(days) => Some(i128::from(days.value(row))),
            Values::Integer(numbers) => Some(i128::from(numbers.value(row))),
            Values::Decimal(decimals) => Some(decimals.value(row)),
            Values::Text(_) | Values::Boolean(_) => None,
        }
    }

    /// The value as a reader writes it; nothing for NULL.
    pub(super) fn text(&self, row: usize) -> Option<String> {
        match &self.values {
            Values::Boolean(truths) => (!truths.is_null(row)).then(|| truths.value(row).to_string()),
            Values::Text(_) => self.str(row).map(str::to_owned),
            Values::Date(_) | Values::Integer(_) | Values::Decimal(_) => {
                self.steps(row).map(|steps| bound::text(self.kind, steps))
            }
        }
    }

    /// A hash of the value, equal for equal values of two columns of one type; 0 for NULL alone.
    pub(super) fn hash(&self, row: usize) -> u64 {
        if self.is_null(row) {
            return 0;
        }
        let mut hasher = DefaultHasher::new();
        self.feed(row, &mut hasher);
        hasher.finish().max(1)
    }

    fn feed(&self, row: usize, hasher: &mut DefaultHasher) {
        match &self.values {
            Values::Boolean(truths) => (!truths.is_null(row)).then(|| truths.value(row)).hash(hasher),
            Values::Text(_) => self.str(row).hash(hasher),
            Values::Date(_) | Values::Integer(_) | Values::Decimal(_) => self.steps(row).hash(hasher),
        }
    }

    fn array(&self) -> &'a dyn Array {
        match &self.values {
            Values::Text(array) => *array,
            Values::Date(array) => *array,
            Values::Integer(array) => *array,
            Values::Boolean(array) => *array,
            Values::Decimal(array) => *array,
        }
    }
}

/// A hash of a row's values in several columns: 128 bits, so that two keys of a large table are never
/// taken for one. NULL equals NULL.
pub(super) fn key_hash(columns: &[&Cells<'_>], row: usize) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        for column in columns {
            column.feed(row, &mut hasher);
        }
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
