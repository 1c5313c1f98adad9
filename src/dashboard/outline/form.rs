//! An outline's file as it stands, before any name is resolved.

use schemars::{JsonSchema, Schema, schema_for};
use serde::Deserialize;

use crate::calendar::PeriodKind;
use crate::diagnostic::{Date, Spanned};

/// The JSON Schema of `dashboards/reports/*.toml`.
pub fn outline_schema() -> Schema {
    schema_for!(OutlineForm)
}

/// `dashboards/reports/ID.toml`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OutlineForm {
    /// The kind of document, as it stands in capitals above its subject.
    pub(super) title: String,
    /// The letters of that kind, after the number: `BC`.
    pub(super) symbol: String,
    /// What it is about, below the title.
    pub(super) subject: Spanned<String>,
    /// The paragraph before the first section.
    pub(super) opening: Option<Spanned<String>>,
    /// The paragraph after the last section.
    pub(super) closing: Option<Spanned<String>>,
    /// The kinds of period for which it is; all unless said.
    #[serde(default)]
    pub(super) periods: Vec<Spanned<PeriodKind>>,
    /// Who issues it, by date.
    #[serde(default)]
    pub(super) body: Vec<Spanned<BodyForm>>,
    /// Its sections, in their order.
    #[serde(default)]
    pub(super) section: Vec<Spanned<PartForm>>,
    /// Its appendices, in their order.
    #[serde(default)]
    pub(super) appendix: Vec<Spanned<PartForm>>,
}

/// `[[body]]`: who issues it for some time.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BodyForm {
    /// The first day on which it may issue.
    pub(super) from: Spanned<Date>,
    /// The last one; open unless said.
    pub(super) until: Option<Spanned<Date>>,
    /// The body above it.
    pub(super) superior: Option<String>,
    /// What it is called.
    pub(super) name: String,
    /// How it is called in the number of a document.
    pub(super) abbreviation: String,
    /// The name of the place before the date.
    pub(super) place: String,
    /// The higher bodies to which it reports; none unless said.
    #[serde(default)]
    pub(super) to: Vec<String>,
    /// Who receives it besides, a line each.
    #[serde(default)]
    pub(super) recipients: Vec<String>,
    /// The lines above the name of who signs.
    #[serde(default)]
    pub(super) signature: Vec<String>,
}

/// `[[section]]` and `[[appendix]]`: the keys of every way of filling one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PartForm {
    /// Its heading.
    pub(super) heading: String,
    /// How deep a section stands: 1 (unless said), 2 or 3.
    pub(super) level: Option<Spanned<i64>>,
    /// Whether an appendix lies across the sheet.
    pub(super) landscape: Option<Spanned<bool>>,
    /// What fills it, by one of the words of the reference; nothing unless said.
    pub(super) fill: Option<Spanned<String>>,
    /// Parts of the plan, by id.
    pub(super) plan: Option<Spanned<Vec<Spanned<String>>>>,
    /// Dashboards, by id.
    pub(super) dashboards: Option<Spanned<Vec<Spanned<String>>>>,
    /// KPIs, by code.
    pub(super) kpis: Option<Spanned<Vec<Spanned<String>>>>,
    /// What people are asked to write.
    pub(super) text: Option<Spanned<String>>,
}
