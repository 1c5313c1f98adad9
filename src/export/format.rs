//! The formats in which tables leave the program: one file a format, and one line here.

use std::io::Write;

use super::book::{Book, Content};
use super::{ExportError, csv, json, parquet, xlsx, zip};
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

/// All of them.
pub const FORMATS: &[Format] = &[csv::FORMAT, json::FORMAT, parquet::FORMAT, xlsx::FORMAT];

impl Format {
    /// The format of a name.
    ///
    /// # Errors
    /// Names those that there are.
    pub fn named(name: &str) -> Result<&'static Self, ExportError> {
        let known = || FORMATS.iter().map(|format| format.name).collect();
        let found = FORMATS.iter().find(|format| format.name == name);
        found.ok_or_else(|| ExportError::UnknownFormat { name: name.to_owned(), known: known() })
    }

    /// The ending of the file's name and its media type.
    pub fn kind(&self, book: &Book<'_>) -> (&'static str, &'static str) {
        match self.single && book.tables() > 1 {
            true => ("zip", zip::MEDIA),
            false => (self.name, self.media),
        }
    }

    /// Writes a book.
    ///
    /// # Errors
    /// Where a row cannot be had, does not fit or cannot be written.
    pub fn write(&self, reader: &Reader<'_>, book: Book<'_>, sink: &mut Sink<'_>) -> Result<(), ExportError> {
        if !self.single || book.tables() == 1 {
            return (self.write)(reader, book, sink);
        }
        let mut archive = zip::Archive::new(sink);
        for sheet in book.sheets {
            for block in sheet.blocks {
                if matches!(block.content, Content::Nothing) {
                    continue;
                }
                let name = format!("{}-{}.{}", sheet.name, block.name, self.name);
                let one = Book::of_block(book.edition.clone(), sheet.name.clone(), block);
                archive.file(&name, |sink| (self.write)(reader, one, sink))?;
            }
        }
        archive.end()
    }
}
