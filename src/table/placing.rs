//! Which column of a file is which column of a contract.

use std::borrow::Cow;

use arrow::datatypes::Schema;

use super::contract::{Column, Contract};
use super::convert::fit;
use super::finding::Fatal;
use super::intake::{Arrived, Stored};
use super::partition::Partitions;
use crate::diagnostic::looks_like;
use crate::locale::{fold_for_search, is_blank, nfc};

/// Where the columns of a contract stand in a file.
#[derive(Debug)]
pub(super) struct Placing {
    /// One a column of the contract, in its order; nothing where the file lacks it.
    pub columns: Vec<Option<Placed>>,
    /// Columns that the contract does not know, in the order of the alphabet.
    pub unknown: Vec<String>,
}

/// A column of a file that is one of the contract's.
#[derive(Debug)]
pub(super) struct Placed {
    /// Its place among the file's columns.
    pub root: usize,
    /// Its name there.
    pub name: String,
    /// What stands there.
    pub stored: Stored,
    /// Why it may hold no value: its type is none that the contract's can be made of.
    pub wrong: Option<Fatal>,
}

impl Placing {
    /// Finds each column by its name or one of its aliases, letter for letter. A name that is nearly
    /// one is a mistake and no match: engines would disagree on what it means.
    pub(super) fn new(contract: &Contract, schema: &Schema, partitions: &Partitions) -> Result<Self, Fatal> {
        let names: Vec<Cow<'_, str>> = schema.fields().iter().map(|field| nfc(field.name())).collect();
        unlike(&names)?;
        let mut free: Vec<bool> = vec![true; names.len()];
        let mut columns = Vec::with_capacity(contract.columns.len());
        for column in contract.columns.values() {
            let mut called = (0..names.len()).filter(|root| is_called(column, &names[*root]));
            let (first, second) = (called.next(), called.next());
            if let (Some(first), Some(second)) = (first, second) {
                return Err(Fatal::Alike {
                    first: names[first].to_string(),
                    second: names[second].to_string(),
                });
            }
            columns.push(first.map(|root| {
                free[root] = false;
                placed(column, root, schema)
            }));
        }
        let unknown = || names.iter().zip(&free).filter(|(_, free)| **free).map(|(name, _)| name);
        for (column, placed) in contract.columns.values().zip(&columns) {
            if placed.is_some() || partitions.give(column) {
                continue;
            }
            let meant = |name: &&Cow<'_, str>| nearly(column, name);
            if let Some(found) = unknown().find(meant) {
                return Err(Fatal::Misnamed { column: column.name.clone(), found: found.to_string() });
            }
            if !column.optional {
                return Err(Fatal::MissingColumn { column: column.name.clone() });
            }
        }
        let mut unknown: Vec<String> = unknown().map(ToString::to_string).collect();
        unknown.sort();
        Ok(Self { columns, unknown })
    }

    /// The columns that the file does not hold just as the contract names and types them.
    pub(super) fn arrived(&self, contract: &Contract, partitions: &Partitions) -> Vec<Arrived> {
        let columns = contract.columns.values().zip(&self.columns);
        let arrived = columns.filter_map(|(column, placed)| {
            let arrived = |name, stored| Arrived { column: column.name.clone(), name, stored };
            match placed {
                None => Some(arrived(None, partitions.stored(column))),
                Some(placed) if placed.stored == Stored::Same && placed.name == column.name => None,
                Some(placed) => Some(arrived(Some(placed.name.clone()), placed.stored)),
            }
        });
        arrived.collect()
    }
}

fn placed(column: &Column, root: usize, schema: &Schema) -> Placed {
    let field = schema.field(root);
    let stored = fit(column.kind, field.data_type());
    let wrong = || Fatal::WrongType {
        column: column.name.clone(),
        found: field.data_type().to_string(),
        expected: column.kind.name(),
    };
    Placed {
        root,
        name: field.name().clone(),
        wrong: stored.is_none().then(wrong),
        stored: stored.unwrap_or(Stored::Nothing),
    }
}

/// That no two columns have one name, or names that differ only in case: which of the two is read would
/// be the engine's choice.
fn unlike(names: &[Cow<'_, str>]) -> Result<(), Fatal> {
    let mut lowered: Vec<(String, &str)> =
        names.iter().map(|name| (name.to_lowercase(), name.as_ref())).collect();
    lowered.sort_by(|a, b| a.0.cmp(&b.0));
    match lowered.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        Some(pair) => Err(Fatal::Alike { first: pair[0].1.to_owned(), second: pair[1].1.to_owned() }),
        None => Ok(()),
    }
}

fn names(column: &Column) -> impl Iterator<Item = Cow<'_, str>> {
    std::iter::once(nfc(&column.name)).chain(column.intake.aliases.iter().map(|alias| nfc(alias)))
}

fn is_called(column: &Column, name: &str) -> bool {
    names(column).any(|own| own == name)
}

fn nearly(column: &Column, name: &str) -> bool {
    let found = folded(name);
    let near = |own: &str| own == found || looks_like(&found, own);
    !found.is_empty() && names(column).any(|own| near(&folded(&own)))
}

/// A name without case, accents, spaces and what stands for them, and marks that nobody sees.
fn folded(name: &str) -> String {
    let unseen = |c: char| is_blank(c) || c.is_control() || matches!(c, '_' | '-');
    fold_for_search(name).chars().filter(|character| !unseen(*character)).collect()
}
