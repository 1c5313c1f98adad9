//! The formats in which tables leave the program: one file a format, and one line here.

use super::book::{Book, Content};
use super::format::{Format, Sink};
use super::{ExportError, csv, json, parquet, xlsx, zip};
use crate::workspace::Reader;

/// All of them.
pub const FORMATS: &[Format] = &[
    csv::FORMAT,
    json::FORMAT,
    parquet::FORMAT,
    xlsx::FORMAT,
    #[cfg(feature = "pdf")]
    super::pdf::FORMAT,
];

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::pack_formats;
    use crate::workspace::TAKEN;

    #[test]
    fn a_role_can_be_granted_every_format_that_there_is() {
        // The folder of a pack by which it is checked is no format of figures.
        let all =
            FORMATS.iter().map(|format| format.name).chain(pack_formats()).filter(|name| *name != "check");
        for name in all {
            assert!(TAKEN.contains(&name), "{name}");
        }
    }
}
