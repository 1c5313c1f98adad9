//! A KPI by slot and by its dimensions: what pages, exports and the API read.

use std::collections::BTreeMap;
use std::ops::{Add, Range};

use serde::{Deserialize, Serialize};

use super::cell::Gathered;
use super::hindrance::Hindrance;
use super::repeats::Repeats;
use crate::kpi::definition::kpi::Kpi;

/// The records of a KPI, gathered by slot and dimensions.
///
/// A row is a cell: what happened in one slot at one place of each dimension. Rows are sorted by slot, then by places, and no
/// two have the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cube {
    /// Where each slot's rows begin; one more entry than there are slots.
    pub(in crate::kpi) starts: Vec<usize>,
    /// In the order of the KPI's dimensions.
    pub(in crate::kpi) dimensions: Vec<Axis>,
    /// In the order of the KPI's value columns.
    pub(in crate::kpi) columns: Vec<Values>,
    /// How many of each row's records fill no column that would make them count.
    pub(in crate::kpi) unfilled: Vec<u64>,
    /// Records that fall into no slot.
    pub outside: Outside,
    /// How many different keys its distinct columns have.
    pub(in crate::kpi) keys: usize,
    /// How many keys are listed more than once; nothing where that could not be found out: such a cube is not kept.
    pub repeats: Option<Repeats>,
    /// Why it is empty although nobody has looked at the records; such a cube is not kept.
    #[serde(skip)]
    pub(in crate::kpi) hindrance: Option<Hindrance>,
}

/// The values of one dimension that occur, and which of them each row has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::kpi) struct Axis {
    /// What occurs: a code (nothing = not known), and the codes that it lay below on those days.
    pub(in crate::kpi) places: Vec<Coordinate>,
    /// For each row a place.
    pub(in crate::kpi) rows: Vec<u32>,
    /// The places whose code no member bears, in order.
    pub(in crate::kpi) strays: Vec<u32>,
    /// Those codes, each with all records that the query lists with it, those in no slot too.
    pub(in crate::kpi) listed: BTreeMap<String, u64>,
    /// Whether its parts overlap: as its members were, then in each of its views.
    pub(in crate::kpi) overlaps: Vec<bool>,
}

/// A member as a row saw it: its code, what it lay below, and its unit in each of its dimension's views.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(in crate::kpi) struct Coordinate {
    pub(in crate::kpi) code: Option<String>,
    pub(in crate::kpi) above: Vec<String>,
    pub(in crate::kpi) units: Vec<Option<String>>,
}

/// The numbers of one value column, by row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::kpi) enum Values {
    /// Sum, count and largest of the row's records, in units of the column's scale.
    Sum { sums: Vec<i128>, records: Vec<u64>, largest: Vec<i128> },
    /// The different keys of the row's records.
    Set(Grouped<u32>),
    /// The different values of the row's records, each with how many have it.
    Bag(Grouped<(i128, u64)>),
}

/// As many things for each row as it has, each row's in their own order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::kpi) struct Grouped<T> {
    /// Where those of each row begin; one more entry than there are rows.
    starts: Vec<usize>,
    all: Vec<T>,
}

impl<T: Copy> Grouped<T> {
    /// From things with their rows, in the order of these.
    pub(in crate::kpi) fn new(rows: usize, sorted: impl IntoIterator<Item = (usize, T)>) -> Self {
        let mut starts = vec![0; rows + 1];
        let mut all = Vec::new();
        for (row, thing) in sorted {
            starts[row + 1] += 1;
            all.push(thing);
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        all.shrink_to_fit();
        Self { starts, all }
    }

    /// Those of a row.
    pub(in crate::kpi) fn of(&self, row: usize) -> &[T] {
        &self.all[self.starts[row]..self.starts[row + 1]]
    }

    fn only(&self, rows: &[usize]) -> Self {
        let own =
            rows.iter().enumerate().flat_map(|(new, &old)| self.of(old).iter().map(move |one| (new, *one)));
        Self::new(rows.len(), own)
    }
}

/// Records that fall into no slot, by why; a page on the data lists them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outside {
    /// Without a day: a mistake in the data.
    pub no_day: u64,
    /// Before the workspace's first day: a mistake, or data that nobody asked for.
    pub before: u64,
    /// After the data date: normal for due dates.
    pub after: u64,
    /// After the last day of the calendar, the end of the year after the data date's: a mistake.
    pub beyond: u64,
}

