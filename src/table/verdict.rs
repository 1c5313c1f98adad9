//! What one file is worth by itself: a value that is kept, so that the file need not be read again.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

use super::cells::{Cells, key_hash};
use super::check::Checks;
use super::contract::{Contract, OnFail};
use super::convert::Zone;
use super::demand::{Demands, Material};
use super::ends::{EndCounter, EndCounts};
use super::finding::{Fatal, Finding};
use super::input::{Footer, Input, Refused};
use super::intake::Arrived;
use super::listing::Listed;
use super::partition::Partitions;
use super::reading::Reading;
use super::spelling::{CodeCounter, CodeCounts};
use super::tally::{BodyRows, Tallies};
use super::walk::Stamp;
use crate::store::{StoreError, sha256_file};

/// The verdict on one file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Verdict {
    /// The address of its bytes.
    pub sha256: String,
    /// Its rows, where that much can be read.
    pub rows: Option<u64>,
    /// What the exporter noted in it.
    pub metadata: BTreeMap<String, String>,
    /// Columns that the contract does not know.
    pub unknown_columns: Vec<String>,
    /// How each column of the contract was read.
    pub readings: Vec<Reading>,
    /// Columns that it does not hold just as the contract names and types them.
    pub arrived: Vec<Arrived>,
    /// The one body that answers for every row, if it is one.
    pub organization: Option<String>,
    /// What each body sent.
    pub bodies: Vec<BodyRows>,
    /// How many rows have each code.
    pub codes: CodeCounts,
    /// How many rows have a text with blanks at an end, by column.
    pub ends: EndCounts,
    /// Whether the values have to be written anew for other engines to read the same.
    pub rewritten: bool,
    /// What is wrong with its rows, by row.
    pub findings: Vec<Finding>,
    /// Why none of it can be served.
    pub fatal: Option<Fatal>,
}

/// Why there is no verdict.
#[derive(Debug)]
pub(super) enum Disturbed {
    /// The file went away or was changed while it was read.
    Moved,
    /// It cannot be hashed.
    Store(StoreError),
}

/// Reads a file whole and holds it against its contract, and gathers what the checks across files ask.
pub(super) fn judge(
    listed: &Listed,
    contract: &Contract,
    demands: &Demands,
    zone: &Zone,
) -> Result<(Verdict, Material), Disturbed> {
    let gone = || !listed.full.exists();
    let (_, sha256) = match sha256_file(&listed.full) {
        Ok(hashed) => hashed,
        Err(_) if gone() => return Err(Disturbed::Moved),
        // Readable by name only: said of the file, and its table goes on without it.
        Err(StoreError::Read { source, .. }) => {
            let fatal = Fatal::Unreadable { cause: source.to_string() };
            return Ok((useless(String::new(), fatal), Material::default()));
        }
        Err(error) => return Err(Disturbed::Store(error)),
    };
    // The Parquet reader panics on some broken files, and one file may not end the program.
    let read = catch_unwind(AssertUnwindSafe(|| match Footer::read(&listed.full) {
        Ok(footer) => Ok(judge_rows(footer, &listed.path, contract, demands, zone, &sha256)),
        Err(Refused::Vanished) => Err(Disturbed::Moved),
        Err(Refused::Fatal(fatal)) => Ok((useless(sha256.clone(), fatal), Material::default())),
    }));
    let judged = read.unwrap_or_else(|_| {
        let cause = "its parts contradict one another".to_owned();
        Ok((useless(sha256, Fatal::Broken { cause }), Material::default()))
    })?;
    match Stamp::of(&listed.full) {
        Ok(stamp) if stamp == listed.stamp => Ok(judged),
        _ => Err(Disturbed::Moved),
    }
}

fn useless(sha256: String, fatal: Fatal) -> Verdict {
    Verdict {
        sha256,
        rows: None,
        metadata: BTreeMap::new(),
        unknown_columns: Vec::new(),
        readings: Vec::new(),
        arrived: Vec::new(),
        organization: None,
        bodies: Vec::new(),
        codes: CodeCounts::new(),
        ends: EndCounts::new(),
        rewritten: false,
        findings: Vec::new(),
        fatal: Some(fatal),
    }
}

