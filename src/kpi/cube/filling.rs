//! A value column of a cube being filled.

use arrow::error::ArrowError;
use foldhash::fast::RandomState;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::grid::{Grouped, Values};
use crate::kpi::definition::header::Aggregate;

/// So many pairs of cells and keys are put in order at once at least.
const PAIRS: usize = 1 << 20;

/// The values of cells, by the cells' numbers.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Filling {
    /// Sum, count and largest of each cell's records.
    Sum { sums: Vec<i128>, records: Vec<u64>, largest: Vec<i128> },
    /// Cells with keys.
    Set(Pairs),
    /// How many records have a value, by cell and value.
    Bag(IndexMap<(u32, i128), u64, RandomState>),
}

/// Cells with keys, those that came again left out from time to time.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Pairs {
    /// The cell in the upper half, the key in the lower one.
    all: Vec<u64>,
    /// So many of them come once and stand in order.
    known: usize,
}

impl Filling {
    /// Of no cell yet.
    pub(super) fn empty(aggregate: Aggregate) -> Self {
        match aggregate {
            Aggregate::Sum => Self::Sum { sums: Vec::new(), records: Vec::new(), largest: Vec::new() },
            Aggregate::Distinct => Self::Set(Pairs::default()),
            Aggregate::Median | Aggregate::P90 => Self::Bag(IndexMap::default()),
        }
    }

    /// One more cell.
    pub(super) fn grow(&mut self) {
        if let Self::Sum { sums, records, largest } = self {
            sums.push(0);
            records.push(0);
            largest.push(0);
        }
    }

    /// The value of one record of a cell.
    ///
    /// # Errors
    /// Where the sum outgrows what a cell can hold.
    pub(super) fn value(&mut self, cell: u32, value: i128) -> Result<(), ArrowError> {
        match self {
            Self::Sum { .. } => self.sum(cell, value, 1, value)?,
            Self::Bag(values) => *values.entry((cell, value)).or_default() += 1,
            Self::Set(_) => {}
        }
        Ok(())
    }

    /// The key of one record of a cell.
    pub(super) fn key(&mut self, cell: u32, key: u32) {
        if let Self::Set(pairs) = self {
            pairs.push(cell, key);
        }
    }

    /// How much it holds besides what each cell has.
    pub(super) fn held(&self) -> usize {
        match self {
            Self::Sum { .. } => 0,
            Self::Set(pairs) => pairs.known,
            Self::Bag(values) => values.len(),
        }
    }

    /// Takes in another one, whose cells and keys have these numbers here.
    pub(super) fn absorb(&mut self, other: Self, cells: &[u32], keys: &[u32]) -> Result<(), ArrowError> {
        match (self, other) {
            (own @ Self::Sum { .. }, Self::Sum { sums, records, largest }) => {
                for (at, cell) in cells.iter().enumerate() {
                    own.sum(*cell, sums[at], records[at], largest[at])?;
                }
            }
            (Self::Set(own), Self::Set(other)) => {
                for (cell, key) in other.all.into_iter().map(apart) {
                    own.push(cells[cell as usize], keys[key as usize]);
                }
            }
            (Self::Bag(own), Self::Bag(other)) => {
                for ((cell, value), records) in other {
                    *own.entry((cells[cell as usize], value)).or_default() += records;
                }
            }
            (Self::Sum { .. } | Self::Set(_) | Self::Bag(_), _) => {
                unreachable!("parts of one KPI are made from the same list of value columns")
            }
        }
        Ok(())
    }

    /// Adds up so many records of a cell.
    fn sum(&mut self, cell: u32, sum: i128, count: u64, one: i128) -> Result<(), ArrowError> {
        let at = cell as usize;
        if let Self::Sum { sums, records, largest } = self
            && count > 0
        {
            let outgrown = || ArrowError::ComputeError("a sum has more than 38 digits".to_owned());
            sums[at] = sums[at].checked_add(sum).ok_or_else(outgrown)?;
            largest[at] = if records[at] == 0 { one } else { largest[at].max(one) };
            records[at] += count;
        }
        Ok(())
    }

    /// In the order of the cells: `old` are their numbers so far, `rank` the rows of these.
    pub(super) fn finish(self, old: &[usize], rank: &[u32]) -> Values {
        match self {
            Self::Sum { sums, records, largest } => Values::Sum { sums, records, largest }.only(old),
            Self::Set(Pairs { mut all, .. }) => {
                for pair in &mut all {
                    let (cell, key) = apart(*pair);
                    *pair = together(rank[cell as usize], key);
                }
                all.sort_unstable();
                all.dedup();
                let pairs = all.into_iter().map(apart);
                Values::Set(Grouped::new(old.len(), pairs.map(|(row, key)| (row as usize, key))))
            }
            Self::Bag(values) => {
                let own = values.into_iter();
                let mut own: Vec<(u32, i128, u64)> =
                    own.map(|((cell, value), records)| (rank[cell as usize], value, records)).collect();
                own.sort_unstable();
                let rows = own.into_iter().map(|(row, value, records)| (row as usize, (value, records)));
                Values::Bag(Grouped::new(old.len(), rows))
            }
        }
    }
}

impl Pairs {
    fn push(&mut self, cell: u32, key: u32) {
        self.all.push(together(cell, key));
        if self.all.len() > 2 * self.known + PAIRS {
            self.all.sort_unstable();
            self.all.dedup();
            self.known = self.all.len();
        }
    }
}

fn together(cell: u32, key: u32) -> u64 {
    u64::from(cell) << 32 | u64::from(key)
}

fn apart(pair: u64) -> (u32, u32) {
    let [a, b, c, d, e, f, g, h] = pair.to_be_bytes();
    (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]))
}
