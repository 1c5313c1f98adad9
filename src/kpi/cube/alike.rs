//! Whether two cubes tell the same, whatever numbers their keys have and in whatever order their rows lie.

use std::collections::BTreeMap;

use super::grid::{Coordinate, Cube, Values};

/// A slot and the places of some rows.
type Group<'a> = (usize, Vec<&'a Coordinate>);

/// What one column says of a group.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    sum: i128,
    records: u64,
    largest: Option<i128>,
    /// Values and how many records have each.
    values: BTreeMap<i128, u64>,
}

/// What a cube says: by group each column and the records that fill none, and for each column of keys in which groups each
/// key stands, whatever it is.
type All<'a> = (BTreeMap<Group<'a>, (Vec<Told>, u64)>, Vec<Vec<Vec<Group<'a>>>>);

impl Cube {
    /// Whether no question could be answered otherwise from another one, of the same KPI.
    pub fn tells_the_same(&self, other: &Self) -> bool {
        self.outside == other.outside && self.all() == other.all()
    }

    fn all(&self) -> All<'_> {
        let mut groups = BTreeMap::new();
        let mut keys: Vec<BTreeMap<u32, Vec<Group<'_>>>> = vec![BTreeMap::new(); self.columns.len()];
        for slot in 0..self.slots() {
            for row in self.rows(&(slot..slot + 1)) {
                let places =
                    self.dimensions.iter().map(|axis| &axis.places[axis.rows[row] as usize]).collect();
                let group: Group<'_> = (slot, places);
                for (column, keys) in self.columns.iter().zip(&mut keys) {
                    if let Values::Set(own) = column {
                        own.of(row).iter().for_each(|key| keys.entry(*key).or_default().push(group.clone()));
                    }
                }
                let empty = || (self.columns.iter().map(|_| Told::default()).collect(), 0);
                let (told, unfilled): &mut (Vec<Told>, u64) = groups.entry(group).or_insert_with(empty);
                *unfilled += self.unfilled[row];
                self.columns.iter().zip(told).for_each(|(column, told)| told.add(column, row));
            }
        }
        let sorted = keys.into_iter().map(|keys| {
            let mut all: Vec<Vec<Group<'_>>> = keys
                .into_values()
                .map(|mut groups| {
                    groups.sort();
                    groups
                })
                .collect();
            all.sort();
            all
        });
        (groups, sorted.collect())
    }
}

impl Told {
    fn add(&mut self, column: &Values, row: usize) {
        match column {
            Values::Sum { sums, records, largest } => {
                self.sum += sums[row];
                self.records += records[row];
                self.largest = self.largest.max((records[row] > 0).then_some(largest[row]));
            }
            Values::Bag(values) => {
                for (value, records) in values.of(row) {
                    *self.values.entry(*value).or_default() += records;
                }
            }
            // Each key is told by itself.
            Values::Set(_) => {}
        }
    }
}
