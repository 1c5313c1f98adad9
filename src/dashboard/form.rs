//! A dashboard's file as it stands, before any name is resolved.
//!
//! A panel is flat: inside tagged or flattened types a key would lose its place in the file.

use std::ops::Range;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, schema_for};
use serde::Deserialize;

use crate::calendar::PeriodKind;
use crate::diagnostic::Spanned;

/// The JSON Schema of `dashboards/*.toml`.
pub fn dashboard_schema() -> Schema {
    schema_for!(DashboardForm)
}

/// `dashboards/ID.toml`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DashboardForm {
    /// What it is called.
    pub(super) title: String,
    /// For whom it is.
    pub(super) audience: Option<String>,
    /// The kind of period that it opens with; `year` unless said.
    pub(super) period: Option<Spanned<PeriodKind>>,
    /// The calendar in which its periods are read; the workspace's first unless said.
    pub(super) calendar: Option<Spanned<String>>,
    /// The dimensions that its reader may filter by.
    #[serde(default)]
    pub(super) filters: Vec<Spanned<String>>,
    /// Kinds of sentence that the brief at its head tells before all others.
    #[serde(default)]
    pub(super) brief: Vec<Spanned<String>>,
    /// The checks of whose broken rows its brief tells.
    #[serde(default)]
    pub(super) checks: Vec<Spanned<String>>,
    /// Of what bodies owe, what its brief tells: queries below `queries/reports/` with `owed`, `report`, or `*`, all together.
    #[serde(default)]
    pub(super) owed: Vec<Spanned<String>>,
    /// What it shows, in its order.
    #[serde(default)]
    pub(super) panel: Vec<Spanned<PanelForm>>,
}

/// `[[panel]]`: the keys of every way of showing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PanelForm {
    /// Its name in addresses, of small letters, digits and hyphens; its number where it has none.
    pub(super) id: Option<Spanned<String>>,
    /// How it is shown: one of the words of the reference.
    pub(super) show: Spanned<String>,
    /// A title of its own; the subject's otherwise.
    pub(super) title: Option<String>,
    /// The KPI that it shows, by its code.
    pub(super) kpi: Option<Spanned<String>>,
    /// The KPIs of a funnel's stages, from the top.
    pub(super) kpis: Option<Spanned<Vec<Spanned<String>>>>,
    /// The named query whose rows it shows.
    pub(super) query: Option<Spanned<String>>,
    /// The dimension whose members are shown.
    pub(super) by: Option<Spanned<String>>,
    /// A second dimension, which divides each bar.
    pub(super) group: Option<Spanned<String>>,
    /// `grouped` (unless said) or `stacked`: how the parts of a bar stand to each other.
    pub(super) arrange: Option<Spanned<String>>,
    /// How many periods, the one asked for being the last; 12 unless said.
    pub(super) periods: Option<Spanned<i64>>,
    /// The kind of those periods; that of the period asked for, or what makes it up, unless said.
    pub(super) step: Option<Spanned<PeriodKind>>,
    /// How much of the page's width it takes: `full`, `half` or `third`; unless said what it shows decides.
    pub(super) width: Option<Spanned<String>>,
    /// What leaves a funnel: for a stage's code the codes of what leaves after it.
    pub(super) branches: Option<Spanned<Branches>>,
}

/// Codes of what leaves a funnel, by the code of the stage after which it leaves.
type Branches = IndexMap<Spanned<String>, Vec<Spanned<String>>>;

/// A key of a panel that says what it shows or how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Kpi,
    Kpis,
    Query,
    By,
    Group,
    Arrange,
    Periods,
    Step,
    Branches,
}

impl Key {
    /// Every one, in the order of the reference.
    pub(super) const ALL: [Self; 9] = [
        Self::Kpi,
        Self::Kpis,
        Self::Query,
        Self::By,
        Self::Group,
        Self::Arrange,
        Self::Periods,
        Self::Step,
        Self::Branches,
    ];

    /// As it is written.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Kpi => "kpi",
            Self::Kpis => "kpis",
            Self::Query => "query",
            Self::By => "by",
            Self::Group => "group",
            Self::Arrange => "arrange",
            Self::Periods => "periods",
            Self::Step => "step",
            Self::Branches => "branches",
        }
    }

    /// Whether it says what a panel shows; the others say how.
    pub(super) fn is_subject(self) -> bool {
        match self {
            Self::Kpi | Self::Kpis | Self::Query => true,
            Self::By | Self::Group | Self::Arrange | Self::Periods | Self::Step | Self::Branches => false,
        }
    }
}

impl PanelForm {
    /// Where a key stands, if it does.
    pub(super) fn place(&self, key: Key) -> Option<Range<usize>> {
        match key {
            Key::Kpi => self.kpi.as_ref().map(Spanned::span),
            Key::Kpis => self.kpis.as_ref().map(Spanned::span),
            Key::Query => self.query.as_ref().map(Spanned::span),
            Key::By => self.by.as_ref().map(Spanned::span),
            Key::Group => self.group.as_ref().map(Spanned::span),
            Key::Arrange => self.arrange.as_ref().map(Spanned::span),
            Key::Periods => self.periods.as_ref().map(Spanned::span),
            Key::Step => self.step.as_ref().map(Spanned::span),
            Key::Branches => self.branches.as_ref().map(Spanned::span),
        }
    }
}
