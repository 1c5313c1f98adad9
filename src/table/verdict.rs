//! What one file is worth by itself: a value that is kept, so that the file need not be read again.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

use super::cells::{Cells, hash};
use super::check::Checks;
use super::contract::{Contract, OnFail};
use super::convert::Zone;
use super::demand::{Demand, Demands};
use super::ends::{EndCounter, EndCounts};
use super::files::Unfetched;
use super::finding::{Fatal, Fate, Finding};
use super::input::{Footer, Input, Refused};
use super::intake::Arrived;
use super::listing::Listed;
use super::location::Location;
use super::partition::Partitions;
use super::reading::Reading;
use super::rejected::{Rejected, RejectedWriter};
use super::spelling::{CodeCounter, CodeCounts};
use super::tally::{BodyRows, Tallies};
use super::twin::TwinError;
use crate::store::{State, StoreError, sha256_file};

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
    /// For each reference of the demand the hashes of its values, sorted, where they are few.
    pub few: Vec<Option<Vec<u128>>>,
    /// Rows that are set aside for what they hold themselves, from 0, sorted.
    pub unsound: Vec<usize>,
    /// The address of what is wrong with its rows, by row; nothing where all are sound.
    pub rejected: Option<String>,
    /// Why none of it can be served.
    pub fatal: Option<Fatal>,
}

/// Reads a file whole and holds it against its contract, unless a verdict on these bytes is known.
pub(super) fn judge(
    state: &State,
    location: &Location,
    listed: &Listed,
    contract: &Contract,
    demands: &Demands,
    zone: &Zone,
    known: impl FnOnce(&str) -> Option<Verdict>,
) -> Result<Verdict, TwinError> {
    let gone = || location.is_gone(listed);
    let unreadable = |source: &io::Error| {
        let fatal = Fatal::Unreadable { cause: source.to_string() };
        Ok(useless(String::new(), fatal))
    };
    let file = match location.fetch(&listed.path, &listed.version) {
        Ok(file) => file,
        Err(Unfetched::State(error)) => return Err(TwinError::Store(error)),
        Err(Unfetched::Unreadable(source)) if !gone() => return unreadable(&source),
        Err(Unfetched::Unreadable(_) | Unfetched::Moved) => return Err(TwinError::Moved),
    };
    let (_, sha256) = match sha256_file(&file) {
        Ok(hashed) => hashed,
        Err(_) if gone() => return Err(TwinError::Moved),
        // Readable by name only: said of the file, and its table goes on without it.
        Err(StoreError::Read { source, .. }) => return unreadable(&source),
        Err(error) => return Err(TwinError::Store(error)),
    };
    let still = |judged| if location.holds_still(listed) { Ok(judged) } else { Err(TwinError::Moved) };
    if let Some(known) = known(&sha256) {
        return still(known);
    }
    // The Parquet reader panics on some broken files, and one file may not end the program.
    let read = catch_unwind(AssertUnwindSafe(|| match Footer::read(&file) {
        Ok(footer) => judge_rows(state, footer, &listed.path, contract, demands, zone, &sha256),
        Err(Refused::Vanished) => Err(TwinError::Moved),
        Err(Refused::Fatal(fatal)) => Ok(useless(sha256.clone(), fatal)),
    }));
    let judged = read.unwrap_or_else(|_| {
        let cause = "its parts contradict one another".to_owned();
        Ok(useless(sha256, Fatal::Broken { cause }))
    })?;
    still(judged)
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
        few: Vec::new(),
        unsound: Vec::new(),
        rejected: None,
        fatal: Some(fatal),
    }
}

fn judge_rows(
    state: &State,
    footer: Footer,
    path: &str,
    contract: &Contract,
    demands: &Demands,
    zone: &Zone,
    sha256: &str,
) -> Result<Verdict, TwinError> {
    let mut verdict = Verdict {
        rows: Some(footer.rows),
        metadata: footer.metadata.clone(),
        fatal: None,
        ..useless(sha256.to_owned(), Fatal::Empty)
    };
    let mut rejected = RejectedWriter::new(state);
    verdict.fatal = gather(footer, path, contract, demands, zone, &mut verdict, &mut rejected).err();
    if verdict.fatal.is_none() && !rejected.is_empty() {
        verdict.rejected = Some(rejected.finish()?);
    }
    Ok(verdict)
}

