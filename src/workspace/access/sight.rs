//! What one reader may see.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Assurance, Detail, Granted, NoOwn, Role};
use crate::kpi::{Kpi, Scope};
use crate::store::sha256_hex;

/// What one reader may see: the part of all records, and what of the workspace stands over it. Without a role all of the
/// workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    scope: Scope,
    role: Option<Arc<Role>>,
    /// The KPIs of which it is known that other members' rows do not change them; nothing where that does not matter.
    assured: Option<BTreeSet<String>>,
    /// Whether nobody has said yet for what people are looked at.
    unstated: bool,
    /// Of all of it: made once, since every answer is known by it.
    name: Arc<str>,
}

impl From<Scope> for Sight {
    fn from(scope: Scope) -> Self {
        let name = scope.name().into();
        Self { scope, role: None, assured: None, unstated: false, name }
    }
}

impl From<&Self> for Sight {
    fn from(other: &Self) -> Self {
        other.clone()
    }
}

impl Sight {
    /// All rows and all of the workspace: of whoever asks where nobody signs in.
    pub fn everything() -> Self {
        Scope::everything().into()
    }

    /// Nothing: of whoever nobody knows.
    pub fn nothing() -> Self {
        Self::made(Arc::new(Role::default()), Scope::everything(), None)
    }

    fn made(role: Arc<Role>, scope: Scope, assured: Option<BTreeSet<String>>) -> Self {
        let known = format!("{}\0{}\0{assured:?}", role.identity(), scope.name());
        let name = sha256_hex(known.as_bytes()).into();
        Self { scope, role: Some(role), assured, unstated: false, name }
    }

    /// The same as long as nobody has said for what people are looked at: they are not shown.
    #[must_use]
    pub fn unstated(&self) -> Self {
        let name = sha256_hex(format!("{}\0unstated", self.name).as_bytes()).into();
        Self { unstated: true, name, ..self.clone() }
    }

    /// Whether people are not shown because nobody has said for what.
    pub fn is_unstated(&self) -> bool {
        self.unstated
    }

    /// What a role grants to an account that belongs to some members, by dimension, whether or not anybody vouches that
    /// nothing of it tells of other members' rows: [`Self::assured`] is for readers.
    ///
    /// # Errors
    /// Where the role sees its account's own rows of a dimension of which the account says nothing.
    pub fn of(role: Arc<Role>, own: &BTreeMap<String, String>) -> Result<Self, NoOwn> {
        let scope = role.scope(own)?;
        Ok(Self::made(role, scope, None))
    }

    /// The same without the KPIs that nobody vouches for.
    ///
    /// # Errors
    /// Those of [`Self::of`].
    pub fn assured(
        role: Arc<Role>,
        own: &BTreeMap<String, String>,
        assurance: &Assurance,
    ) -> Result<Self, NoOwn> {
        let scope = role.scope(own)?;
        let shown = assurance.shown(&role, own);
        Ok(Self::made(role, scope, shown))
    }

    /// The part of all records.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The role, where anybody has one.
    pub fn role(&self) -> Option<&Role> {
        self.role.as_deref()
    }

    /// Whether nothing is hidden.
    pub fn is_everything(&self) -> bool {
        self.scope.is_everything() && self.role.is_none()
    }

    /// Whether something of the data is hidden: rows, or what records say. To such a reader nothing is told that changes with
    /// what they may not see: no file, no snapshot, no proof over whole files, and answers are known by what they say.
    pub fn is_restricted(&self) -> bool {
        !self.scope.is_everything() || self.detail() < Detail::Full
    }

    /// A stable name of all that is seen, part of what an answer's identity is made of.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether a KPI is granted, by its code: of one that cannot be used nobody knows its dimensions.
    pub fn code(&self, code: &str) -> bool {
        self.assured.as_ref().is_none_or(|shown| shown.contains(code))
            && self.grants(|role| role.kpis.allows(code))
    }

    fn grants(&self, grants: impl Fn(&Role) -> bool) -> bool {
        self.role.as_deref().is_none_or(grants)
    }

    /// Whether a dashboard is seen.
    pub fn dashboard(&self, id: &str) -> bool {
        self.grants(|role| role.dashboards.allows(id))
    }

    /// Whether a KPI is seen: it is granted, and has every dimension by which records are hidden.
    pub fn kpi(&self, kpi: &Kpi) -> bool {
        self.code(&kpi.code) && self.scope.has(kpi)
    }

    /// Whether a page of [`super::PAGES`] is seen.
    pub fn page(&self, page: &str) -> bool {
        self.grants(|role| role.pages.allows(page))
    }

    /// Whether figures may be taken away in a format.
    pub fn format(&self, name: &str) -> bool {
        self.grants(|role| role.formats.allows(name))
    }

    /// Whether files and packs are seen, which hold all records, dashboards, KPIs and formats.
    pub fn is_whole(&self) -> bool {
        self.scope.is_everything()
            && self.grants(|role| {
                role.detail == Detail::Full
                    && [&role.dashboards, &role.kpis, &role.formats].into_iter().all(Granted::is_all)
            })
    }

    /// How much of a record is seen.
    pub fn detail(&self) -> Detail {
        self.role.as_deref().map_or(Detail::Full, |role| role.detail)
    }
}
