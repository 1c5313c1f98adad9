//! What a format of tables is.

use std::io::Write;

use super::ExportError;
use super::book::Book;
use crate::workspace::Reader;

/// Where bytes go. A writer that must go back does so in a file of its own first.
pub type Sink<'a> = dyn Write + Send + 'a;

/// A format of tables.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// As the command line, addresses and endings of files name it.
    pub name: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// Whether a file of it holds one table only: several become a zip archive of such files.
    pub single: bool,
    /// Writes a book; of a single-table format one with a single block.
    pub write: fn(&Reader<'_>, Book<'_>, &mut Sink<'_>) -> Result<(), ExportError>,
}
