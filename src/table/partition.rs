//! Columns whose value stands in the name of a folder, as Hive and Spark write them: `area=a`.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, StringViewArray, UInt64Array,
    new_null_array,
};
use arrow::compute::take;
use chrono::NaiveDate;
use indexmap::IndexMap;

use super::bound;
use super::cells::Cells;
use super::contract::{Column, ColumnType, Contract};
use super::convert::written;
use super::finding::Fatal;
use super::intake::Stored;
use super::listing::above;
use super::spelling::spelled;
use crate::calendar::days_since_1970;
use crate::locale::nfc;

/// How Hive writes a value that is not known.
const UNKNOWN: &str = "__HIVE_DEFAULT_PARTITION__";

/// The column and the value in a folder's name; `None` for a name that holds none, no value where it is
/// not known.
pub(super) fn of_name(name: &str) -> Option<(String, Option<String>)> {
    let (column, value) = name.split_once('=').filter(|(column, _)| !column.is_empty())?;
    let known = !value.is_empty() && value != UNKNOWN;
    Some((decoded(column), known.then(|| decoded(value))))
}

impl Contract {
    /// What the folders of a file's path below the location say of the table's partitions: the folder's
    /// name, the column, and its value as text, if it is known.
    pub fn partitions_in(&self, path: &str) -> Vec<(String, String, Option<String>)> {
        let folders = above(path).filter_map(|folder| folder.rsplit_once('/')).map(|(_, name)| name);
        let named = folders.filter_map(|folder| {
            let (column, value) = of_name(folder)?;
            self.partitions.contains(&column).then(|| (folder.to_owned(), column, value))
        });
        named.collect()
    }
}

/// What the folders above one file say of its columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Partitions(IndexMap<String, Partition>);

#[derive(Debug, Clone)]
struct Partition {
    kind: ColumnType,
    /// The folder's name.
    folder: String,
    /// The value, once.
    value: ArrayRef,
}

impl Partitions {
    /// Reads the folders of a path below a location.
    pub(super) fn of(contract: &Contract, path: &str) -> Result<Self, Fatal> {
        let mut found: IndexMap<String, Partition> = IndexMap::new();
        for (folder, name, value) in contract.partitions_in(path) {
            let Some(column) = contract.columns.get(&name) else { continue };
            if let Some(Partition { folder: first, .. }) = found.get(&name) {
                return Err(Fatal::PartitionTwice { first: first.clone(), folder, column: name });
            }
            let value = match &value {
                Some(text) => parsed(column.kind, text).ok_or_else(|| Fatal::PartitionValue {
                    folder: folder.clone(),
                    column: name.clone(),
                    expected: column.kind.name(),
                })?,
                None => new_null_array(&column.kind.data_type(), 1),
            };
            // The same happens to it as to the values of a file.
            let value = match column.kind {
                ColumnType::Text => written(&value, column.intake.trim).unwrap_or(value),
                _ => value,
            };
            let (value, _) = spelled(column, value);
            found.insert(name, Partition { kind: column.kind, folder, value });
        }
        Ok(Self(found))
    }

    /// Whether a folder gives a column's value.
    pub(super) fn give(&self, column: &Column) -> bool {
        self.0.contains_key(&column.name)
    }

    /// A column's value as a reader writes it, if a folder gives it; nothing inside for one that is not known.
    pub(super) fn text(&self, column: &Column) -> Option<Option<String>> {
        self.0.get(&column.name).map(|partition| Cells::new(partition.kind, &partition.value).text(0))
    }

    /// What stands in place of a column that the file lacks.
    pub(super) fn stored(&self, column: &Column) -> Stored {
        if self.give(column) { Stored::Folder } else { Stored::Lacking }
    }

    /// A column's value for so many rows, if a folder gives it.
    pub(super) fn rows(&self, column: &Column, count: usize) -> Option<ArrayRef> {
        let partition = self.0.get(&column.name)?;
        let places = UInt64Array::from(vec![0; count]);
        Some(take(&partition.value, &places, None).expect("the one value stands at place 0"))
    }

