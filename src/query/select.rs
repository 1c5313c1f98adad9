//! One SQL file as it was parsed: one `SELECT` and its places.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use datafusion::sql::parser::{DFParserBuilder, Statement as EngineStatement};
use datafusion::sql::sqlparser::ast::{
    Expr, Ident, ObjectName, Query, SelectItem, SetExpr, Spanned, Statement, visit_relations,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::tokenizer::{self, Location, Token, TokenWithSpan, Tokenizer};

use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span};

/// A file that holds exactly one query.
pub struct Select {
    pub(crate) file: Arc<SourceFile>,
    pub(crate) tokens: Vec<TokenWithSpan>,
    pub(crate) statement: EngineStatement,
    pub(crate) query: Box<Query>,
}

impl Select {
    /// Parses a file; anything but one `SELECT` or `WITH` without a semicolon is reported.
    pub fn parse(problems: &mut Diagnostics, file: &Arc<SourceFile>) -> Option<Self> {
        let dialect = GenericDialect {};
        let tokens = match Tokenizer::new(&dialect, &file.text).tokenize_with_location() {
            Ok(tokens) => tokens,
            Err(error) => {
                let at = file.offset(as_index(error.location.line), as_index(error.location.column));
                problems.push(Diagnostic::error("sql-syntax", file.span(at..at + 1), lower(&error.message)));
                return None;
            }
        };
        let mut words = tokens.iter().filter(|t| !matches!(t.token, Token::Whitespace(_) | Token::EOF));
        if words.clone().next().is_none() {
            problems.push(
                Diagnostic::error("empty-query", file.whole(), "the file holds no query")
                    .help("write one SELECT after the header"),
            );
            return None;
        }
        if let Some(semicolon) = words.find(|t| t.token == Token::SemiColon) {
            problems.push(match words.find(|t| t.token != Token::SemiColon) {
                None => {
                    Diagnostic::error("semicolon", place(file, semicolon.span), "the query ends with `;`")
                        .help("leave the `;` out: the query is used as part of others")
                }
                Some(next) => Diagnostic::error(
                    "several-statements",
                    place(file, next.span),
                    "a second statement begins here",
                )
                .help("write one SELECT a file"),
            });
            return None;
        }
        let statement = match parsed(&file.text) {
            Ok(statement) => statement,
            Err(message) => {
                problems.push(syntax_error(file, &message));
                return None;
            }
        };
        let query = match &statement {
            EngineStatement::Statement(inner) => match inner.as_ref() {
                Statement::Query(query) if only_reads(query) => Some(query.clone()),
                _ => None,
            },
            EngineStatement::CreateExternalTable(_)
            | EngineStatement::CopyTo(_)
            | EngineStatement::Explain(_)
            | EngineStatement::Reset(_) => None,
        };
        let Some(query) = query else {
            problems.push(
                Diagnostic::error("not-a-query", first_word(file, &tokens), "this is not a query")
                    .label("expected SELECT or WITH")
                    .help("a file only reads: write one SELECT"),
            );
            return None;
        };
        Some(Self { file: Arc::clone(file), tokens, statement, query })
    }

    /// The tables and models that the query names, each with the place where it first does;
    /// not what its own WITH declares.
    pub fn relations(&self) -> BTreeMap<String, Span> {
        let named = datafusion::sql::resolve::resolve_table_references(&self.statement, true);
        let named = named.map(|(tables, _)| tables).unwrap_or_default();
        let mut places: BTreeMap<String, Span> = BTreeMap::new();
        let _: ControlFlow<()> = visit_relations(self.query.as_ref(), |relation| {
            if let Some(name) = relation_name(relation) {
                places.entry(name).or_insert_with(|| self.place(relation.span()));
            }
            ControlFlow::Continue(())
        });
        named
            .iter()
            .map(|table| {
                let name = table.table().to_owned();
                let place = places.get(&name).cloned().unwrap_or_else(|| self.beginning());
                (name, place)
            })
            .collect()
    }

    /// The names of the parameters (`$name`) that the query uses, each with its first place.
    pub fn placeholders(&self) -> BTreeMap<String, Span> {
        let mut found = BTreeMap::new();
        for token in &self.tokens {
            if let Token::Placeholder(name) = &token.token {
                let name = name.trim_start_matches('$').to_owned();
                found.entry(name).or_insert_with(|| self.place(token.span));
            }
        }
        found
    }

    /// The place of the query's first word.
    pub fn beginning(&self) -> Span {
        first_word(&self.file, &self.tokens)
    }

    /// The output columns of the query's first branch: those that name and type the rest.
    pub(crate) fn outputs(&self) -> &[SelectItem] {
        first_branch(&self.query.body)
    }

    pub(crate) fn place(&self, span: tokenizer::Span) -> Span {
        if span.start.line == 0 { self.beginning() } else { place(&self.file, span) }
    }
}

