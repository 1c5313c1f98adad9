//! The data as they would be if everybody were called otherwise: other values in the columns that say who somebody is.
//!
//! Each value has one other, the same wherever it stands and no other's, so that whoever was the same is, and no figure
//! changes. Numbers, days and codes stay: figures are made of them. Which columns have other values is told.

use std::collections::BTreeSet;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use indexmap::IndexMap;

use crate::table::{Column, ColumnType, Contract};

/// The columns whose values are other ones, by table.
#[derive(Debug, Default)]
pub(super) struct Named(BTreeSet<(String, String)>);

impl Named {
    /// Those of all tables that a reader of masked records may not see and that are texts of their own.
    pub(super) fn of(contracts: &IndexMap<String, Contract>) -> Self {
        let all =
            || contracts.values().flat_map(|table| table.columns.values().map(move |each| (table, each)));
        let of = |table: &Contract, column: &Column| (table.name.clone(), column.name.clone());
        let mut own: BTreeSet<_> =
            all().filter(|(_, each)| is_name(each)).map(|(table, each)| of(table, each)).collect();
        // What stands in two columns has other values in both or in none, or rows would lose what they refer to.
        loop {
            let parted = all().find_map(|(table, column)| {
                let reference = column.reference.as_ref()?;
                let pair = [of(table, column), (reference.table.clone(), reference.column.clone())];
                let [from, to] = pair.each_ref().map(|each| own.contains(each));
                (from != to).then_some(pair)
            });
            let Some(pair) = parted else { return Self(own) };
            own.retain(|each| !pair.contains(each));
        }
    }

    /// The columns of a table.
    pub(super) fn columns<'a>(&self, contract: &'a Contract) -> Vec<&'a Column> {
        let own = |column: &&Column| self.0.contains(&(contract.name.clone(), column.name.clone()));
        contract.columns.values().filter(own).collect()
    }

    /// The rows of a table with other values, and how many there are.
    pub(super) fn otherwise(
        &self,
        rows: &RecordBatch,
        contract: &Contract,
    ) -> Result<(RecordBatch, usize), ArrowError> {
        let (mut columns, mut count): (Vec<ArrayRef>, usize) = (rows.columns().to_vec(), 0);
        for column in self.columns(contract) {
            let Some(place) = place(rows, &column.name) else { continue };
            let before = cast(&columns[place], &DataType::Utf8)?;
            let after: StringArray = before.as_string::<i32>().iter().map(|text| text.map(other)).collect();
            count += after.len() - after.null_count();
            columns[place] = cast(&after, columns[place].data_type())?;
        }
        Ok((RecordBatch::try_new(rows.schema(), columns)?, count))
    }
}

/// The place of a contract's column in a file, whatever case its name is in.
pub(super) fn place(rows: &RecordBatch, name: &str) -> Option<usize> {
    rows.schema().fields().iter().position(|field| field.name().eq_ignore_ascii_case(name))
}

fn is_name(column: &Column) -> bool {
    let is_free = column.values.is_empty() && column.labels.is_empty() && column.spellings.is_empty();
    !column.sensitivity.is_open() && column.kind == ColumnType::Text && column.code_list.is_none() && is_free
}

/// Another text of the same length and of no other text: each letter of ASCII and each digit is the one that mirrors it, so
/// that whatever is sorted by it stands the other way round.
fn other(text: &str) -> String {
    let mirrored = |letter: char| match letter {
        'a'..='z' => char::from(b'a' + b'z' - letter as u8),
        'A'..='Z' => char::from(b'A' + b'Z' - letter as u8),
        '0'..='9' => char::from(b'0' + b'9' - letter as u8),
        _ => letter,
    };
    text.chars().map(mirrored).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_text_is_no_others_and_leads_back() {
        for text in ["Hoa", "Nguyễn Văn An", "0012-AZ", ""] {
            assert_eq!(other(&other(text)), text);
        }
        assert_eq!(other("Hoa 01"), "Slz 98");
    }
}
