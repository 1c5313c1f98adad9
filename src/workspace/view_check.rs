//! The tables and models that views read their units from: they exist and give the columns.

use arrow::datatypes::{DataType, SchemaRef};
use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::kpi::{Dimension, MAPPING_COLUMNS, MAPPING_EXTRAS, Mapping};
use crate::query::{Model, Planned, type_in_words};
use crate::table::Contract;

/// Holds every view's mapping against what exists.
pub(super) fn check(
    problems: &mut Diagnostics,
    contracts: &IndexMap<String, Contract>,
    models: &[Model],
    planned: &IndexMap<String, Planned>,
    dimensions: &IndexMap<String, Dimension>,
) {
    let mut seen: Vec<&Mapping> = Vec::new();
    for mapping in dimensions.values().flat_map(|dimension| dimension.views.values()) {
        // A second role of a dimension has the same views.
        if seen.iter().any(|known| known.place == mapping.place) {
            continue;
        }
        seen.push(mapping);
        let source = mapping.source.as_str();
        let schema = match (contracts.get(source), models.iter().find(|model| model.name == source)) {
            (Some(contract), _) => Some(contract.schema()),
            // A model that cannot be planned has said so itself.
            (None, Some(model)) => planned.get(&model.name).map(|planned| SchemaRef::clone(&planned.schema)),
            (None, None) => {
                let message = format!("there is no table or model `{source}`");
                let known = contracts.keys().map(String::as_str);
                let known = known.chain(models.iter().map(|model| model.name.as_str()));
                let problem = Diagnostic::error("unknown-mapping", mapping.place.clone(), message);
                problems.push(problem.suggest(source, known));
                None
            }
        };
        if let Some(schema) = schema {
            columns(problems, mapping, &schema);
        }
    }
}

fn columns(problems: &mut Diagnostics, mapping: &Mapping, schema: &SchemaRef) {
    let mut refuse = |message: String| {
        let problem = Diagnostic::error("mapping", mapping.place.clone(), message);
        let (needed, others) = (MAPPING_COLUMNS.join(", "), MAPPING_EXTRAS.join(", "));
        problems
            .push(problem.help(format!("a view's table or model gives {needed}; if it likes also {others}")));
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
}
