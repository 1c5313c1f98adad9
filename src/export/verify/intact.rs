//! Whether a bag holds what its lists say, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::verdict::{Finding, Verdict};
use crate::export::bag::{DECLARATION, INFO, MANIFEST, PAYLOAD, TAG_MANIFEST};
use crate::store::{hex, sha256_hex};

/// What lies in a folder.
pub(super) struct Found {
    /// The hash of each file, by path with forward slashes.
    pub(super) files: BTreeMap<String, String>,
    /// What each list names: path and hash.
    pub(super) listed: BTreeMap<String, String>,
    /// The hash of the list of lists.
    pub(super) identity: Option<String>,
    findings: Vec<Finding>,
}

impl Found {
    /// Reads a folder.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(super) fn read(pack: &Path) -> io::Result<Self> {
        let mut found =
            Self { files: BTreeMap::new(), listed: BTreeMap::new(), identity: None, findings: Vec::new() };
        let mut folders = BTreeSet::new();
        found.walk(pack, "", &mut folders)?;
        for list in [TAG_MANIFEST, MANIFEST] {
            found.list(pack, list)?;
        }
        for folder in folders {
            let below = format!("{folder}/");
            let all = found.files.keys().chain(found.listed.keys());
            if !all.into_iter().any(|path| path.starts_with(&below)) {
                found.findings.push(Finding::of_file(
                    "unlisted",
                    &folder,
                    "an empty folder that no list names",
                ));
            }
        }
        Ok(found)
    }

    fn walk(&mut self, folder: &Path, below: &str, folders: &mut BTreeSet<String>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let shown = name.to_string_lossy();
            let path = if below.is_empty() { shown.to_string() } else { format!("{below}/{shown}") };
            let odd =
                |letter: char| letter.is_control() || matches!(letter, '\\' | char::REPLACEMENT_CHARACTER);
            if name.to_str().is_none_or(|name| name.contains(odd)) {
                self.findings.push(Finding::of_file(
                    "odd-name",
                    &path,
                    "its name is not one that a pack has",
                ));
                continue;
            }
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.insert(path.clone());
                self.walk(&entry.path(), &path, folders)?;
            } else if kind.is_file() {
                self.files.insert(path, hash(&entry.path())?);
            } else {
                let says = "a link, a pipe or a device, which no pack has";
                self.findings.push(Finding::of_file("no-file", &path, says));
            }
        }
        Ok(())
    }

    /// Reads a list of hashes.
    fn list(&mut self, pack: &Path, list: &str) -> io::Result<()> {
        if !self.files.contains_key(list) {
            self.findings.push(Finding::of_file("missing", list, "a pack has it, and it is not there"));
            return Ok(());
        }
        let bytes = fs::read(pack.join(list))?;
        if list == TAG_MANIFEST {
            self.identity = Some(sha256_hex(&bytes));
        }
        let Ok(text) = String::from_utf8(bytes) else {
            self.findings.push(Finding::of_file("unreadable", list, "it is not UTF-8 text"));
            return Ok(());
        };
        for (at, line) in text.lines().enumerate() {
            let read = line.split_once("  ").filter(|(hash, path)| is_hash(hash) && belongs(path, list));
            let again = read.is_some_and(|(_, path)| self.listed.contains_key(&decoded(path)));
            match read.filter(|_| !again) {
                Some((hash, path)) => drop(self.listed.insert(decoded(path), hash.to_owned())),
                None => {
                    let says = format!("line {} is not of the form that it must have", at + 1);
                    self.findings.push(Finding::of_file("unreadable", list, says));
                }
            }
        }
        if !text.is_empty() && !text.ends_with('\n') {
            self.findings.push(Finding::of_file("unreadable", list, "its last line has no end"));
        }
        Ok(())
    }

    /// What is wrong with it.
    pub(super) fn verdict(&self) -> Verdict {
        let mut all = self.findings.clone();
        let missing: Vec<&String> =
            self.listed.keys().filter(|path| !self.files.contains_key(*path)).collect();
        let unlisted =
            self.files.keys().filter(|path| *path != TAG_MANIFEST && !self.listed.contains_key(*path));
        let unlisted: Vec<&String> = unlisted.collect();
        for path in &missing {
            // The list of lists itself is told of where it is read.
            let here = unlisted.iter().find(|other| self.files[**other] == self.listed[*path]);
            all.push(match here {
                Some(here) => Finding::of_file("renamed", path, format!("it lies at `{here}`")),
                None if *path == MANIFEST => continue,
                None => Finding::of_file("missing", path, "it is listed, and it is not there"),
            });
        }
        let changed = |path: &&String| self.files.get(*path).is_some_and(|hash| *hash != self.listed[*path]);
        for path in self.listed.keys().filter(changed) {
            let own = &self.files[path];
            let from = self.listed.iter().find(|(other, hash)| *other != path && *hash == own);
            all.push(match from {
                Some((from, _)) => {
                    Finding::of_file("swapped", path, format!("it holds what `{from}` must hold"))
                }
                None => {
                    let list = if path.starts_with("data/") { MANIFEST } else { TAG_MANIFEST };
                    Finding::of_file("changed", path, format!("its bytes are not those that {list} names"))
                }
            });
        }
        let moved = |path: &String| missing.iter().any(|other| self.listed[*other] == self.files[path]);
        for path in unlisted {
            let says = if moved(path) { "the new name of a listed file" } else { "no list names it" };
            all.push(Finding::of_file("unlisted", path, says));
        }
        for own in [DECLARATION, INFO, MANIFEST] {
            if self.identity.is_some() && !self.listed.contains_key(own) {
                all.push(Finding::of_file("unreadable", TAG_MANIFEST, format!("it does not name {own}")));
            }
        }
        Verdict::of(self.about(), all)
    }

    /// How many files there are, as others count them: what is carried by itself.
    fn about(&self) -> String {
        let carried = |path: &&String| path.starts_with(PAYLOAD) && path[PAYLOAD.len()..].starts_with('/');
        let beside = |path: &&String| !carried(path) && *path != TAG_MANIFEST;
        let own = if self.files.contains_key(TAG_MANIFEST) {
            format!(", and {TAG_MANIFEST}, which lists those")
        } else {
            String::new()
        };
        format!(
            "{PAYLOAD}/: {} listed, {} there; beside it: {} listed, {} there{own}",
            files(self.listed.keys().filter(carried).count()),
            self.files.keys().filter(carried).count(),
            files(self.listed.keys().filter(beside).count()),
            self.files.keys().filter(beside).count(),
        )
    }

    /// Whether a file is there as it is listed.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.files.get(path).is_some_and(|hash| self.listed.get(path) == Some(hash))
    }
}

/// A number of files in words.
pub(super) fn files(count: usize) -> String {
    crate::diagnostic::counted(count, "file")
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// The payload stands in one list, all else in the other.
fn belongs(path: &str, list: &str) -> bool {
    let plain = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let payload = path.strip_prefix(PAYLOAD).is_some_and(|rest| rest.starts_with('/'));
    plain && if list == MANIFEST { payload } else { [DECLARATION, INFO, MANIFEST].contains(&path) }
}

/// As RFC 8493 writes names that hold the letters of its lists.
fn decoded(path: &str) -> String {
    path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
}

fn hash(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut piece)?;
        if count == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(&piece[..count]);
    }
}