/// A place of the parser (1-based lines and columns in characters, the end not included) in bytes.
pub(crate) fn place(file: &Arc<SourceFile>, span: tokenizer::Span) -> Span {
    file.span(range(file, span.start, span.end))
}

fn range(file: &SourceFile, start: Location, end: Location) -> Range<usize> {
    let start = file.offset(as_index(start.line), as_index(start.column));
    start..file.offset(as_index(end.line), as_index(end.column)).max(start)
}

fn as_index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The name of a table as the planner looks it up: the last part, lower case unless quoted.
pub(crate) fn relation_name(relation: &ObjectName) -> Option<String> {
    relation.0.last().and_then(|part| part.as_ident()).map(folded)
}

/// An identifier as the planner reads it.
pub(crate) fn folded(name: &Ident) -> String {
    if name.quote_style.is_some() { name.value.clone() } else { name.value.to_lowercase() }
}

/// What an output column is called, and whether somebody gave it that name: alone by its
/// expression it is called what each engine likes.
pub(crate) fn output_name(item: &SelectItem) -> Option<String> {
    match item {
        SelectItem::ExprWithAlias { alias, .. } => Some(folded(alias)),
        SelectItem::UnnamedExpr(Expr::Identifier(name)) => Some(folded(name)),
        SelectItem::UnnamedExpr(Expr::CompoundIdentifier(path)) => path.last().map(folded),
        SelectItem::UnnamedExpr(_)
        | SelectItem::ExprWithAliases { .. }
        | SelectItem::QualifiedWildcard(..)
        | SelectItem::Wildcard(_) => None,
    }
}

pub(crate) fn first_branch(body: &SetExpr) -> &[SelectItem] {
    match body {
        SetExpr::Select(select) => &select.projection,
        SetExpr::Query(query) => first_branch(&query.body),
        SetExpr::SetOperation { left, .. } => first_branch(left),
        SetExpr::Values(_)
        | SetExpr::Insert(_)
        | SetExpr::Update(_)
        | SetExpr::Delete(_)
        | SetExpr::Merge(_)
        | SetExpr::Table(_) => &[],
    }
}

fn parsed(sql: &str) -> Result<EngineStatement, String> {
    let dialect = GenericDialect {};
    let mut statements = DFParserBuilder::new(sql)
        .with_dialect(&dialect)
        .build()
        .and_then(|mut parser| parser.parse_statements())
        .map_err(|error| error.find_root().strip_backtrace())?;
    match (statements.pop_front(), statements.pop_front()) {
        (Some(statement), None) => Ok(statement),
        _ => Err("expected one SELECT".to_owned()),
    }
}

/// Whether a query and what is nested in it leaves everything as it is.
fn only_reads(query: &Query) -> bool {
    let with = query.with.iter().flat_map(|with| &with.cte_tables);
    body_only_reads(&query.body) && with.into_iter().all(|table| only_reads(&table.query))
}

fn body_only_reads(body: &SetExpr) -> bool {
    match body {
        SetExpr::Select(select) => select.into.is_none(),
        SetExpr::Query(query) => only_reads(query),
        SetExpr::SetOperation { left, right, .. } => body_only_reads(left) && body_only_reads(right),
        SetExpr::Values(_) | SetExpr::Table(_) => true,
        SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) | SetExpr::Merge(_) => false,
    }
}

fn first_word(file: &Arc<SourceFile>, tokens: &[TokenWithSpan]) -> Span {
    let word = tokens.iter().find(|t| !matches!(t.token, Token::Whitespace(_)));
    word.map_or_else(|| file.whole(), |t| place(file, t.span))
}

/// The parser says the place at the end of its message: ` at Line: 3, Column: 8`.
fn syntax_error(file: &Arc<SourceFile>, message: &str) -> Diagnostic {
    let said = message.rsplit_once(" at Line: ").and_then(|(text, at)| {
        let (line, column) = at.split_once(", Column: ")?;
        let column: String = column.chars().take_while(char::is_ascii_digit).collect();
        Some((text, file.offset(line.parse().ok()?, column.parse().ok()?)))
    });
    let (text, place) = match said {
        Some((text, at)) => (text, file.span(at..word_end(&file.text, at))),
        None => (message, file.whole()),
    };
    let text =
        text.trim_start_matches("SQL error: ").trim_start_matches("ParserError(\"").trim_end_matches("\")");
    Diagnostic::error("sql-syntax", place, lower(text))
}

fn word_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    let word = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
    at + word.max(rest.chars().next().map_or(0, char::len_utf8))
}

/// A message of the engine as ours are: its first line, lower case at the beginning, no full stop.
pub(crate) fn lower(message: &str) -> String {
    let line = message.lines().next().unwrap_or("").trim().trim_end_matches('.');
    let mut letters = line.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
