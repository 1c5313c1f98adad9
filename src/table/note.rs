//! What became of single values on their way into their columns.

use arrow::array::Array;
use serde::{Deserialize, Serialize};

use super::contract::{Column, Contract};
use super::finding::Fate;
use super::input::{Input, Rows};
use super::intake::Stored;

/// What became of the values of one column that are served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The column.
    pub column: String,
    /// Values that were rounded.
    pub rounded: u64,
    /// The largest difference that this made, in steps of the digits that differences have.
    pub largest: i128,
    /// Times without a zone of which nobody says how they are to be read.
    pub naive: u64,
    /// Those of them whose day depends on it.
    pub zoneless: u64,
}

/// Counts what became of served values.
pub(super) struct Notes<'a>(Vec<Counted<'a>>);

struct Counted<'a> {
    column: &'a Column,
    /// Whether times stand there that nobody says how to read.
    naive: bool,
    times: u64,
    zoneless: u64,
    rounded: u64,
    largest: i128,
}

impl<'a> Notes<'a> {
    /// The input must read all columns of the contract.
    pub(super) fn new(contract: &'a Contract, input: &Input<'_>) -> Self {
        let counted = contract.columns.values().enumerate().map(|(position, column)| Counted {
            column,
            naive: input.stored(position) == Stored::Naive && column.intake.naive.is_none(),
            times: 0,
            zoneless: 0,
            rounded: 0,
            largest: 0,
        });
        Self(counted.collect())
    }

    pub(super) fn add(&mut self, rows: &Rows, fates: &[Fate]) {
        let is_served = |row: usize| fates.get(row) == Some(&Fate::Served);
        let count = |rows: usize| u64::try_from(rows).unwrap_or(u64::MAX);
        for ((counted, array), marks) in self.0.iter_mut().zip(&rows.columns).zip(&rows.marks) {
            if counted.naive {
                let timed = (0..array.len()).filter(|row| is_served(*row) && array.is_valid(*row));
                counted.times += count(timed.count());
                counted.zoneless += count(marks.zoneless.iter().filter(|row| is_served(**row)).count());
            }
            for (_, difference) in marks.rounded.iter().filter(|(row, _)| is_served(*row)) {
                counted.rounded += 1;
                counted.largest = counted.largest.max(*difference);
            }
        }
    }

    pub(super) fn finish(self) -> Vec<Note> {
        let told = self.0.into_iter().filter(|counted| counted.rounded + counted.times > 0);
        let note = |counted: Counted<'_>| Note {
            column: counted.column.name.clone(),
            rounded: counted.rounded,
            largest: counted.largest,
            naive: counted.times,
            zoneless: counted.zoneless,
        };
        told.map(note).collect()
    }
}
