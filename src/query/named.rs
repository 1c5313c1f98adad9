//! Named queries: tables for a dashboard that are no KPI.

use std::ops::Range;
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Schema as Columns};
use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, schema_for};
use serde::Deserialize;

use super::header::{self, Header};
use super::in_words::type_in_words;
use super::parameter::{Kind, Parameter, Parameters, Values};
use super::select::Select;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span, Spanned, form};

/// The header of a named query.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NamedQueryFile {
    /// What a reader calls it.
    title: String,
    /// What it shows, in a sentence.
    description: Option<String>,
    /// Of a check: what is wrong where it does not hold, as a sentence. `{rows}` is how many rows break it, the name of a
    /// column in braces its values, `{sum:COLUMN}` the sum of its numbers.
    told: Option<Spanned<String>>,
    /// What a reader calls its columns.
    #[serde(default)]
    labels: IndexMap<String, String>,
    /// That its rows are owed by bodies: which columns say by whom, what and since when.
    owed: Option<Spanned<OwedForm>>,
    /// The column that says which period a row concerns: a year, or a day. A page shows the rows of its own period and counts
    /// the others.
    period: Option<Spanned<String>>,
    /// The columns whose numbers add up to something: their totals stand above the rows.
    #[serde(default)]
    totals: Vec<Spanned<String>>,
    /// What it can be asked with, by name.
    #[serde(default)]
    parameters: IndexMap<Spanned<String>, ParameterFile>,
}

/// The columns of what is owed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OwedForm {
    /// The column of the body's code: a member of the dimension of `[reporting] bodies`.
    body: Spanned<String>,
    /// The column of what is owed, in words.
    what: Spanned<String>,
    /// The column of the day since which it is overdue: the day on which it was due.
    since: Spanned<String>,
    /// The column of the plan's clause or of the law by which it is owed.
    basis: Option<Spanned<String>>,
    /// The column by which it is found again.
    id: Option<Spanned<String>>,
    /// The KPI whose records they are, by the day since which they are overdue.
    kpi: Option<Spanned<String>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ParameterFile {
    /// What its values are.
    #[serde(rename = "type")]
    kind: Kind,
    /// What a reader calls it.
    title: Option<String>,
    /// Whether it may be left out; it is NULL then.
    #[serde(default)]
    optional: bool,
    /// Its value where none is given.
    #[schemars(with = "Option<serde_json::Value>")]
    default: Option<Spanned<toml::Value>>,
}

/// The JSON Schema of the header of `queries/reports/*.sql` and `queries/checks/*.sql`.
pub fn query_schema() -> Schema {
    schema_for!(NamedQueryFile)
}

/// A query that is run by its name; its header declares its title and its parameters.
pub struct NamedQuery {
    /// The file's stem.
    pub name: String,
    /// Whether it lies below `queries/checks/`: it lists the rows that break an identity, so no row is good.
    pub is_check: bool,
    /// What a reader calls it.
    pub title: String,
    /// What it shows, in a sentence.
    pub description: Option<String>,
    /// What is wrong where it does not hold: a sentence in which `{rows}` and names of columns in braces are filled.
    pub told: Option<(String, Span)>,
    /// What a reader calls its columns.
    pub labels: IndexMap<String, String>,
    /// Which of its columns say what is owed, where its rows are owed by bodies.
    pub owed: Option<OwedColumns>,
    /// The column that says which period a row concerns, a year or a day, with its place in the file.
    pub period: Option<(String, Span)>,
    /// The columns whose numbers are added up, each with its place in the file.
    pub totals: Vec<(String, Span)>,
    /// What it can be asked with.
    pub parameters: Parameters,
    /// Its text and places.
    pub select: Select,
}

/// The columns of a query whose rows are owed by bodies, each with its place in the file.
#[derive(Debug, Clone)]
pub struct OwedColumns {
    /// Where the header says so.
    pub place: Span,
    /// The body's code.
    pub body: (String, Span),
    /// What is owed.
    pub what: (String, Span),
    /// Since when: the day on which it was due.
    pub since: (String, Span),
    /// The plan's clause or the law.
    pub basis: Option<(String, Span)>,
    /// By what it is found again.
    pub id: Option<(String, Span)>,
    /// The KPI whose records they are.
    pub kpi: Option<(String, Span)>,
}

impl OwedColumns {
    fn of(file: &Arc<SourceFile>, start: usize, form: &Spanned<OwedForm>) -> Self {
        let at = |name: &Spanned<String>| (name.get_ref().clone(), form::place(file, start, name.span()));
        let own = form.get_ref();
        Self {
            place: form::place(file, start, form.span()),
            body: at(&own.body),
            what: at(&own.what),
            since: at(&own.since),
            basis: own.basis.as_ref().map(at),
            id: own.id.as_ref().map(at),
            kpi: own.kpi.as_ref().map(at),
        }
    }

    /// The columns that it names.
    pub fn columns(&self) -> impl Iterator<Item = &(String, Span)> {
        [&self.body, &self.what, &self.since].into_iter().chain(&self.basis).chain(&self.id)
    }
}

impl NamedQuery {
    /// Reads a file; everything wrong with its header, its syntax or its parameters is reported.
    pub fn parse(problems: &mut Diagnostics, file: &Arc<SourceFile>) -> Option<Self> {
        let range = header::required(problems, file);
        let select = Select::parse(problems, file);
        Self::with_header(problems, file, range?, select)
    }

