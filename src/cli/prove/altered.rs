//! The data as they would be if others' rows were other ones: changed, removed, added.
//!
//! A row is others' where every column of it that holds codes of a hidden dimension names a member that is none of the
//! role's, on no day. Of a table without such a column nobody can say whose its rows are: it stays as it is, and is told.
//! From when to when a table has rows is no secret, since figures outside it say so: no day loses its last row.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch, StringArray};
use arrow::compute::kernels::concat_elements::concat_elements_utf8;
use arrow::compute::kernels::numeric::add_wrapping;
use arrow::compute::kernels::zip::zip;
use arrow::compute::{cast, concat_batches, filter_record_batch, not};
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::named::{Named, place};
use crate::table::{Column, ColumnType, Contract};

/// Why the other world could not be made.
#[derive(Debug, thiserror::Error)]
pub(in crate::cli) enum AlterError {
    /// A file cannot be read or written.
    #[error("`{}` cannot be copied", .0.display())]
    File(PathBuf, #[source] std::io::Error),
    /// A file is no Parquet that can be read whole.
    #[error("`{}` cannot be read as Parquet", .0.display())]
    Parquet(PathBuf, #[source] ParquetError),
    /// Its columns cannot be changed.
    #[error("the rows of `{}` cannot be changed", .0.display())]
    Arrow(PathBuf, #[source] ArrowError),
}

/// Whose rows are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// All but the role's own.
    Others,
    /// The role's own.
    Own,
    /// Nobody's.
    Nobodys,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Altered {
    pub(super) removed: usize,
    pub(super) changed: usize,
    pub(super) added: usize,
    /// How many values of columns that say who somebody is.
    pub(super) named: usize,
}

impl Altered {
    /// Whether any row is gone, another or new.
    pub(super) fn is_of_rows(&self) -> bool {
        self.removed + self.changed + self.added > 0
    }

    /// Whether any row is another.
    pub(super) fn is_any(&self) -> bool {
        *self != Self::default()
    }

    /// With what became of another file of the table.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            removed: self.removed + other.removed,
            changed: self.changed + other.changed,
            added: self.added + other.added,
            named: self.named + other.named,
        }
    }
}

/// The members of hidden dimensions that are a role's own on any day.
pub(super) type OwnMembers = BTreeMap<String, BTreeSet<String>>;

/// What a world differs in.
pub(super) struct Difference<'a> {
    /// The role's own members.
    pub(super) own: &'a OwnMembers,
    /// Whose rows are changed; of a role that sees all rows all are its own.
    pub(super) whose: Whose,
    /// The columns that say who somebody is, for a role that may not see them: their values are other ones, whosever rows
    /// they stand in.
    pub(super) named: &'a Named,
    /// Whether the table is everybody's, so that no row of it is another's.
    pub(super) is_common: bool,
}

/// Writes a file of a table with other rows. Nothing where none is another.
pub(super) fn alter(
    from: &Path,
    to: &Path,
    contract: &Contract,
    difference: &Difference<'_>,
) -> Result<Option<Altered>, AlterError> {
    let Difference { own, whose, named, is_common } = *difference;
    let others = matches!(whose, Whose::Others | Whose::Own) && !is_common;
    if !others && named.columns(contract).is_empty() {
        return Ok(None);
    }
    let failed = |source| AlterError::Parquet(from.to_owned(), source);
    let arrow = |source| AlterError::Arrow(from.to_owned(), source);
    let file = File::open(from).map_err(|source| AlterError::File(from.to_owned(), source))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(failed)?;
    let marks = builder.metadata().file_metadata().key_value_metadata().cloned().unwrap_or_default();
    // The writer tells the types itself.
    let marks: Vec<_> = marks.into_iter().filter(|mark| mark.key != "ARROW:schema").collect();
    let schema = Arc::clone(builder.schema());
    let reader = builder.build().map_err(failed)?;
    let batches: Vec<RecordBatch> = reader.collect::<Result<_, _>>().map_err(arrow)?;
    let rows = concat_batches(&schema, &batches).map_err(arrow)?;
    let theirs = match others {
        true if own.is_empty() => Some(vec![true; rows.num_rows()]),
        true => whose_rows(&rows, contract, own).map_err(arrow)?,
        false => None,
    };
    let (rows, told) = match theirs {
        Some(theirs) => {
            let picked: Vec<bool> = theirs.iter().map(|own| *own == (whose == Whose::Own)).collect();
            altered(&rows, contract, &picked, own).map_err(arrow)?
        }
        None if named.columns(contract).is_empty() => return Ok(None),
        None => (rows, Altered::default()),
    };
    let (rows, count) = named.otherwise(&rows, contract).map_err(arrow)?;
    let told = Altered { named: count, ..told };
    let properties = WriterProperties::builder().set_key_value_metadata(Some(marks)).build();
    let out = File::create(to).map_err(|source| AlterError::File(to.to_owned(), source))?;
    let mut writer = ArrowWriter::try_new(out, rows.schema(), Some(properties)).map_err(failed)?;
    writer.write(&rows).map_err(failed)?;
    writer.close().map_err(failed)?;
    Ok(Some(told))
}

