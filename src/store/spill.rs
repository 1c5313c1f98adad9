//! What does not fit into memory, for as long as it is worked on.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::State;

/// The subfolder of what is put onto the disk for lack of memory.
const SPILL: &str = "spill";

/// What has not been touched for so long belongs to a process that is gone.
const FORGOTTEN: Duration = Duration::from_secs(24 * 3_600);

impl State {
    /// The folder for what queries cannot hold in memory, and for files on their way to a reader. Who uses it makes it and removes what it put there.
    #[must_use]
    pub fn spill_folder(&self) -> PathBuf {
        self.root.join(SPILL)
    }

    /// Removes what processes left there that were killed.
    pub fn clear_spilled(&self, now: SystemTime) {
        for found in fs::read_dir(self.spill_folder()).into_iter().flatten().flatten() {
            let touched = found.metadata().and_then(|metadata| metadata.modified());
            let old = touched.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > FORGOTTEN));
            if old {
                // What cannot be removed is tried again another time.
                let _ = fs::remove_dir_all(found.path());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_forgotten_is_removed() {
        let place = tempfile::tempdir().unwrap();
        let state = State::open(place.path()).unwrap();
        state.clear_spilled(SystemTime::now());
        let inside = state.spill_folder().join("datafusion-x/1");
        fs::create_dir_all(&inside).unwrap();
        state.clear_spilled(SystemTime::now() + FORGOTTEN / 2);
        assert!(inside.exists());
        state.clear_spilled(SystemTime::now() + FORGOTTEN * 2);
        assert!(!inside.exists() && state.spill_folder().exists());
    }
}
