//! What is known of KPIs before a role that sees some members' rows may see them: that other members' rows change nothing.
//!
//! Three things say so: the plan of its query, a proof under these definitions and this policy, and a reason that the file
//! gives, which then stands at the figure. A KPI of which none of them speaks is refused to the role.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Granted, Role};
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
        let valid = |proof: &&Proof| proof.definitions == self.definitions && proof.policy == policy;
        let found = |of: fn(&Proof) -> &BTreeSet<String>| {
            self.proofs.iter().filter(valid).any(|proof| of(proof).contains(code))
        };
        match (found(|proof| &proof.unsound), found(|proof| &proof.sound)) {
            (true, _) => Assured::Refuted,
            (false, true) => Assured::Proof,
            (false, false) => Assured::Nothing,
        }
    }

    /// Which policy it is, 64 hexadecimal digits: all that a role grants, since what more is seen may tell more of others,
    /// an account's own members, and what is common. In which formats the same leaves is no part of it: a token has fewer.
    pub fn policy(&self, role: &Role, own: &BTreeMap<String, String>) -> String {
        let same = Role { title: String::new(), formats: Granted::default(), ..role.clone() };
        let own: BTreeMap<_, _> =
            own.iter().filter(|(dimension, _)| role.rows.contains_key(*dimension)).collect();
        sha256_hex(format!("{}\0{own:?}\0{:?}", same.identity(), self.common).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::access::{Detail, Rows, tests};

    fn role(detail: Detail) -> Role {
        Role { detail, ..tests::role(&[("office", Rows::Own)]) }
    }

    fn assured<'a>(role: &'a Role, proofs: &[(&Role, &[&str], &[&str])]) -> Assured<'a> {
        let own = BTreeMap::from([("office".to_owned(), "north".to_owned())]);
        let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        let none = Assurance::default();
        let proof = |(of, sound, unsound): &(&Role, &[&str], &[&str])| Proof {
            definitions: String::new(),
            policy: none.policy(of, &own),
            sound: codes(sound),
            unsound: codes(unsound),
        };
        let proofs = Arc::new(proofs.iter().map(proof).collect());
        Assurance { proofs, ..Assurance::default() }.of(role, &none.policy(role, &own), "K")
    }

    #[test]
    fn a_proof_speaks_of_no_role_that_sees_more() {
        let (totals, full) = (role(Detail::Totals), role(Detail::Full));
        let proofs: &[(&Role, &[&str], &[&str])] = &[(&totals, &["K"], &[])];
        assert_eq!(assured(&totals, proofs), Assured::Proof);
        assert_eq!(assured(&full, proofs), Assured::Nothing);
        // A token of the same role.
        let fewer = totals.within(&BTreeSet::from(["csv".to_owned()]));
        assert_eq!(assured(&fewer, proofs), Assured::Proof);
    }

    #[test]
    fn what_one_proof_refutes_no_other_vouches_for() {
        let full = role(Detail::Full);
        assert_eq!(assured(&full, &[(&full, &["K"], &[]), (&full, &[], &["K"])]), Assured::Refuted);
    }
}