/// Copies a file as it is.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), AlterError> {
    fs::copy(from, to).map(drop).map_err(|source| AlterError::File(from.to_owned(), source))
}

/// For each row whether it is the role's own; nothing where no column tells.
fn whose_rows(
    rows: &RecordBatch,
    contract: &Contract,
    own: &OwnMembers,
) -> Result<Option<Vec<bool>>, ArrowError> {
    let mut found: Option<Vec<bool>> = None;
    for column in contract.columns.values() {
        let members = column.code_list.as_ref().and_then(|dimension| own.get(dimension));
        let (Some(members), Some(place)) = (members, place(rows, column)) else { continue };
        let codes = cast(rows.column(place), &DataType::Utf8)?;
        let codes = codes.as_string::<i32>().iter().map(|code| {
            code.map(str::trim).is_some_and(|code| {
                let meant = column.spellings.get(code).map_or(code, String::as_str);
                members.contains(meant)
            })
        });
        let codes: Vec<bool> = codes.collect();
        found = Some(match found {
            // Whoever is named anywhere in a row has a part in it.
            Some(before) => before.iter().zip(codes).map(|(before, own)| *before || own).collect(),
            None => codes,
        });
    }
    Ok(found)
}

/// Of the rows that are picked the first of each three is removed, the second changed; the second and the third are there
/// once more with another key, and the third a second time with that key and other values, which is a mistake.
fn altered(
    rows: &RecordBatch,
    contract: &Contract,
    picked: &[bool],
    own: &OwnMembers,
) -> Result<(RecordBatch, Altered), ArrowError> {
    let mut told = Altered::default();
    let mut days = Days::of(rows, contract)?;
    let (mut keep, mut change, mut again, mut twice) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut count = 0;
    for (row, picked) in picked.iter().enumerate() {
        let turn = picked.then(|| count % 3);
        count += usize::from(*picked);
        let removed = turn == Some(0) && days.lose(row);
        keep.push(!removed);
        change.push(turn == Some(1));
        again.push(matches!(turn, Some(1 | 2)));
        twice.push(turn == Some(2));
        told.removed += usize::from(removed);
        told.changed += usize::from(turn == Some(1));
    }
    let changed = changed(rows, contract, &BooleanArray::from(change), own)?;
    let kept = filter_record_batch(&changed, &BooleanArray::from(keep))?;
    // A changed row that stood beside what it was before would hide the change from who counts rows.
    let with_other_key = |which: Vec<bool>| {
        with_other_key(&filter_record_batch(&changed, &BooleanArray::from(which))?, contract)
    };
    let (Some(more), Some(wrong)) = (with_other_key(again)?, with_other_key(twice)?) else {
        return Ok((kept, told));
    };
    let wrong = self::changed(&wrong, contract, &BooleanArray::from(vec![true; wrong.num_rows()]), own)?;
    told.added = more.num_rows() + wrong.num_rows();
    Ok((concat_batches(&rows.schema(), [&kept, &more, &wrong])?, told))
}

