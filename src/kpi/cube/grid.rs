//! A KPI by slot and by its dimensions: what pages, exports and the API read.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::ops::Range;

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

use super::cell::Gathered;
use super::hindrance::Hindrance;
use super::repeats::Repeats;
use crate::kpi::definition::header::Aggregate;
use crate::kpi::definition::kpi::{Kpi, ValueColumn};

/// The records of a KPI, gathered by slot, dimensions and the keys of distinct columns.
///
/// Rows are sorted by slot; every column is an array as long as there are rows.
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

/// The numbers of one value column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::kpi) enum Values {
    /// Sum, count and largest of the row's records, in units of the column's scale.
    Sum { sums: Vec<i128>, records: Vec<u64>, largest: Vec<i128> },
    /// The row's key, 0 where its records do not count.
    Set(Vec<u32>),
    /// The row's value and how many records have it; no records where it is NULL.
    Bag { values: Vec<i128>, records: Vec<u64> },
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

/// A cube being filled, row by row.
///
/// Texts are numbered as they come and renumbered in their own order at the end, so that the order
/// of files and rows leaves no trace.
#[derive(Debug)]
pub(in crate::kpi) struct Builder {
    slots: Vec<u32>,
    dimensions: Vec<(Numbering<Coordinate>, Vec<u32>)>,
    keys: Numbering<String>,
    columns: Vec<Values>,
    unfilled: Vec<u64>,
    pub(in crate::kpi) outside: Outside,
}

/// What a row holds in one value column.
#[derive(Debug, Clone, Copy)]
pub(in crate::kpi) enum RowValue {
    Sum { sum: i128, records: u64, largest: i128 },
    Key(u32),
    Bag { value: Option<i128>, records: u64 },
}

/// Gives each different value a number.
#[derive(Debug)]
struct Numbering<T> {
    numbers: HashMap<T, u32, RandomState>,
}

impl<T: Ord + Hash + Clone> Numbering<T> {
    fn new() -> Self {
        Self { numbers: HashMap::default() }
    }

    fn number(&mut self, value: T) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(value).or_insert(next)
    }

    /// The values in their own order, and for each number given so far the place in that order.
    fn ordered(self) -> (Vec<T>, Vec<u32>) {
        let mut values: Vec<(T, u32)> = self.numbers.into_iter().collect();
        values.sort();
        let mut places = vec![0; values.len()];
        for (place, (_, number)) in values.iter().enumerate() {
            places[*number as usize] = u32::try_from(place).unwrap_or(u32::MAX);
        }
        (values.into_iter().map(|(value, _)| value).collect(), places)
    }
}

impl Builder {
    /// Nothing yet, for so many dimensions and for these kinds of value column.
    pub(in crate::kpi) fn new(dimensions: usize, columns: Vec<Values>) -> Self {
        Self {
            slots: Vec::new(),
            dimensions: (0..dimensions).map(|_| (Numbering::new(), Vec::new())).collect(),
            keys: Numbering::new(),
            columns,
            unfilled: Vec::new(),
            outside: Outside::default(),
        }
    }

    /// The number of a place of the dimension at an index.
    pub(in crate::kpi) fn place(&mut self, dimension: usize, place: Coordinate) -> u32 {
        self.dimensions[dimension].0.number(place)
    }

    /// The number of a key of a distinct column: never 0, which is for records that do not count.
    pub(in crate::kpi) fn key(&mut self, key: &str) -> u32 {
        match self.keys.numbers.get(key) {
            Some(number) => number + 1,
            None => self.keys.number(key.to_owned()) + 1,
        }
    }

    /// One more row, with how many of its records fill no column that would make them count.
    pub(in crate::kpi) fn push(
        &mut self,
        slot: usize,
        places: &[u32],
        unfilled: u64,
        values: impl Iterator<Item = RowValue>,
    ) {
        self.slots.push(u32::try_from(slot).unwrap_or(u32::MAX));
        self.unfilled.push(unfilled);
        for ((_, rows), place) in self.dimensions.iter_mut().zip(places) {
            rows.push(*place);
        }
        for (column, value) in self.columns.iter_mut().zip(values) {
            column.push(value);
        }
    }

