//! What a KPI can be broken down or filtered by, as `queries/dimensions.toml` declares it.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, schema_for};
use serde::Deserialize;

use super::geography::{self, ShapeFile};
use super::kpi::RESERVED;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span, Spanned, form};
use crate::locale::nfc;
use crate::table::Contract;

/// How "not known" is written in an address and on the command line.
pub const UNKNOWN: &str = "~";

/// A dimension, resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// The column's name in queries, and the filter's in addresses.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// Where its members come from.
    pub members: MemberSource,
    /// The outlines of its members.
    pub shapes: Option<ShapeFile>,
    /// Other spellings of its members' codes, each with the code that is meant.
    pub aliases: IndexMap<String, String>,
    /// Where its file speaks of it.
    pub place: Span,
    /// Its views by name: the table or model that says which unit a code belongs to.
    pub views: IndexMap<String, Mapping>,
}

/// What a view's units are read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// What a reader calls the view; its name where nothing is said.
    pub title: Option<String>,
    /// A table or model.
    pub source: String,
    /// Whether its units are the same thing before and after a break across which nothing else
    /// compares. A successor that has become part of something larger is not.
    pub across_breaks: bool,
    /// Where the dimension's file says so.
    pub place: Span,
}

/// Where the members of a dimension are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberSource {
    /// In the dimension itself: code and label, in the file's order.
    Values(IndexMap<String, String>),
    /// In a table of the workspace.
    Table(Box<MemberTable>),
}

/// The columns of a table that list members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberTable {
    /// The table.
    pub table: String,
    /// The column of codes.
    pub key: String,
    /// The column of labels.
    pub label: String,
    /// The column of the parent's code, where members nest.
    pub parent: Option<String>,
    /// The column of the code, or the codes parted by spaces, that take over what a code leaves when its life ends.
    pub successor: Option<String>,
    /// First and last day of a code's life, both inclusive, where codes end or are used again.
    pub valid: Option<(String, String)>,
    /// Only rows that have these values.
    pub only: IndexMap<String, String>,
    /// The columns of a member's longitude and latitude in degrees.
    pub place: Option<(String, String)>,
}

