//! The checks between rows and between files: keys that come again, references that lead nowhere.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use super::contract::{OnFail, Replace};
use super::crossing::{Doubt, union};
use super::finding::{Fatal, Fate, Rule};
use super::found::{Found, FoundRow, Recurring};
use super::load::LoadError;
use super::reread::{Part, Reader};
use super::standing::Standing;

/// Gives the doubtful rows of a file: remembered, or from the file.
pub(super) type Finder<'a> = dyn Fn(&Standing, &Doubt) -> Result<Found, LoadError> + 'a;

/// Decides about every row that only other rows can speak against. Files must stand by path: of two rows
/// with one key the earlier path's stays. `found` has the doubtful rows of each, and `doubts` why they are.
pub(super) fn settle(
    reader: &Reader<'_>,
    standings: &mut [Standing],
    doubts: Vec<Doubt>,
    found: Vec<Found>,
    finder: &Finder<'_>,
) -> Result<(), LoadError> {
    let gone = vec![BTreeSet::new(); reader.demands.targets.len()];
    let mut court = Court {
        reader,
        standings,
        doubts,
        found,
        finder,
        gone,
        fatal: BTreeSet::new(),
        told: BTreeSet::new(),
    };
    for (table, contract) in reader.contracts {
        if contract.key.is_empty() {
            continue;
        }
        match contract.replace {
            Replace::File => court.keep_first(table),
            Replace::Latest(_) => court.keep_latest(table),
        }
    }
    // A row set aside for what it refers to may be what others refer to.
    loop {
        court.miss_what_went()?;
        if !court.settle_references() {
            return Ok(());
        }
    }
}

struct Court<'a> {
    reader: &'a Reader<'a>,
    standings: &'a mut [Standing],
    /// By file.
    doubts: Vec<Doubt>,
    /// By file.
    found: Vec<Found>,
    finder: &'a Finder<'a>,
    /// For each target the values that no row offers any more since rows went.
    gone: Vec<BTreeSet<u128>>,
    /// Files that became useless by comparing and of which all values are looked at already.
    fatal: BTreeSet<usize>,
    /// Dangling references that were told: file, row, place in the demand.
    told: BTreeSet<(usize, usize, usize)>,
}

