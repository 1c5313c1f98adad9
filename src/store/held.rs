//! Which files of the cache the states are made of that may be asked for again.
//!
//! A state is whatever somebody opened: what it is made of is not swept while it is the last one of its name,
//! however long ago its parts were written. Who opens a state says what it is made of, in an entry; who
//! sweeps need not know the others.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use super::sweep::touch;
use super::{CACHE, State, StoreError};

/// The kind of entry that lists what a state is made of.
const STATES: &str = "states";

/// Who asks for a year's days one by one makes as many states: only so many are held.
const MOST_STATES: usize = 8;

impl State {
    /// Says which files of the cache the last state of a name is made of, in place of the one before.
    ///
    /// # Errors
    /// [`StoreError::Write`], [`StoreError::Name`].
    pub fn hold(&self, key_hex: &str, parts: &BTreeSet<PathBuf>) -> Result<(), StoreError> {
        let cache = self.root.join(CACHE);
        let below = parts.iter().filter_map(|path| path.strip_prefix(&cache).ok());
        let lines: Vec<String> = below.map(|path| path.to_string_lossy().into_owned()).collect();
        let text = lines.join("\n").into_bytes();
        if self.cached(STATES, key_hex)?.is_some_and(|known| known == text) {
            return Ok(());
        }
        self.put(STATES, key_hex, &text)
    }

    /// Says that the last state of a name is still the one that is asked for.
    pub fn still_hold(&self, key_hex: &str) {
        if let Ok(path) = self.entry(STATES, key_hex) {
            touch(&path, SystemTime::now());
        }
    }

    /// The files that states hold which were asked for since a time, the newest few, and what says so.
    pub(super) fn held_since(&self, since: SystemTime) -> BTreeSet<PathBuf> {
        let cache = self.root.join(CACHE);
        let found = fs::read_dir(cache.join(STATES)).into_iter().flatten().flatten();
        let mut states: Vec<(SystemTime, String)> = found
            .filter_map(|found| {
                let used_at = found.metadata().and_then(|found| found.modified()).ok()?;
                Some((used_at, found.file_name().into_string().ok()?))
            })
            .filter(|(used_at, _)| *used_at >= since)
            .collect();
        states.sort_by(|a, b| b.cmp(a));
        let mut held = BTreeSet::new();
        for (_, key) in states.into_iter().take(MOST_STATES) {
            // Reading it is no use of it.
            let Ok(Some(text)) = self.peeked(STATES, &key) else { continue };
            held.extend(String::from_utf8_lossy(&text).lines().map(|line| cache.join(line)));
            held.extend(self.entry(STATES, &key));
        }
        held
    }
}
