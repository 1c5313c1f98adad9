//! What was really sent: number, day and file of a pack that was issued, beside the bag and never in it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::ExportError;
use super::bag::{INFO, PAYLOAD, TAG_MANIFEST};
use super::manifest;
use crate::calendar::Day;
use crate::store::{sha256_file, write_atomic};

/// The end of the record's name, after the pack's.
const ENDING: &str = ".issued.json";

/// One document that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Its number and signs, as on the document: `05/BC-SCT`.
    pub number: String,
    /// Its day, as ISO 8601 writes it.
    pub date: String,
    /// The name of the file that was sent.
    pub file: String,
    /// Its bytes.
    pub size: u64,
    /// Their hash.
    pub sha256: String,
    /// The pack's identity: the hash of its tag manifest.
    pub pack: String,
}

/// Where a pack's record lies.
pub fn record_of(pack: &Path) -> PathBuf {
    let mut name = pack.file_name().unwrap_or_default().to_os_string();
    name.push(ENDING);
    pack.with_file_name(name)
}

/// What is recorded of a pack, oldest first.
///
/// # Errors
/// Where the record cannot be read, or is none.
pub fn issued(pack: &Path) -> Result<Vec<Issued>, ExportError> {
    let path = record_of(pack);
    match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map_err(|source| ExportError::format("json", "the record of what was issued", source)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(source) => Err(ExportError::File { path, source }),
    }
}

/// Records that a file was sent for a pack. What is recorded already stays as it is; the same again is nothing new.
///
/// # Errors
/// Where there is no pack, where a number was recorded with another file or day, and where nothing can be written.
pub fn issue(pack: &Path, number: &str, date: Day, file: &Path) -> Result<Issued, ExportError> {
    for needed in [Path::new(TAG_MANIFEST), Path::new(INFO), &Path::new(PAYLOAD).join(manifest::FILE)] {
        if !pack.join(needed).is_file() {
            return Err(ExportError::NoPack { path: pack.to_owned() });
        }
    }
    let (_, identity) = sha256_file(&pack.join(TAG_MANIFEST))?;
    let (size, sha256) = sha256_file(file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let own = Issued {
        number: number.to_owned(),
        date: date.to_string(),
        file: name,
        size,
        sha256,
        pack: identity,
    };
    let mut all = issued(pack)?;
    match all.iter().find(|each| each.number == number) {
        Some(known) if *known == own => return Ok(own),
        Some(_) => return Err(ExportError::OtherIssue { number: number.to_owned() }),
        None => all.push(own.clone()),
    }
    let text = serde_json::to_string_pretty(&all)
        .map_err(|source| ExportError::format("json", "the record of what was issued", source))?;
    write_atomic(&record_of(pack), format!("{text}\n").as_bytes())?;
    Ok(own)
}
