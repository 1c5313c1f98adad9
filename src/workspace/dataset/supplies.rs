//! What the tables that a query reads hold, what they lack, and what is doubtful about them.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::doubts::{Doubt, column, doubts};
use super::served;
use super::strays::{self, StrayColumn};
use crate::kpi::{Caveat, Kpi, Named, Reason, Supply, TableStrays};
use crate::query::Session;
use crate::table::{Contract, Oddities, Snapshot};
use crate::workspace::{Uses, Workspace};

/// What is known of all tables when supplies are made.
#[derive(Clone, Copy)]
pub(super) struct Stock<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) snapshot: &'a Snapshot,
    pub(super) session: &'a Session,
    /// Where codes stand in the tables that their dimension does not know.
    pub(super) strays: &'a [StrayColumn],
}

impl Stock<'_> {
    /// What the tables of each KPI or named query hold; `uses` says which they are.
    pub(super) fn supplies(self, uses: &IndexMap<String, Uses>) -> IndexMap<String, Supply> {
        let known = self.workspace.contracts.values().map(|contract| {
            (contract.name.as_str(), (contract, self.snapshot.oddities(contract), self.of_table(contract)))
        });
        let known: IndexMap<&str, (&Contract, Oddities, Vec<Caveat>)> = known.collect();
        let of = |name: &str, uses: &Uses| {
            let kpi = self.workspace.kpis.get(name);
            let mut supply = Supply::default();
            let mut unread = Vec::new();
            for (table, read) in &uses.tables {
                let Some((contract, odd, told)) = known.get(table.as_str()) else { continue };
                if let Some(reason) = nothing_served(self.snapshot, contract) {
                    supply.reason.get_or_insert(reason);
                    // What is set aside is all there is.
                    supply.caveats.extend(told.iter().cloned());
                    continue;
                }
                let fatal = self.snapshot.fatal_files.iter().filter(|file| file.table == *table);
                unread.extend(fatal.map(|file| file.path.clone()));
                if supply.reason.is_none() {
                    supply.reason = self.no_column(kpi, contract, odd, read);
                }
                let needed = |name: &str| {
                    kpi.is_some_and(|kpi| needs(self.session, &kpi.numbers(), &contract.name, name))
                };
                let concerns = |doubt: &Doubt| {
                    let column = doubt.column.as_ref();
                    column.is_none_or(|name| read.contains(name) && (!doubt.of_numbers || needed(name)))
                        && !self.is_of_codes(table, doubt)
                };
                let doubts = doubts(contract, odd).into_iter().filter(concerns);
                supply.caveats.extend(doubts.map(|doubt| doubt.caveat));
                supply.caveats.extend(told.iter().cloned());
            }
            let strays = strays::of_query(self.workspace, self.strays, uses, kpi);
            match kpi {
                Some(_) => supply.strays = strays,
                None => supply.caveats.extend(strays.iter().map(TableStrays::caveat)),
            }
            if !unread.is_empty() {
                supply.caveats.insert(0, Caveat::Unread { files: unread });
            }
            supply
        };
        uses.iter().map(|(name, uses)| (name.clone(), of(name, uses))).collect()
    }

    /// The first column that no file has and without which a KPI's number cannot be: a column that only a
    /// dimension comes from, or that is only shown, leaves the number as it is.
    fn no_column(
        self,
        kpi: Option<&Kpi>,
        contract: &Contract,
        odd: &Oddities,
        read: &BTreeSet<String>,
    ) -> Option<Reason> {
        let kpi = kpi?;
        let mut absent = odd.absent.iter().filter(|name| read.contains(*name)).peekable();
        absent.peek()?;
        let numbers = kpi.numbers();
        let vital = absent.find(|name| needs(self.session, &numbers, &contract.name, name))?;
        Some(Reason::NoColumn { table: named(contract), column: column(contract, vital) })
    }

    /// What is doubtful about every figure that reads a table.
    fn of_table(self, contract: &Contract) -> Vec<Caveat> {
        let arriving = self.snapshot.arriving(&contract.name);
        let arriving =
            (!arriving.is_empty()).then(|| Caveat::Arriving { table: named(contract), files: arriving });
        let told = [arriving, self.lost_files(contract), self.set_aside(contract)];
        told.into_iter().flatten().collect()
    }

    /// Files of a table that were served before, where nothing came in their place: who writes a folder
    /// anew each night must not mark every figure for ever.
    fn lost_files(self, contract: &Contract) -> Option<Caveat> {
        let missed = self.snapshot.missed_files.iter();
        let lost = missed.filter(|file| file.table == contract.name && !file.replaced);
        let files: Vec<String> = lost.map(|file| file.path.clone()).collect();
        (!files.is_empty()).then(|| Caveat::Lost { table: named(contract), files })
    }

    /// Whether a doubt is told as codes that nobody knows: a reference that leads nowhere is the same.
    fn is_of_codes(self, table: &str, doubt: &Doubt) -> bool {
        let kept = matches!(doubt.caveat, Caveat::Kept { .. });
        kept && doubt.column.as_ref().is_some_and(|column| strays::stand_in(self.strays, table, column))
    }

    /// Rows of a table that are set aside, and what they hold.
    fn set_aside(self, contract: &Contract) -> Option<Caveat> {
        let files = || served(self.snapshot, &contract.name);
        let rows = files().map(|file| file.set_aside).sum();
        let money = files().map(|file| file.money_set_aside).sum();
        let money = Decimal::try_from_i128_with_scale(money, 0).unwrap_or_default();
        let unstated = files().map(|file| file.unstated(contract)).sum();
        (rows > 0).then(|| Caveat::SetAside { table: named(contract), rows, money, unstated })
    }
}

/// Why a table gives nothing: it has no file, or none of its rows could be served although there are some.
/// A table that has files without rows is empty, which is no reason.
pub(in crate::workspace) fn nothing_served(snapshot: &Snapshot, contract: &Contract) -> Option<Reason> {
    let mut files = served(snapshot, &contract.name).peekable();
    if files.peek().is_none() {
        return Some(Reason::NoData(named(contract)));
    }
    let (mut rows, mut set_aside) = (0, 0);
    for file in files {
        rows += file.served_rows();
        set_aside += file.set_aside;
    }
    (rows == 0 && set_aside > 0).then(|| Reason::NothingServed { table: named(contract), rows: set_aside })
}

/// Whether a statement needs a column. What cannot be told is needed.
pub(super) fn needs(session: &Session, statement: &str, table: &str, column: &str) -> bool {
    let read = session.columns_read(statement);
    read.is_none_or(|read| read.get(table).is_some_and(|columns| columns.contains(column)))
}

fn named(contract: &Contract) -> Named {
    Named { name: contract.name.clone(), title: contract.title.clone() }
}