fn judge_rows(
    footer: Footer,
    path: &str,
    contract: &Contract,
    demands: &Demands,
    zone: &Zone,
    sha256: &str,
) -> (Verdict, Material) {
    let mut verdict = Verdict {
        sha256: sha256.to_owned(),
        rows: Some(footer.rows),
        metadata: footer.metadata.clone(),
        unknown_columns: Vec::new(),
        readings: Vec::new(),
        arrived: Vec::new(),
        organization: None,
        bodies: Vec::new(),
        codes: CodeCounts::new(),
        ends: EndCounts::new(),
        rewritten: false,
        findings: Vec::new(),
        fatal: None,
    };
    match gather(footer, path, contract, demands, zone, &mut verdict) {
        Ok(material) => (verdict, material),
        Err(fatal) => {
            verdict.fatal = Some(fatal);
            (verdict, Material::default())
        }
    }
}

fn gather(
    footer: Footer,
    path: &str,
    contract: &Contract,
    demands: &Demands,
    zone: &Zone,
    verdict: &mut Verdict,
) -> Result<Material, Fatal> {
    let all: Vec<usize> = (0..contract.columns.len()).collect();
    let mut input = Input::new(footer, contract, &all, zone, Partitions::of(contract, path)?)?;
    verdict.arrived = std::mem::take(&mut input.arrived);
    verdict.rewritten = !verdict.arrived.is_empty() || !contract.partitions.is_empty();
    verdict.unknown_columns = std::mem::take(&mut input.unknown);
    let demand = demands.tables.get(&contract.name).cloned().unwrap_or_default();
    let checks = Checks::new(contract);
    let mut bodies = Bodies::Nobody;
    let mut tallies = Tallies::new(contract);
    let (mut codes, mut ends) = (CodeCounter::new(contract), EndCounter::new(contract));
    let mut material = Material::for_demand(&demand);
    let mut seen = 0;
    while let Some(rows) = input.next()? {
        verdict.rewritten |= rows.changed;
        let kinds = contract.columns.values().map(|column| column.kind);
        let cells: Vec<Cells<'_>> =
            kinds.zip(&rows.columns).map(|(kind, array)| Cells::new(kind, array)).collect();
        for failure in checks.failures(rows.first, &cells, &rows.marks) {
            if failure.on_fail == OnFail::Fatal {
                let Finding { row, rule, column, value, .. } = failure.finding;
                return Err(Fatal::Row { rule, column, row, value });
            }
            verdict.findings.push(failure.finding);
        }
        tallies.see(&cells, None);
        codes.see(&cells, None);
        ends.see(&cells, None);
        let count = cells.first().map_or(0, Cells::len);
        seen += count as u64;
        if !demand.key.is_empty() {
            let key: Vec<&Cells<'_>> = demand.key.iter().map(|&position| &cells[position]).collect();
            material.keys.extend((0..count).map(|row| key_hash(&key, row)));
        }
        if let Some(latest) = demand.latest {
            let steps = (0..count).map(|row| cells[latest].steps(row).unwrap_or(i128::MIN));
            material.latest.extend(steps);
        }
        for ((position, _), hashes) in demand.references.iter().zip(&mut material.references) {
            hashes.extend((0..count).map(|row| cells[*position].hash(row)));
        }
        for (number, hashes) in demand.targets.iter().zip(&mut material.targets) {
            let target = &demands.targets[*number];
            let counts = |row: usize| {
                target.only.iter().all(|(position, text)| cells[*position].str(row) == Some(text.as_str()))
            };
            hashes.extend((0..count).map(|row| if counts(row) { cells[target.column].hash(row) } else { 0 }));
        }
        if let Some(position) = contract.organization.as_ref().and_then(|o| contract.columns.get_index_of(o))
        {
            bodies.see(&cells[position]);
        }
    }
    verdict.readings = std::mem::take(&mut input.readings);
    if Some(seen) != verdict.rows {
        let cause = format!("the footer tells of {} rows, and {seen} are there", verdict.rows.unwrap_or(0));
        return Err(Fatal::Broken { cause });
    }
    verdict.bodies = tallies.finish();
    verdict.codes = codes.finish();
    verdict.ends = ends.finish();
    verdict.organization = match bodies {
        Bodies::One(name) => Some(name),
        Bodies::Nobody | Bodies::Several => None,
    };
    Ok(material)
}

/// Who answers for the rows seen so far.
#[derive(Debug)]
enum Bodies {
    Nobody,
    One(String),
    Several,
}

impl Bodies {
    fn see(&mut self, cells: &Cells<'_>) {
        for row in 0..cells.len() {
            let Some(name) = cells.str(row) else {
                *self = Self::Several;
                return;
            };
            match self {
                Self::Nobody => *self = Self::One(name.to_owned()),
                Self::One(known) if known == name => {}
                Self::One(_) => *self = Self::Several,
                Self::Several => return,
            }
        }
    }
}
