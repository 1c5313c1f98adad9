//! What the tables that a query reads hold, what they lack, and what is doubtful about them.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::doubts::{Doubt, column, doubts};
use super::served;
use super::strays::{self, StrayColumn};
use crate::kpi::{
    Caveat, Dimension, Kpi, Listing, MemberSource, MemberTable, Named, Reason, Supply, TableStrays,
};
use crate::query::Session;
use crate::table::{Contract, Oddities, Snapshot, SnapshotFile};
use crate::workspace::{Uses, Workspace};

/// What is known of all tables when supplies are made.
pub(super) struct Stock<'a> {
    workspace: &'a Workspace,
    snapshot: &'a Snapshot,
    session: &'a Session,
    /// Where codes stand in the tables that their dimension does not know.
    strays: &'a [StrayColumn],
    /// Each table with what is odd about its files, and what is doubtful about every figure that reads it.
    known: IndexMap<&'a str, (&'a Contract, Oddities, Vec<Caveat>)>,
}

/// The tables that a query reads, each with the columns.
type Read = BTreeMap<String, BTreeSet<String>>;

impl<'a> Stock<'a> {
    pub(super) fn new(
        workspace: &'a Workspace,
        snapshot: &'a Snapshot,
        session: &'a Session,
        strays: &'a [StrayColumn],
    ) -> Self {
        let mut stock = Self { workspace, snapshot, session, strays, known: IndexMap::new() };
        for contract in workspace.contracts.values() {
            let known = (contract, snapshot.oddities(contract), stock.of_table(contract));
            stock.known.insert(&contract.name, known);
        }
        stock
    }

    /// What the tables of each KPI hold, and those that say who owed which report where it goes by reports.
    pub(super) fn of_kpis(&self) -> IndexMap<String, Supply> {
        let reporting = self.workspace.reporting.as_ref().map(|model| self.whole(&model.name));
        let reporting = reporting.unwrap_or_default();
        let of = |(code, uses): (&String, &Uses)| {
            let kpi = self.workspace.kpis.get(code);
            let mut read = uses.tables.clone();
            if kpi.is_some_and(|kpi| !kpi.reports.is_empty()) {
                for (table, columns) in &reporting {
                    read.entry(table.clone()).or_default().extend(columns.iter().cloned());
                }
            }
            let strays = strays::concerning(self.strays, uses, kpi);
            let supply = self.supply(kpi, &read, &|own, code| self.tells(&strays, kpi, own, code));
            (code.clone(), Supply { strays: strays::by_dimension(self.workspace, &strays, kpi), ..supply })
        };
        self.workspace.uses.iter().map(of).collect()
    }

    /// What the tables of each named query hold.
    pub(super) fn of_queries(&self) -> IndexMap<String, Supply> {
        self.workspace.query_uses.iter().map(|(name, uses)| (name.clone(), self.of_query(uses))).collect()
    }

    /// What the tables of one query hold that is no KPI.
    pub(super) fn of_query(&self, uses: &Uses) -> Supply {
        let strays = strays::concerning(self.strays, uses, None);
        let is_told = |own: (&str, &str), code: &str| self.tells(&strays, None, own, code);
        let mut supply = self.supply(None, &uses.tables, &is_told);
        let strays = strays::by_dimension(self.workspace, &strays, None);
        supply.caveats.extend(strays.iter().map(TableStrays::caveat));
        supply
    }

    /// What the tables hold that list the members and units of each dimension.
    pub(super) fn of_dimensions(&self) -> IndexMap<String, Listing> {
        let of = |dimension: &Dimension| {
            let members = match &dimension.members {
                MemberSource::Values(_) => Supply::default(),
                MemberSource::Table(table) => self.members(table),
            };
            let views = dimension.views.iter();
            let views = views
                .map(|(view, own)| (view.clone(), self.supply(None, &self.whole(&own.source), &nowhere)));
            (dimension.name.clone(), Listing { members, views: views.collect() })
        };
        self.workspace.dimensions.values().map(of).collect()
    }

    /// A member that nobody lists is told by its code, so that nothing keeps numbers from being shown.
    fn members(&self, table: &MemberTable) -> Supply {
        let read = BTreeMap::from([(table.table.clone(), table.columns())]);
        let mut supply = self.supply(None, &read, &nowhere);
        if supply.reason.take().is_some() {
            let contract = self.workspace.contracts.get(&table.table);
            supply.caveats.extend(contract.map(|contract| Caveat::Unlisted { table: named(contract) }));
        }
        supply
    }

