//! A route of the API, as the router and its description know it.

use axum::routing::MethodRouter;
use schemars::{Schema, SchemaGenerator};

use super::App;

/// One route.
pub(super) struct Operation {
    /// Its path, as the router and the description write it.
    pub(super) path: &'static str,
    /// What programs made from the description call it.
    pub(super) name: &'static str,
    /// What it answers, in a sentence.
    pub(super) summary: &'static str,
    /// What may stand behind `?`.
    pub(super) parameters: &'static [Parameter],
    /// The form of a good answer.
    pub(super) answer: fn(&mut SchemaGenerator) -> Schema,
    /// What does it.
    pub(super) route: fn() -> MethodRouter<App>,
}

/// What may stand behind `?`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parameter {
    Period,
    View,
    Compare,
    By,
    Trend,
    /// The kind of what is owed.
    OwedKind,
    /// The order of records.
    Sort,
    /// Words that records are searched for.
    Find,
    /// The column that records counted in.
    CountedIn,
    /// Words that KPIs are searched for.
    Search,
    /// The body whose promises are wanted.
    Owner,
    /// How the promises stand that are wanted.
    Standing,
    /// One for each dimension of the workspace.
    Dimensions,
}
