//! What a table's files must hold.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use chrono::NaiveDate;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::intake::Intake;
use super::loss::Limits;
use crate::calendar::{Day, DayRange};
use crate::diagnostic::{Span, in_toml};
use crate::store::sha256_hex;

/// The contract of one table, from `queries/tables/<name>.toml`.
#[derive(Debug, Clone, Serialize)]
pub struct Contract {
    /// The table's name: the file's stem.
    pub name: String,
    /// What a reader calls the table.
    pub title: String,
    /// What the table holds, in a sentence.
    pub description: String,
    /// The column that names the body answering for a row, if there is one.
    pub organization: Option<String>,
    /// The column of the day on which each row happened, where every day is one on which rows may arrive.
    #[serde(skip)]
    pub day: Option<String>,
    /// Days for which the table has no data. No row is held against them, nor against `day`.
    #[serde(skip)]
    pub gaps: Vec<TableGap>,
    /// What happens when a key comes again.
    pub replace: Replace,
    /// The columns that tell a row from every other; empty where rows have no identity.
    pub key: Vec<String>,
    /// The order of the rows inside a file.
    pub sorted_by: Vec<String>,
    /// The columns whose values stand in the names of folders, as `area=a`.
    pub partitions: Vec<String>,
    /// The day on which the table ended: files that are gone since are not missed.
    #[serde(skip)]
    pub ended: Option<NaiveDate>,
    /// Files, and folders with all that was in them, that are gone on purpose: below the location.
    #[serde(skip)]
    pub withdrawn: Vec<String>,
    /// All columns by name, in the order of the file.
    pub columns: IndexMap<String, Column>,
    /// How much may be set aside before it is an error; nothing that a row is held against.
    #[serde(skip)]
    pub limits: Limits,
    /// Where the contract stands, for messages about it.
    #[serde(skip)]
    pub span: Span,
}

/// Days for which a table has no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableGap {
    /// The first of them.
    pub first_day: Day,
    /// The last of them, not before the first.
    pub last_day: Day,
    /// Why, for readers.
    pub label: String,
}

/// How a contract declares days without data.
pub fn gap_line(days: DayRange, label: &str) -> String {
    let (first_day, last_day) = (days.first_day, days.last_day);
    format!("gaps = [{{ first_day = {first_day}, last_day = {last_day}, label = {} }}]", in_toml(label))
}

/// How a correction reaches a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Replace {
    /// It overwrites the file; one key in two files is a mistake, and the later path loses.
    File,
    /// It comes as a further row; of the rows with one key the greatest in this column wins.
    Latest(String),
}

/// One column of a contract.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// As in the files, or as queries call it where the files have another name.
    pub name: String,
    /// The type of its values.
    pub kind: ColumnType,
    /// What a reader calls it.
    pub title: String,
    /// Whether a row may lack it.
    pub optional: bool,
    /// How its values are taken from a file.
    pub intake: Intake,
    /// Who may see it; enforced where rows are shown, not here.
    pub sensitivity: Sensitivity,
    /// Where its values must exist.
    pub reference: Option<Reference>,
    /// The only values allowed; empty = any.
    pub values: Vec<String>,
    /// What a reader sees in place of some of them.
    pub labels: IndexMap<String, String>,
    /// The least value, in the column's own steps (days since 1970, units of the last decimal place).
    pub min: Option<i128>,
    /// The greatest value, in the same steps.
    pub max: Option<i128>,
    /// Other spellings of its codes, each with the one that counts: the dimension's aliases.
    pub spellings: IndexMap<String, String>,
    /// The dimension whose codes its values are, so that the snapshot counts each of them.
    pub code_list: Option<String>,
    /// What happens to a row that fails here, where the contract says it.
    pub on_fail: Option<OnFail>,
}

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Text, in composed form (NFC).
    Text,
    /// A day of the workspace's time zone.
    Date,
    /// A whole number of 64 bits.
    Integer,
    /// True or false.
    Boolean,
    /// Whole đồng, or the workspace's currency in its smallest unit: a decimal(18,0).
    Money,
    /// An exact number.
    Decimal {
        /// Digits in all, 1–38.
        precision: u8,
        /// Digits after the point, 0–precision.
        scale: u8,
    },
}