    /// What is read where all columns of a table or model are.
    fn whole(&self, name: &str) -> Read {
        match self.workspace.contracts.get(name) {
            Some(contract) => {
                BTreeMap::from([(contract.name.clone(), contract.columns.keys().cloned().collect())])
            }
            None => self.workspace.model_uses.get(name).map(|uses| uses.tables.clone()).unwrap_or_default(),
        }
    }

    /// Whether figures of a query tell of a code in a column that nobody knows it.
    fn tells(&self, strays: &[&StrayColumn], kpi: Option<&Kpi>, own: (&str, &str), code: &str) -> bool {
        if strays.iter().any(|column| column.holds(own, code)) {
            return true;
        }
        // What arrives in a dimension of the KPI as it is, is seen in its records.
        self.strays.iter().filter(|column| column.holds(own, code)).any(|column| {
            kpi.filter(|kpi| kpi.has(column.dimension()))
                .is_some_and(|kpi| needs(self.session, &kpi.codes_of(column.dimension()), own.0, own.1))
        })
    }

    /// What the tables hold of which these columns are read; `is_told` says whether a code in a column of a table
    /// is told as one that nobody knows.
    fn supply(&self, kpi: Option<&Kpi>, read: &Read, is_told: &dyn Fn((&str, &str), &str) -> bool) -> Supply {
        let mut supply = Supply::default();
        let mut unread = Vec::new();
        for (table, read) in read {
            let Some((contract, odd, told)) = self.known.get(table.as_str()) else { continue };
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
            let needed =
                |name: &str| kpi.is_some_and(|kpi| needs(self.session, &kpi.numbers(), &contract.name, name));
            let concerns = |doubt: &Doubt| {
                let column = doubt.column.as_ref();
                column.is_none_or(|name| read.contains(name) && (!doubt.of_numbers || needed(name)))
            };
            let is_told = |column: &str, code: &str| is_told((table.as_str(), column), code);
            let doubts = doubts(contract, odd).into_iter().filter(concerns);
            let doubts = doubts.filter_map(|doubt| doubt.beside(is_told));
            supply.caveats.extend(doubts.map(|doubt| doubt.caveat));
            supply.caveats.extend(told.iter().cloned());
        }
        if !unread.is_empty() {
            supply.caveats.insert(0, Caveat::Unread { files: unread });
        }
        supply
    }

    /// The first column that no file has and without which a KPI's number cannot be: a column that only a
    /// dimension comes from, or that is only shown, leaves the number as it is.
    fn no_column(
        &self,
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
    fn of_table(&self, contract: &Contract) -> Vec<Caveat> {
        let arriving = self.snapshot.arriving(&contract.name);
        let arriving =
            (!arriving.is_empty()).then(|| Caveat::Arriving { table: named(contract), files: arriving });
        let told = [arriving, self.lost_files(contract), self.set_aside(contract), self.copies(contract)];
        told.into_iter().flatten().collect()
    }

    /// Files of a table that were served before, where nothing came in their place: who writes a folder
    /// anew each night must not mark every figure for ever.
    fn lost_files(&self, contract: &Contract) -> Option<Caveat> {
        let missed = self.snapshot.missed_files.iter();
        let lost = missed.filter(|file| file.table == contract.name && !file.replaced);
        let files: Vec<String> = lost.map(|file| file.path.clone()).collect();
        (!files.is_empty()).then(|| Caveat::Lost { table: named(contract), files })
    }

    /// Rows of a table that are copies of others.
    fn copies(&self, contract: &Contract) -> Option<Caveat> {
        let rows = served(self.snapshot, &contract.name).map(|file| file.copies).sum();
        (rows > 0).then(|| Caveat::Copies { table: named(contract), rows })
    }

    /// Rows of a table that are set aside, and what they hold.
    fn set_aside(&self, contract: &Contract) -> Option<Caveat> {
        let files = || served(self.snapshot, &contract.name);
        let rows = files().map(|file| file.set_aside).sum();
        let money = files().try_fold(0_i128, |sum, file| sum.checked_add(file.money_set_aside));
        let money = money.and_then(|sum| Decimal::try_from_i128_with_scale(sum, 0).ok());
        // A sum that no number holds is not 0: no row of it states an amount that can be told.
        let unstated = match money {
            Some(_) => files().map(SnapshotFile::all_unstated).sum(),
            None => rows,
        };
        let money = money.unwrap_or_default();
        (rows > 0).then(|| Caveat::SetAside { table: named(contract), rows, money, unstated })
    }
}

/// Of whom nobody tells of codes.
fn nowhere(_: (&str, &str), _: &str) -> bool {
    false
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
