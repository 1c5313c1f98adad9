//! Whether a KPI may list a record more than once on a day: mostly its plan proves that it does not.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::kpi::{Dimension, Kpi, MemberSource, sql};
use crate::query::{Key, Lane, Planned, QueryError, Request, Session};
use crate::table::{ColumnType, Contract, OnFail};

/// Whether it may, in a column whose numbers are added up or put in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Repetition {
    /// The plan shows that it does not, or nobody asks.
    #[default]
    Never,
    /// It does not, as long as in none of these tables two rows of one code are alive on one day.
    WhereLivesOverlap(BTreeSet<String>),
    /// The plan shows nothing.
    Perhaps,
}

impl Repetition {
    /// As far as its plan shows.
    pub(super) fn of(kpi: &Kpi, planned: &Planned, keys: &Keys<'_>) -> Self {
        let mut columns = vec!["day".to_owned()];
        columns.extend(kpi.key.iter().cloned());
        let none = |keys: &(dyn Fn(&str) -> Vec<Key> + Sync)| {
            kpi.repeating().all(|column| planned.tells_apart(keys, &columns, &column.name))
        };
        if none(&|table| keys.of(table)) {
            return Self::Never;
        }
        if none(&|table| [keys.of(table), keys.alive(table)].concat()) {
            let read = planned.tables.keys().filter(|table| keys.lives.contains_key(*table));
            return Self::WhereLivesOverlap(read.cloned().collect());
        }
        Self::Perhaps
    }
}

/// What tells the rows of tables apart.
pub(super) struct Keys<'a> {
    contracts: &'a IndexMap<String, Contract>,
    lives: IndexMap<String, Lives>,
}

impl<'a> Keys<'a> {
    pub(super) fn new(
        contracts: &'a IndexMap<String, Contract>,
        dimensions: &IndexMap<String, Dimension>,
    ) -> Self {
        Self { contracts, lives: Lives::all(contracts, dimensions) }
    }

    /// The contract's key, as far as no row may lack it, since rows with one that was there before are set aside; of
    /// the engine's own tables that of time.
    fn of(&self, table: &str) -> Vec<Key> {
        let own = |names: &[&str]| names.iter().map(|name| Key::Once(vec![(*name).to_owned()])).collect();
        let Some(contract) = self.contracts.get(table) else {
            return match table {
                "slots" => own(&["slot", "first_day", "last_day"]),
                "calendar" => own(&["day"]),
                _ => Vec::new(),
            };
        };
        if is_whole(contract) { vec![Key::Once(contract.key.clone())] } else { Vec::new() }
    }

    fn alive(&self, table: &str) -> Vec<Key> {
        let lives = self.lives.get(table).cloned();
        let alive = |Lives { columns, first, last }| Key::Alive { columns, first, last };
        lives.map(alive).into_iter().collect()
    }
}

fn is_whole(contract: &Contract) -> bool {
    let filled = |name: &String| {
        let column = contract.columns.get(name);
        column.is_some_and(|column| !column.optional && column.on_fail != Some(OnFail::Keep))
    };
    !contract.key.is_empty() && contract.key.iter().all(filled)
}

fn is_day(contract: &Contract, name: &str) -> bool {
    contract.columns.get(name).is_some_and(|column| matches!(column.kind, ColumnType::Date))
}

/// Rows that have a first and a last day, one after the other under a code: where a dimension says so of a table whose
/// key ends with the first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lives {
    /// The key without the first day.
    columns: Vec<String>,
    first: String,
    last: String,
}

impl Lives {
    /// By their tables.
    pub(super) fn all(
        contracts: &IndexMap<String, Contract>,
        dimensions: &IndexMap<String, Dimension>,
    ) -> IndexMap<String, Self> {
        let mut all = IndexMap::new();
        for dimension in dimensions.values() {
            if let MemberSource::Table(members) = &dimension.members
                && let Some((first, last)) = &members.valid
                && let Some(contract) = contracts.get(&members.table)
                && is_whole(contract)
                && contract.key.contains(first)
                // Texts that are one day are not one text, and stand in another order.
                && [first, last].iter().all(|name| is_day(contract, name))
            {
                let columns = contract.key.iter().filter(|name| *name != first).cloned().collect();
                all.entry(members.table.clone()).or_insert(Self {
                    columns,
                    first: first.clone(),
                    last: last.clone(),
                });
            }
        }
        all
    }

    /// Whether two rows of one code are alive on one day.
    ///
    /// # Errors
    /// Where the query fails.
    pub(super) async fn overlap(&self, table: &str, session: &Session) -> Result<bool, QueryError> {
        let (first, last) = (sql::name(&self.first), sql::name(&self.last));
        let by: Vec<String> = self.columns.iter().map(|name| format!("t.{}", sql::name(name))).collect();
        let part = if by.is_empty() { String::new() } else { format!("PARTITION BY {} ", by.join(", ")) };
        // In the order of their first days each has to end before the next one begins.
        let text = format!(
            "SELECT 1 AS one FROM (SELECT t.{last} AS ends, lead(t.{first}) OVER ({part}ORDER BY t.{first}) AS next \
             FROM {} AS t) AS l WHERE l.next IS NOT NULL AND (l.ends IS NULL OR l.ends >= l.next) LIMIT 1",
            sql::name(table)
        );
        let rows = session.run(Request::new(table, text).lane(Lane::Long)).await?;
        Ok(!rows.is_empty())
    }
}
