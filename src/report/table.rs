//! A table: columns, and rows of plain values. Whatever is shown, answered or written in rows is one.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::datatypes::DataType;

use super::cell::{RowCell, cell};
use crate::locale::Unit;
use crate::query::Rows;
use crate::table::Sensitivity;

/// Columns, and rows of plain values.
#[derive(Debug, Clone)]
pub struct Table {
    /// The columns, in the order of the cells.
    pub columns: Vec<Column>,
    /// Whether there are more rows than these.
    pub truncated: bool,
    body: Body,
}

/// Where the rows stand: what the engine gave is read a row at a time.
#[derive(Debug, Clone)]
enum Body {
    Engine(Arc<Rows>),
    Values(Vec<Vec<RowCell>>),
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// As programs and addresses name it.
    pub name: String,
    /// What a person reads above it.
    pub title: String,
    /// The unit of its numbers, where all have one.
    pub unit: Option<Unit>,
    /// What its cells hold.
    pub kind: Kind,
    /// How far its values may travel.
    pub sensitivity: Sensitivity,
    /// What a reader sees in place of its codes.
    pub labels: BTreeMap<String, String>,
    /// Whether a cell is a list of codes, parted by spaces.
    pub list: bool,
    /// The table of which a cell is the key of a row, where it is one.
    pub record: Option<String>,
}

/// What the cells of a column hold, where they hold anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Texts and codes.
    Text,
    /// Truth values.
    Answer,
    /// Whole numbers.
    Whole,
    /// Decimal numbers with at most so many digits behind the mark.
    Decimal {
        /// How many.
        scale: u32,
    },
    /// Decimal numbers of more digits than any are counted with.
    Long,
    /// Floating numbers of 32 bits, or of 64.
    Double,
    /// Days.
    Day,
    /// Moments.
    Moment,
    /// What only programs read.
    Other,
}

impl Kind {
    fn of(kind: &DataType) -> Self {
        match kind {
            DataType::Dictionary(_, values) => Self::of(values),
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Self::Text,
            DataType::Boolean => Self::Answer,
            DataType::Float32 | DataType::Float64 => Self::Double,
            DataType::Decimal128(_, scale) => {
                u32::try_from(*scale).map_or(Self::Long, |scale| Self::Decimal { scale })
            }
            kind if kind.is_decimal() => Self::Long,
            kind if kind.is_integer() => Self::Whole,
            DataType::Date32 => Self::Day,
            DataType::Timestamp(..) => Self::Moment,
            _ => Self::Other,
        }
    }

    /// Whether the cells are numbers, which stand to the right.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Whole | Self::Decimal { .. } | Self::Long | Self::Double)
    }
}

impl Column {
    /// A column of texts that nothing more is known of.
    pub fn new(name: &str, kind: Kind) -> Self {
        Self {
            name: name.to_owned(),
            title: name.to_owned(),
            unit: None,
            kind,
            sensitivity: Sensitivity::default(),
            labels: BTreeMap::new(),
            list: false,
            record: None,
        }
    }

    /// What a reader sees in place of a cell's codes.
    pub fn in_words(&self, cell: &str) -> String {
        let label = |code: &str| self.labels.get(code).cloned().unwrap_or_else(|| code.to_owned());
        if self.list {
            cell.split_whitespace().map(label).collect::<Vec<_>>().join("; ")
        } else {
            label(cell)
        }
    }
}

impl Table {
    /// What the engine gave, each column described by its name.
    pub fn of_rows(rows: Arc<Rows>, mut column: impl FnMut(&str, Kind) -> Column) -> Self {
        let fields = rows.schema.fields().iter();
        let columns = fields.map(|field| column(field.name(), Kind::of(field.data_type()))).collect();
        Self { columns, truncated: rows.truncated, body: Body::Engine(rows) }
    }

    /// Rows of as many cells as there are columns.
    pub fn of_values(columns: Vec<Column>, rows: Vec<Vec<RowCell>>) -> Self {
        Self { columns, truncated: false, body: Body::Values(rows) }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        match &self.body {
            Body::Engine(rows) => rows.len(),
            Body::Values(rows) => rows.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of a column.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The rows, each made when it is asked for.
    pub fn rows(&self) -> Box<dyn Iterator<Item = Vec<RowCell>> + '_> {
        match &self.body {
            Body::Values(rows) => Box::new(rows.iter().cloned()),
            Body::Engine(rows) => Box::new(rows.batches.iter().flat_map(|batch| {
                let of = |row| batch.columns().iter().map(|column| cell(column, row)).collect();
                (0..batch.num_rows()).map(of)
            })),
        }
    }

    /// What the engine gave, for whoever writes its types.
    pub fn engine_rows(&self) -> Option<&Arc<Rows>> {
        match &self.body {
            Body::Engine(rows) => Some(rows),
            Body::Values(_) => None,
        }
    }
}
