//! The checks that a row can pass or fail without any other row.

use std::collections::BTreeSet;

use super::cells::Cells;
use super::contract::{Column, Contract, OnFail};
use super::convert::Marks;
use super::finding::{Fate, Finding, Rule};

/// Holds the rows of batches against a contract.
#[derive(Debug)]
pub(super) struct Checks<'a> {
    columns: Vec<Checked<'a>>,
    organization: Option<usize>,
}

#[derive(Debug)]
struct Checked<'a> {
    column: &'a Column,
    values: BTreeSet<&'a str>,
}

/// What is wrong with a row, and what its contract says to that.
#[derive(Debug)]
pub(super) struct Failure {
    pub finding: Finding,
    pub on_fail: OnFail,
}

impl<'a> Checks<'a> {
    pub(super) fn new(contract: &'a Contract) -> Self {
        let columns = contract
            .columns
            .values()
            .map(|column| Checked { column, values: column.values.iter().map(String::as_str).collect() });
        let organization = contract.organization.as_ref();
        Self {
            columns: columns.collect(),
            organization: organization.and_then(|name| contract.columns.get_index_of(name)),
        }
    }

    /// The failures of a batch that holds all columns of the contract, by row and column; `marks` say of
    /// each column which values were lost on their way.
    pub(super) fn failures(&self, first: u64, cells: &[Cells<'_>], marks: &[Marks]) -> Vec<Failure> {
        let mut failures = Vec::new();
        for ((checked, column), marks) in self.columns.iter().zip(cells).zip(marks) {
            let mut lost = marks.lost.iter().peekable();
            for row in 0..column.len() {
                if let Some((_, value)) = lost.next_if(|(lost, _)| *lost == row) {
                    failures.push((row, checked, Rule::Type, Some(value.clone())));
                } else if let Some(rule) = checked.failed(column, row) {
                    failures.push((row, checked, rule, column.text(row)));
                }
            }
        }
        failures.sort_by_key(|(row, ..)| *row);
        let failure = |(row, checked, rule, value): (usize, &Checked<'a>, Rule, Option<String>)| {
            let on_fail = match (rule, checked.column.on_fail(false)) {
                // Served without its value the row would be another row.
                (Rule::Type, OnFail::Keep) => OnFail::SetAside,
                (_, on_fail) => on_fail,
            };
            let finding = Finding {
                row: first + row as u64 + 1,
                rule,
                column: checked.column.name.clone(),
                value,
                organization: self.organization.and_then(|position| cells[position].text(row)),
                fate: if on_fail == OnFail::Keep { Fate::Served } else { Fate::SetAside },
            };
            Failure { finding, on_fail }
        };
        failures.into_iter().map(failure).collect()
    }
}

impl Checked<'_> {
    /// The first check of the column that the row fails: one mistake is told once.
    fn failed(&self, cells: &Cells<'_>, row: usize) -> Option<Rule> {
        if cells.is_null(row) {
            return (!self.column.optional).then_some(Rule::Filled);
        }
        if let Some(text) = cells.str(row) {
            // An exporter without NULL writes nothing, which fills nothing.
            if text.trim().is_empty() && !self.column.optional {
                return Some(Rule::Filled);
            }
            let allowed = self.values.is_empty() || self.values.contains(text);
            return (!allowed).then_some(Rule::Values);
        }
        let below = |least: i128| cells.steps(row).is_some_and(|steps| steps < least);
        let above = |greatest: i128| cells.steps(row).is_some_and(|steps| steps > greatest);
        if self.column.min.is_some_and(below) {
            return Some(Rule::Min);
        }
        self.column.max.is_some_and(above).then_some(Rule::Max)
    }
}
