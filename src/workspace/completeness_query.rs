//! The reporting query: its columns are named, and it is run before there is a data date.

use std::sync::Arc;

use arrow::datatypes::DataType;

use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile};
use crate::kpi::OBLIGATION_COLUMNS;
use crate::query::{Select, Session, Values, rules, type_in_words};

/// Plans the query in a session without `slots` and `calendar.slot`, and checks what it gives; says
/// whether it could be planned.
pub(super) fn check(
    problems: &mut Diagnostics,
    session: &Session,
    file: &Arc<SourceFile>,
    bodies: &str,
) -> bool {
    let Some(select) = Select::parse(problems, file) else { return false };
    rules::check(problems, &select, rules::Purpose::Model);
    let Some(planned) = session.plan(problems, &select, &Values::default()) else { return false };
    let columns: Vec<&str> = [bodies].into_iter().chain(OBLIGATION_COLUMNS).collect();
    for (index, name) in columns.iter().enumerate() {
        let message = match planned.schema.field_with_name(name) {
            Err(_) => format!("the reporting query gives no column `{name}`"),
            Ok(field) if index >= 2 && *field.data_type() != DataType::Date32 => {
                format!(
                    "column `{name}` of the reporting query is {}, but a date is wanted",
                    type_in_words(field.data_type())
                )
            }
            Ok(_) => continue,
        };
        problems.push(
            Diagnostic::error("reporting", file.whole(), message).help(format!(
                "it gives {}, and uses neither `slots` nor `calendar.slot`",
                columns.join(", ")
            )),
        );
    }
    true
}
