//! Several files as one: a zip archive, unpacked as it stands. What goes in is Parquet, which is packed already,
//! and a text. The same files give the same bytes.

use flate2::Crc;

/// The media type.
pub(super) const KIND: &str = "application/zip";

/// Version 2.0 of the format, the least that knows what stands here.
const VERSION: u16 = 20;
/// Names are UTF-8.
const UTF8: u16 = 1 << 11;
/// 1 January 1980, the format's first day: an archive does not tell when it was made.
const FIRST_DAY: u16 = 1 << 5 | 1;

/// The archive of files by name.
pub(super) fn archive(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let place = length(&archive);
        let entry = entry(name, bytes);
        archive.extend(b"PK\x03\x04");
        archive.extend(&entry);
        archive.extend(name.as_bytes());
        archive.extend(bytes);
        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&entry);
        // No comment, one disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(place.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (place, size) = (length(&archive), length(&directory));
    let count = u16::try_from(files.len()).unwrap_or(u16::MAX).to_le_bytes();
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count);
    archive.extend(count);
    archive.extend(size.to_le_bytes());
    archive.extend(place.to_le_bytes());
    archive.extend([0; 2]);
    archive
}

/// What the directory and the file's own head have in common.
fn entry(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(bytes);
    let mut entry = Vec::new();
    // Stored, at midnight of the first day.
    for number in [VERSION, UTF8, 0, 0, FIRST_DAY] {
        entry.extend(number.to_le_bytes());
    }
    for number in [crc.sum(), length(bytes), length(bytes)] {
        entry.extend(number.to_le_bytes());
    }
    let name = u16::try_from(name.len()).unwrap_or(u16::MAX);
    entry.extend(name.to_le_bytes());
    // Nothing extra.
    entry.extend([0; 2]);
    entry
}

/// Proofs are far from the 4 GB that the format's plain form holds.
fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}
