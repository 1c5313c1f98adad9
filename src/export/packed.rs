//! Packs that have been made: what a folder holds, and one of them as an archive.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::ExportError;
use super::bag::{INFO, PAYLOAD, TAG_MANIFEST};
use super::format::Sink;
use super::manifest;
use super::zip::Archive;
use crate::report::PackView;
use crate::store::sha256_hex;
use crate::workspace::Reader;

/// What is read of a manifest.
#[derive(Deserialize)]
struct Head {
    calendar: String,
    period: String,
    data_date: String,
}

/// The packs that lie in a folder; what is no pack, or none that can be read, is passed over.
///
/// # Errors
/// Where the folder is there and cannot be read.
pub fn packs_in(reader: &Reader<'_>, folder: &Path) -> Result<Vec<PackView>, ExportError> {
    let failed = |source| ExportError::File { path: folder.to_owned(), source };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        // It is made with the first pack.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut packs = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.'));
        packs.extend(name.and_then(|name| pack_of(reader, name, &entry.path())));
    }
    packs.sort_by(|a: &PackView, b| a.name.cmp(&b.name));
    Ok(packs)
}

fn pack_of(reader: &Reader<'_>, name: String, place: &Path) -> Option<PackView> {
    let tags = fs::read(place.join(TAG_MANIFEST)).ok()?;
    let head = fs::read(place.join(PAYLOAD).join(manifest::FILE)).ok()?;
    let head: Head = serde_json::from_slice(&head).ok()?;
    let info = fs::read_to_string(place.join(INFO)).ok()?;
    let carried = info.lines().find_map(|line| line.strip_prefix("Payload-Oxum: ")?.split_once('.'));
    let (size, files) = carried.and_then(|(size, files)| Some((size.parse().ok()?, files.parse().ok()?)))?;
    let calendars = reader.calendars();
    let period = format!("{}:{}", head.calendar, head.period);
    Some(PackView {
        name,
        period: calendars.parse(calendars.default_calendar(), &period).ok(),
        data_date: head.data_date.parse().ok(),
        identity: sha256_hex(&tags),
        size,
        files,
    })
}

/// Writes a pack as a zip archive: its folder as it stands, in the order of the names of its files.
///
/// # Errors
/// Where a file cannot be read or written.
pub fn archive_pack(place: &Path, name: &str, sink: &mut Sink<'_>) -> Result<(), ExportError> {
    let mut files = Vec::new();
    let failed = |source| ExportError::File { path: place.to_owned(), source };
    files_below(place, name, &mut files).map_err(failed)?;
    files.sort();
    let mut archive = Archive::new(sink);
    for (name, path) in files {
        archive.file(&name, |sink| {
            let failed = |source| ExportError::File { path: path.clone(), source };
            io::copy(&mut File::open(&path).map_err(failed)?, sink)?;
            Ok(())
        })?;
    }
    archive.end()
}

/// Each file by its name in the archive; links lead elsewhere and are no part of a pack.
fn files_below(folder: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let own = format!("{name}/{}", entry.file_name().to_string_lossy());
        if kind.is_dir() {
            files_below(&entry.path(), &own, files)?;
        } else if kind.is_file() {
            files.push((own, entry.path()));
        }
    }
    Ok(())
}
