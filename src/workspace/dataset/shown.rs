//! The tables as who sees some rows only may ask them in SQL.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use super::Dataset;
use crate::kpi::Scope;
use crate::planted::{Leak, is_planted};
use crate::query::{QueryError, Session, ShownRows};
use crate::workspace::Reader;

/// By the name of a part of all rows the tables with that part alone, made when somebody asks.
pub(super) type ShownTables = Mutex<HashMap<String, Session>>;

impl Dataset {
    /// By dimension the codes whose rows a part of all records may hold on any day: the members that it names, and all that
    /// has lain below them.
    pub fn codes_in(&self, scope: &Scope) -> BTreeMap<String, BTreeSet<String>> {
        let mut all = BTreeMap::new();
        for (dimension, allowed) in scope.filters().iter() {
            let roots: Vec<&str> = allowed.iter().flatten().map(String::as_str).collect();
            let mut codes: BTreeSet<String> = roots.iter().map(|code| (*code).to_owned()).collect();
            if let Some(members) = self.members.get(dimension) {
                let below = members.codes().filter(|code| !members.stretches(code, &roots).is_empty());
                codes.extend(below.map(str::to_owned));
            }
            all.insert(dimension.to_owned(), codes);
        }
        all
    }
}

impl Dataset {
    /// By dimension the members by which a part of all records is seen and that the data do not have: nobody's rows are theirs.
    pub fn unknown_members(&self, scope: &Scope) -> Vec<(String, String)> {
        let all = scope.filters().iter();
        let all = all.flat_map(|(name, allowed)| allowed.iter().flatten().map(move |code| (name, code)));
        all.filter(|(dimension, code)| self.lacks(dimension, code))
            .map(|(dimension, code)| (dimension.to_owned(), code.clone()))
            .collect()
    }

    /// Whether the data are known to have no such member of a dimension.
    pub fn lacks(&self, dimension: &str, code: &str) -> bool {
        self.members.get(dimension).is_some_and(|members| !members.contains(code))
    }
}

impl Reader<'_> {
    /// The tables and models that the reader's queries read: with the rows that they may see.
    pub(super) async fn session(&self) -> Result<Session, QueryError> {
        let all = &self.dataset.session;
        if self.scope().is_everything() || is_planted(Leak::Query) {
            return Ok(all.clone());
        }
        let name = self.scope().name();
        let kept = || self.dataset.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(session) = kept().get(&name) {
            return Ok(session.clone());
        }
        let codes = self.dataset.codes_in(self.scope());
        let rows = |table: &str| -> Option<ShownRows> {
            let owners = self.workspace().owners(self.scope(), table)?.into_iter();
            Some(
                owners
                    .map(|(dimension, columns)| (columns, codes.get(&dimension).cloned().unwrap_or_default()))
                    .collect(),
            )
        };
        let tables = all.names().filter_map(|table| Some((table.to_owned(), rows(table)?))).collect();
        let session = all.showing(&tables, &self.workspace().models).await?;
        kept().insert(name, session.clone());
        Ok(session)
    }
}