impl Court<'_> {
    /// The places of a table's files that have rows to compare, by path.
    fn files_of(&self, table: &str) -> Vec<usize> {
        let ours = |standing: &Standing| standing.fatal.is_none() && standing.listed.table == table;
        let files = self.standings.iter().enumerate().filter(|(_, standing)| ours(standing));
        files.map(|(file, _)| file).collect()
    }

    /// What becomes of a row whose key another one has that counts. A row that holds the same is its copy, unless
    /// columns that the contract does not know may tell them apart: then only a file that is the same byte for
    /// byte is a copy. A key that comes again in its own file is told apart from one that an earlier file has.
    fn fate_beside(&self, first: (usize, &Recurring), file: usize, key: &Recurring) -> Fate {
        let [one, other] = [first.0, file].map(|place| &self.standings[place].verdict);
        let all_known = || one.unknown_columns.is_empty() && other.unknown_columns.is_empty();
        let same_file = first.0 != file && one.sha256 == other.sha256;
        if first.1.content == key.content && (same_file || all_known()) {
            Fate::Copy
        } else if first.0 == file {
            Fate::SetAside
        } else {
            Fate::Repeated
        }
    }

    fn keep_first(&mut self, table: &str) {
        // The row that counts, by key: its file and its place among the rows found there.
        let mut seen: HashMap<u128, (usize, usize), RandomState> = HashMap::default();
        for file in self.files_of(table) {
            for (place, found) in self.found[file].rows.iter().enumerate() {
                let Some(key) = &found.key else { continue };
                match seen.get(&key.hash) {
                    None => {
                        seen.insert(key.hash, (file, place));
                    }
                    Some((first, place)) => {
                        let Some(counts) = &self.found[*first].rows[*place].key else { continue };
                        let fate = self.fate_beside((*first, counts), file, key);
                        let column = self.reader.contracts[table].key.join(", ");
                        self.standings[file].cross(found, Rule::Key, &column, Some(key.text.clone()), fate);
                    }
                }
            }
        }
    }

    fn keep_latest(&mut self, table: &str) {
        let column = self.reader.contracts[table].key.join(", ");
        // The winner so far of each key: what it won by, its file and its place among the rows found there.
        let mut winners: HashMap<u128, (i128, usize, usize), RandomState> = HashMap::default();
        for file in self.files_of(table) {
            for (place, found) in self.found[file].rows.iter().enumerate() {
                let Some(key) = &found.key else { continue };
                let Some(winner) = winners.get_mut(&key.hash) else {
                    winners.insert(key.hash, (key.latest, file, place));
                    continue;
                };
                let text = Some(key.text.clone());
                if key.latest > winner.0 {
                    let loser = &self.found[winner.1].rows[winner.2];
                    self.standings[winner.1].cross(loser, Rule::Superseded, &column, text, Fate::Superseded);
                    *winner = (key.latest, file, place);
                } else if key.latest < winner.0 {
                    self.standings[file].cross(found, Rule::Superseded, &column, text, Fate::Superseded);
                } else {
                    let Some(counts) = &self.found[winner.1].rows[winner.2].key else { continue };
                    let fate = self.fate_beside((winner.1, counts), file, key);
                    self.standings[file].cross(found, Rule::Key, &column, text, fate);
                }
            }
        }
    }

    /// Finds who refers to values that rows offered which are no longer served.
    fn miss_what_went(&mut self) -> Result<(), LoadError> {
        for number in 0..self.gone.len() {
            let went: Vec<u128> = self.went(number)?;
            self.gone[number].extend(&went);
            if went.is_empty() {
                continue;
            }
            for file in 0..self.standings.len() {
                let standing = &self.standings[file];
                if standing.fatal.is_some() {
                    continue;
                }
                let references = self.reader.demand(standing).references.iter().enumerate();
                let mut more = false;
                for (place, _) in references.filter(|(_, (_, to))| *to == number) {
                    let hit = self.reader.ask(standing, Part::Reference(place), &went)?;
                    let missing = &mut self.doubts[file].missing[place];
                    let before = missing.len();
                    *missing = union([missing.as_slice(), &hit].into_iter());
                    more |= missing.len() > before;
                }
                if more {
                    self.found[file] = (self.finder)(standing, &self.doubts[file])?;
                }
            }
        }
        Ok(())
    }

    /// The values of a target, sorted, that no row offers any more and that some row did when this was last
    /// asked.
    fn went(&mut self, number: usize) -> Result<Vec<u128>, LoadError> {
        let target = &self.reader.demands.targets[number];
        let place_in = |standing: &Standing| {
            self.reader.demand(standing).targets.iter().position(|target| *target == number)
        };
        let mut candidates: BTreeSet<u128> = BTreeSet::new();
        let mut fatal = Vec::new();
        for (file, standing) in self.standings.iter().enumerate() {
            let Some(place) = place_in(standing).filter(|_| standing.verdict.fatal.is_none()) else {
                continue;
            };
            if standing.fatal.is_some() {
                if !self.fatal.contains(&file) {
                    candidates.extend(self.reader.part(standing, Part::Target(place))?);
                    fatal.push(file);
                }
                continue;
            }
            for (value, rows) in self.found[file].offers.get(place).into_iter().flatten() {
                if !rows.iter().any(|row| standing.is_served(*row)) {
                    candidates.insert(*value);
                }
            }
        }
        candidates.retain(|value| !self.gone[number].contains(value));
        if candidates.is_empty() {
            self.fatal.extend(fatal);
            return Ok(Vec::new());
        }
        // Where the value is the key, whoever else offers it has a key that recurs and is found already.
        let key = &self.reader.contracts[&target.table].key;
        let is_key = key.len() == 1
            && self.reader.contracts[&target.table].columns.get_index_of(&key[0]) == Some(target.column);
        let candidates: Vec<u128> = candidates.into_iter().collect();
        let mut offered: BTreeSet<u128> = BTreeSet::new();
        for (file, standing) in self.standings.iter().enumerate().filter(|(_, s)| s.fatal.is_none()) {
            let Some(place) = place_in(standing) else { continue };
            let known: Option<&BTreeMap<u128, Vec<usize>>> = self.found[file].offers.get(place);
            let rows = |value: &u128| known.and_then(|known| known.get(value));
            let served = |rows: &Vec<usize>| rows.iter().any(|row| standing.is_served(*row));
            offered.extend(candidates.iter().filter(|value| rows(value).is_some_and(served)));
            if !is_key {
                let unknown: Vec<u128> =
                    candidates.iter().filter(|value| rows(value).is_none()).copied().collect();
                offered.extend(self.reader.ask(standing, Part::Target(place), &unknown)?);
            }
        }
        self.fatal.extend(fatal);
        Ok(candidates.into_iter().filter(|value| !offered.contains(value)).collect())
    }

    /// Whether a row or file went that was served before, so that others have to be looked at again.
    fn settle_references(&mut self) -> bool {
        let mut went = false;
        for file in 0..self.standings.len() {
            let standing = &mut self.standings[file];
            if standing.fatal.is_some() {
                continue;
            }
            let (contract, demand) = (self.reader.contract(standing), self.reader.demand(standing));
            for (place, (position, _)) in demand.references.iter().enumerate() {
                let column = &contract.columns[*position];
                for found in &self.found[file].rows {
                    let dangling = found.dangling.iter().find(|(at, _)| *at == place);
                    let Some((_, text)) = dangling.filter(|_| standing.is_served(found.row)) else {
                        continue;
                    };
                    if !self.told.insert((file, found.row, place)) {
                        continue;
                    }
                    went |= set_aside(standing, found, column.on_fail(true), &column.name, text.clone());
                }
            }
        }
        went
    }
}

/// Does with a row that refers to nothing what its column says; whether it is no longer served.
fn set_aside(
    standing: &mut Standing,
    found: &FoundRow,
    on_fail: OnFail,
    column: &str,
    text: Option<String>,
) -> bool {
    let fate = if on_fail == OnFail::Keep { Fate::Served } else { Fate::SetAside };
    standing.cross(found, Rule::References, column, text.clone(), fate);
    if on_fail == OnFail::Fatal && standing.fatal.is_none() {
        standing.fatal = Some(Fatal::Row {
            rule: Rule::References,
            column: column.to_owned(),
            row: found.row as u64 + 1,
            value: text,
        });
    }
    on_fail != OnFail::Keep
}
