//! JSON Schemas of the forms of all files, made from the code that reads them.

use schemars::Schema;

use super::access::access_schema;
use super::settings::settings_schema;
use crate::calendar::working_days_schema;
use crate::dashboard::{dashboard_schema, outline_schema};
use crate::kpi::{dimensions_schema, kpi_schema, plan_schema};
use crate::query::query_schema;
use crate::table::contract_schema;

/// One form: what it is called, and the files that are in it.
#[derive(Debug, Clone, Copy)]
pub struct FormKind {
    /// What `minhbach schema` calls it.
    pub name: &'static str,
    /// Its files below the workspace; of an SQL file the leading block comment.
    pub files: &'static str,
    /// Its JSON Schema (2020-12); a date is its text.
    pub schema: fn() -> Schema,
}

/// Every form, in the order in which the reference lists them.
pub const FORMS: &[FormKind] = &[
    FormKind { name: "workspace", files: "minhbach.toml", schema: settings_schema },
    FormKind { name: "table", files: "queries/tables/*.toml", schema: contract_schema },
    FormKind { name: "dimensions", files: "queries/dimensions.toml", schema: dimensions_schema },
    FormKind { name: "kpi", files: "queries/kpis/*.sql", schema: kpi_schema },
    FormKind { name: "plan", files: "queries/plan.toml", schema: plan_schema },
    FormKind { name: "working-days", files: "queries/working_days.toml", schema: working_days_schema },
    FormKind { name: "query", files: "queries/reports/*.sql, queries/checks/*.sql", schema: query_schema },
    FormKind { name: "dashboard", files: "dashboards/*.toml", schema: dashboard_schema },
    FormKind { name: "access", files: "access.toml", schema: access_schema },
    FormKind { name: "report", files: "dashboards/reports/*.toml", schema: outline_schema },
];
