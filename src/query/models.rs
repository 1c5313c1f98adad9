//! Models in the order in which they can be planned.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::select::Select;
use super::source::Model;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};

/// A model that was parsed.
pub(crate) struct Parsed {
    pub(crate) name: String,
    pub(crate) select: Select,
    /// The tables and models that it names.
    pub(crate) reads: BTreeMap<String, Span>,
}

/// Parses the models and puts each after those that it reads; the second part of the answer names
/// those that cannot be used: not parsed, in a circle, or reading such a one.
pub(crate) fn in_order(
    problems: &mut Diagnostics,
    models: &[Model],
    tables: &BTreeMap<String, Vec<PathBuf>>,
) -> (Vec<Parsed>, BTreeSet<String>) {
    let mut waiting: BTreeMap<String, Parsed> = BTreeMap::new();
    let mut broken = BTreeSet::new();
    for model in models {
        if tables.contains_key(&model.name) || waiting.contains_key(&model.name) {
            let message = format!("there is another table or model called `{}`", model.name);
            problems.push(
                Diagnostic::error("duplicate-table", model.file.whole(), message).help("rename this file"),
            );
            continue;
        }
        match Select::parse(problems, &model.file) {
            Some(select) => {
                let reads = select.relations();
                waiting.insert(model.name.clone(), Parsed { name: model.name.clone(), select, reads });
            }
            None => {
                broken.insert(model.name.clone());
            }
        }
    }
    let mut ordered: Vec<Parsed> = Vec::new();
    loop {
        let ready = waiting.values().find(|model| !model.reads.keys().any(|name| waiting.contains_key(name)));
        let Some(name) = ready.map(|model| model.name.clone()) else { break };
        let Some(model) = waiting.remove(&name) else { break };
        if model.reads.keys().any(|read| broken.contains(read)) {
            broken.insert(name);
        } else {
            ordered.push(model);
        }
    }
    if !waiting.is_empty() {
        problems.push(circle(&waiting));
        broken.extend(waiting.into_keys());
    }
    (ordered, broken)
}

/// Models that all read another of them: following them comes back to one that was passed.
fn circle(waiting: &BTreeMap<String, Parsed>) -> Diagnostic {
    let next = |model: &Parsed| {
        let read = model.reads.iter().find(|(name, _)| waiting.contains_key(*name));
        read.map(|(name, place)| (name.clone(), place.clone()))
    };
    let mut passed: Vec<(String, Span)> = Vec::new();
    let mut at = waiting.values().next();
    while let Some((name, place)) = at.and_then(next) {
        if let Some(start) = passed.iter().position(|(known, _)| *known == name) {
            let round = &passed[start..];
            let path: Vec<String> = round.iter().map(|(name, _)| format!("`{name}`")).collect();
            let message = format!("models read one another in a circle: {}, `{name}`", path.join(", "));
            let place = round.get(1).map_or(place, |(_, place)| place.clone());
            return Diagnostic::error("model-circle", place, message)
                .label("read here")
                .help("move what both need into a third model");
        }
        at = waiting.get(&name);
        passed.push((name, place));
    }
    Diagnostic::without_place("model-circle", "models read one another in a circle")
}
