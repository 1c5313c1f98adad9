//! What was proven of policies: that others' rows change nothing of what a role sees, KPI by KPI.

use std::sync::{Arc, Mutex, PoisonError};

use super::audit::{AuditLog, Event};
use super::{AccessError, Private};
use crate::store::Stamp;
use crate::workspace::Proof;

const FILE: &str = "proofs.json";
const TURN: &str = "proofs.turn";

/// The proofs of a private folder, the newest of each policy.
#[derive(Debug)]
pub struct Proofs {
    private: Private,
    seen: Mutex<Option<Seen>>,
}

/// How the file stood, and what it held.
type Seen = (Option<Stamp>, Arc<Vec<Proof>>);

impl Proofs {
    /// Those of a private folder; none where there is no file yet.
    #[must_use]
    pub fn of(private: &Private) -> Self {
        Self { private: private.clone(), seen: Mutex::default() }
    }

    /// The proofs as they stand now. Of a file that cannot be read or used nothing is known, so that it lets nobody see
    /// more: the reason is for the log.
    ///
    /// # Errors
    /// That reason, once for each state of the file.
    pub fn look(&self) -> Result<Arc<Vec<Proof>>, AccessError> {
        let stamp = Stamp::of(&self.private.path(FILE)).ok();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, proofs)) = seen.as_ref().filter(|(before, _)| *before == stamp) {
            return Ok(Arc::clone(proofs));
        }
        let found = self.read();
        let proofs = Arc::new(found.as_ref().ok().cloned().unwrap_or_default());
        *seen = Some((stamp, Arc::clone(&proofs)));
        found.map(|_| proofs)
    }

    /// Keeps proofs in place of older ones of the same policies, and says so in the audit, on the disk, before.
    ///
    /// # Errors
    /// Where the file cannot be read or written, or the audit cannot; then nothing was changed.
    pub fn keep(&self, audit: &AuditLog, event: Event, newer: Vec<Proof>) -> Result<(), AccessError> {
        let _turn = self.private.turn(TURN)?;
        let mut all = self.read()?;
        all.retain(|old| newer.iter().all(|new| new.policy != old.policy));
        all.extend(newer);
        let path = self.private.path(FILE);
        let text = serde_json::to_vec_pretty(&all)
            .map_err(|error| AccessError::Write { path, source: error.into() })?;
        futures::executor::block_on(audit.append_synced(event))?;
        self.private.write(FILE, &text)
    }

    fn read(&self) -> Result<Vec<Proof>, AccessError> {
        let Some(bytes) = self.private.read(FILE)? else { return Ok(Vec::new()) };
        serde_json::from_slice(&bytes)
            .map_err(|source| AccessError::Read { path: self.private.path(FILE), source: source.into() })
    }
}
