//! `access.toml`: the roles, and what each of them may see. Nothing unless it is granted; denying wins.

mod assurance;
mod explain;
mod form;
mod granted;
mod read;
mod sight;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::kpi::{Filters, Scope};
use crate::store::sha256_hex;

pub use assurance::{Assurance, Assured, Proof};
pub use explain::Explained;
pub(super) use form::access_schema;
pub use granted::{Decided, Granted};
pub(super) use read::{Known, read};
pub use sight::Sight;

/// The file, in the workspace's folder.
pub const ACCESS_FILE: &str = "access.toml";

/// The roles of a workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// By name, those without a mistake. A role that has one lets nobody see anything.
    pub roles: IndexMap<String, Role>,
    /// Tables that are nobody's: every role sees all their rows.
    pub common: BTreeSet<String>,
    /// For what records are looked at that say who somebody is: by name, in words.
    pub purposes: IndexMap<String, String>,
    /// What is known of KPIs before roles may see them that see some members' rows; nothing before the roles are in force.
    pub assurance: Assurance,
}

impl Access {
    /// A stable name of all that it grants, 64 hexadecimal digits: whoever keeps the file can tell by it what was in force.
    pub fn granted(&self) -> String {
        sha256_hex(format!("{:?}\0{:?}\0{:?}", self.roles, self.common, self.purposes).as_bytes())
    }
}

/// What those see who have a role. That of the default grants nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// Its dashboards, by id.
    pub dashboards: Granted,
    /// Its KPIs, by code.
    pub kpis: Granted,
    /// Its pages that belong to no dashboard, by the words of [`PAGES`].
    pub pages: Granted,
    /// The formats in which it may take figures away.
    pub formats: Granted,
    /// How much of a record it sees.
    pub detail: Detail,
    /// By dimension whose rows it sees; all of a dimension that is not named.
    pub rows: IndexMap<String, Rows>,
    /// KPIs that are shown though other members' rows may change them, each with the reason.
    pub excused: BTreeMap<String, String>,
}

/// How much of a record is seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Figures alone.
    #[default]
    Totals,
    /// Records without what says who somebody is.
    Masked,
    /// Records.
    Full,
}

impl Detail {
    /// From the least on.
    pub const ALL: [Self; 3] = [Self::Totals, Self::Masked, Self::Full];

    /// As the file writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Totals => "totals",
            Self::Masked => "masked",
            Self::Full => "full",
        }
    }
}

/// Whose rows of a dimension are seen, with all that lies below these members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// Those of the member to which the account belongs.
    Own,
    /// Those of some members.
    Of(BTreeSet<String>),
}

/// A page that belongs to no dashboard.
pub const PAGES: [&str; 6] = ["plan", "owed", "data", "packs", "problems", AUDIT];

/// The formats in which figures are taken away, those of packs among them.
pub const TAKEN: [&str; 6] = ["csv", "docx", "json", "parquet", "pdf", "xlsx"];

/// The page of who saw what: no pattern grants it, only its name.
pub const AUDIT: &str = "audit";

/// A role sees its account's own rows of a dimension, and the account says none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the role `{role}` needs an account that says its own `{dimension}`")]
pub struct NoOwn {
    /// The role.
    pub role: String,
    /// The dimension.
    pub dimension: String,
}

impl Role {
    /// The part of all records that a reader of the role sees, whose account belongs to some members.
    ///
    /// # Errors
    /// Where the role sees its account's own rows of a dimension of which the account says nothing.
    pub fn scope(&self, own: &BTreeMap<String, String>) -> Result<Scope, NoOwn> {
        let mut members = Filters::default();
        for (dimension, rows) in &self.rows {
            // Without a member the dimension would not be hidden at all.
            members.allow_none(dimension);
            match rows {
                Rows::Own => {
                    let member = own
                        .get(dimension)
                        .ok_or_else(|| NoOwn { role: self.name.clone(), dimension: dimension.clone() })?;
                    members.allow(dimension, member);
                }
                Rows::Of(codes) => codes.iter().for_each(|code| members.allow(dimension, code)),
            }
        }
        Ok(Scope::below(members).excusing(self.excused.clone()))
    }

    /// Whether something of the data is hidden from whoever has it: rows, or what records say.
    pub fn is_restricted(&self) -> bool {
        !self.rows.is_empty() || self.detail < Detail::Full
    }

    /// Whether one of the pages of [`PAGES`] is granted.
    pub fn opens(&self, page: &str) -> bool {
        self.pages.allows(page)
    }

    /// The same for who may take figures away in some formats only.
    #[must_use]
    pub fn within(&self, formats: &BTreeSet<String>) -> Self {
        let both = formats.iter().filter(|name| self.formats.allows(name)).cloned();
        Self { formats: Granted::new(both, []), ..self.clone() }
    }

    /// A stable name of all that it grants, 64 hexadecimal digits.
    pub fn identity(&self) -> String {
        sha256_hex(format!("{self:?}").as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn role(rows: &[(&str, Rows)]) -> Role {
        Role {
            name: "r".to_owned(),
            title: "R".to_owned(),
            dashboards: Granted::default(),
            kpis: Granted::default(),
            pages: Granted::default(),
            formats: Granted::default(),
            detail: Detail::default(),
            rows: rows.iter().map(|(name, rows)| ((*name).to_owned(), rows.clone())).collect(),
            excused: BTreeMap::new(),
        }
    }

    #[test]
    fn an_account_that_says_nothing_of_a_dimension_sees_none_of_its_rows() {
        let own = BTreeMap::from([("shop".to_owned(), "n1".to_owned())]);
        let scope = role(&[("shop", Rows::Own)]).scope(&own).unwrap();
        assert!(scope.sees("shop", Some("n1"), &[]) && !scope.sees("shop", Some("s1"), &[]));
        assert!(scope.sees("shop", Some("n11"), &["n1".to_owned()]), "what lies below it");
        let missing = role(&[("area", Rows::Own)]).scope(&own).unwrap_err();
        assert_eq!(missing.dimension, "area");
        assert!(role(&[]).scope(&own).unwrap().is_everything());
        // A list without a code is no list of all.
        let nobody = role(&[("shop", Rows::Of(BTreeSet::new()))]).scope(&own).unwrap();
        assert!(!nobody.sees("shop", Some("n1"), &[]));
    }
}
