//! The proofs of a reader's figures: one that reads what is served, and one that runs elsewhere.

use std::collections::BTreeMap;

use super::served;
use crate::kpi::Kpi;
use crate::workspace::elsewhere::{
    Arrived, Ground, ProofError, ProofFolder, ProofHead, ProofShelf, Unsayable,
};
use crate::workspace::{Reader, Uses};

impl<'a> Reader<'a> {
    /// The printed proof with everything that it needs to run on DuckDB as it stands, in the
    /// workspace's folder.
    pub fn portable(&self, kpi: &Kpi, statement: &str) -> String {
        self.dataset.portable.statement(&self.dataset.workspace, kpi, statement)
    }

    /// The printed proof as a folder that runs elsewhere: over the files as they arrived, which are said to
    /// lie in `data`.
    ///
    /// # Errors
    /// Where SQL cannot say how a file is read.
    pub fn proof_folder(
        &self,
        kpi: &Kpi,
        statement: &str,
        data: &str,
        head: &ProofHead,
    ) -> Result<ProofFolder, ProofError> {
        self.ground(kpi).folder(statement, data, head)
    }

    /// Why no proof of a KPI's figures runs elsewhere, where none does.
    ///
    /// # Errors
    /// That reason.
    pub fn sayable(&self, kpi: &Kpi) -> Result<(), Unsayable> {
        self.ground(kpi).expressions().map(|_| ())
    }

    /// What the statements of several KPIs stand on, to be taken away together.
    ///
    /// # Errors
    /// Where the program's own tables cannot be read any more.
    pub fn proof_shelf<'k>(&self, kpis: impl IntoIterator<Item = &'k Kpi>) -> Result<ProofShelf, ProofError> {
        let uses: BTreeMap<String, Uses> =
            kpis.into_iter().map(|kpi| (kpi.code.clone(), self.uses(kpi))).collect();
        let mut all = Uses::default();
        all.tables.extend(uses.values().flat_map(|uses| uses.tables.clone()));
        // Who looks up what a slot is finds it beside the days.
        all.tables.entry("slots".to_owned()).or_default();
        ProofShelf::new(&self.ground_of(all), uses)
    }

    fn uses(&self, kpi: &Kpi) -> Uses {
        self.dataset.workspace.uses.get(&kpi.code).cloned().unwrap_or_default()
    }

    fn ground(&self, kpi: &Kpi) -> Ground<'a> {
        self.ground_of(self.uses(kpi))
    }

    fn ground_of(&self, uses: Uses) -> Ground<'a> {
        let workspace = &*self.dataset.workspace;
        let tables = uses.tables.keys().map(String::as_str);
        // Every record finds its slot through the calendar.
        let own =
            tables.chain(["calendar"]).filter_map(|name| self.dataset.portable.own_file(name)).collect();
        let contracts = uses.tables.keys().filter_map(|name| workspace.contracts.get(name));
        let arrived = contracts.map(|contract| Arrived {
            contract,
            files: served(&self.dataset.snapshot, &contract.name).collect(),
        });
        Ground {
            arrived: arrived.collect(),
            own,
            rejected: &self.dataset.rejected,
            models: &workspace.models,
            zone: &workspace.settings.zone,
            uses,
        }
    }
}
