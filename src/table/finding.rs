//! What was found wrong with a row, and with a file as a whole.

use serde::{Deserialize, Serialize};

use super::nature::Nature;
use crate::diagnostic::{disguise, in_toml};
use crate::locale::fold_for_search;

/// The check that a row failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The value cannot be one of the column's type without losing something: its row is never served.
    Type,
    /// A column that must be filled is empty.
    Filled,
    /// The value is none of those allowed.
    Values,
    /// The value is below the least.
    Min,
    /// The value is above the greatest.
    Max,
    /// The key stands in an earlier row or file already.
    Key,
    /// A later row of the same key took this one's place, as the contract foresees.
    Superseded,
    /// The value does not exist where it must.
    References,
}

impl Rule {
    /// Every rule, in the order in which a page lists them.
    pub const ALL: [Self; 8] = [
        Self::Type,
        Self::Filled,
        Self::Values,
        Self::Min,
        Self::Max,
        Self::Key,
        Self::Superseded,
        Self::References,
    ];

    /// As `rejected_rows.rule` holds it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Filled => "filled",
            Self::Values => "values",
            Self::Min => "min",
            Self::Max => "max",
            Self::Key => "key",
            Self::Superseded => "superseded",
            Self::References => "references",
        }
    }

    /// The rule of a name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It counts.
    Served,
    /// A later row counts in its place.
    Superseded,
    /// A row of an earlier file has its key and counts: this one is set aside.
    Repeated,
    /// A row that holds the very same counts: nothing is lost without this one.
    Copy,
    /// It is wrong and does not count.
    SetAside,
}

impl Fate {
    const ALL: [Self; 5] = [Self::Served, Self::Superseded, Self::Repeated, Self::Copy, Self::SetAside];

    /// As the state folder holds it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::Superseded => "superseded",
            Self::Repeated => "repeated",
            Self::Copy => "copy",
            Self::SetAside => "set_aside",
        }
    }

    /// The fate of a name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fate| fate.name() == name)
    }

    /// Whether the row is set aside: it is no copy, and nothing corrects it.
    pub fn is_set_aside(self) -> bool {
        match self {
            Self::Served | Self::Superseded | Self::Copy => false,
            Self::Repeated | Self::SetAside => true,
        }
    }
}

/// One failed check of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The row in its file, from 1.
    pub row: u64,
    /// The check.
    pub rule: Rule,
    /// The column, or the columns of the key joined by `, `.
    pub column: String,
    /// The value as text, those of a key joined by `, `; nothing where there was none.
    pub value: Option<String>,
    /// The body answering for the row, where the contract names a column for it.
    pub organization: Option<String>,
    /// What becomes of the row, all its findings considered.
    pub fate: Fate,
}

/// Why no row of a file is served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Fatal {
    /// The file has no byte.
    #[error("the file is empty")]
    Empty,
    /// The system does not let it be read.
    #[error("the file cannot be read: {cause}")]
    Unreadable {
        /// What the system said.
        cause: String,
    },
    /// It is no whole Parquet file.
    #[error("the file is no whole Parquet file: {cause}")]
    Broken {
        /// What the Parquet reader said.
        cause: String,
    },
    /// A column that must be filled is not there.
    #[error("column `{column}` is missing")]
    MissingColumn {
        /// The column.
        column: String,
    },
    /// A column's type cannot be the contract's.
    #[error("column `{column}` is of type {found} and must be {expected}")]
    WrongType {
        /// The column.
        column: String,
        /// Its Arrow type.
        found: String,
        /// The contract's type.
        expected: String,
    },
    /// It is no Parquet file that could be read, but something known.
    #[error("the file is no Parquet file to be read but {}", nature.name())]
    Foreign {
        /// What it is.
        nature: Nature,
    },
    /// A column is not there, and one of nearly its name is.
    #[error(
        "column `{column}` is missing (did you mean `{found}`{}? then write `aliases = [{}]` below \
         `[columns.{column}]` of its contract)",
        disguise(&fold_for_search(found), column).map_or_else(String::new, |letters| format!(", in which {letters} only looks like another letter")),
        in_toml(found)
    )]
    Misnamed {
        /// The column.
        column: String,
        /// The name in the file.
        found: String,
    },
    /// Two columns of the file could both be meant by a name.
    #[error("columns `{first}` and `{second}` cannot be told apart")]
    Alike {
        /// A name in the file.
        first: String,
        /// The other one.
        second: String,
    },
    /// A row fails a check of which the contract says that its whole file is then worth nothing.
    #[error("row {row}, column `{column}` fails the check `{}`, which the contract calls fatal", rule.name())]
    Row {
        /// The check.
        rule: Rule,
        /// The column.
        column: String,
        /// The row, from 1.
        row: u64,
        /// The value as text.
        value: Option<String>,
    },
    /// It cannot be looked at: a link to nowhere, a folder that may not be entered, a share that is away.
    #[error("it cannot be reached{}: {cause}", leading(target.as_deref()))]
    Unreachable {
        /// What the system said.
        cause: String,
        /// Where it leads, if it is a link.
        target: Option<String>,
    },
    /// It leads to what is read by another path.
    #[error("it leads to the same place as `{}`, whose rows would count twice", place(other))]
    Again {
        /// The other path; empty for the location itself.
        other: String,
    },
    /// It is no file: reading it might never end.
    #[error("it is a {what} and no file, and is not opened")]
    Special {
        /// What it is: `pipe`, `socket`, `device`.
        what: String,
    },
    /// A folder in which more than its Parquet files says which rows count.
    #[error("it is a table of {}, and its Parquet files alone do not say which of their rows count", layout.name())]
    Layout {
        /// Whose.
        layout: Layout,
    },
    /// Folders name a column that the contract does not take from them.
    #[error(
        "the names of {folders} folders like this one give a column `{column}`, which the contract does not take from them"
    )]
    Partition {
        /// The column.
        column: String,
        /// How many folders.
        folders: usize,
    },
    /// Two folders above it name one column.
    #[error("its folders `{first}` and `{folder}` both give column `{column}`")]
    PartitionTwice {
        /// The outer folder's name.
        first: String,
        /// The inner one's.
        folder: String,
        /// The column.
        column: String,
    },
    /// What a folder's name says is no value of its column.
    #[error("the name of its folder `{folder}` gives column `{column}` no {expected}")]
    PartitionValue {
        /// The folder's name.
        folder: String,
        /// The column.
        column: String,
        /// The contract's type.
        expected: String,
    },
    /// The file has a column that its folder gives too, and they differ.
    #[error("row {row}, column `{column}`: {} is not what the name of its folder `{folder}` says", value.as_deref().unwrap_or("no value"))]
    Disagreement {
        /// The column.
        column: String,
        /// The row, from 1.
        row: u64,
        /// What the file says there, as text.
        value: Option<String>,
        /// The folder's name.
        folder: String,
    },
    /// It held files that were served, and holds none: a share that is away looks like this.
    #[error("nothing is there any more, and {files} of its files were served before")]
    Emptied {
        /// How many.
        files: usize,
    },
}