/// How far a column's values may travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Anybody.
    Public,
    /// Those who work with the workspace.
    #[default]
    Internal,
    /// Says who somebody is.
    Personal,
    /// Harms somebody if it becomes known.
    Sensitive,
}

impl Sensitivity {
    /// Whether nobody is named or harmed by it, so that it may stand on a page that no author of a KPI chose it for.
    pub fn is_open(self) -> bool {
        match self {
            Self::Public | Self::Internal => true,
            Self::Personal | Self::Sensitive => false,
        }
    }
}

/// What happens to a row that fails a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnFail {
    /// It is served, and marked.
    Keep,
    /// It is not served, and listed.
    SetAside,
    /// Its whole file is not served.
    Fatal,
}

/// The values of one column must exist in another.
#[derive(Debug, Clone, Serialize)]
pub struct Reference {
    /// The table that must hold them.
    pub table: String,
    /// Its column.
    pub column: String,
    /// Only its rows with these texts in these columns count.
    pub only: IndexMap<String, String>,
    /// Where the reference stands.
    #[serde(skip)]
    pub span: Span,
    /// Where its condition stands, or the reference once more.
    #[serde(skip)]
    pub only_span: Span,
}

impl Contract {
    /// The Arrow schema in which the table is served: contract order, every column nullable.
    pub fn schema(&self) -> SchemaRef {
        let fields: Vec<Field> = self.columns.values().map(Column::field).collect();
        Arc::new(Schema::new(fields))
    }

    /// 64 hexadecimal digits that change with anything a row is held against.
    pub fn fingerprint(&self) -> String {
        let text = serde_json::to_string(self).expect("a contract holds only texts, numbers and lists");
        sha256_hex(text.as_bytes())
    }

    /// The positions of the named columns, in the order of the names.
    pub(super) fn positions<'a>(&self, names: impl IntoIterator<Item = &'a String>) -> Vec<usize> {
        names.into_iter().filter_map(|name| self.columns.get_index_of(name)).collect()
    }
}

impl Column {
    /// What happens to a row that fails a check of this column; `reference` tells which kind.
    pub(super) fn on_fail(&self, reference: bool) -> OnFail {
        self.on_fail.unwrap_or(if reference { OnFail::Keep } else { OnFail::SetAside })
    }

    fn field(&self) -> Field {
        Field::new(&self.name, self.kind.data_type(), true)
    }
}

impl ColumnType {
    /// The Arrow type in which such a column is served. Text is a view, which DataFusion reads and
    /// compares fastest and would choose itself.
    pub fn data_type(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8View,
            Self::Date => DataType::Date32,
            Self::Integer => DataType::Int64,
            Self::Boolean => DataType::Boolean,
            Self::Money => DataType::Decimal128(MONEY_PRECISION, 0),
            Self::Decimal { precision, scale } => DataType::Decimal128(precision, scale.cast_signed()),
        }
    }

    /// Digits after the point: none but for decimals.
    pub fn scale(self) -> u8 {
        match self {
            Self::Decimal { scale, .. } => scale,
            Self::Text | Self::Date | Self::Integer | Self::Boolean | Self::Money => 0,
        }
    }

    /// Digits in all and after the point, of an exact number.
    pub(super) fn digits(self) -> Option<(u8, u8)> {
        match self {
            Self::Money => Some((MONEY_PRECISION, 0)),
            Self::Decimal { precision, scale } => Some((precision, scale)),
            Self::Text | Self::Date | Self::Integer | Self::Boolean => None,
        }
    }

    /// As a contract writes it.
    pub fn name(self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Date => "date".to_owned(),
            Self::Integer => "integer".to_owned(),
            Self::Boolean => "boolean".to_owned(),
            Self::Money => "money".to_owned(),
            Self::Decimal { precision, scale } => format!("decimal({precision},{scale})"),
        }
    }
}

/// Eighteen digits of đồng are a million times a province's budget, and sums still fit 38.
pub(super) const MONEY_PRECISION: u8 = 18;
