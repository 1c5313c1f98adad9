//! What is known of KPIs before a role that sees some members' rows may see them: that other members' rows change nothing.
//!
//! Three things say so: the plan of its query, a proof under these definitions and this policy, and a reason that the file
//! gives, which then stands at the figure. A KPI of which none of them speaks is refused to the role.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Role;
use crate::kpi::Kpi;
use crate::store::sha256_hex;
use crate::workspace::Uses;

/// What `minhbach prove-access` has found of a policy, which is a role and its account's own members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The definitions under which it was found.
    pub definitions: String,
    /// The policy, as of [`Assurance::policy`].
    pub policy: String,
    /// The KPIs of which others' rows changed nothing.
    pub sound: BTreeSet<String>,
    /// Those of which they changed something.
    pub unsound: BTreeSet<String>,
}

/// By what a KPI is known to tell nothing of others' rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assured<'a> {
    /// The role sees all rows.
    AllRows,
    /// The plan of its query.
    Plan,
    /// A proof.
    Proof,
    /// Nothing, and it is shown for a reason that stands at the figure.
    Excused(&'a str),
    /// A proof found that it tells something.
    Refuted,
    /// Nothing.
    Nothing,
}

/// What is known under some definitions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assurance {
    definitions: String,
    /// Tables that every role sees.
    common: BTreeSet<String>,
    /// By KPI and dimension the tables that must be common.
    plans: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    proofs: Arc<Vec<Proof>>,
}

impl Assurance {
    /// Of the KPIs of some definitions.
    pub(in crate::workspace) fn new(
        definitions: &str,
        common: &BTreeSet<String>,
        uses: &IndexMap<String, Uses>,
        proofs: Arc<Vec<Proof>>,
    ) -> Self {
        let plans = uses.iter().map(|(code, uses)| (code.clone(), uses.belonging.clone())).collect();
        Self { definitions: definitions.to_owned(), common: common.clone(), plans, proofs }
    }

    /// The KPIs that a role may see for an account with some own members, of those that it is granted; nothing is said where
    /// it sees all rows.
    pub fn shown(&self, role: &Role, own: &BTreeMap<String, String>) -> Option<BTreeSet<String>> {
        if role.rows.is_empty() {
            return None;
        }
        let policy = self.policy(role, own);
        let is_shown =
            |code: &&String| !matches!(self.of(role, &policy, code), Assured::Refuted | Assured::Nothing);
        Some(self.plans.keys().filter(is_shown).cloned().collect())
    }

    /// By what a KPI is known to tell an account nothing of others' rows.
    pub fn of_kpi<'a>(&self, role: &'a Role, own: &BTreeMap<String, String>, kpi: &Kpi) -> Assured<'a> {
        self.of(role, &self.policy(role, own), &kpi.code)
    }

    fn of<'a>(&self, role: &'a Role, policy: &str, code: &str) -> Assured<'a> {
        if role.rows.is_empty() {
            return Assured::AllRows;
        }
        let shows = |dimension: &String| {
            let common = self.plans.get(code).and_then(|plan| plan.get(dimension));
            common.is_some_and(|tables| tables.is_subset(&self.common))
        };
        if role.rows.keys().all(shows) {
            return Assured::Plan;
        }
        if let Some(reason) = role.excused.get(code) {
            return Assured::Excused(reason);
        }
        let mut valid = self
            .proofs
            .iter()
            .filter(|proof| proof.definitions == self.definitions && proof.policy == policy);
        match valid.find(|proof| proof.sound.contains(code) || proof.unsound.contains(code)) {
            Some(proof) if proof.unsound.contains(code) => Assured::Refuted,
            Some(_) => Assured::Proof,
            None => Assured::Nothing,
        }
    }

    /// Which policy it is, 64 hexadecimal digits: whose rows a role sees, by an account's own members, and what is common.
    pub fn policy(&self, role: &Role, own: &BTreeMap<String, String>) -> String {
        let own: BTreeMap<_, _> =
            own.iter().filter(|(dimension, _)| role.rows.contains_key(*dimension)).collect();
        sha256_hex(format!("{:?}\0{own:?}\0{:?}", role.rows, self.common).as_bytes())
    }
}
