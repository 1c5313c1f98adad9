//! How a column's values are taken from whatever file holds them: the one description of it, for the
//! conversion and for whoever writes the same down for another engine.

use arrow::datatypes::{DataType, TimeUnit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a contract says of the way of a value from a file into its column, apart from the type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    /// Other names that the column may have in a file.
    pub aliases: Vec<String>,
    /// Whether blanks ([`crate::locale::is_blank`]: white space, no-break spaces too, and what shows nothing) go
    /// off both ends of a text before anything else is done with it; what is then empty is NULL.
    pub trim: bool,
    /// What a time without a zone shows. Where nothing is said it is read as local, and rows whose day
    /// depends on it are counted.
    pub naive: Option<Naive>,
    /// Whether a number of too many digits is rounded, half away from zero, and counted, where it
    /// would be refused.
    pub round: bool,
    /// What NaN is, where it is anything.
    pub nan: Option<Nan>,
}

/// What a time without a zone shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Naive {
    /// The clock on the wall of the workspace's zone: its day is the day that is written.
    Local,
    /// UTC: it becomes a day of the workspace's zone.
    Utc,
}

/// What NaN is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Nan {
    /// A value that is missing.
    Missing,
}

/// A column of a contract that a file does not hold just as the contract names and types it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrived {
    /// The contract's name of it.
    pub column: String,
    /// The name that the file has for it, letter for letter; nothing where the file lacks it.
    pub name: Option<String>,
    /// What stands there.
    pub stored: Stored,
}

/// What a file holds in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stored {
    /// The very type of the contract, or one that every engine reads as the same values.
    Same,
    /// Days, counted in something else than days.
    Days,
    /// Times of a zone.
    Zoned,
    /// Times without a zone.
    Naive,
    /// Whole numbers or decimals.
    Exact,
    /// Floating point of 64 bits: the shortest decimal that reads back as the same double.
    Double,
    /// Floating point of 32 bits: the shortest decimal that reads back as the same number.
    Float,
    /// Values of another type, none of which is there.
    Nothing,
    /// The column itself is not there, and the name of a folder gives its value.
    Folder,
    /// The column itself is not there.
    Lacking,
}

impl Stored {
    /// What an Arrow type is that fits the contract's but is another.
    pub(super) fn of(found: &DataType) -> Self {
        match found {
            DataType::Dictionary(_, values) => Self::of(values),
            DataType::Null => Self::Nothing,
            DataType::Date64 => Self::Days,
            DataType::Timestamp(_, Some(_)) => Self::Zoned,
            DataType::Timestamp(_, None) => Self::Naive,
            DataType::Float64 => Self::Double,
            DataType::Float32 => Self::Float,
            found if found.is_integer() || found.is_decimal() => Self::Exact,
            _ => Self::Same,
        }
    }
}

/// Steps of a unit of time in a second.
pub(super) fn steps_per_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    }
}
