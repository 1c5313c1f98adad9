//! Reading a contract: the form as it is written, and its meaning.

mod days;
mod intake;
mod limits;

use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, schema_for};
use serde::Deserialize;
use toml::Value;

use self::days::GapFile;
use self::limits::LimitsFile;
use super::bound;
use super::contract::{Column, ColumnType, Contract, OnFail, Reference, Replace, Sensitivity};
use super::intake::{Naive, Nan};
use super::missed::is_of;
use crate::diagnostic::{Date, Diagnostic, Diagnostics, SourceFile, Spanned, form};
use crate::locale::nfc;

/// `queries/tables/<name>.toml` as it is written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ContractFile {
    /// What a reader calls the table.
    title: Option<String>,
    /// What it holds, in a sentence.
    #[serde(default)]
    description: String,
    /// The column of the body that a row is from.
    organization: Option<Spanned<String>>,
    /// The column of the day on which a row happened, where rows of every day arrive: it bounds what is known.
    day: Option<Spanned<String>>,
    /// Days for which there are no data.
    #[serde(default)]
    gaps: Vec<Spanned<GapFile>>,
    /// What a correction does: `"file"` overwrites the same path, `{ latest = "COLUMN" }` lets the greatest win.
    #[schemars(with = "Option<ReplaceForm>")]
    replace: Option<Spanned<Value>>,
    /// The columns that say what a row is; no two rows share them.
    #[serde(default)]
    key: Vec<Spanned<String>>,
    /// The columns by which its files are sorted.
    #[serde(default)]
    sorted_by: Vec<Spanned<String>>,
    /// The columns whose values stand in the names of folders, as `area=a`.
    #[serde(default)]
    partitions: Vec<Spanned<String>>,
    /// The day on which the table ended: files that are gone since are not missed.
    ended: Option<Spanned<Date>>,
    /// Files, and folders with all that was in them, that were taken away on purpose: nobody misses them.
    #[serde(default)]
    withdrawn: Vec<Spanned<String>>,
    /// From which share on rows set aside are an error.
    #[serde(default)]
    set_aside: LimitsFile,
    /// Its columns, by name.
    columns: IndexMap<Spanned<String>, ColumnFile>,
}

/// `[columns.<name>]` as it is written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ColumnFile {
    /// `text`, `date`, `integer`, `boolean`, `money`, or `decimal(PRECISION,SCALE)`.
    r#type: Spanned<String>,
    /// What a reader calls the column.
    title: Option<String>,
    /// Whether a row may lack it.
    #[serde(default)]
    optional: bool,
    /// Who may see it.
    #[serde(default)]
    sensitivity: Sensitivity,
    /// The column that its values stand in: `TABLE.COLUMN`.
    references: Option<Spanned<String>>,
    /// Only rows of the other table that have these values.
    r#where: Option<Spanned<IndexMap<String, String>>>,
    /// The values that a text may have: a list, or each with what a reader sees.
    values: Option<Spanned<Texts>>,
    /// The least value: a number or a date.
    #[schemars(with = "Option<serde_json::Value>")]
    min: Option<Spanned<Value>>,
    /// The greatest value: a number or a date.
    #[schemars(with = "Option<serde_json::Value>")]
    max: Option<Spanned<Value>>,
    /// What becomes of a row that fails a check of this column.
    on_fail: Option<OnFail>,
    /// Other names that the column may have in a file.
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    /// Whether white space goes off both ends of a text; what is then empty is missing.
    trim: Option<Spanned<bool>>,
    /// What a time without a zone shows: `"local"` or `"utc"`.
    naive: Option<Spanned<Naive>>,
    /// Whether a number of too many digits is rounded.
    round: Option<Spanned<bool>>,
    /// What NaN is: `"missing"`.
    nan: Option<Spanned<Nan>>,
}

/// The only texts of a column, with what a reader sees in their place or without.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Texts {
    Plain(Vec<String>),
    Labelled(IndexMap<String, String>),
}

