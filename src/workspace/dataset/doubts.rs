//! What is odd about a table's files, as doubts about the figures that read it.

use std::collections::BTreeMap;

use super::Dataset;
use super::supplies::needs;
use crate::kpi::{Caveat, Named};
use crate::table::{Contract, Count, Oddities};

/// A doubt, and what it concerns.
pub(super) struct Doubt {
    /// The one column; nothing where it concerns the whole table.
    pub(super) column: Option<String>,
    /// Whether it concerns a figure only where its number needs the column: what is read to be shown does not.
    pub(super) of_numbers: bool,
    pub(super) caveat: Caveat,
    /// The rows among those of the caveat whose value only does not exist where it must, by the value.
    astray: BTreeMap<String, u64>,
}

impl Doubt {
    fn new(caveat: Caveat) -> Self {
        Self { column: None, of_numbers: false, caveat, astray: BTreeMap::new() }
    }

    /// About one column.
    fn of(name: &str, caveat: Caveat) -> Self {
        Self { column: Some(name.to_owned()), ..Self::new(caveat) }
    }

    /// What is left of it where some of its values are told as codes that nobody knows, which says the same.
    pub(super) fn beside(mut self, is_told: impl Fn(&str, &str) -> bool) -> Option<Self> {
        if let (Caveat::Kept { rows, .. }, Some(column)) = (&mut self.caveat, &self.column) {
            let told = self.astray.iter().filter(|(value, _)| is_told(column, value));
            *rows -= told.map(|(_, rows)| rows).sum::<u64>();
            if *rows == 0 {
                return None;
            }
        }
        Some(self)
    }
}

/// The doubts that the files of a table give rise to.
pub(super) fn doubts(contract: &Contract, odd: &Oddities) -> Vec<Doubt> {
    let table = || named(&contract.name, &contract.title);
    let mut doubts = Vec::new();
    for (name, files) in &odd.lacking {
        let caveat = Caveat::Lacking {
            table: table(),
            column: column(contract, name),
            files: files.clone(),
            of: odd.files,
        };
        doubts.push(Doubt::of(name, caveat));
    }
    if contract.key.is_empty() && !odd.repeated.is_empty() {
        let caveat = Caveat::Repeated { table: table(), files: odd.repeated.concat() };
        doubts.push(Doubt::new(caveat));
    }
    for (name, kept) in &odd.kept {
        let caveat = Caveat::Kept { table: table(), column: column(contract, name).title, rows: kept.rows };
        doubts.push(Doubt { astray: kept.astray.clone(), ..Doubt::of(name, caveat) });
    }
    for (name, values, largest) in &odd.rounded {
        let column = column(contract, name);
        let caveat = Caveat::Rounded { table: table(), column, values: *values, largest: *largest };
        doubts.push(Doubt::of(name, caveat));
    }
    for (name, Count { rows, of }) in &odd.zoneless {
        let column = column(contract, name);
        doubts.push(Doubt::of(name, Caveat::Zoneless { table: table(), column, rows: *rows, of: *of }));
    }
    for (name, Count { rows, .. }) in &odd.blank_ends {
        // A code that its dimension does not know for its blanks is told as that.
        let in_key = contract.key.contains(name);
        let own = contract.columns.get(name).filter(|column| in_key || column.code_list.is_none());
        let Some(written) = own else { continue };
        let caveat = Caveat::BlankEnds { table: table(), column: column(contract, name), rows: *rows };
        let of_numbers = !in_key && written.reference.is_none();
        // What a row is decides which rows there are, whatever is read of them.
        doubts.push(if in_key {
            Doubt::new(caveat)
        } else {
            Doubt { of_numbers, ..Doubt::of(name, caveat) }
        });
    }
    doubts
}

/// A table's column by its name and by what readers call it.
pub(super) fn column(contract: &Contract, name: &str) -> Named {
    named(name, contract.columns.get(name).map_or(name, |column| &column.title))
}

fn named(name: &str, title: &str) -> Named {
    Named { name: name.to_owned(), title: title.to_owned() }
}

impl Dataset {
    /// What is odd about the files of a table.
    pub fn oddities(&self, contract: &Contract) -> Oddities {
        self.snapshot().oddities(contract)
    }

    /// Whether a statement that the program made needs a column of a table for what it gives.
    pub(in crate::workspace) fn needs(&self, statement: &str, table: &str, column: &str) -> bool {
        needs(&self.session, statement, table, column)
    }

    /// The same as doubts about figures that read the table, as far as there may be any.
    pub fn doubts(&self, contract: &Contract) -> Vec<Caveat> {
        let told = |caveat: &Caveat| self.supplies.values().any(|supply| supply.caveats.contains(caveat));
        let doubts = doubts(contract, &self.oddities(contract)).into_iter();
        doubts.filter(|doubt| !doubt.of_numbers || told(&doubt.caveat)).map(|doubt| doubt.caveat).collect()
    }
}
