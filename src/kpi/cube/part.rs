//! A part of a cube, filled record by record; parts of different records become a cube.
//!
//! Places are numbered as they come and renumbered in their own order at the end; keys keep their numbers, which say nothing
//! but which are the same.

use std::collections::BTreeMap;

use arrow::array::ArrayRef;
use arrow::error::ArrowError;
use foldhash::fast::RandomState;
use indexmap::IndexSet;
use serde::{Deserialize, Serialize};

use super::filling::Filling;
use super::grid::{Axis, Coordinate, Cube, Outside};
use super::hindrance::Hindrance;
use super::repeats::Repeats;
use super::texts::Texts;
use super::timeline::Timeline;
use crate::kpi::definition::kpi::Kpi;

/// What is gathered of some of a KPI's records, each of which counts once.
#[derive(Debug, Serialize, Deserialize)]
pub struct Part {
    /// The days that it knows.
    timeline: Timeline,
    places: Vec<IndexSet<Coordinate, RandomState>>,
    /// Each by its slot, then the number of its place of each dimension.
    cells: IndexSet<Box<[u32]>, RandomState>,
    columns: Vec<Filling>,
    unfilled: Vec<u64>,
    keys: Texts,
    pub(super) outside: Outside,
    /// By dimension the codes that no member bears, with their records, those in no slot too.
    pub(super) strays: Vec<BTreeMap<String, u64>>,
}

impl Part {
    /// Nothing yet.
    pub(super) fn new(kpi: &Kpi, timeline: &Timeline) -> Self {
        Self {
            timeline: timeline.clone(),
            places: vec![IndexSet::default(); kpi.dimensions.len()],
            cells: IndexSet::default(),
            columns: kpi.columns.iter().map(|column| Filling::empty(column.aggregate)).collect(),
            unfilled: Vec::new(),
            keys: Texts::of_many(),
            outside: Outside::default(),
            strays: vec![BTreeMap::new(); kpi.dimensions.len()],
        }
    }

    /// The same as of another data date; nothing where its records lie otherwise then.
    pub fn until(mut self, timeline: &Timeline) -> Option<Self> {
        let goes_on = self.timeline.goes_on_as(timeline, self.outside);
        self.timeline = timeline.clone();
        goes_on.then_some(self)
    }

    /// Takes in what was gathered of other records of the same KPI.
    ///
    /// # Errors
    /// Where a sum outgrows what a cell can hold.
    pub fn absorb(&mut self, other: Self) -> Result<(), ArrowError> {
        let keys: Vec<u32> = other.keys.iter().map(|key| self.keys.number(key)).collect();
        let mut places: Vec<Vec<u32>> = Vec::with_capacity(other.places.len());
        for (dimension, own) in other.places.into_iter().enumerate() {
            places.push(own.into_iter().map(|place| self.place(dimension, place)).collect());
        }
        let mut cells = Vec::with_capacity(other.cells.len());
        for (mut at, unfilled) in other.cells.into_iter().zip(other.unfilled) {
            for (place, numbers) in at[1..].iter_mut().zip(&places) {
                *place = numbers[*place as usize];
            }
            let cell = self.cell(&at);
            self.unfilled[cell as usize] += unfilled;
            cells.push(cell);
        }
        for (own, other) in self.columns.iter_mut().zip(other.columns) {
            own.absorb(other, &cells, &keys)?;
        }
        self.outside = self.outside + other.outside;
        for (own, other) in self.strays.iter_mut().zip(other.strays) {
            for (code, records) in other {
                *own.entry(code).or_default() += records;
            }
        }
        Ok(())
    }

    /// The number of a place of the dimension at an index.
    pub(super) fn place(&mut self, dimension: usize, place: Coordinate) -> u32 {
        number(self.places[dimension].insert_full(place).0)
    }

    /// The number of each row's key.
    pub(super) fn keys(&mut self, column: &ArrayRef) -> Result<Vec<Option<u32>>, ArrowError> {
        self.keys.numbers(column)
    }

