//! A file of which there is a verdict, read once more for what is compared: only the columns asked for.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use indexmap::IndexMap;

use super::cells::{Cells, hash};
use super::contract::Contract;
use super::convert::Zone;
use super::demand::{Demand, Demands, Target};
use super::input::{Footer, Input};
use super::load::LoadError;
use super::location::Location;
use super::partition::Partitions;
use super::standing::Standing;
use crate::store::sha256_hex;

/// What of a file's rows is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Its keys.
    Key,
    /// The values of the demand's reference at a place.
    Reference(usize),
    /// The values of the demand's target at a place, of the rows that count there.
    Target(usize),
}

/// Reads files by parts, and knows what was read of them before.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub contracts: &'a IndexMap<String, Contract>,
    pub demands: &'a Demands,
    pub zone: &'a Zone,
    pub location: &'a Location,
    /// Which of some values a part holds, by file, part and values: as it was found before, and now.
    before: BTreeMap<String, Vec<u128>>,
    asked: Mutex<BTreeMap<String, Vec<u128>>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        contracts: &'a IndexMap<String, Contract>,
        demands: &'a Demands,
        zone: &'a Zone,
        location: &'a Location,
        before: BTreeMap<String, Vec<u128>>,
    ) -> Self {
        Self { contracts, demands, zone, location, before, asked: Mutex::default() }
    }

    /// What was asked by [`Self::ask`], to be known the next time.
    pub(super) fn asked(self) -> BTreeMap<String, Vec<u128>> {
        self.asked.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn contract(&self, standing: &Standing) -> &'a Contract {
        &self.contracts[&standing.listed.table]
    }

    /// What the checks across files ask of a file's table.
    pub(super) fn demand(&self, standing: &Standing) -> &'a Demand {
        &self.demands.tables[&standing.listed.table]
    }

    /// The hashes of a part, of the rows with which nothing is wrong by themselves; sorted, keys as often as
    /// they stand there.
    pub(super) fn part(&self, standing: &Standing, part: Part) -> Result<Vec<u128>, LoadError> {
        match few(standing, part) {
            Some(few) => Ok(few.clone()),
            None => self.read(standing, part, None),
        }
    }

    /// Which of some values, sorted, a part holds.
    pub(super) fn among(
        &self,
        standing: &Standing,
        part: Part,
        values: &[u128],
    ) -> Result<Vec<u128>, LoadError> {
        if values.is_empty() {
            return Ok(Vec::new());
        }
        match few(standing, part) {
            Some(few) => {
                Ok(few.iter().filter(|value| values.binary_search(value).is_ok()).copied().collect())
            }
            None => self.read(standing, part, Some(values)),
        }
    }

    /// The same where the answer is remembered from one load to the next.
    pub(super) fn ask(
        &self,
        standing: &Standing,
        part: Part,
        values: &[u128],
    ) -> Result<Vec<u128>, LoadError> {
        if values.is_empty() || is_few(standing, part) {
            return self.among(standing, part, values);
        }
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        let question = sha256_hex(format!("{} {part:?} {}", standing.id, sha256_hex(&bytes)).as_bytes());
        let found = match self.before.get(&question) {
            Some(known) => known.clone(),
            None => self.among(standing, part, values)?,
        };
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(question, found.clone());
        Ok(found)
    }

    fn read(&self, standing: &Standing, part: Part, among: Option<&[u128]>) -> Result<Vec<u128>, LoadError> {
        let demand = self.demand(standing);
        let target = match part {
            Part::Target(place) => Some(&self.demands.targets[demand.targets[place]]),
            Part::Key | Part::Reference(_) => None,
        };
        let positions = match (part, target) {
            (_, Some(target)) => columns_of(target),
            (Part::Reference(place), None) => vec![demand.references[place].0],
            (Part::Key | Part::Target(_), None) => demand.key.clone(),
        };
        let mut found = Vec::new();
        let mut bytes = Vec::new();
        self.rows(standing, &positions, |first, cells| {
            let columns: Vec<&Cells<'_>> = cells.iter().collect();
            for row in 0..columns.first().map_or(0, |column| column.len()) {
                let value = match target {
                    Some(target) => target_value(target, &positions, cells, row, &mut bytes),
                    None if part != Part::Key && columns[0].is_null(row) => None,
                    None => Some(hash(&columns, row, &mut bytes)),
                };
                let Some(value) = value else { continue };
                let wanted = among.is_none_or(|values| values.binary_search(&value).is_ok());
                if wanted && standing.is_sound(first + row) {
                    found.push(value);
                }
            }
        })?;
        found.sort_unstable();
        if part != Part::Key {
            found.dedup();
        }
        Ok(found)
    }

    /// Reads some columns, batch by batch; each with the number of its first row, from 0.
    pub(super) fn rows(
        &self,
        standing: &Standing,
        positions: &[usize],
        each: impl FnMut(usize, &[Cells<'_>]),
    ) -> Result<(), LoadError> {
        // The reader may panic on what somebody is just writing.
        let read = catch_unwind(AssertUnwindSafe(|| self.batches(standing, positions, each)));
        // What was read is what the verdict speaks of only if nobody wrote meanwhile.
        let stood = self.location.holds_still(&standing.listed);
        match read {
            Ok(Some(())) if stood => Ok(()),
            Ok(_) | Err(_) => Err(LoadError::Moved { path: standing.listed.path.clone() }),
        }
    }

    /// The same; nothing where the file cannot be read any more.
    fn batches(
        &self,
        standing: &Standing,
        positions: &[usize],
        mut each: impl FnMut(usize, &[Cells<'_>]),
    ) -> Option<()> {
        let contract = self.contract(standing);
        let listed = &standing.listed;
        let footer = Footer::read(&self.location.fetch(&listed.path, &listed.version).ok()?).ok()?;
        let partitions = Partitions::of(contract, &listed.path).ok()?;
        let mut input = Input::new(footer, contract, positions, self.zone, partitions).ok()?;
        while let Some(rows) = input.next().ok()? {
            let kinds = positions.iter().map(|position| contract.columns[*position].kind);
            let cells: Vec<Cells<'_>> =
                kinds.zip(&rows.columns).map(|(kind, array)| Cells::new(kind, array)).collect();
            each(usize::try_from(rows.first).ok()?, &cells);
        }
        Some(())
    }
}

/// The columns that a target looks at: its own first.
pub(super) fn columns_of(target: &Target) -> Vec<usize> {
    let mut positions = vec![target.column];
    positions.extend(target.only.iter().map(|(position, _)| *position).filter(|at| *at != target.column));
    positions
}

/// The hash of the value that a row offers a target, if it offers one. `cells` are the columns at `positions`.
pub(super) fn target_value(
    target: &Target,
    positions: &[usize],
    cells: &[Cells<'_>],
    row: usize,
    bytes: &mut Vec<u8>,
) -> Option<u128> {
    let cell = |position: usize| positions.iter().position(|at| *at == position).map(|place| &cells[place]);
    let column = cell(target.column).filter(|column| !column.is_null(row))?;
    let meets = |(position, text): &(usize, String)| {
        cell(*position).is_some_and(|cells| cells.str(row) == Some(text.as_str()))
    };
    target.only.iter().all(meets).then(|| hash(&[column], row, bytes))
}

/// The values of a reference where the verdict holds them.
fn few(standing: &Standing, part: Part) -> Option<&Vec<u128>> {
    match part {
        Part::Reference(place) => standing.verdict.few.get(place)?.as_ref(),
        Part::Key | Part::Target(_) => None,
    }
}

/// Whether nothing needs to be read to know a part.
pub(super) fn is_few(standing: &Standing, part: Part) -> bool {
    few(standing, part).is_some()
}