fn gather(
    footer: Footer,
    path: &str,
    contract: &Contract,
    demands: &Demands,
    zone: &Zone,
    verdict: &mut Verdict,
    rejected: &mut RejectedWriter<'_>,
) -> Result<(), Fatal> {
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
    let mut few = Few::new(&demand);
    let mut seen = 0;
    while let Some(rows) = input.next()? {
        verdict.rewritten |= rows.changed;
        let kinds = contract.columns.values().map(|column| column.kind);
        let cells: Vec<Cells<'_>> =
            kinds.zip(&rows.columns).map(|(kind, array)| Cells::new(kind, array)).collect();
        let mut unsound = Vec::new();
        for failure in checks.failures(rows.first, &cells, &rows.marks) {
            if failure.on_fail == OnFail::Fatal {
                let Finding { row, rule, column, value, .. } = failure.finding;
                return Err(Fatal::Row { rule, column, row, value });
            }
            let (table, file, finding) = (contract.name.clone(), path.to_owned(), failure.finding);
            unsound.extend((finding.fate == Fate::SetAside).then(|| row_at(finding.row)));
            rejected.push(Rejected { table, file, finding });
        }
        unsound.dedup();
        tallies.see(&cells, None);
        codes.see(&cells, None);
        ends.see(&cells, None);
        let count = cells.first().map_or(0, Cells::len);
        seen += count as u64;
        few.see(&demand, rows.first, &cells, &unsound);
        verdict.unsound.append(&mut unsound);
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
    verdict.few = few.finish(seen);
    verdict.organization = match bodies {
        Bodies::One(name) => Some(name),
        Bodies::Nobody | Bodies::Several => None,
    };
    Ok(())
}

/// The place of a row, given by its number from 1.
fn row_at(number: u64) -> usize {
    usize::try_from(number - 1).unwrap_or(usize::MAX)
}

/// More different values of a reference than these are read from the file again when they are asked for.
const FEW: usize = 4_096;
/// So many are few in any file; more are where there are so many rows to each.
const ALWAYS_FEW: usize = 64;
const ROWS_TO_EACH: u64 = 16;

/// Gathers the values that rows refer to by, as long as they are few.
#[derive(Debug)]
struct Few(Vec<Option<HashSet<u128, RandomState>>>);

impl Few {
    fn new(demand: &Demand) -> Self {
        Self(vec![Some(HashSet::default()); demand.references.len()])
    }

    /// Sees a batch of rows, the first of them by its number from 0, and those that are set aside.
    fn see(&mut self, demand: &Demand, first: u64, cells: &[Cells<'_>], aside: &[usize]) {
        let first = usize::try_from(first).unwrap_or(usize::MAX);
        let mut bytes = Vec::new();
        for ((position, _), seen) in demand.references.iter().zip(&mut self.0) {
            let column = &cells[*position];
            for row in 0..column.len() {
                let Some(values) = seen else { break };
                if column.is_null(row) || aside.binary_search(&(first + row)).is_ok() {
                    continue;
                }
                values.insert(hash(&[column], row, &mut bytes));
                if values.len() > FEW {
                    *seen = None;
                }
            }
        }
    }

    fn finish(self, rows: u64) -> Vec<Option<Vec<u128>>> {
        let few = |values: &HashSet<u128, RandomState>| {
            values.len() <= ALWAYS_FEW || values.len() as u64 <= rows / ROWS_TO_EACH
        };
        let sorted = |values: HashSet<u128, RandomState>| {
            let mut values: Vec<u128> = values.into_iter().collect();
            values.sort_unstable();
            values
        };
        self.0.into_iter().map(|values| values.filter(few).map(sorted)).collect()
    }
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
