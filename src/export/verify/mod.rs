//! Checking a pack: whether it is whole, whether it agrees with itself, whether its figures come out again. Bytes by
//! hash, figures by value; nothing is rendered to compare.

mod adds;
mod cells;
mod claims;
mod intact;
mod json;
mod pdf;
mod recomputed;
mod sent;
mod unpacked;
mod verdict;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

pub use claims::Claims;
pub use recomputed::recomputed;
pub use unpacked::PackError;
pub use verdict::{Finding, Sent, SentWord, Verdict, Verification, Word};

use super::check::WORKSPACE;

/// What none of the verdicts proves.
const NOT_PROVEN: [&str; 3] = [
    "who wrote the pack: compare its identity with the one that its sender told you by another way",
    "that the data are true: only that these figures come from them",
    "that a signature is valid, or whose it is: only that nothing else stands behind the pack's bytes",
];

/// A pack that is checked.
pub struct Pack {
    place: PathBuf,
    found: intact::Found,
    /// What its manifest says, or why it cannot be read.
    pub claims: Result<Claims, String>,
    /// Where its archive is unpacked, if it came as one: gone with the pack.
    _aside: Option<TempDir>,
}

impl Pack {
    /// Reads a folder, or the zip archive of one.
    ///
    /// # Errors
    /// Where it cannot be read, and where an archive is not one that a pack is sent in.
    pub fn read(place: &Path) -> Result<Self, PackError> {
        let (aside, place) = match place.is_file() {
            true => unpacked::unpack(place).map(|(aside, pack)| (Some(aside), pack))?,
            false => (None, place.to_owned()),
        };
        let found = intact::Found::read(&place)?;
        let claims = match fs::read_to_string(place.join(adds::MANIFEST_FILE)) {
            Ok(text) => Claims::read(&text),
            Err(error) => Err(format!("{} cannot be read: {error}", adds::MANIFEST_FILE)),
        };
        Ok(Self { place, found, claims, _aside: aside })
    }

    /// Where it lies.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// The definitions that it carries, as a workspace; nothing where it carries none.
    pub fn workspace(&self) -> Option<PathBuf> {
        let folder = self.place.join("data").join(WORKSPACE);
        folder.is_dir().then_some(folder)
    }

    /// What can be said without the data, for the files that were sent too.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub fn verify(&self, sent: &[PathBuf], recomputed: Verdict) -> io::Result<Verification> {
        let adds_up = match &self.claims {
            Ok(claims) => adds::verdict(&self.place, claims),
            Err(because) => Verdict::cannot(because.clone()),
        };
        Ok(Verification {
            identity: self.found.identity.clone(),
            written_by: self.claims.as_ref().ok().map(|claims| claims.program.clone()),
            intact: self.found.verdict(),
            adds_up,
            recomputed,
            sent: sent::all(self, sent)?,
            not_proven: NOT_PROVEN.to_vec(),
        })
    }
}
