//! The values of one column of a batch, in the contract's type.

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, Int64Array, StringViewArray,
};
use arrow::datatypes::{Date32Type, Decimal128Type, Int64Type};
use xxhash_rust::xxh3::xxh3_128;

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

    /// The bytes by which a value is told from others of its type, after those of columns before it: nothing
    /// is a 0; a text a 1, its length in bytes and its UTF-8; a day or number a 2 and its steps; a truth a 3 and
    /// 0 or 1. Numbers stand with the least byte first, lengths in 8 bytes and steps in 16.
    fn spell(&self, row: usize, bytes: &mut Vec<u8>) {
        if self.is_null(row) {
            return bytes.push(0);
        }
        match &self.values {
            Values::Text(texts) => {
                let text = texts.value(row).as_bytes();
                bytes.push(1);
                bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
                bytes.extend_from_slice(text);
            }
            Values::Date(_) | Values::Integer(_) | Values::Decimal(_) => {
                bytes.push(2);
                bytes.extend_from_slice(&self.steps(row).unwrap_or(0).to_le_bytes());
            }
            Values::Boolean(truths) => bytes.extend_from_slice(&[3, u8::from(truths.value(row))]),
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

/// The xxh3-128, without a seed, of a row's values in some columns: wide enough that two values of a large
/// table are never taken for one, and the same in every build. Equal for equal values of columns of one type;
/// nothing equals nothing.
pub(super) fn hash(columns: &[&Cells<'_>], row: usize, bytes: &mut Vec<u8>) -> u128 {
    bytes.clear();
    for column in columns {
        column.spell(row, bytes);
    }
    xxh3_128(bytes)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn hashes_are_those_that_are_written_down() {
        let text: ArrayRef = Arc::new(StringViewArray::from(vec![Some("ab"), None]));
        let number: ArrayRef = Arc::new(Int64Array::from(vec![Some(-1), Some(7)]));
        let truth: ArrayRef = Arc::new(BooleanArray::from(vec![Some(true), Some(false)]));
        let cells = [
            Cells::new(ColumnType::Text, &text),
            Cells::new(ColumnType::Integer, &number),
            Cells::new(ColumnType::Boolean, &truth),
        ];
        let [text, number, truth] = [&cells[0], &cells[1], &cells[2]];
        let mut bytes = Vec::new();
        let mut of = |columns: &[&Cells<'_>], row| hash(columns, row, &mut bytes);
        // What another build has to find too.
        let minus_one = [&[2][..], &[0xff; 16]].concat();
        let ab = b"\x01\x02\0\0\0\0\0\0\0ab".to_vec();
        assert_eq!(of(&[text], 0), xxh3_128(&ab));
        assert_eq!(of(&[text, number, truth], 0), xxh3_128(&[&ab[..], &minus_one, &[3, 1]].concat()));
        assert_eq!(of(&[text], 1), xxh3_128(&[0]));
        assert_eq!(of(&[truth], 1), xxh3_128(&[3, 0]));
        assert_eq!(xxh3_128(b""), 0x99aa_06d3_0147_98d8_6001_c324_468d_497f, "the published value");
    }
}
