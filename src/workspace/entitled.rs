//! The roles that are in force, also beside definitions that are not served.

use std::sync::Arc;

use super::Workspace;
use super::access::{Access, Assurance, Known, Proof, read};
use super::files::access_file;
use crate::diagnostic::Diagnostics;

impl Workspace {
    /// The roles of `access.toml` as it stands now: those that can be used with these definitions, then those that can
    /// with newer ones which are not served. None where the file is gone or cannot be used, so that nobody sees anything.
    /// `proofs` are what is known of policies.
    pub fn entitled(&self, newer: Option<&Self>, proofs: &Arc<Vec<Proof>>) -> Access {
        // What is wrong with the file `check` tells, and the page of mistakes.
        let mut problems = Diagnostics::default();
        let Ok(Some(Some(file))) = access_file(&mut problems, &self.root) else { return Access::default() };
        let codes: Vec<&str> = self.kpis.keys().chain(&self.refused).map(String::as_str).collect();
        let known = Known {
            dashboards: &self.dashboards,
            codes: &codes,
            kpis: &self.kpis,
            dimensions: &self.dimensions,
            contracts: &self.contracts,
        };
        let mut own = read(&mut problems, &file, &known);
        let newer = newer.and_then(|newer| newer.access.as_ref());
        for (name, role) in newer.iter().flat_map(|access| &access.roles) {
            own.roles.entry(name.clone()).or_insert_with(|| role.clone());
        }
        own.assurance = self.assurance(&own, proofs);
        own
    }

    /// What is known of these definitions' KPIs for roles that see some members' rows.
    pub fn assurance(&self, access: &Access, proofs: &Arc<Vec<Proof>>) -> Assurance {
        Assurance::new(&self.identity, &access.common, &self.uses, Arc::clone(proofs))
    }
}
