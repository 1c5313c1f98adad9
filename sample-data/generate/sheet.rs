//! Parquet files, row by row, in bounded memory.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Int64Builder, RecordBatch, StringBuilder,
};
use arrow::datatypes::{DataType, Date32Type, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::day::Day;

/// Whatever went wrong; the message is shown as it stands.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// Rows kept in memory before they are encoded.
const BATCH_ROWS: usize = 8_192;
/// Rows in a row group: small enough to skip, large enough to compress.
const GROUP_ROWS: usize = 131_072;

/// The type of a column.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Text.
    Text,
    /// A day.
    Date,
    /// A whole number.
    Integer,
    /// Yes or no.
    Boolean,
    /// Đồng, without decimals.
    Money,
    /// A decimal number: digits, and those of them after the comma.
    Decimal(u8, i8),
}

/// A table of the sample: its folder, its columns in order, and what its rows are sorted by.
pub(crate) struct Table {
    /// The table's name, also its folder.
    pub(crate) name: &'static str,
    /// Names and types of the columns.
    pub(crate) columns: &'static [(&'static str, Kind)],
    /// The columns that rows are sorted by.
    pub(crate) sorted_by: &'static [&'static str],
}

/// One value of a row.
#[derive(Clone, Copy)]
pub(crate) enum Cell<'a> {
    /// No value.
    Null,
    /// Text.
    Text(&'a str),
    /// A day.
    Day(Day),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// The digits of a decimal number, without the comma; đồng for money.
    Digits(i64),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<Day> for Cell<'_> {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Self {
        Self::Boolean(flag)
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// What the files say about their making.
#[derive(Clone, Copy)]
pub(crate) struct Stamp {
    /// The seed of the random numbers.
    pub(crate) seed: u64,
    /// How many times as many cases as a small province has.
    pub(crate) scale: u64,
}

enum Column {
    Text(StringBuilder),
    Date(Date32Builder),
    Integer(Int64Builder),
    Boolean(BooleanBuilder),
    Decimal(Decimal128Builder),
}

/// A Parquet file being written.
pub(crate) struct Sheet {
    schema: Arc<Schema>,
    columns: Vec<Column>,
    rows: usize,
    writer: ArrowWriter<File>,
}

impl Sheet {
    /// Begins `<out>/<table>/<part>.parquet`, or `<out>/<table>.parquet` where `part` is empty.
    pub(crate) fn create(out: &Path, table: &Table, part: &str, stamp: Stamp) -> Result<Self, Failure> {
        let path = match part {
            "" => out.join(format!("{}.parquet", table.name)),
            part => out.join(table.name).join(format!("{part}.parquet")),
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let fields: Vec<Field> =
            table.columns.iter().map(|(name, kind)| Field::new(*name, data_type(*kind), true)).collect();
        let schema = Arc::new(Schema::new(fields));
        let writer =
            ArrowWriter::try_new(File::create(path)?, Arc::clone(&schema), Some(properties(table, stamp)?))?;
        let columns = table.columns.iter().map(|(_, kind)| builder(*kind)).collect::<Result<_, _>>()?;
        Ok(Self { schema, columns, rows: 0, writer })
    }

    /// Adds a row; its cells stand in the order of the table's columns.
    pub(crate) fn push(&mut self, cells: &[Cell<'_>]) -> Result<(), Failure> {
        if cells.len() != self.columns.len() {
            return Err(format!("{} cells for {} columns", cells.len(), self.columns.len()).into());
        }
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            append(column, *cell)?;
        }
        self.rows += 1;
        if self.rows == BATCH_ROWS {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes what is left and the footer.
    pub(crate) fn close(mut self) -> Result<(), Failure> {
        self.flush()?;
        self.writer.close()?;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let arrays: Vec<ArrayRef> = self.columns.iter_mut().map(finish).collect();
        self.writer.write(&RecordBatch::try_new(Arc::clone(&self.schema), arrays)?)?;
        self.rows = 0;
        Ok(())
    }
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Date => DataType::Date32,
        Kind::Integer => DataType::Int64,
        Kind::Boolean => DataType::Boolean,
        Kind::Money => DataType::Decimal128(18, 0),
        Kind::Decimal(precision, scale) => DataType::Decimal128(precision, scale),
    }
}

fn builder(kind: Kind) -> Result<Column, Failure> {
    Ok(match kind {
        Kind::Text => Column::Text(StringBuilder::new()),
        Kind::Date => Column::Date(Date32Builder::new()),
        Kind::Integer => Column::Integer(Int64Builder::new()),
        Kind::Boolean => Column::Boolean(BooleanBuilder::new()),
        Kind::Money | Kind::Decimal(..) => {
            Column::Decimal(Decimal128Builder::new().with_data_type(data_type(kind)))
        }
    })
}

fn append(column: &mut Column, cell: Cell<'_>) -> Result<(), Failure> {
    match (column, cell) {
        (Column::Text(texts), Cell::Text(text)) => texts.append_value(text),
        (Column::Text(texts), Cell::Null) => texts.append_null(),
        (Column::Date(days), Cell::Day(day)) => days.append_value(Date32Type::from_naive_date(day)),
        (Column::Date(days), Cell::Null) => days.append_null(),
        (Column::Integer(numbers), Cell::Integer(number)) => numbers.append_value(number),
        (Column::Integer(numbers), Cell::Null) => numbers.append_null(),
        (Column::Boolean(flags), Cell::Boolean(flag)) => flags.append_value(flag),
        (Column::Boolean(flags), Cell::Null) => flags.append_null(),
        (Column::Decimal(numbers), Cell::Digits(digits)) => numbers.append_value(i128::from(digits)),
        (Column::Decimal(numbers), Cell::Null) => numbers.append_null(),
        (
            Column::Text(_) | Column::Date(_) | Column::Integer(_) | Column::Boolean(_) | Column::Decimal(_),
            Cell::Text(_) | Cell::Day(_) | Cell::Integer(_) | Cell::Boolean(_) | Cell::Digits(_),
        ) => return Err("a cell is not of its column's type".into()),
    }
    Ok(())
}

fn finish(column: &mut Column) -> ArrayRef {
    match column {
        Column::Text(texts) => Arc::new(texts.finish()),
        Column::Date(days) => Arc::new(days.finish()),
        Column::Integer(numbers) => Arc::new(numbers.finish()),
        Column::Boolean(flags) => Arc::new(flags.finish()),
        Column::Decimal(numbers) => Arc::new(numbers.finish()),
    }
}

fn properties(table: &Table, stamp: Stamp) -> Result<WriterProperties, Failure> {
    let mut sorting = Vec::new();
    for name in table.sorted_by {
        let place = table.columns.iter().position(|column| column.0 == *name);
        let place = place.ok_or_else(|| format!("{} is sorted by {name}, which it lacks", table.name))?;
        sorting.push(SortingColumn {
            column_idx: i32::try_from(place)?,
            descending: false,
            nulls_first: false,
        });
    }
    let notes = [
        ("synthetic", "true".to_owned()),
        ("generator", "sample-data/generate.rs".to_owned()),
        ("seed", stamp.seed.to_string()),
        ("scale", stamp.scale.to_string()),
    ];
    Ok(WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_data_page_row_count_limit(20_000)
        .set_sorting_columns(Some(sorting))
        .set_key_value_metadata(Some(
            notes.into_iter().map(|(key, value)| KeyValue::new(key.to_owned(), value)).collect(),
        ))
        .build())
}
