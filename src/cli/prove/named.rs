//! The data as they would be if everybody were called otherwise: other values in the columns that say who somebody is.
//!
//! Each value has one other, the same wherever it stands and no other's, so that whoever was the same is, and no figure
//! changes. Numbers, days and codes of which figures are made, or which records there are, stay. What has other values is told.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::compute::{cast, not};
use arrow::datatypes::{DataType, Date32Type, Decimal128Type, Int64Type};
use arrow::error::ArrowError;

use crate::kpi::MemberSource;
use crate::table::{Column, ColumnType, Contract, Replace};
use crate::workspace::Workspace;

/// The columns whose values are other ones, by table.
#[derive(Debug, Default)]
pub(super) struct Named(BTreeSet<(String, String)>);

impl Named {
    /// Those of all tables that a reader of masked records may not see: texts of their own, and what else no figure is
    /// made of.
    pub(super) fn of(workspace: &Workspace) -> Self {
        let (contracts, used) = (&workspace.contracts, used(workspace));
        let all =
            || contracts.values().flat_map(|table| table.columns.values().map(move |each| (table, each)));
        let of = |table: &Contract, column: &Column| (table.name.clone(), column.name.clone());
        let mut own: BTreeSet<_> = all()
            .map(|(table, each)| (of(table, each), table, each))
            .filter(|(named, table, each)| is_name(each) || (is_mere(table, each) && !used.contains(named)))
            .map(|(named, ..)| named)
            .collect();
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
            let Some(place) = place(rows, column) else { continue };
            let Some(after) = otherwise(&columns[place], column)? else { continue };
            count += after.len() - after.null_count();
            columns[place] = after;
        }
        Ok((RecordBatch::try_new(rows.schema(), columns)?, count))
    }
}

/// The place of a contract's column in a file, whatever case its name is in, or another name that it may have there.
pub(super) fn place(rows: &RecordBatch, column: &Column) -> Option<usize> {
    let schema = rows.schema();
    let named =
        |name: &String| schema.fields().iter().position(|field| field.name().eq_ignore_ascii_case(name));
    named(&column.name).or_else(|| column.intake.aliases.iter().find_map(named))
}

/// The columns of tables of which figures, lists of members or other values are made, or which decide what records there are.
fn used(workspace: &Workspace) -> BTreeSet<(String, String)> {
    let uses =
        || workspace.uses.values().chain(workspace.model_uses.values()).chain(workspace.query_uses.values());
    let depending = uses().flat_map(|own| {
        own.used.iter().flat_map(|(table, own)| own.iter().map(|column| (table.clone(), column.clone())))
    });
    let counted = workspace.kpis.values().flat_map(|kpi| {
        let own = workspace.uses.get(&kpi.code);
        let names = kpi.columns.iter().map(|column| &column.name).chain(&kpi.dimensions);
        let names = names.map(String::as_str).chain(["day"]);
        names.filter_map(move |name| own?.outputs.get(name)).flat_map(|origin| origin.columns.iter().cloned())
    });
    let listed = workspace.dimensions.values().filter_map(|dimension| match &dimension.members {
        MemberSource::Table(own) => workspace.contracts.get(&own.table),
        MemberSource::Values(_) => None,
    });
    let listed =
        listed.flat_map(|table| table.columns.keys().map(|column| (table.name.clone(), column.clone())));
    depending.chain(counted).chain(listed).collect()
}

fn is_name(column: &Column) -> bool {
    let is_free = column.values.is_empty() && column.labels.is_empty() && column.spellings.is_empty();
    !column.sensitivity.is_open() && column.kind == ColumnType::Text && column.code_list.is_none() && is_free
}

/// Whether a column that tells of somebody may have other values without a row becoming another one, or wrong.
fn is_mere(table: &Contract, column: &Column) -> bool {
    let Contract { key, sorted_by, partitions, organization, day, replace, .. } = table;
    let named = key.iter().chain(sorted_by).chain(partitions).chain(organization).chain(day);
    let latest = match replace {
        Replace::Latest(column) => Some(column),
        Replace::File => None,
    };
    let decides = named.chain(latest).any(|name| *name == column.name);
    let is_code = column.reference.is_some() || column.code_list.is_some() || !column.spellings.is_empty();
    let is_bound = column.max.is_some() || column.min.is_some_and(|least| least > 0);
    !column.sensitivity.is_open() && !decides && !is_code && !is_bound
}

/// Other values of a column, each of one and no other; nothing of a type of which nobody knows any.
fn otherwise(before: &ArrayRef, column: &Column) -> Result<Option<ArrayRef>, ArrowError> {
    if column.kind == ColumnType::Text {
        let texts = cast(before, &DataType::Utf8)?;
        let after =
            texts.as_string::<i32>().iter().map(|text| text.map(|text| other_of(&column.values, text)));
        return cast(&after.collect::<StringArray>(), before.data_type()).map(Some);
    }
    Ok(match before.data_type() {
        DataType::Boolean => Some(Arc::new(not(before.as_boolean())?)),
        DataType::Date32 => Some(Arc::new(
            before.as_primitive::<Date32Type>().unary::<_, Date32Type>(|day| day ^ i32::from(STEPS)),
        )),
        DataType::Decimal128(digits, scale) => {
            let most = 10_i128.checked_pow(u32::from(*digits)).unwrap_or(i128::MAX);
            let step = |number: i128| {
                Some(number ^ i128::from(STEPS)).filter(|other| *other < most).unwrap_or(number)
            };
            let after = before.as_primitive::<Decimal128Type>().unary::<_, Decimal128Type>(step);
            Some(Arc::new(after.with_precision_and_scale(*digits, *scale)?))
        }
        kind if kind.is_integer() && *kind != DataType::UInt64 => {
            let after = cast(before, &DataType::Int64)?;
            let after =
                after.as_primitive::<Int64Type>().unary::<_, Int64Type>(|number| number ^ i64::from(STEPS));
            Some(cast(&after, kind)?)
        }
        _ => None,
    })
}

/// Numbers and days stand the other way round among each eight: none leaves its type, none becomes negative.
const STEPS: u8 = 7;

/// Of the only values that a column may have the one that mirrors it, of any text another.
fn other_of(values: &[String], text: &str) -> String {
    match values.iter().position(|value| value == text) {
        Some(place) => values[values.len() - 1 - place].clone(),
        None if values.is_empty() => other(text),
        None => text.to_owned(),
    }
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
        let values = ["a", "b", "c", "d"].map(str::to_owned);
        let both = values.each_ref().map(|value| other_of(&values, &other_of(&values, value)));
        assert_eq!(
            (both, other_of(&values, "a"), other_of(&values, "x")),
            (values.clone(), "d".into(), "x".into())
        );
    }
}