    /// Sorts the rows by slot and numbers everything in its own order.
    pub(in crate::kpi) fn finish(self, slots: usize) -> Cube {
        let mut columns = self.columns;
        let (keys, order) = self.keys.ordered();
        for column in &mut columns {
            if let Values::Set(keys) = column {
                for key in keys.iter_mut().filter(|key| **key > 0) {
                    *key = order[*key as usize - 1] + 1;
                }
            }
        }
        let mut dimensions: Vec<Axis> = self
            .dimensions
            .into_iter()
            .map(|(numbering, mut rows)| {
                let (places, order) = numbering.ordered();
                for row in &mut rows {
                    *row = order[*row as usize];
                }
                Axis { places, rows, strays: Vec::new(), listed: BTreeMap::new(), overlaps: Vec::new() }
            })
            .collect();
        let mut order: Vec<usize> = (0..self.slots.len()).collect();
        order.sort_by(|&a, &b| {
            let by_slot = self.slots[a].cmp(&self.slots[b]);
            let by_places =
                || dimensions.iter().map(|axis| axis.rows[a].cmp(&axis.rows[b])).find(|o| o.is_ne());
            let by_values = || columns.iter().map(|column| column.compare(a, b)).find(|o| o.is_ne());
            let by_unfilled = || self.unfilled[a].cmp(&self.unfilled[b]);
            by_slot
                .then_with(|| by_places().or_else(by_values).unwrap_or(Ordering::Equal))
                .then_with(by_unfilled)
        });
        let mut starts = vec![0; slots + 1];
        for slot in &self.slots {
            starts[*slot as usize + 1] += 1;
        }
        for slot in 0..slots {
            starts[slot + 1] += starts[slot];
        }
        for axis in &mut dimensions {
            axis.rows = order.iter().map(|&row| axis.rows[row]).collect();
        }
        for column in &mut columns {
            column.reorder(&order);
        }
        let unfilled = order.iter().map(|&row| self.unfilled[row]).collect();
        Cube {
            starts,
            dimensions,
            columns,
            unfilled,
            outside: self.outside,
            keys: keys.len(),
            repeats: Some(Repeats::default()),
            hindrance: None,
        }
    }
}

impl Cube {
    /// Stands for one that could not be gathered: each figure has this reason and no number.
    pub fn hindered(kpi: &Kpi, slots: usize, hindrance: Hindrance) -> Self {
        let columns = kpi.columns.iter().map(Values::empty).collect();
        let mut cube = Builder::new(kpi.dimensions.len(), columns).finish(slots);
        cube.mark_overlaps(kpi, &vec![0; kpi.dimensions.len()]);
        Self { hindrance: Some(hindrance), ..cube }
    }

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
    /// Nothing yet.
    pub(in crate::kpi) fn empty(column: &ValueColumn) -> Self {
        match column.aggregate {
            Aggregate::Sum => Self::Sum { sums: Vec::new(), records: Vec::new(), largest: Vec::new() },
            Aggregate::Distinct => Self::Set(Vec::new()),
            Aggregate::Median | Aggregate::P90 => Self::Bag { values: Vec::new(), records: Vec::new() },
        }
    }

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
            (Gathered::Set(set), Self::Set(keys)) => {
                if keys[row] > 0 {
                    set.push(keys[row]);
                }
            }
            (Gathered::Bag(bag), Self::Bag { values, records }) => {
                if records[row] > 0 {
                    bag.push((values[row], records[row]));
                }
            }
            (Gathered::Sum { .. } | Gathered::Set(_) | Gathered::Bag(_), _) => {
                unreachable!("cells and columns are made from the same list of value columns")
            }
        }
    }

    fn push(&mut self, value: RowValue) {
        match (self, value) {
            (Self::Sum { sums, records, largest }, RowValue::Sum { sum, records: count, largest: one }) => {
                sums.push(sum);
                records.push(count);
                largest.push(one);
            }
            (Self::Set(keys), RowValue::Key(key)) => keys.push(key),
            (Self::Bag { values, records }, RowValue::Bag { value, records: count }) => {
                values.push(value.unwrap_or(0));
                records.push(if value.is_some() { count } else { 0 });
            }
            (Self::Sum { .. } | Self::Set(_) | Self::Bag { .. }, _) => {
                unreachable!("rows are made from the same list of value columns")
            }
        }
    }

    fn compare(&self, a: usize, b: usize) -> Ordering {
        match self {
            Self::Sum { sums, records, .. } => (sums[a], records[a]).cmp(&(sums[b], records[b])),
            Self::Set(keys) => keys[a].cmp(&keys[b]),
            Self::Bag { values, records } => (values[a], records[a]).cmp(&(values[b], records[b])),
        }
    }

    pub(in crate::kpi) fn reorder(&mut self, order: &[usize]) {
        match self {
            Self::Sum { sums, records, largest } => {
                *sums = order.iter().map(|&row| sums[row]).collect();
                *records = order.iter().map(|&row| records[row]).collect();
                *largest = order.iter().map(|&row| largest[row]).collect();
            }
            Self::Set(keys) => *keys = order.iter().map(|&row| keys[row]).collect(),
            Self::Bag { values, records } => {
                *values = order.iter().map(|&row| values[row]).collect();
                *records = order.iter().map(|&row| records[row]).collect();
            }
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
