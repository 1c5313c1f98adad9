//! Several files as one: a zip archive, unpacked as it stands. The same files give the same bytes.

use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::ExportError;
use super::format::Sink;

/// The media type.
pub const MEDIA: &str = "application/zip";

/// An archive that is being written.
pub struct Archive<'a, 'b> {
    writer: ZipWriter<StreamWriter<&'a mut Sink<'b>>>,
}

impl<'a, 'b> Archive<'a, 'b> {
    /// An empty one.
    pub fn new(sink: &'a mut Sink<'b>) -> Self {
        Self { writer: ZipWriter::new_stream(sink) }
    }

    /// Adds a file.
    ///
    /// # Errors
    /// Those of who writes it, and of the archive.
    pub fn file(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut Sink<'_>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        // The format's first day: an archive does not tell when it was made.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .large_file(true)
            .last_modified_time(DateTime::default());
        self.writer.start_file(name, options).map_err(failed)?;
        write(&mut self.writer)
    }

    /// Ends it.
    ///
    /// # Errors
    /// Where its list of files cannot be written.
    pub fn end(self) -> Result<(), ExportError> {
        self.writer.finish().map_err(failed)?;
        Ok(())
    }
}

fn failed(error: ZipError) -> ExportError {
    match error {
        ZipError::Io(source) => ExportError::Write(source),
        other => ExportError::format("zip", "a file", other),
    }
}

/// Files by name as an archive in memory.
///
/// # Errors
/// Where they are too many or too large for the format.
pub fn archive(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ExportError> {
    let mut bytes: Vec<u8> = Vec::new();
    let mut archive = Archive::new(&mut bytes);
    for (name, content) in files {
        archive.file(name, |sink| Ok(sink.write_all(content)?))?;
    }
    archive.end()?;
    Ok(bytes)
}
