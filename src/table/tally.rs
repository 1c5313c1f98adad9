//! How many rows, and how much money, by the body that answers for them.

use std::collections::HashMap;
use std::ops::{AddAssign, Sub};

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::contract::{ColumnType, Contract};
use super::finding::Fate;

/// Rows, and what they hold in their money columns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many.
    pub rows: u64,
    /// The sum of their amounts.
    pub money: i128,
    /// The sum of their amounts without regard to their signs: what shares are taken of.
    pub turnover: i128,
}

/// What one body sent in one file, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyRows {
    /// The body; nothing where its column is empty or the contract names none.
    pub organization: Option<String>,
    /// Everything.
    pub arrived: Tally,
    /// What is wrong and not served.
    pub set_aside: Tally,
    /// What is not served because another file has its key: no mistake of the row's own.
    pub repeated: Tally,
    /// What is not served because a row that holds the very same is.
    pub copies: Tally,
    /// In whose place a later row counts.
    pub superseded: Tally,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.money += other.money;
        self.turnover += other.turnover;
    }
}

impl Sub for Tally {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            rows: self.rows.saturating_sub(other.rows),
            money: self.money - other.money,
            turnover: self.turnover - other.turnover,
        }
    }
}

/// Counts a file's rows by body.
#[derive(Debug)]
pub(super) struct Tallies {
    organization: Option<usize>,
    money: Vec<usize>,
    found: Vec<BodyRows>,
    by_name: HashMap<String, usize, RandomState>,
    nobody: Option<usize>,
}

impl Tallies {
    pub(super) fn new(contract: &Contract) -> Self {
        let money = contract.columns.values().enumerate();
        let money =
            money.filter(|(_, column)| column.kind == ColumnType::Money).map(|(position, _)| position);
        Self {
            organization: contract.organization.as_ref().and_then(|name| contract.columns.get_index_of(name)),
            money: money.collect(),
            found: Vec::new(),
            by_name: HashMap::default(),
            nobody: None,
        }
    }

    /// Counts the rows of a batch that holds all columns of the contract. `fates` has one for each row;
    /// without them all rows are served.
    pub(super) fn see(&mut self, cells: &[Cells<'_>], fates: Option<&[Fate]>) {
        // Rows of one body mostly stand together.
        let mut last: Option<(Option<String>, usize)> = None;
        for row in 0..cells.first().map_or(0, Cells::len) {
            let name = self.organization.and_then(|position| cells[position].str(row));
            let place = match &last {
                Some((known, place)) if known.as_deref() == name => *place,
                Some(_) | None => {
                    let place = self.place(name);
                    last = Some((name.map(str::to_owned), place));
                    place
                }
            };
            let mut tally = Tally { rows: 1, ..Tally::default() };
            for amount in self.money.iter().filter_map(|position| cells[*position].steps(row)) {
                tally.money += amount;
                tally.turnover += amount.abs();
            }
            let body = &mut self.found[place];
            body.arrived += tally;
            match fates.and_then(|fates| fates.get(row)) {
                None | Some(Fate::Served) => {}
                Some(Fate::SetAside) => body.set_aside += tally,
                Some(Fate::Repeated) => body.repeated += tally,
                Some(Fate::Copy) => body.copies += tally,
                Some(Fate::Superseded) => body.superseded += tally,
            }
        }
    }

    fn place(&mut self, name: Option<&str>) -> usize {
        // An exporter without NULL writes nothing, which names nobody.
        let Some(name) = name.filter(|name| !name.trim().is_empty()) else {
            return *self.nobody.get_or_insert_with(|| {
                self.found.push(BodyRows::default());
                self.found.len() - 1
            });
        };
        if let Some(place) = self.by_name.get(name) {
            return *place;
        }
        self.found.push(BodyRows { organization: Some(name.to_owned()), ..BodyRows::default() });
        self.by_name.insert(name.to_owned(), self.found.len() - 1);
        self.found.len() - 1
    }

    /// By body; who is not known comes first.
    pub(super) fn finish(mut self) -> Vec<BodyRows> {
        self.found.sort_by(|a, b| a.organization.cmp(&b.organization));
        self.found
    }
}
