//! Where each file stands while the files are held against one another.

use super::cells::Cells;
use super::contract::Contract;
use super::convert::Zone;
use super::finding::{Fatal, Fate, Finding, Rule};
use super::input::{Footer, Input};
use super::listing::Listed;
use super::partition::Partitions;
use super::snapshot::{FatalFile, SnapshotFile};
use super::tally::Tally;
use super::twin::Twin;
use super::verdict::Verdict;

/// A file could be read a moment ago and cannot be now.
#[derive(Debug)]
pub(super) struct Unreadable;

/// A file, its verdict, and what becomes of its rows.
#[derive(Debug)]
pub(super) struct Standing {
    pub listed: Listed,
    /// The key under which its verdict is kept.
    pub key: String,
    pub verdict: Verdict,
    /// One a row.
    pub fates: Vec<Fate>,
    /// Found by comparing with other rows; values are read afterwards.
    pub crossed: Vec<Finding>,
    /// Why none of it is served.
    pub fatal: Option<Fatal>,
}

impl Standing {
    pub(super) fn new(listed: Listed, key: String, verdict: Verdict) -> Self {
        let rows = usize::try_from(verdict.rows.unwrap_or(0)).unwrap_or(usize::MAX);
        let fatal = verdict.fatal.clone();
        let mut fates = if fatal.is_none() { vec![Fate::Served; rows] } else { Vec::new() };
        for finding in verdict.findings.iter().filter(|finding| finding.fate == Fate::SetAside) {
            if let Some(fate) = place(finding.row).and_then(|row| fates.get_mut(row)) {
                *fate = Fate::SetAside;
            }
        }
        Self { listed, key, verdict, fates, crossed: Vec::new(), fatal }
    }

    pub(super) fn is_served(&self, row: usize) -> bool {
        self.fatal.is_none() && self.fates.get(row) == Some(&Fate::Served)
    }

    fn count(&self, wanted: Fate) -> u64 {
        self.fates.iter().filter(|fate| **fate == wanted).count() as u64
    }

    /// Notes what was found about a row by comparing it with others.
    pub(super) fn cross(&mut self, row: usize, rule: Rule, column: &str, fate: Fate) {
        self.crossed.push(Finding {
            row: row as u64 + 1,
            rule,
            column: column.to_owned(),
            value: None,
            organization: None,
            fate,
        });
        if fate != Fate::Served {
            self.fates[row] = fate;
        }
    }

    /// Reads the values and bodies of the rows found by comparing: hashes alone do not tell them.
    pub(super) fn fill(&mut self, contract: &Contract, zone: &Zone) -> Result<(), Unreadable> {
        self.crossed.sort_by_key(|finding| finding.row);
        let names = contract.columns.keys();
        let needed: Vec<usize> = names
            .enumerate()
            .filter(|(_, name)| {
                contract.key.contains(name)
                    || contract.organization.as_ref() == Some(name)
                    || self.crossed.iter().any(|finding| finding.column == **name)
            })
            .map(|(position, _)| position)
            .collect();
        let footer = Footer::read(&self.listed.full).map_err(|_| Unreadable)?;
        let partitions = Partitions::of(contract, &self.listed.path).map_err(|_| Unreadable)?;
        let mut input = Input::new(footer, contract, &needed, zone, partitions).map_err(|_| Unreadable)?;
        let mut findings = self.crossed.iter_mut().peekable();
        while let Some(rows) = input.next().map_err(|_| Unreadable)? {
            let cells: Vec<(&str, Cells<'_>)> = needed
                .iter()
                .zip(&rows.columns)
                .map(|(position, array)| {
                    let column = &contract.columns[*position];
                    (column.name.as_str(), Cells::new(column.kind, array))
                })
                .collect();
            let text = |name: &str, row| cells.iter().find(|cell| cell.0 == name).and_then(|c| c.1.text(row));
            let count = cells.first().map_or(0, |(_, cells)| cells.len()) as u64;
            while let Some(finding) = findings.next_if(|finding| finding.row <= rows.first + count) {
                let row = usize::try_from(finding.row - 1 - rows.first).map_err(|_| Unreadable)?;
                finding.value = match finding.rule {
                    Rule::Key | Rule::Superseded => {
                        let key = contract.key.iter().map(|name| text(name, row).unwrap_or_default());
                        Some(key.collect::<Vec<_>>().join(", "))
                    }
                    Rule::Type | Rule::Filled | Rule::Values | Rule::Min | Rule::Max | Rule::References => {
                        text(&finding.column, row)
                    }
                };
                finding.organization = contract.organization.as_ref().and_then(|name| text(name, row));
            }
        }
        if let Some(Fatal::Row { row, rule, value, .. }) = &mut self.fatal {
            let found = self.crossed.iter().find(|finding| finding.row == *row && finding.rule == *rule);
            *value = found.and_then(|finding| finding.value.clone());
        }
        Ok(())
    }

    /// As the snapshot names it where none of it is served.
    pub(super) fn as_fatal(&self, fatal: &Fatal) -> FatalFile {
        FatalFile {
            table: self.listed.table.clone(),
            path: self.listed.path.clone(),
            size: self.listed.stamp.size,
            sha256: self.verdict.sha256.clone(),
            rows: self.verdict.rows,
            fatal: fatal.clone(),
        }
    }

    /// As the snapshot names it, with the twin that is served in its place, if there is one.
    pub(super) fn as_served(&self, twin: Option<&Twin>) -> SnapshotFile {
        let size = self.listed.stamp.size;
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
            served: twin.map_or_else(|| self.listed.full.clone(), |twin| twin.path.clone()),
            served_size: twin.map_or(size, |twin| twin.size),
            served_sha256: twin.map_or_else(|| self.verdict.sha256.clone(), |twin| twin.sha256.clone()),
            rows: self.fates.len() as u64,
            set_aside: self.count(Fate::SetAside) + self.count(Fate::Repeated),
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
            findings: self.findings(),
        }
    }

    /// All findings by row, each with the fate that its row has in the end.
    fn findings(&self) -> Vec<Finding> {
        let mut all: Vec<Finding> = self.verdict.findings.iter().chain(&self.crossed).cloned().collect();
        all.sort_by(|a, b| (a.row, a.rule, &a.column).cmp(&(b.row, b.rule, &b.column)));
        for finding in &mut all {
            if let Some(fate) = place(finding.row).and_then(|row| self.fates.get(row)) {
                finding.fate = *fate;
            }
        }
        all
    }
}

/// Where the row of a number from 1 stands in a list.
fn place(row: u64) -> Option<usize> {
    usize::try_from(row).ok()?.checked_sub(1)
}