impl Texts {
    /// The texts, and the labels of those that have one.
    fn read(self) -> (Vec<String>, IndexMap<String, String>) {
        let composed = |text: &str| nfc(text).into_owned();
        match self {
            Self::Plain(texts) => (texts.iter().map(|text| composed(text)).collect(), IndexMap::new()),
            Self::Labelled(texts) => {
                let labels = texts.iter().map(|(text, label)| (composed(text), composed(label)));
                (texts.keys().map(|text| composed(text)).collect(), labels.collect())
            }
        }
    }
}

/// How `replace` is written, for the JSON Schema alone.
#[derive(JsonSchema)]
#[schemars(untagged, deny_unknown_fields)]
#[expect(dead_code, reason = "it describes, it holds nothing")]
enum ReplaceForm {
    /// A file overwrites the one that had its path.
    File(#[schemars(extend("const" = "file"))] String),
    Latest {
        /// The column whose greatest value wins among rows of one key.
        latest: String,
    },
}

/// The JSON Schema of `queries/tables/*.toml`.
pub fn contract_schema() -> Schema {
    schema_for!(ContractFile)
}

/// Names that the engine gives to its own tables.
const RESERVED: [&str; 4] = ["slots", "calendar", "loaded_files", "rejected_rows"];

impl Contract {
    /// Reads a contract. Whether its references lead anywhere is for [`super::resolve()`] to see, which
    /// knows the other contracts. Nothing is returned where the table could not be made at all.
    pub fn parse(problems: &mut Diagnostics, file: &Arc<SourceFile>) -> Option<Self> {
        let written: ContractFile = form::read(problems, file, 0, &file.text)?;
        let mut reading = Reading { problems, file };
        let name = nfc(file.stem()).into_owned();
        if !plain(&name) || RESERVED.contains(&name.as_str()) {
            let why = if RESERVED.contains(&name.as_str()) { "is a table of the engine" } else { NOT_PLAIN };
            reading.problems.push(
                Diagnostic::error("bad-table-name", file.whole(), format!("table name `{name}` {why}"))
                    .help("rename the file"),
            );
            return None;
        }
        reading.aliases(&written.columns);
        let mut columns = IndexMap::new();
        let mut lowered: IndexMap<String, Range<usize>> = IndexMap::new();
        for (column, written) in written.columns {
            reading.column_name(&column, &mut lowered);
            if let Some(read) = reading.column(column.get_ref(), written) {
                columns.insert(read.name.clone(), read);
            }
        }
        let organization = written.organization.and_then(|name| reading.existing(&columns, &name));
        let day = written.day.as_ref().and_then(|name| reading.day(&columns, name));
        let gaps = reading.gaps(&written.gaps, written.day.is_some());
        let key = reading.all_existing(&columns, &written.key);
        let sorted_by = reading.all_existing(&columns, &written.sorted_by);
        let partitions = reading.all_existing(&columns, &written.partitions);
        let ended = written.ended.and_then(|day| reading.date(&day));
        let withdrawn = reading.withdrawn(&name, &written.withdrawn);
        let replace = reading.replace(&columns, written.replace, !key.is_empty());
        let limits = reading.limits(&written.set_aside);
        Some(Self {
            limits,
            title: nfc(written.title.as_deref().unwrap_or(&name)).into_owned(),
            description: nfc(&written.description).into_owned(),
            name,
            organization,
            day,
            gaps,
            replace,
            key,
            sorted_by,
            partitions,
            ended,
            withdrawn,
            columns,
            span: file.whole(),
        })
    }
}

/// What is passed along while one file is read.
struct Reading<'a> {
    problems: &'a mut Diagnostics,
    file: &'a Arc<SourceFile>,
}

const NOT_PLAIN: &str = "is not made of lower-case letters, digits and `_`, a letter first";

