//! What SQL over the arrived files cannot say.

/// Why no proof of a figure runs elsewhere: all there is. Each is a property of what the figure is computed from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsayable {
    /// Another engine cannot be told the file's name: it is no text, or holds a backslash, which is taken as
    /// a border between folders.
    #[error("the name of `{file}` cannot be written so that DuckDB finds the file")]
    Name {
        /// The file below the data location, as far as it can be written.
        file: String,
    },
    /// More digits than exact numbers have elsewhere: they would be read as floating point numbers.
    #[error("column `{column}` of `{file}` has {precision} digits, and DuckDB keeps 38 exactly")]
    Digits {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// Digits in all.
        precision: u8,
    },
    /// A column has a name by which files and rows are told apart, where they must be: some rows do not count,
    /// or folders give values.
    #[error("`{file}` has a column `{column}`, which hides by what its rows are told apart")]
    Numbers {
        /// The file.
        file: String,
        /// The column.
        column: String,
    },
    /// A table comes from memory: whoever has the data files does not have it, and rows are not given away.
    #[error("table `{table}` was given from memory, so that no data file holds its rows")]
    Memory {
        /// The table.
        table: String,
    },
    /// The query reads what stands in rows that do not count, which may be personal and is of no use to whoever
    /// has the files.
    #[error(
        "column `{column}` of `{table}` holds values of rows that do not count, which are not given away"
    )]
    Values {
        /// The program's own table.
        table: String,
        /// The column.
        column: String,
    },
}

impl Unsayable {
    /// The name of each kind, all there are.
    pub const ALL: [&'static str; 5] = ["name", "digits", "numbers", "values", "memory"];

    /// The name of its kind.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Name { .. } => "name",
            Self::Digits { .. } => "digits",
            Self::Numbers { .. } => "numbers",
            Self::Values { .. } => "values",
            Self::Memory { .. } => "memory",
        }
    }
}
