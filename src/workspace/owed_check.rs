//! Queries whose rows are owed by bodies: their columns are there, and of the right kinds.

use arrow::datatypes::{DataType, Schema};

use crate::dashboard::REPORTS;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::query::{NamedQuery, type_in_words};

/// Holds what a query's header says of what is owed against the columns that the query gives.
pub(super) fn check(
    problems: &mut Diagnostics,
    query: &NamedQuery,
    schema: &Schema,
    bodies: Option<&str>,
    codes: &[&str],
) {
    let Some(owed) = &query.owed else { return };
    if bodies.is_none() {
        let message = "nobody knows which bodies owe anything: `[reporting] bodies` names no dimension";
        let problem = Diagnostic::error("owed", owed.place.clone(), message);
        problems.push(problem.help("name the dimension of the bodies in minhbach.toml"));
    }
    if query.name == REPORTS {
        let message = format!("`{REPORTS}` is the list of reports that have not come");
        let problem = Diagnostic::error("owed", owed.place.clone(), message);
        problems.push(problem.help("give the query's file another name"));
    }
    let names = || schema.fields().iter().map(|field| field.name().as_str());
    for (name, place) in owed.columns() {
        if schema.field_with_name(name).is_err() {
            let message = format!("`{}` gives no column `{name}`", query.name);
            problems.push(Diagnostic::error("owed", place.clone(), message).suggest(name, names()));
        }
    }
    let (since, place) = &owed.since;
    if let Ok(field) = schema.field_with_name(since)
        && *field.data_type() != DataType::Date32
    {
        let message = format!(
            "column `{since}` of `{}` is {}, but a date is wanted",
            query.name,
            type_in_words(field.data_type())
        );
        let problem = Diagnostic::error("owed", place.clone(), message);
        problems.push(problem.help("`since` names the column of the day on which it was due"));
    }
    if let Some((code, place)) = owed.kpi.as_ref().filter(|(code, _)| !codes.contains(&code.as_str())) {
        let message = format!("there is no KPI `{code}`");
        let problem = Diagnostic::error("owed", place.clone(), message);
        problems.push(problem.suggest(code, codes.iter().copied()));
    }
    // Nobody gives it values: the list is of all that is owed.
    if let Err(missing) = query.parameters.bind(&std::collections::BTreeMap::new()) {
        let message = format!("a list of what is owed has no value for a parameter: {missing}");
        let problem = Diagnostic::error("owed", owed.place.clone(), message);
        problems.push(problem.help("give the parameter a `default`, or `optional = true`"));
    }
}
