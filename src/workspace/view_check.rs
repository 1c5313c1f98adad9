//! The tables and models that views read their units from: they exist and give the columns.

use arrow::datatypes::{DataType, SchemaRef};
use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::kpi::{Dimension, MAPPING_COLUMNS, MAPPING_EXTRAS, Mapping};
use crate::query::{Planned, type_in_words};
use crate::table::Contract;

/// Holds every view's mapping against what exists, and takes away the views whose mapping cannot be used. `models`
/// are the names of all, `planned` those without a mistake.
pub(super) fn check(
    problems: &mut Diagnostics,
    contracts: &IndexMap<String, Contract>,
    models: &[String],
    planned: &IndexMap<String, Planned>,
    dimensions: &mut IndexMap<String, Dimension>,
) {
    // A second role of a dimension has the same views.
    let mut seen: Vec<(Span, bool)> = Vec::new();
    let mut is_sound = |mapping: &Mapping| {
        if let Some((_, sound)) = seen.iter().find(|(place, _)| *place == mapping.place) {
            return *sound;
        }
        let schema = match planned.get(&mapping.source) {
            Some(planned) => Some(SchemaRef::clone(&planned.schema)),
            None => contracts.get(&mapping.source).map(Contract::schema),
        };
        let sound = match schema {
            Some(schema) => columns(problems, mapping, &schema),
            None => {
                unknown(problems, mapping, contracts, models);
                false
            }
        };
        seen.push((mapping.place.clone(), sound));
        sound
    };
    for dimension in dimensions.values_mut() {
        dimension.views.retain(|_, mapping| is_sound(mapping));
    }
}

fn unknown(
    problems: &mut Diagnostics,
    mapping: &Mapping,
    contracts: &IndexMap<String, Contract>,
    models: &[String],
) {
    // A model that has a mistake has said so itself.
    if models.contains(&mapping.source) {
        return;
    }
    let message = format!("there is no table or model `{}`", mapping.source);
    let known = contracts.keys().chain(models).map(String::as_str);
    let problem = Diagnostic::error("unknown-mapping", mapping.place.clone(), message);
    problems.push(problem.suggest(&mapping.source, known));
}

/// Whether the columns are there that a mapping needs.
fn columns(problems: &mut Diagnostics, mapping: &Mapping, schema: &SchemaRef) -> bool {
    let mut sound = true;
    let mut refuse = |message: String| {
        let problem = Diagnostic::error("mapping", mapping.place.clone(), message);
        let (needed, others) = (MAPPING_COLUMNS.join(", "), MAPPING_EXTRAS.join(", "));
        problems
            .push(problem.help(format!("a view's table or model gives {needed}; if it likes also {others}")));
        sound = false;
    };
    for name in MAPPING_COLUMNS {
        if schema.field_with_name(name).is_err() {
            refuse(format!("`{}` gives no column `{name}`", mapping.source));
        }
    }
    for name in MAPPING_EXTRAS.iter().filter(|name| name.ends_with("_day")) {
        if let Ok(field) = schema.field_with_name(name)
            && *field.data_type() != DataType::Date32
        {
            let kind = type_in_words(field.data_type());
            refuse(format!("column `{name}` of `{}` is {kind}, but a date is wanted", mapping.source));
        }
    }
    sound
}