    /// The number of the cell of a slot and of places.
    pub(super) fn cell(&mut self, at: &[u32]) -> u32 {
        if let Some(known) = self.cells.get_index_of(at) {
            return number(known);
        }
        self.unfilled.push(0);
        self.columns.iter_mut().for_each(Filling::grow);
        number(self.cells.insert_full(at.into()).0)
    }

    /// One more record of a cell that fills no column that would make it count.
    pub(super) fn unfilled(&mut self, cell: u32) {
        self.unfilled[cell as usize] += 1;
    }

    /// What a column holds.
    pub(super) fn column(&mut self, column: usize) -> &mut Filling {
        &mut self.columns[column]
    }

    /// How much it holds: cells, keys and values.
    pub fn held(&self) -> usize {
        self.cells.len() + self.columns.iter().map(Filling::held).sum::<usize>()
    }

    /// Puts the cells in order, and numbers the places in theirs.
    pub(super) fn into_cube(self) -> Cube {
        let slots = self.timeline.slots.len();
        let (mut dimensions, orders): (Vec<Axis>, Vec<Vec<u32>>) =
            self.places.into_iter().map(ordered).unzip();
        let renumbered = |(old, mut at): (usize, Box<[u32]>)| {
            for (place, order) in at[1..].iter_mut().zip(&orders) {
                *place = order[*place as usize];
            }
            (at, old)
        };
        let mut cells: Vec<(Box<[u32]>, usize)> =
            self.cells.into_iter().enumerate().map(renumbered).collect();
        cells.sort_unstable();
        let mut starts = vec![0; slots + 1];
        let mut rank = vec![0; cells.len()];
        for (row, (at, old)) in cells.iter().enumerate() {
            starts[at[0] as usize + 1] += 1;
            rank[*old] = number(row);
            for (axis, place) in dimensions.iter_mut().zip(&at[1..]) {
                axis.rows.push(*place);
            }
        }
        for slot in 0..slots {
            starts[slot + 1] += starts[slot];
        }
        let old: Vec<usize> = cells.into_iter().map(|(_, old)| old).collect();
        let mut cube = Cube {
            starts,
            dimensions,
            unfilled: old.iter().map(|&cell| self.unfilled[cell]).collect(),
            columns: self.columns.into_iter().map(|column| column.finish(&old, &rank)).collect(),
            outside: self.outside,
            keys: self.keys.len(),
            repeats: Some(Repeats::default()),
            hindrance: None,
        };
        cube.mark_strays(self.strays);
        cube
    }
}

impl Cube {
    /// Stands for one that could not be gathered: each figure has this reason and no number.
    pub fn hindered(kpi: &Kpi, timeline: &Timeline, hindrance: Hindrance) -> Self {
        let mut cube = Part::new(kpi, timeline).into_cube();
        cube.mark_overlaps(kpi, &vec![0; kpi.dimensions.len()]);
        Self { hindrance: Some(hindrance), ..cube }
    }

    /// The same as of a later data date, as which it goes on ([`Timeline::goes_on_as`]).
    #[must_use]
    pub fn until(mut self, timeline: &Timeline) -> Self {
        self.starts.resize(timeline.slots.len() + 1, self.len());
        self
    }
}

/// An axis without rows, and for each number given so far the place in the axis' order.
fn ordered(places: IndexSet<Coordinate, RandomState>) -> (Axis, Vec<u32>) {
    let mut places: Vec<(Coordinate, usize)> =
        places.into_iter().enumerate().map(|(old, place)| (place, old)).collect();
    places.sort_unstable();
    let mut order = vec![0; places.len()];
    for (new, (_, old)) in places.iter().enumerate() {
        order[*old] = number(new);
    }
    let places = places.into_iter().map(|(place, _)| place).collect();
    let axis =
        Axis { places, rows: Vec::new(), strays: Vec::new(), listed: BTreeMap::new(), overlaps: Vec::new() };
    (axis, order)
}

/// What is numbered is less than may be gathered.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
