//! The proofs of a reader's figures: one that reads what is served, and one that runs elsewhere.

use super::served;
use crate::kpi::Kpi;
use crate::workspace::Reader;
use crate::workspace::elsewhere::{Arrived, Ground, ProofError, ProofFolder, ProofHead, Unsayable};

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

    fn ground(&self, kpi: &Kpi) -> Ground<'a> {
        let workspace = &*self.dataset.workspace;
        let uses = workspace.uses.get(&kpi.code).cloned().unwrap_or_default();
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