    /// Reads a text that need not say what it is called: without a header it is called what its file
    /// is, and has no parameters. A comment in which nothing is set is no header.
    pub fn unnamed(problems: &mut Diagnostics, file: &Arc<SourceFile>) -> Option<Self> {
        match header::find(problems, file) {
            Header::Found(range) if file.text[range.clone()].contains('=') => {
                let select = Select::parse(problems, file);
                Self::with_header(problems, file, range, select)
            }
            Header::Broken => None,
            Header::Found(_) | Header::Missing => Some(Self {
                name: file.stem().to_owned(),
                is_check: false,
                title: file.stem().to_owned(),
                description: None,
                told: None,
                labels: IndexMap::new(),
                owed: None,
                period: None,
                totals: Vec::new(),
                parameters: Parameters::default(),
                select: Select::parse(problems, file)?,
            }),
        }
    }

    fn with_header(
        problems: &mut Diagnostics,
        file: &Arc<SourceFile>,
        range: Range<usize>,
        select: Option<Select>,
    ) -> Option<Self> {
        let read: NamedQueryFile = form::read(problems, file, range.start, &file.text[range.clone()])?;
        let mut parameters = Parameters::default();
        for (name, written) in read.parameters {
            let place = form::place(file, range.start, name.span());
            if !is_name(name.get_ref()) {
                problems.push(
                    Diagnostic::error(
                        "parameter-name",
                        place,
                        "a parameter's name is not one that SQL can use",
                    )
                    .help("write it in lower case letters of English, digits and `_`"),
                );
                continue;
            }
            let default = written
                .default
                .map(|value| (form::place(file, range.start, value.span()), text_of(value.get_ref())));
            if let Some((place, text)) = &default
                && let Err(error) = Values::default().with(name.get_ref(), written.kind, text)
            {
                problems.push(Diagnostic::error("wrong-value", place.clone(), error.to_string()));
            }
            let default = default.map(|(_, text)| text);
            let parameter =
                Parameter { kind: written.kind, title: written.title, optional: written.optional, default };
            parameters.0.insert(name.into_inner(), parameter);
        }
        let select = select?;
        parameters.check(problems, &select);
        let at =
            |name: &Spanned<String>| (name.get_ref().clone(), form::place(file, range.start, name.span()));
        Some(Self {
            name: file.stem().to_owned(),
            is_check: file.path.starts_with("queries/checks/"),
            title: read.title,
            description: read.description,
            told: read.told.map(|told| {
                let place = form::place(file, range.start, told.span());
                (told.into_inner(), place)
            }),
            labels: read.labels,
            owed: read.owed.map(|form| OwedColumns::of(file, range.start, &form)),
            period: read.period.as_ref().map(at),
            totals: read.totals.iter().map(at).collect(),
            parameters,
            select,
        })
    }
}

impl NamedQuery {
    /// Reports places of its sentence that are no column of its own.
    pub fn check_told(&self, problems: &mut Diagnostics, columns: &[String]) {
        let Some((text, place)) = &self.told else { return };
        for name in places(text).map(|name| name.strip_prefix(SUM).unwrap_or(name)) {
            if name != ROWS && !columns.iter().any(|column| column == name) {
                let message = format!("there is no column `{name}` to be told");
                let known = columns.iter().map(String::as_str).chain([ROWS]);
                problems
                    .push(Diagnostic::error("unknown-column", place.clone(), message).suggest(name, known));
            }
        }
    }
}

impl NamedQuery {
    /// Reports the columns of its period and of its totals that it does not give, or not as what is wanted of them.
    pub fn check_columns(&self, problems: &mut Diagnostics, schema: &Columns) {
        let years = |kind: &DataType| kind.is_integer() || *kind == DataType::Date32;
        let period =
            self.period.iter().map(|column| (column, "a year or a date", &years as &dyn Fn(&_) -> bool));
        let sums = |kind: &DataType| kind.is_integer() || kind.is_decimal();
        let totals =
            self.totals.iter().map(|column| (column, "an exact number", &sums as &dyn Fn(&_) -> bool));
        for ((name, place), wanted, fits) in period.chain(totals) {
            let Ok(field) = schema.field_with_name(name) else {
                let message = format!("`{}` gives no column `{name}`", self.name);
                let names = schema.fields().iter().map(|field| field.name().as_str());
                let problem = Diagnostic::error("unknown-column", place.clone(), message);
                problems.push(problem.suggest(name, names));
                continue;
            };
            if !fits(field.data_type()) {
                let given = type_in_words(field.data_type());
                let message =
                    format!("column `{name}` of `{}` is {given}, but {wanted} is wanted", self.name);
                problems.push(Diagnostic::error("wrong-type", place.clone(), message));
            }
        }
    }
}

/// The place of the number of rows in a sentence.
pub const ROWS: &str = "rows";

/// Before the name of a column whose numbers are added up.
pub const SUM: &str = "sum:";

/// The names in braces.
fn places(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

fn is_name(name: &str) -> bool {
    let mut letters = name.bytes();
    letters.next().is_some_and(|first| first.is_ascii_lowercase() || first == b'_')
        && letters.all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_')
}

/// A TOML value as it would be given on the command line.
fn text_of(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
