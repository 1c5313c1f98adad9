//! What was found wrong with a row, and with a file as a whole.

use serde::{Deserialize, Serialize};

/// The check that a row failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
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
    pub const ALL: [Self; 7] =
        [Self::Filled, Self::Values, Self::Min, Self::Max, Self::Key, Self::Superseded, Self::References];

    /// As `rejected_rows.rule` holds it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Filled => "filled",
            Self::Values => "values",
            Self::Min => "min",
            Self::Max => "max",
            Self::Key => "key",
            Self::Superseded => "superseded",
            Self::References => "references",
        }
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
    /// It is wrong and does not count.
    SetAside,
}

impl Fate {
    /// Whether the row is set aside: there is no room for it, and no correction either.
    pub fn is_set_aside(self) -> bool {
        match self {
            Self::Served | Self::Superseded => false,
            Self::Repeated | Self::SetAside => true,
        }
    }
}

/// One failed check of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// A value would lose digits or does not fit.
    #[error("row {row}, column `{column}`: {value} cannot be {expected} without losing something")]
    Lossy {
        /// The column.
        column: String,
        /// The row, from 1.
        row: u64,
        /// The value.
        value: String,
        /// The contract's type.
        expected: String,
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
}
