//! Whether so much of a table is set aside that it is no longer the table: shares against the contract's limits.

use std::collections::{BTreeMap, BTreeSet};

use super::contract::Contract;
use super::snapshot::SnapshotFile;
use super::tally::{BodyRows, Tally};

/// From which share on, in percent, rows set aside are an error and not only a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of the table.
    pub table: u8,
    /// Of any of its files.
    pub file: u8,
    /// Of what any body sent.
    pub body: u8,
}

impl Default for Limits {
    fn default() -> Self {
        Self { table: 10, file: 50, body: 50 }
    }
}

/// Of what too much is set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LossOf {
    /// The table.
    Table,
    /// One of its files, relative to the location.
    File(String),
    /// What one body sent, by its code.
    Body(String),
}

/// Too much that is set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Of what.
    pub of: LossOf,
    /// What is set aside.
    pub lost: Tally,
    /// All that should count, what is set aside included.
    pub due: Tally,
    /// How many of the rows set aside have an amount that is missing or cannot be read.
    pub unstated: u64,
    /// The limit that it reaches, in percent.
    pub limit: u8,
}

/// Where a table's rows set aside reach a limit of its contract, in rows or in money. What a larger
/// loss explains is not told again.
///
/// A copy of a file, byte for byte, loses nothing, and a copy of a row or a key that another file has is no
/// loss of a file or of a body; of the table it is one, because a wrong key looks the same. Rows whose body nobody knows
/// count for their table and file alone.
pub fn losses(contract: &Contract, files: &[SnapshotFile]) -> Vec<Loss> {
    let limits = contract.limits;
    let mut seen = BTreeSet::new();
    let files: Vec<&SnapshotFile> = files.iter().filter(|file| seen.insert(file.sha256.as_str())).collect();
    let all = || files.iter().flat_map(|file| &file.bodies);
    let whole = Share::of(all(), true);
    let of_all = || files.iter().map(|file| file.all_unstated()).sum();
    if whole.reaches(limits.table) {
        return vec![whole.loss(LossOf::Table, of_all(), limits.table)];
    }
    let mut found = Vec::new();
    let mut elsewhere: BTreeMap<&str, bool> = BTreeMap::new();
    for file in &files {
        let share = Share::of(file.bodies.iter(), false);
        let told = share.reaches(limits.file);
        if told {
            let unstated = file.all_unstated();
            found.push(share.loss(LossOf::File(file.path.clone()), unstated, limits.file));
        }
        for body in file.bodies.iter().filter(|body| body.set_aside.rows > 0) {
            if let Some(name) = &body.organization {
                *elsewhere.entry(name).or_default() |= !told;
            }
        }
    }
    for name in elsewhere.into_iter().filter(|(_, untold)| *untold).map(|(name, _)| name) {
        let share = Share::of(all().filter(|body| body.organization.as_deref() == Some(name)), false);
        if share.reaches(limits.body) {
            let unstated = files.iter().filter_map(|file| file.unstated.get(&Some(name.to_owned()))).sum();
            found.push(share.loss(LossOf::Body(name.to_owned()), unstated, limits.body));
        }
    }
    found
}

/// What is set aside of what should count.
struct Share {
    lost: Tally,
    due: Tally,
}

impl Share {
    fn of<'a>(bodies: impl Iterator<Item = &'a BodyRows>, with_repeated: bool) -> Self {
        let mut share = Self { lost: Tally::default(), due: Tally::default() };
        for body in bodies {
            share.lost += body.set_aside;
            share.due += body.arrived - body.superseded;
            if with_repeated {
                share.lost += body.repeated;
                share.lost += body.copies;
            } else {
                share.due = share.due - body.repeated - body.copies;
            }
        }
        share
    }

    /// In rows or in money, whichever is worse.
    fn reaches(&self, limit: u8) -> bool {
        let reached = |lost: i128, due: i128| lost > 0 && lost * 100 >= due * i128::from(limit);
        reached(i128::from(self.lost.rows), i128::from(self.due.rows))
            || reached(self.lost.turnover, self.due.turnover)
    }

    fn loss(self, of: LossOf, unstated: u64, limit: u8) -> Loss {
        Loss { of, lost: self.lost, due: self.due, unstated, limit }
    }
}
