//! Several files as one: a zip archive, unpacked as it stands. What goes in is Parquet, which is packed already,
//! and a text. The same files give the same bytes.

use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The media type.
pub(super) const KIND: &str = "application/zip";

/// The archive of files by name.
///
/// # Panics
/// Where the files are too many or too large for the format: proofs are far from that.
pub(super) fn archive(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    write(files).expect("a proof is no larger than the format holds, and memory takes every byte")
}

fn write(files: &[(String, Vec<u8>)]) -> ZipResult<Vec<u8>> {
    // The format's first day: an archive does not tell when it was made.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
