//! Templates of printed reports: files that the workspace's people write, and the queries whose rows they print.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;

use super::files::Files;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Spanned, form};
use crate::query::NamedQuery;
use crate::query::header::{self, Header};

/// Where they lie.
const FOLDER: &str = "dashboards/reports/";

/// A template.
#[derive(Debug, Clone)]
pub struct Template {
    /// Its text. Whoever prints it tells what is wrong with it.
    pub file: Arc<SourceFile>,
    /// The named queries whose rows it prints.
    pub queries: Vec<String>,
}

/// What may stand in the leading comment of a template.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateForm {
    /// The named queries whose rows it prints.
    #[serde(default)]
    queries: Vec<Spanned<String>>,
}

/// The templates by name, each without the queries that there are not.
pub(super) fn read(
    problems: &mut Diagnostics,
    files: &Files,
    queries: &IndexMap<String, NamedQuery>,
) -> IndexMap<String, Template> {
    let all = files.kind(problems, FOLDER, ".typ");
    let read = |file: Arc<SourceFile>| {
        let queries = named(problems, &file, queries);
        (file.stem().to_owned(), Template { file, queries })
    };
    all.into_iter().map(read).collect()
}

fn named(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    queries: &IndexMap<String, NamedQuery>,
) -> Vec<String> {
    let Header::Found(range) = header::find(problems, file) else { return Vec::new() };
    let start = range.start;
    let Some(form) = form::read::<TemplateForm>(problems, file, start, &file.text[range]) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for name in form.queries {
        if queries.contains_key(name.get_ref()) {
            found.push(name.into_inner());
            continue;
        }
        let message = format!("there is no query `{}`", name.get_ref());
        let place = form::place(file, start, name.span());
        let known = queries.keys().map(String::as_str);
        problems.push(Diagnostic::error("unknown-query", place, message).suggest(name.get_ref(), known));
    }
    found
}