/// A way of keeping a table in which Parquet files alone do not say which rows count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// Delta Lake.
    Delta,
    /// Apache Hudi.
    Hudi,
    /// Apache Iceberg.
    Iceberg,
}

impl Layout {
    /// The name by which people know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Delta => "Delta Lake",
            Self::Hudi => "Apache Hudi",
            Self::Iceberg => "Apache Iceberg",
        }
    }

    /// Of which layout a name in a folder tells.
    pub(super) fn of_marker(name: &str) -> Option<Self> {
        match name {
            "_delta_log" => Some(Self::Delta),
            ".hoodie" | ".hoodie_partition_metadata" => Some(Self::Hudi),
            _ => None,
        }
    }
}

impl Fatal {
    /// What to do about it, where the finding alone does not say.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Unreachable { .. } => {
                Some("mount what it leads to, let the program read it, or take it away".to_owned())
            }
            Self::Again { .. } => Some("keep one of the two".to_owned()),
            Self::Special { .. } => Some("put a file in its place".to_owned()),
            Self::Layout { .. } => Some(
                "export the table's current version as plain Parquet files into a folder of their own"
                    .to_owned(),
            ),
            Self::Partition { column, .. } => Some(format!(
                "write `partitions = [\"{column}\"]` in the table's contract, or rename the folders"
            )),
            Self::WrongType { column, found, expected } => Some(other_type(column, found, expected)),
            Self::Emptied { .. } => Some(
                "mount it or put the files back; if they were taken away on purpose, the table's contract says \
                 `withdrawn = [\"PATH\"]`, or `ended = DATE` where the table has ended"
                    .to_owned(),
            ),
            Self::Empty
            | Self::Unreadable { .. }
            | Self::Broken { .. }
            | Self::MissingColumn { .. }
            | Self::Foreign { .. }
            | Self::Misnamed { .. }
            | Self::Alike { .. }
            | Self::Row { .. }
            | Self::PartitionTwice { .. }
            | Self::PartitionValue { .. }
            | Self::Disagreement { .. } => None,
        }
    }
}

/// What to do about a type that cannot be the contract's: the exporter or the contract changes.
fn other_type(column: &str, found: &str, expected: &str) -> String {
    let is_whole = found.starts_with("Int") || found.starts_with("UInt");
    let write = format!("export it as {expected}");
    match found {
        "Utf8" | "LargeUtf8" | "Utf8View" => format!(
            "{write} and not as text, or write `type = \"text\"` below `[columns.{column}]` and cast it in the queries"
        ),
        _ if expected == "text" && is_whole => format!(
            "{write}, with the zeros that lead a code, or write `type = \"integer\"` below `[columns.{column}]` where it is a number"
        ),
        _ => format!("{write}, or write the type that it has below `[columns.{column}]`"),
    }
}

fn leading(target: Option<&str>) -> String {
    target.map_or_else(String::new, |target| format!(", a link to `{target}`"))
}

fn place(path: &str) -> &str {
    if path.is_empty() { "." } else { path }
}