impl Dimension {
    /// Whether anything says where its members lie.
    pub fn has_places(&self) -> bool {
        let placed = match &self.members {
            MemberSource::Values(_) => false,
            MemberSource::Table(table) => table.place.is_some(),
        };
        placed || self.shapes.is_some()
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DimensionForm {
    /// What a reader calls it.
    title: String,
    /// The table that lists its members.
    table: Option<Spanned<String>>,
    /// The table's column of codes.
    key: Option<Spanned<String>>,
    /// The table's column of what a reader sees.
    label: Option<Spanned<String>>,
    /// The table's column of the code that a member lies below.
    parent: Option<Spanned<String>>,
    /// The table's column of the code that takes over what a code leaves when its life ends; several are parted by spaces.
    successor: Option<Spanned<String>>,
    /// The table's columns of a code's first and last day.
    valid: Option<Spanned<(String, String)>>,
    /// Only rows of the table that have these values.
    #[serde(default, rename = "where")]
    only: IndexMap<Spanned<String>, String>,
    /// Its members themselves: code and what a reader sees.
    values: Option<IndexMap<Spanned<String>, String>>,
    /// Other spellings that stand in the data, each with the member's code that is meant.
    #[serde(default)]
    #[schemars(with = "IndexMap<String, String>")]
    aliases: IndexMap<Spanned<String>, Spanned<String>>,
    /// Another dimension whose members it has too.
    like: Option<Spanned<String>>,
    /// The columns of a member's longitude and latitude.
    place: Option<Spanned<(String, String)>>,
    /// The GeoJSON file of the members' outlines, below `queries/`.
    shapes: Option<Spanned<String>>,
    /// The property of its features that holds a member's code.
    shape_key: Option<Spanned<String>>,
    /// Other units that its members can be told by.
    #[serde(default)]
    views: IndexMap<String, ViewForm>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ViewForm {
    /// What a reader calls it; its name unless said.
    title: Option<String>,
    /// The table or model that gives each code its unit.
    mapping: Spanned<String>,
    /// Whether its units are the same thing before and after a break across which nothing else compares.
    #[serde(default = "yes")]
    across_breaks: bool,
}

/// What a view is for.
fn yes() -> bool {
    true
}

/// The JSON Schema of `queries/dimensions.toml`.
pub fn dimensions_schema() -> Schema {
    schema_for!(IndexMap<String, DimensionForm>)
}

/// Reads `queries/dimensions.toml` against the tables' contracts.
pub fn parse(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    contracts: &IndexMap<String, Contract>,
) -> IndexMap<String, Dimension> {
    let Some(forms) = form::read::<IndexMap<Spanned<String>, DimensionForm>>(problems, file, 0, &file.text)
    else {
        return IndexMap::new();
    };
    let mut found: IndexMap<String, Dimension> = IndexMap::new();
    for (name, form) in &forms {
        if RESERVED.contains(&name.get_ref().as_str()) {
            let span = file.span(name.span());
            let message = format!("`{}` is a name that addresses use for themselves", name.get_ref());
            problems.push(Diagnostic::error("reserved-name", span, message).help("choose another name"));
            continue;
        }
        let mut views = IndexMap::new();
        let mut aliases = IndexMap::new();
        let mut shapes = geography::shapes(problems, file, form.shapes.as_ref(), form.shape_key.as_ref());
        let members = match &form.like {
            Some(like) => match found.get(like.get_ref()) {
                Some(original) => {
                    views.clone_from(&original.views);
                    aliases.clone_from(&original.aliases);
                    shapes = shapes.or_else(|| original.shapes.clone());
                    Some(original.members.clone())
                }
                None => {
                    let span = file.span(like.span());
                    let message =
                        format!("`like` names `{}`, which no dimension above is called", like.get_ref());
                    let known = found.keys().map(String::as_str);
                    problems.push(
                        Diagnostic::error("unknown-dimension", span, message).suggest(like.get_ref(), known),
                    );
                    None
                }
            },
            None => members(problems, file, name, form, contracts),
        };
        for (view, ViewForm { title, mapping, across_breaks }) in &form.views {
            let (source, place) = (mapping.get_ref().clone(), file.span(mapping.span()));
            if source.is_empty() {
                problems.push(Diagnostic::error("empty", place, "`mapping` names no table or model"));
            } else {
                let (title, across_breaks) = (title.clone(), *across_breaks);
                views.insert(view.clone(), Mapping { title, source, across_breaks, place });
            }
        }
        if let Some(members) = members {
            let place = file.span(name.span());
            aliases.extend(own_aliases(problems, file, form, &members));
            let name = name.get_ref().clone();
            let title = form.title.clone();
            found.insert(name.clone(), Dimension { name, title, members, shapes, aliases, place, views });
        }
    }
    found
}

/// The dimension's own aliases. Whether a table has the members that they mean is known with the data.
fn own_aliases(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    form: &DimensionForm,
    members: &MemberSource,
) -> IndexMap<String, String> {
    let mut aliases = IndexMap::new();
    for (spelling, code) in &form.aliases {
        let (written, meant) = (nfc(spelling.get_ref()).into_owned(), nfc(code.get_ref()).into_owned());
        if let MemberSource::Values(values) = members {
            if values.contains_key(&written) {
                let message = format!("`{written}` is a member itself, so it cannot stand for another");
                let place = file.span(spelling.span());
                problems.push(
                    Diagnostic::error("alias", place, message).help("leave it out here, or in `values`"),
                );
                continue;
            }
            if !values.contains_key(&meant) {
                let message = format!("there is no member `{meant}`");
                let problem = Diagnostic::error("unknown-member", file.span(code.span()), message);
                problems.push(problem.suggest(&meant, values.keys().map(String::as_str)));
                continue;
            }
        }
        aliases.insert(written, meant);
    }
    aliases
}

fn members(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    name: &Spanned<String>,
    form: &DimensionForm,
    contracts: &IndexMap<String, Contract>,
) -> Option<MemberSource> {
    if let Some(values) = &form.values {
        let mut members = IndexMap::new();
        for (code, label) in values {
            if code.get_ref() == UNKNOWN {
                let message = format!("`{UNKNOWN}` is what addresses call a member that is not known");
                let problem = Diagnostic::error("reserved-name", file.span(code.span()), message);
                problems.push(problem.help("choose another code"));
            }
            members.insert(code.get_ref().clone(), label.clone());
        }
        return Some(MemberSource::Values(members));
    }
    let (Some(table), Some(key), Some(label)) = (&form.table, &form.key, &form.label) else {
        let message = format!("dimension `{}` says nowhere who its members are", name.get_ref());
        problems.push(
            Diagnostic::error("no-members", file.span(name.span()), message)
                .help("give it `table`, `key` and `label`, or `values`, or `like` another dimension"),
        );
        return None;
    };
    let Some(contract) = contracts.get(table.get_ref()) else {
        let span = file.span(table.span());
        let message = format!("there is no table `{}`", table.get_ref());
        let known = contracts.keys().map(String::as_str);
        problems.push(Diagnostic::error("unknown-table", span, message).suggest(table.get_ref(), known));
        return None;
    };
    let mut sound = true;
    let mut check = |problems: &mut Diagnostics, column: &str, range: std::ops::Range<usize>| {
        if !contract.columns.contains_key(column) {
            sound = false;
            let message = format!("table `{}` has no column `{column}`", contract.name);
            let known = contract.columns.keys().map(String::as_str);
            problems
                .push(Diagnostic::error("unknown-column", file.span(range), message).suggest(column, known));
        }
    };
    for column in
        [Some(key), Some(label), form.parent.as_ref(), form.successor.as_ref()].into_iter().flatten()
    {
        check(problems, column.get_ref(), column.span());
    }
    if let Some(valid) = &form.valid {
        check(problems, &valid.get_ref().0, valid.span());
        check(problems, &valid.get_ref().1, valid.span());
    }
    for column in form.only.keys() {
        check(problems, column.get_ref(), column.span());
    }
    let place = form.place.as_ref().and_then(|place| geography::columns(problems, file, place, contract));
    sound.then(|| {
        MemberSource::Table(Box::new(MemberTable {
            table: table.get_ref().clone(),
            key: key.get_ref().clone(),
            label: label.get_ref().clone(),
            parent: form.parent.as_ref().map(|name| name.get_ref().clone()),
            successor: form.successor.as_ref().map(|name| name.get_ref().clone()),
            valid: form.valid.as_ref().map(|names| names.get_ref().clone()),
            place,
            only: form.only.iter().map(|(name, value)| (name.get_ref().clone(), value.clone())).collect(),
        }))
    })
}
