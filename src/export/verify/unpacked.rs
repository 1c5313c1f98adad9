//! A pack that came as a zip archive, unpacked aside: whoever made the archive may mean harm.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::export::bag::DECLARATION;

/// Files and folders of an archive; a pack has some hundreds.
const MOST_FILES: usize = 20_000;
/// Bytes of all files of an archive, unpacked: 4 GiB.
const MOST_BYTES: u64 = 4 << 30;

/// Why a pack cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file or folder cannot be read, or nothing can be unpacked here.
    #[error(transparent)]
    File(#[from] io::Error),
    /// It is a file, and no archive, or a broken one.
    #[error("it is neither a folder nor a sound zip archive")]
    Archive(#[source] ZipError),
    /// Something in the archive is not what a pack has.
    #[error("the archive holds `{name}`, {why}")]
    Odd {
        /// What it is called there.
        name: String,
        /// What is odd about it.
        why: &'static str,
    },
    /// It would fill the disk.
    #[error("the archive holds more than any pack does")]
    Large,
    /// It holds nothing, or something else.
    #[error("the archive does not hold just one pack")]
    NoPack,
}

impl PackError {
    /// What to do instead.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::File(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Self::File(_) | Self::Archive(_) | Self::NoPack => {
                "name the folder that holds bagit.txt, or the zip archive of that folder"
            }
            Self::Large => "unpack it by other means and name the folder",
            Self::Odd { .. } => "no pack is packed so: ask its sender for it anew",
        };
        Some(help.to_owned())
    }
}

/// The pack of an archive, and the folder that goes away with it.
pub(super) fn unpack(path: &Path) -> Result<(TempDir, PathBuf), PackError> {
    let mut archive = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(failed)?;
    if archive.len() > MOST_FILES {
        return Err(PackError::Large);
    }
    // Names that stand twice, entries that lie over each other or that only one of its two lists names: what one
    // program unpacks of such an archive is not what another does.
    archive.validate_header_consistency().map_err(failed)?;
    let aside = tempfile::tempdir()?;
    let mut left = MOST_BYTES;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(failed)?;
        let name = entry.name().map_err(failed)?.into_owned();
        let odd = |why| Err(PackError::Odd { name: name.clone(), why });
        let Some(place) = below(aside.path(), &name) else {
            return odd("a name that leads elsewhere");
        };
        if entry.encrypted() {
            return odd("which is encrypted");
        }
        if entry.is_dir() {
            fs::create_dir_all(&place)?;
            continue;
        }
        if !entry.is_file() || entry.is_symlink() {
            return odd("a link or a device");
        }
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = BufWriter::new(File::create_new(&place)?);
        // What it says of its size is not believed.
        let size = io::copy(&mut (&mut entry).take(left + 1), &mut file)?;
        left = left.checked_sub(size).ok_or(PackError::Large)?;
        file.flush()?;
    }
    let pack = pack_in(aside.path())?;
    Ok((aside, pack))
}

/// What the archive's reader says: of the disk, or of the archive.
fn failed(error: ZipError) -> PackError {
    match error {
        ZipError::Io(error) => PackError::File(error),
        other => PackError::Archive(other),
    }
}

/// The place of an entry; nothing for a name that could be meant as another place.
fn below(folder: &Path, name: &str) -> Option<PathBuf> {
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
    let path = name.strip_suffix('/').unwrap_or(name);
    path.split('/').all(plain).then(|| folder.join(path))
}

/// The pack: all that was unpacked, or the one folder in it.
fn pack_in(folder: &Path) -> Result<PathBuf, PackError> {
    if folder.join(DECLARATION).is_file() {
        return Ok(folder.to_owned());
    }
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    match entries.as_slice() {
        [one] if one.file_type()?.is_dir() => Ok(one.path()),
        _ => Err(PackError::NoPack),
    }
}
