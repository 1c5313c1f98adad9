//! `access.toml` as it stands, before any name is resolved.

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, schema_for};
use serde::Deserialize;

use crate::diagnostic::Spanned;

/// The JSON Schema of `access.toml`.
pub(in crate::workspace) fn access_schema() -> Schema {
    schema_for!(AccessForm)
}

/// `access.toml`: what each role may see. What no line grants is not there for its readers.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AccessForm {
    /// Tables that are nobody's: code lists, bodies, working days. A role that sees rows of some members sees all of these.
    #[serde(default)]
    pub(super) common: Vec<Spanned<String>>,
    /// For what records are looked at that say who somebody is: by name, in words. One of them is stated before, and
    /// written down.
    #[serde(default)]
    pub(super) purposes: IndexMap<Spanned<String>, String>,
    /// The roles by name.
    #[serde(default)]
    pub(super) roles: IndexMap<Spanned<String>, RoleForm>,
}

/// `[roles.NAME]`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleForm {
    /// What it is called.
    pub(super) title: String,
    /// The dashboards: names, or `*` for all.
    #[serde(default)]
    pub(super) dashboards: Vec<Spanned<String>>,
    /// The KPIs: codes, `NS*` for all that begin so, or `*` for all.
    #[serde(default)]
    pub(super) kpis: Vec<Spanned<String>>,
    /// The pages that belong to no dashboard: `plan`, `owed`, `data`, `packs`, `problems`, `audit`, or `*` for all but `audit`.
    #[serde(default)]
    pub(super) pages: Vec<Spanned<String>>,
    /// The formats in which figures may be taken away, or `*` for all.
    #[serde(default)]
    pub(super) formats: Vec<Spanned<String>>,
    /// How much of a record it sees: `totals`, `masked` or `full`; `totals` unless said.
    pub(super) detail: Option<Spanned<String>>,
    /// By dimension the members whose rows it sees, with all that lies below them: `own` for those of the account, or a
    /// list of codes. All rows of a dimension that is not named.
    #[serde(default)]
    pub(super) rows: IndexMap<Spanned<String>, RowsForm>,
    /// What is refused whatever the lines above grant.
    #[serde(default)]
    pub(super) deny: DenyForm,
    /// KPIs whose figures of one member change with other members' rows and that are shown all the same, each with the reason,
    /// which then stands at the figure.
    #[serde(default)]
    pub(super) excused: IndexMap<Spanned<String>, String>,
}

/// `rows = { DIMENSION = … }`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum RowsForm {
    /// `"own"`.
    Word(String),
    /// Codes.
    Members(Vec<String>),
}

/// `deny = { … }`: it wins.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DenyForm {
    /// Dashboards.
    #[serde(default)]
    pub(super) dashboards: Vec<Spanned<String>>,
    /// KPIs.
    #[serde(default)]
    pub(super) kpis: Vec<Spanned<String>>,
    /// Pages.
    #[serde(default)]
    pub(super) pages: Vec<Spanned<String>>,
    /// Formats.
    #[serde(default)]
    pub(super) formats: Vec<Spanned<String>>,
}