impl Add for Outside {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            no_day: self.no_day + other.no_day,
            before: self.before + other.before,
            after: self.after + other.after,
            beyond: self.beyond + other.beyond,
        }
    }
}

impl Outside {
    /// How many are so by mistake, and why, in English.
    pub(in crate::kpi) fn why(&self) -> String {
        let why = [
            (self.no_day, "without a day"),
            (self.before, "before the first day of the data"),
            (self.beyond, "after the last day of the calendar"),
        ];
        let told = why.iter().filter(|(count, _)| *count > 0).map(|(count, why)| format!("{count} {why}"));
        told.collect::<Vec<_>>().join(", ")
    }

    /// Whether none of them is a mistake.
    pub fn is_nothing(&self) -> bool {
        self.no_day + self.before + self.beyond == 0
    }
}

impl Cube {
    /// Why there is nothing in it, where it could not be gathered.
    pub fn hindrance(&self) -> Option<Hindrance> {
        self.hindrance
    }

    /// How many members of a dimension occur, at most.
    pub fn most_members(&self, kpi: &Kpi, dimension: &str) -> usize {
        let index = kpi.dimensions.iter().position(|own| own == dimension);
        index.and_then(|index| self.dimensions.get(index)).map_or(0, |axis| axis.places.len())
    }

    /// The rows of a range of slots.
    pub(in crate::kpi) fn rows(&self, slots: &Range<usize>) -> Range<usize> {
        let last = self.starts.len() - 1;
        let (from, to) = (slots.start.min(last), slots.end.min(last));
        self.starts[from]..self.starts[to.max(from)]
    }

    /// How many slots it covers.
    pub(in crate::kpi) fn slots(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// Whether any record fills no column that would make it count.
    pub fn has_blank(&self) -> bool {
        self.unfilled.iter().any(|count| *count > 0)
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Values {
    /// Adds a row to what is being gathered.
    pub(in crate::kpi) fn merge(&self, row: usize, into: &mut Gathered) {
        match (into, self) {
            (Gathered::Sum { sum, records, largest }, Self::Sum { sums, records: counts, largest: ones }) => {
                if counts[row] > 0 {
                    *sum = sum.and_then(|sum| sum.checked_add(sums[row]));
                    *records += counts[row];
                    *largest = Some(largest.map_or(ones[row], |known| known.max(ones[row])));
                }
            }
            (Gathered::Set(set), Self::Set(keys)) => set.extend(keys.of(row)),
            (Gathered::Bag(bag), Self::Bag(values)) => bag.extend(values.of(row)),
            (Gathered::Sum { .. } | Gathered::Set(_) | Gathered::Bag(_), _) => {
                unreachable!("cells and columns are made from the same list of value columns")
            }
        }
    }

    /// Those of some rows, in the order given.
    pub(in crate::kpi) fn only(&self, rows: &[usize]) -> Self {
        match self {
            Self::Sum { sums, records, largest } => Self::Sum {
                sums: rows.iter().map(|&row| sums[row]).collect(),
                records: rows.iter().map(|&row| records[row]).collect(),
                largest: rows.iter().map(|&row| largest[row]).collect(),
            },
            Self::Set(keys) => Self::Set(keys.only(rows)),
            Self::Bag(values) => Self::Bag(values.only(rows)),
        }
    }
}

impl Coordinate {
    /// The member: nothing outside a view, nothing inside where it is not known.
    pub(in crate::kpi) fn seen(&self, lens: Option<usize>) -> Option<Option<&str>> {
        match (lens, &self.code) {
            (_, None) => Some(None),
            (None, Some(code)) => Some(Some(code)),
            (Some(view), Some(_)) => self.units.get(view).and_then(Option::as_deref).map(Some),
        }
    }
}