    /// Whether the file's own column, whose first row is that of a number, says what the folder says.
    pub(super) fn agree(&self, column: &Column, own: &ArrayRef, first: u64) -> Result<(), Fatal> {
        let Some(partition) = self.0.get(&column.name) else { return Ok(()) };
        let said = Cells::new(partition.kind, &partition.value).text(0);
        let own = Cells::new(partition.kind, own);
        let other = (0..own.len()).find(|row| own.text(*row) != said);
        match other {
            Some(row) => Err(Fatal::Disagreement {
                column: column.name.clone(),
                row: first + row as u64 + 1,
                value: own.text(row),
                folder: partition.folder.clone(),
            }),
            None => Ok(()),
        }
    }
}

/// One value in the type of its column; nothing where the text is no such value.
fn parsed(kind: ColumnType, text: &str) -> Option<ArrayRef> {
    Some(match kind {
        ColumnType::Text => Arc::new(StringViewArray::from(vec![text])),
        ColumnType::Date => {
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
            Arc::new(Date32Array::from(vec![days_since_1970(day)]))
        }
        ColumnType::Integer => Arc::new(Int64Array::from(vec![text.parse::<i64>().ok()?])),
        ColumnType::Boolean => Arc::new(BooleanArray::from(vec![text.parse::<bool>().ok()?])),
        ColumnType::Money | ColumnType::Decimal { .. } => {
            let (precision, scale) = kind.digits()?;
            let steps = bound::steps(text, scale)?;
            let fits = steps.unsigned_abs() < 10_u128.pow(u32::from(precision));
            let number = Decimal128Array::from(vec![fits.then_some(steps)?]);
            Arc::new(number.with_precision_and_scale(precision, scale.cast_signed()).ok()?)
        }
    })
}

/// A text of which some bytes are written as `%20`, in composed form; what is no such byte stays.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, others @ ..] = rest {
        let byte = match (first, others) {
            (b'%', [high, low, ..]) => hexadecimal(*high).zip(hexadecimal(*low)),
            _ => None,
        };
        match byte {
            Some((high, low)) => {
                bytes.push(high << 4 | low);
                rest = &others[2..];
            }
            None => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    let text = String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned());
    nfc(&text).into_owned()
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_names_a_column_and_its_value() {
        let own = |column: &str, value: Option<&str>| Some((column.to_owned(), value.map(str::to_owned)));
        for (name, expected) in [
            ("area=a", own("area", Some("a"))),
            ("area=x%20y%2Fz", own("area", Some("x y/z"))),
            ("area=B%E1%BA%AFc", own("area", Some("Bắc"))),
            // A name that came through a Mac.
            ("area=Ba\u{306}\u{301}c", own("area", Some("Bắc"))),
            ("area=100%", own("area", Some("100%"))),
            ("area=%FF", own("area", Some("%FF"))),
            ("area=a=b", own("area", Some("a=b"))),
            ("area=__HIVE_DEFAULT_PARTITION__", own("area", None)),
            ("area=", own("area", None)),
            ("=a", None),
            ("2024", None),
        ] {
            assert_eq!(of_name(name), expected, "{name}");
        }
    }

    #[test]
    fn a_value_is_of_the_type_of_its_column_or_none() {
        let decimal = ColumnType::Decimal { precision: 4, scale: 2 };
        for (kind, text, expected) in [
            (ColumnType::Text, "007", Some("007")),
            (ColumnType::Integer, "007", Some("7")),
            (ColumnType::Integer, "7.5", None),
            (ColumnType::Date, "2024-02-29", Some("2024-02-29")),
            (ColumnType::Date, "2023-02-29", None),
            (ColumnType::Boolean, "true", Some("true")),
            (ColumnType::Boolean, "1", None),
            (ColumnType::Money, "12", Some("12")),
            (decimal, "12.5", Some("12.50")),
            (decimal, "123.5", None),
            (decimal, "0.001", None),
        ] {
            let found = parsed(kind, text).and_then(|array| Cells::new(kind, &array).text(0));
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