/// Numbers are one more, texts begin with another letter, codes are others of their list, what holds does not. Keys, days
/// and what says whose a row is stay: it would be another row, or another body's.
fn changed(
    rows: &RecordBatch,
    contract: &Contract,
    change: &BooleanArray,
    own: &OwnMembers,
) -> Result<RecordBatch, ArrowError> {
    let mut columns: Vec<ArrayRef> = rows.columns().to_vec();
    let says_whose = |column: &Column| column.code_list.as_ref().is_some_and(|list| own.contains_key(list));
    let stays = |column: &Column| {
        contract.key.contains(&column.name) || column.reference.is_some() || says_whose(column)
    };
    for column in contract.columns.values().filter(|column| !stays(column)) {
        let Some(place) = place(rows, column) else { continue };
        let before = &columns[place];
        let after = match column.kind {
            ColumnType::Date => continue,
            _ if !is_own(column) => other_codes(before, column)?,
            ColumnType::Text => beginning_with("x", before)?,
            ColumnType::Integer | ColumnType::Money | ColumnType::Decimal { .. } => {
                let one = cast(&arrow::array::Int64Array::new_scalar(1).into_inner(), before.data_type())?;
                let sum = add_wrapping(before, &arrow::array::Scalar::new(one))?;
                cast(&sum, before.data_type())?
            }
            // Not every file has them as such.
            ColumnType::Boolean => {
                let holds = cast(before, &DataType::Boolean)?;
                cast(&not(holds.as_boolean())?, before.data_type())?
            }
        };
        columns[place] = zip(change, &after, before)?;
    }
    RecordBatch::try_new(rows.schema(), columns)
}

/// Each code as the next of those that the list allows or the column has.
fn other_codes(before: &ArrayRef, column: &Column) -> Result<ArrayRef, ArrowError> {
    let plain = cast(before, &DataType::Utf8)?;
    let plain = plain.as_string::<i32>();
    let all: BTreeSet<&str> =
        plain.iter().flatten().chain(column.values.iter().map(String::as_str)).collect();
    let after = |code: &str| {
        all.range::<str, _>((Bound::Excluded(code), Bound::Unbounded)).next().or(all.first()).copied()
    };
    let next: StringArray = plain.iter().map(|code| after(code?)).collect();
    cast(&next, before.data_type())
}

/// The same rows with another key; nothing where it is not a text of their own.
fn with_other_key(rows: &RecordBatch, contract: &Contract) -> Result<Option<RecordBatch>, ArrowError> {
    let mut key = contract.key.iter().filter_map(|name| contract.columns.get(name));
    let own = key.rfind(|column| column.kind == ColumnType::Text && is_own(column));
    let Some(place) = own.and_then(|column| place(rows, column)) else { return Ok(None) };
    let mut columns: Vec<ArrayRef> = rows.columns().to_vec();
    columns[place] = beginning_with("zz", &columns[place])?;
    RecordBatch::try_new(rows.schema(), columns).map(Some)
}

fn beginning_with(letters: &str, texts: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let plain = cast(texts, &DataType::Utf8)?;
    let letters = StringArray::from(vec![letters; texts.len()]);
    let after: ArrayRef = Arc::new(concat_elements_utf8(&letters, plain.as_string::<i32>())?);
    cast(&after, texts.data_type())
}

/// Whether a text is no code of a list.
fn is_own(column: &Column) -> bool {
    column.reference.is_none() && column.code_list.is_none() && column.values.is_empty()
}

/// How many rows are left on each day, by columns of days.
struct Days {
    columns: Vec<(Vec<WrittenDay>, HashMap<WrittenDay, usize>)>,
}

/// A day as text; nothing where there is none.
type WrittenDay = Option<String>;

impl Days {
    fn of(rows: &RecordBatch, contract: &Contract) -> Result<Self, ArrowError> {
        let mut columns = Vec::new();
        for column in contract.columns.values().filter(|column| column.kind == ColumnType::Date) {
            let Some(place) = place(rows, column) else { continue };
            let texts = cast(rows.column(place), &DataType::Utf8)?;
            let days: Vec<WrittenDay> =
                texts.as_string::<i32>().iter().map(|day| day.map(str::to_owned)).collect();
            let mut counts = HashMap::new();
            for day in &days {
                *counts.entry(day.clone()).or_insert(0) += 1;
            }
            columns.push((days, counts));
        }
        Ok(Self { columns })
    }

    /// Takes a row away, unless a day would lose its last one.
    fn lose(&mut self, row: usize) -> bool {
        let is_last =
            self.columns.iter().any(|(days, counts)| counts.get(&days[row]).is_none_or(|count| *count < 2));
        if !is_last {
            for (days, counts) in &mut self.columns {
                if let Some(count) = counts.get_mut(&days[row]) {
                    *count -= 1;
                }
            }
        }
        !is_last
    }
}
