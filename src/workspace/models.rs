//! The workspace's models: in order, each with what it gives, and those that have mistakes.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::load::plan;
use crate::diagnostic::Diagnostics;
use crate::query::rules::Purpose;
use crate::query::{Model, Planned, Session};
use crate::table::{self, Contract};

/// What is known of the models.
pub(super) struct Models {
    /// Those without a mistake, in an order in which each uses only those before it.
    pub(super) sound: Vec<Model>,
    /// What each of these gives and stands on.
    pub(super) planned: IndexMap<String, Planned>,
    /// Those that have a mistake, or read one that has.
    pub(super) unsound: BTreeSet<String>,
}

impl Models {
    /// Plans them: whoever reads another reads all that the other reads, and itself besides. `unsound` are those
    /// of which a mistake is known.
    pub(super) fn read(
        problems: &mut Diagnostics,
        session: &Session,
        contracts: &IndexMap<String, Contract>,
        models: Vec<Model>,
        mut unsound: BTreeSet<String>,
    ) -> Self {
        let found = table::in_parallel(&models, |model| {
            let mut found = Diagnostics::default();
            let planned = plan(&mut found, session, contracts, &model.file, Purpose::Model);
            (found, planned.map(|(_, planned)| planned))
        });
        let mut planned = IndexMap::new();
        for ((found, own), model) in found.into_iter().zip(&models) {
            if found.has_errors() || own.is_none() {
                unsound.insert(model.name.clone());
            }
            problems.extend(found);
            planned.extend(own.map(|own| (model.name.clone(), own)));
        }
        let reads_unsound = |own: &Planned| own.models.iter().any(|read| unsound.contains(read));
        let reading = planned.iter().filter(|(_, own)| reads_unsound(own)).map(|(name, _)| name.clone());
        let reading: Vec<String> = reading.collect();
        unsound.extend(reading);
        planned.retain(|name, _| !unsound.contains(name));
        let mut counted: Vec<(usize, Model)> = Vec::new();
        for model in models {
            counted.extend(planned.get(&model.name).map(|own| (own.models.len(), model)));
        }
        counted.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.name.cmp(&y.name)));
        Self { sound: counted.into_iter().map(|(_, model)| model).collect(), planned, unsound }
    }
}