fn plain(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

impl Reading<'_> {
    fn error(&mut self, code: &'static str, range: Range<usize>, message: String, help: &str) {
        let diagnostic = Diagnostic::error(code, self.file.span(range), message);
        self.problems.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
    }

    /// SQL folds what is not quoted, so two names may not differ in case alone.
    fn column_name(&mut self, name: &Spanned<String>, lowered: &mut IndexMap<String, Range<usize>>) {
        let text = name.get_ref();
        if text.is_empty() || text.contains('"') || text.chars().any(char::is_control) {
            self.error("bad-column-name", name.span(), format!("`{text}` cannot name a column"), "");
        }
        if let Some(other) = lowered.insert(text.to_lowercase(), name.span()) {
            let other = self.file.span(other);
            let message = format!("column `{text}` differs from another only in case");
            let place = self.file.span(name.span());
            let diagnostic = Diagnostic::error("bad-column-name", place, message);
            self.problems.push(diagnostic.related(other, "the other one"));
        }
    }

    fn column(&mut self, name: &str, written: ColumnFile) -> Option<Column> {
        let kind = self.column_type(&written.r#type)?;
        let intake = self.intake(name, kind, &written);
        let (values, labels) = match written.values {
            Some(values) if kind != ColumnType::Text => {
                let message = format!("`values` is for text, and `{name}` is {}", kind.name());
                self.error("misplaced-check", values.span(), message, "use `min` and `max`");
                (Vec::new(), IndexMap::new())
            }
            Some(values) => values.into_inner().read(),
            None => (Vec::new(), IndexMap::new()),
        };
        let min = self.bound(kind, written.min.as_ref());
        let max = self.bound(kind, written.max.as_ref());
        if let (Some(least), Some(greatest), Some(written)) = (min, max, &written.max)
            && least > greatest
        {
            self.error("bad-bound", written.span(), "`max` is less than `min`".to_owned(), "");
        }
        Some(Column {
            name: name.to_owned(),
            kind,
            title: nfc(written.title.as_deref().unwrap_or(name)).into_owned(),
            optional: written.optional,
            intake,
            sensitivity: written.sensitivity,
            reference: self.reference(written.references, written.r#where),
            values,
            labels,
            min,
            max,
            spellings: IndexMap::new(),
            code_list: None,
            on_fail: written.on_fail,
        })
    }

    fn column_type(&mut self, written: &Spanned<String>) -> Option<ColumnType> {
        let text = written.get_ref();
        let kind = match text.as_str() {
            "text" => Some(ColumnType::Text),
            "date" => Some(ColumnType::Date),
            "integer" => Some(ColumnType::Integer),
            "boolean" => Some(ColumnType::Boolean),
            "money" => Some(ColumnType::Money),
            other => decimal(other),
        };
        if kind.is_none() {
            let place = self.file.span(written.span());
            let message = format!("`{text}` is no type of a column");
            let help = match text.starts_with("decimal") {
                true => Diagnostic::error("unknown-type", place, message)
                    .help("write `decimal(precision,scale)` with 1 ≤ precision ≤ 38 and scale ≤ precision"),
                false => Diagnostic::error("unknown-type", place, message)
                    .suggest(text, ["text", "date", "integer", "boolean", "money", "decimal(p,s)"]),
            };
            self.problems.push(help);
        }
        kind
    }

    fn bound(&mut self, kind: ColumnType, written: Option<&Spanned<Value>>) -> Option<i128> {
        let written = written?;
        // The text itself, since a float would already have lost what a decimal keeps.
        let text = self.file.text.get(written.span()).unwrap_or("");
        match bound::parse(kind, text, written.get_ref()) {
            Ok(bound) => Some(bound),
            Err(message) => {
                self.error("bad-bound", written.span(), message, "");
                None
            }
        }
    }

    fn reference(
        &mut self,
        written: Option<Spanned<String>>,
        only: Option<Spanned<IndexMap<String, String>>>,
    ) -> Option<Reference> {
        let Some(written) = written else {
            if let Some(only) = only {
                let message = "`where` is for a column with `references`".to_owned();
                self.error("misplaced-check", only.span(), message, "");
            }
            return None;
        };
        let Some((table, column)) = written.get_ref().split_once('.') else {
            let message = format!("`{}` names no column of a table", written.get_ref());
            self.error("bad-reference", written.span(), message, "write `\"table.column\"`");
            return None;
        };
        let span = self.file.span(written.span());
        Some(Reference {
            table: table.to_owned(),
            column: column.to_owned(),
            only_span: only.as_ref().map_or_else(|| span.clone(), |only| self.file.span(only.span())),
            only: only.map(Spanned::into_inner).unwrap_or_default(),
            span,
        })
    }

    fn existing(&mut self, columns: &IndexMap<String, Column>, name: &Spanned<String>) -> Option<String> {
        let text = name.get_ref();
        if columns.contains_key(text) {
            return Some(text.clone());
        }
        let place = self.file.span(name.span());
        let diagnostic = Diagnostic::error("unknown-column", place, format!("there is no column `{text}`"));
        self.problems.push(diagnostic.suggest(text, columns.keys().map(String::as_str)));
        None
    }

    fn all_existing(&mut self, columns: &IndexMap<String, Column>, names: &[Spanned<String>]) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for name in names {
            if found.contains(name.get_ref()) {
                let message = format!("`{}` stands here twice", name.get_ref());
                self.error("repeated-column", name.span(), message, "");
            } else {
                found.extend(self.existing(columns, name));
            }
        }
        found
    }

    /// Paths as messages name them; one that lies in another table would never be found.
    fn withdrawn(&mut self, table: &str, written: &[Spanned<String>]) -> Vec<String> {
        let mut found = Vec::new();
        for path in written {
            let own = nfc(path.get_ref().trim_end_matches('/')).into_owned();
            if is_of(&own, table) {
                found.push(own);
                continue;
            }
            let message = format!("`{own}` does not lie in table `{table}`");
            let help = format!("write the path as messages name it, below the data location: `{table}/…`");
            self.error("foreign-path", path.span(), message, &help);
        }
        found
    }

    fn replace(
        &mut self,
        columns: &IndexMap<String, Column>,
        written: Option<Spanned<Value>>,
        has_key: bool,
    ) -> Replace {
        const HELP: &str = "write `replace = \"file\"` or `replace = { latest = \"COLUMN\" }`";
        let Some(written) = written else {
            return Replace::File;
        };
        let span = written.span();
        let latest = match written.get_ref() {
            Value::String(word) if word == "file" => return Replace::File,
            Value::Table(table) if table.len() == 1 => table.get("latest").and_then(Value::as_str),
            _ => None,
        };
        let Some(latest) = latest else {
            self.error("bad-replace", span, "this is no way to replace rows".to_owned(), HELP);
            return Replace::File;
        };
        let Some(name) = self.existing(columns, &Spanned::new(span.clone(), latest.to_owned())) else {
            return Replace::File;
        };
        if matches!(columns.get(latest).map(|c| c.kind), Some(ColumnType::Text | ColumnType::Boolean)) {
            let message = format!("`{latest}` has no greatest value that could win");
            self.error("bad-replace", span, message, "name a column of dates or numbers");
            return Replace::File;
        }
        if !has_key {
            let message = "rows without a `key` cannot replace one another".to_owned();
            self.error("bad-replace", span, message, "add `key = […]`");
            return Replace::File;
        }
        Replace::Latest(name)
    }
}

fn decimal(text: &str) -> Option<ColumnType> {
    let (precision, scale) = text.strip_prefix("decimal(")?.strip_suffix(')')?.split_once(',')?;
    let (precision, scale) = (precision.trim().parse().ok()?, scale.trim().parse().ok()?);
    ((1..=38).contains(&precision) && scale <= precision).then_some(ColumnType::Decimal { precision, scale })
}
