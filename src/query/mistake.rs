//! What the planner refuses, told at its place in the file.

use datafusion::common::{
    Column, DataFusionError, Diagnostic as EngineDiagnostic, SchemaError, Span as EngineSpan,
};
use datafusion::sql::sqlparser::tokenizer::Token;

use super::agreement::Disagreement;
use super::select::{Select, lower};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};

/// Reports every mistake that an error of the planner speaks of.
pub(crate) fn report(problems: &mut Diagnostics, select: &Select, error: &DataFusionError) {
    for error in error.iter() {
        problems.push(explained(select, error));
    }
}

fn explained(select: &Select, error: &DataFusionError) -> Diagnostic {
    let told = error.diagnostic();
    let span = told.and_then(|told| told.span);
    if let DataFusionError::External(source) = error.find_root()
        && let Some(Disagreement { message, help, spans }) = source.downcast_ref()
    {
        return Diagnostic::error("engines-differ", place(select, spans.first()), message.clone())
            .help(*help);
    }
    if let DataFusionError::SchemaError(schema, _) = error.find_root() {
        match schema.as_ref() {
            SchemaError::FieldNotFound { field, valid_fields } => {
                return unknown_column(select, span, field, valid_fields);
            }
            SchemaError::AmbiguousReference { field } => {
                let message = format!("column `{}` stands in several tables", field.name);
                let place = place(select, span.or_else(|| field.spans.first()));
                return Diagnostic::error("ambiguous-column", place, message)
                    .help("write the table's name before it");
            }
            SchemaError::DuplicateQualifiedField { name, .. }
            | SchemaError::DuplicateUnqualifiedField { name } => {
                let message = format!("two columns are called `{name}`");
                return Diagnostic::error("duplicate-column", place(select, span), message)
                    .help("give each a name of its own with AS");
            }
        }
    }
    match told {
        Some(told) => from_engine(select, told),
        None => {
            let text = error.find_root().strip_backtrace();
            // Attempts that failed stand one after the other, each with its kind before it.
            let text = text.rsplit("Error during planning: ").next().unwrap_or(&text);
            if let Some(message) = of_several_kinds(text) {
                return Diagnostic::error("sql-refused", mentioned(select, text), message).help(
                    "make them alike: `CAST(… AS VARCHAR)`, `DATE '2024-05-31'`, `CASE WHEN … THEN 1 ELSE 0 END`",
                );
            }
            Diagnostic::error("sql-refused", mentioned(select, text), lower(text))
        }
    }
}

/// What is said where a function or a CASE would have to make one type of texts, numbers, days or answers.
fn of_several_kinds(text: &str) -> Option<String> {
    if text.contains("in CASE WHEN expression") {
        return Some("the branches of CASE are values of several kinds".to_owned());
    }
    let name = text.split_once("Function '")?.1.split('\'').next()?;
    text.contains("find the coerced type").then(|| format!("`{name}` is given values of several kinds"))
}

/// The first place of the name, or of the text, that a message without a place puts in quotes.
fn mentioned(select: &Select, message: &str) -> Span {
    let name = message.split('\'').nth(1).unwrap_or("");
    let token = select.tokens.iter().find(|token| match &token.token {
        Token::Word(word) => word.value == name,
        Token::SingleQuotedString(text) => text == name,
        _ => false,
    });
    token.map_or_else(|| select.beginning(), |token| select.place(token.span))
}

fn from_engine(select: &Select, told: &EngineDiagnostic) -> Diagnostic {
    let code = if told.message.starts_with("Invalid function") { "unknown-function" } else { "sql-refused" };
    let mut diagnostic = Diagnostic::error(code, place(select, told.span), lower(&told.message));
    let mut hints = Vec::new();
    let notes = told.notes.iter().map(|note| (&note.message, note.span));
    for (message, span) in notes.chain(told.helps.iter().map(|help| (&help.message, help.span))) {
        match span.filter(|span| Some(*span) != told.span) {
            Some(span) => diagnostic = diagnostic.related(place(select, Some(span)), lower(message)),
            None => hints.push(lower(message)),
        }
    }
    if hints.is_empty() { diagnostic } else { diagnostic.help(hints.join("; ")) }
}

fn unknown_column(select: &Select, span: Option<EngineSpan>, field: &Column, valid: &[Column]) -> Diagnostic {
    let place = place(select, span.or_else(|| field.spans.first()));
    let table = field.relation.as_ref().map(|table| table.table());
    let message = match table {
        Some(table) => format!("`{table}` has no column `{}`", field.name),
        None => format!("there is no column `{}`", field.name),
    };
    // The columns of the table that was named, where there is such a table; else all.
    let of_table = |column: &&Column| column.relation.as_ref().map(|r| r.table()) == table;
    let narrow = table.is_some() && valid.iter().any(|column| of_table(&column));
    let mut known: Vec<&str> = valid
        .iter()
        .filter(|column| !narrow || of_table(column))
        .map(|column| column.name.as_str())
        .collect();
    known.sort_unstable();
    known.dedup();
    Diagnostic::error("unknown-column", place, message).suggest(&field.name, known)
}

/// A place of the planner in the file.
pub(super) fn place(select: &Select, span: Option<EngineSpan>) -> Span {
    let Some(span) = span else { return select.beginning() };
    let at = |line: u64, column: u64| {
        let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        select.file.offset(number(line), number(column))
    };
    let start = at(span.start.line, span.start.column);
    select.file.span(start..at(span.end.line, span.end.column).max(start))
}
