//! Where each file stands while the files are held against one another.

use super::finding::{Fatal, Fate, Finding, Rule};
use super::found::FoundRow;
use super::listing::Listed;
use super::load::LoadError;
use super::rejected::RejectedRows;
use super::snapshot::{FatalFile, SnapshotFile};
use super::tally::Tally;
use super::told::Told;
use super::twin::Twin;
use super::verdict::Verdict;
use crate::store::State;

/// A file, its verdict, and what becomes of its rows.
#[derive(Debug)]
pub(super) struct Standing {
    pub listed: Listed,
    /// What it holds and what that is held against, whatever its times say.
    pub id: String,
    pub verdict: Verdict,
    /// One a row.
    pub fates: Vec<Fate>,
    /// Found by comparing with other rows.
    crossed: Vec<Finding>,
    /// Why none of it is served.
    pub fatal: Option<Fatal>,
}

impl Standing {
    pub(super) fn new(listed: Listed, id: String, verdict: Verdict) -> Self {
        let rows = usize::try_from(verdict.rows.unwrap_or(0)).unwrap_or(usize::MAX);
        let fatal = verdict.fatal.clone();
        let mut fates = if fatal.is_none() { vec![Fate::Served; rows] } else { Vec::new() };
        for row in &verdict.unsound {
            if let Some(fate) = fates.get_mut(*row) {
                *fate = Fate::SetAside;
            }
        }
        Self { listed, id, verdict, fates, crossed: Vec::new(), fatal }
    }

    /// Whether nothing is wrong with a row by itself.
    pub(super) fn is_sound(&self, row: usize) -> bool {
        self.verdict.unsound.binary_search(&row).is_err()
    }

    pub(super) fn is_served(&self, row: usize) -> bool {
        self.fatal.is_none() && self.fates.get(row) == Some(&Fate::Served)
    }

    fn count(&self, wanted: Fate) -> u64 {
        self.fates.iter().filter(|fate| **fate == wanted).count() as u64
    }

    /// Notes what was found about a row by comparing it with others.
    pub(super) fn cross(
        &mut self,
        found: &FoundRow,
        rule: Rule,
        column: &str,
        value: Option<String>,
        fate: Fate,
    ) {
        self.crossed.push(Finding {
            row: found.row as u64 + 1,
            rule,
            column: column.to_owned(),
            value,
            organization: found.organization.clone(),
            fate,
        });
        if fate != Fate::Served
            && let Some(known) = self.fates.get_mut(found.row)
        {
            *known = fate;
        }
    }

    /// As the snapshot names it where none of it is served.
    pub(super) fn as_fatal(&self, fatal: &Fatal) -> FatalFile {
        FatalFile {
            table: self.listed.table.clone(),
            path: self.listed.path.clone(),
            size: self.listed.version.size(),
            sha256: self.verdict.sha256.clone(),
            rows: self.verdict.rows,
            fatal: fatal.clone(),
        }
    }

    /// As the snapshot names it, with the twin that is served in its place, if there is one.
    pub(super) fn as_served(&self, twin: Option<&Twin>, told: &Told) -> SnapshotFile {
        let size = self.listed.version.size();
        // Where a row is not served, a twin is, and its writing told what the rows hold that are not in it.
        let bodies = twin.map_or(&self.verdict.bodies, |twin| &twin.bodies);
        let mut aside = Tally::default();
        for body in bodies {
            aside += body.set_aside;
            aside += body.repeated;
        }
        SnapshotFile {
            table: self.listed.table.clone(),
            path: self.listed.path.clone(),
            size,
            sha256: self.verdict.sha256.clone(),
            served_size: twin.map_or(size, |twin| twin.size),
            served_sha256: twin.map_or_else(|| self.verdict.sha256.clone(), |twin| twin.sha256.clone()),
            rows: self.fates.len() as u64,
            set_aside: self.count(Fate::SetAside) + self.count(Fate::Repeated),
            copies: self.count(Fate::Copy),
            superseded: self.count(Fate::Superseded),
            money_set_aside: aside.money,
            bodies: bodies.clone(),
            codes: twin.map_or(&self.verdict.codes, |twin| &twin.codes).clone(),
            ends: twin.map_or(&self.verdict.ends, |twin| &twin.ends).clone(),
            organization: self.verdict.organization.clone(),
            metadata: self.verdict.metadata.clone(),
            unknown_columns: self.verdict.unknown_columns.clone(),
            readings: self.verdict.readings.clone(),
            arrived: self.verdict.arrived.clone(),
            notes: twin.map(|twin| twin.notes.clone()).unwrap_or_default(),
            kept: told.kept(),
            unstated: told.unstated.clone(),
        }
    }

    /// Gives all findings row by row, each with the fate that its row has in the end.
    pub(super) fn findings(
        &self,
        state: &State,
        mut each: impl FnMut(Vec<Finding>),
    ) -> Result<(), LoadError> {
        let own = self.verdict.rejected.as_ref().map(|sha256| RejectedRows::at(state, sha256)).transpose()?;
        let own = own.as_ref().map(RejectedRows::all).transpose()?;
        let mut own = own.into_iter().flatten().peekable();
        let mut crossed: Vec<&Finding> = self.crossed.iter().collect();
        crossed.sort_by_key(|finding| finding.row);
        let mut crossed = crossed.into_iter().peekable();
        loop {
            let next = match own.peek() {
                Some(Ok(rejected)) => Some(rejected.finding.row),
                Some(Err(_)) | None => None,
            };
            let row = next.into_iter().chain(crossed.peek().map(|finding| finding.row)).min();
            let mut all = Vec::new();
            while let Some(found) =
                own.next_if(|found| found.as_ref().map_or(true, |own| Some(own.finding.row) == row))
            {
                all.push(found?.finding);
            }
            while let Some(found) = crossed.next_if(|found| Some(found.row) == row) {
                all.push(found.clone());
            }
            let Some(row) = row else { return Ok(()) };
            all.sort_by(|a, b| (a.rule, &a.column).cmp(&(b.rule, &b.column)));
            if let Some(fate) = place(row).and_then(|row| self.fates.get(row)) {
                all.iter_mut().for_each(|finding| finding.fate = *fate);
            }
            each(all);
        }
    }
}

/// Where the row of a number from 1 stands in a list.
fn place(row: u64) -> Option<usize> {
    usize::try_from(row).ok()?.checked_sub(1)
}
