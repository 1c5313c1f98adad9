//! Clauses that the engine passes over without a word, or that only one engine knows.
//!
//! The parser takes the SQL of many engines. Each form is taken apart to its last part, so that what a
//! newer parser adds has to be thought of here.

use datafusion::sql::sqlparser::ast::{
    self, Cte, Distinct, GroupByExpr, JoinConstraint, JoinOperator, LimitClause, OrderBy, OrderByKind, Query,
    SelectFlavor, SelectItem, SetExpr, SetOperator, SetQuantifier, Spanned, TableFactor, TableWithJoins,
    WildcardAdditionalOptions,
};
use datafusion::sql::sqlparser::tokenizer::Token;

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::query::select::Select;

const LEAVE_OUT: &str = "leave it out";

/// Looks at what stands around a query's SELECT.
pub(super) fn of_query(problems: &mut Diagnostics, select: &Select, query: &Query) {
    let Query {
        with,
        body,
        order_by,
        limit_clause,
        // The engine refuses it by itself.
        fetch: _,
        locks,
        for_clause,
        settings,
        format_clause,
        pipe_operators,
    } = query;
    let mut found = Found { problems, select };
    if !locks.is_empty() {
        found.word("FOR", "FOR UPDATE is passed over", LEAVE_OUT);
    }
    if for_clause.is_some() {
        found.word("FOR", "FOR is read by some engines only", LEAVE_OUT);
    }
    if settings.is_some() {
        found.word("SETTINGS", "SETTINGS are passed over", LEAVE_OUT);
    }
    if format_clause.is_some() {
        found.word("FORMAT", "FORMAT is passed over", LEAVE_OUT);
    }
    if !pipe_operators.is_empty() {
        found.at(select.place(query.span()), "`|>` is read by some engines only", "write one SELECT");
    }
    match limit_clause {
        Some(LimitClause::OffsetCommaLimit { .. }) => {
            found.word(
                "LIMIT",
                "LIMIT with a comma is read by some engines only",
                "write `LIMIT … OFFSET …`",
            );
        }
        Some(LimitClause::LimitOffset { limit_by, .. }) if !limit_by.is_empty() => {
            found.word("LIMIT", "LIMIT … BY is read by some engines only", NUMBERED);
        }
        Some(LimitClause::LimitOffset { .. }) | None => {}
    }
    if let Some(OrderBy { kind, interpolate }) = order_by {
        let filled = |all: &[ast::OrderByExpr]| all.iter().any(|own| own.with_fill.is_some());
        let is_filled = match kind {
            OrderByKind::Expressions(all) => filled(all),
            OrderByKind::All(_) => true,
        };
        if is_filled || interpolate.is_some() {
            found.word("ORDER", "ORDER BY with more than columns is read by some engines only", LEAVE_OUT);
        }
    }
    for Cte { from, alias, .. } in with.iter().flat_map(|with| &with.cte_tables) {
        if from.is_some() {
            found.at(select.place(alias.span()), "WITH … FROM is read by some engines only", LEAVE_OUT);
        }
    }
    if order_by.is_none()
        && let SetExpr::Select(own) = body.as_ref()
        && matches!(own.distinct, Some(Distinct::On(_)))
    {
        found.word("DISTINCT", "which row DISTINCT ON keeps is left to chance", "add an ORDER BY");
    }
    of_set(&mut found, body);
}

const NUMBERED: &str = "write `QUALIFY row_number() OVER (PARTITION BY … ORDER BY …) <= …`";

fn of_set(found: &mut Found<'_>, body: &SetExpr) {
    let SetExpr::SetOperation { left, op, set_quantifier, right } = body else { return };
    let all = match set_quantifier {
        SetQuantifier::All | SetQuantifier::AllByName => true,
        SetQuantifier::Distinct
        | SetQuantifier::ByName
        | SetQuantifier::DistinctByName
        | SetQuantifier::None => false,
    };
    if all && *op != SetOperator::Union {
        found.word(
            &op.to_string(),
            &format!("`{op} ALL` does not count rows that are equal"),
            "leave ALL out, or compare `count(*)` of both sides by their columns",
        );
    }
    of_set(found, left);
    of_set(found, right);
}

/// Looks at the clauses of one SELECT.
pub(super) fn of_select(problems: &mut Diagnostics, select: &Select, part: &ast::Select) {
    let ast::Select {
        select_token: _,
        optimizer_hints: _,
        distinct: _,
        select_modifiers,
        // What stands below is refused by the engine or the parser.
        top: _,
        top_before_distinct: _,
        projection,
        exclude,
        into: _,
        from: _,
        lateral_views,
        prewhere,
        selection: _,
        connect_by,
        group_by,
        cluster_by: _,
        distribute_by: _,
        sort_by: _,
        having: _,
        named_window: _,
        qualify: _,
        window_before_qualify: _,
        value_table_mode,
        flavor,
    } = part;
    let mut found = Found { problems, select };
    if *flavor != SelectFlavor::Standard {
        found.word("FROM", "FROM before SELECT is read by some engines only", "write SELECT first");
    }
    if select_modifiers.is_some() || value_table_mode.is_some() {
        found.at(select.place(part.span()), "SELECT has a word that some engines know only", LEAVE_OUT);
    }
    if exclude.is_some() {
        found.word("EXCLUDE", "EXCLUDE after the columns is passed over", "name the columns that are needed");
    }
    if !lateral_views.is_empty() {
        found.word("LATERAL", "LATERAL VIEW is read by some engines only", "write a JOIN");
    }
    if prewhere.is_some() {
        found.word("PREWHERE", "PREWHERE is passed over", "write WHERE");
    }
    if !connect_by.is_empty() {
        found.word("CONNECT", "CONNECT BY is passed over", "write WITH RECURSIVE");
    }
    let modified = match group_by {
        GroupByExpr::All(modifiers) | GroupByExpr::Expressions(_, modifiers) => !modifiers.is_empty(),
    };
    if modified {
        found.word("GROUP", "GROUP BY … WITH is read by some engines only", "write `GROUP BY ROLLUP (…)`");
    }
    for item in projection {
        let (SelectItem::Wildcard(options) | SelectItem::QualifiedWildcard(_, options)) = item else {
            continue;
        };
        let WildcardAdditionalOptions {
            wildcard_token: _,
            opt_ilike,
            opt_exclude: _,
            opt_except: _,
            opt_replace: _,
            opt_rename,
            opt_alias,
        } = options;
        if opt_ilike.is_some() || opt_rename.is_some() || opt_alias.is_some() {
            let message = "what stands after `*` is passed over";
            found.at(select.place(item.span()), message, "name the columns that are needed");
        }
    }
}

/// Looks at one table of FROM.
pub(super) fn of_table(problems: &mut Diagnostics, select: &Select, factor: &TableFactor) {
    let place = select.place(factor.span());
    let mut found = Found { problems, select };
    match factor {
        TableFactor::Table {
            name: _,
            alias: _,
            args,
            with_hints,
            version,
            with_ordinality,
            partitions,
            json_path,
            sample,
            index_hints,
        } => {
            if sample.is_some() {
                found.at(place.clone(), "a sample of a table is all of it to one engine", LEAVE_OUT);
            }
            let has_more = args.is_some()
                || !with_hints.is_empty()
                || version.is_some()
                || *with_ordinality
                || !partitions.is_empty()
                || json_path.is_some()
                || !index_hints.is_empty();
            if has_more {
                found.at(place, "what stands after the table is passed over", LEAVE_OUT);
            }
        }
        TableFactor::Derived { sample, lateral: _, subquery: _, alias: _ } => {
            if sample.is_some() {
                found.at(place, "a sample of a subquery is all of it to one engine", LEAVE_OUT);
            }
        }
        TableFactor::NestedJoin { table_with_joins: _, alias: _ } => {}
        TableFactor::TableFunction { .. }
        | TableFactor::Function { .. }
        | TableFactor::UNNEST { .. }
        | TableFactor::JsonTable { .. }
        | TableFactor::OpenJsonTable { .. }
        | TableFactor::Pivot { .. }
        | TableFactor::Unpivot { .. }
        | TableFactor::MatchRecognize { .. }
        | TableFactor::XmlTable { .. }
        | TableFactor::SemanticView { .. } => {
            found.at(place, "engines read this in different ways", "name a table, a model or a subquery");
        }
    }
}

/// Looks at how the tables of FROM are joined.
pub(super) fn of_joins(problems: &mut Diagnostics, select: &Select, from: &[TableWithJoins]) {
    let mut found = Found { problems, select };
    for join in from.iter().flat_map(|item| &item.joins) {
        let place = || select.place(join.relation.span());
        if join.global {
            found.at(place(), "GLOBAL is read by some engines only", LEAVE_OUT);
        }
        match &join.join_operator {
            JoinOperator::Right(constraint)
            | JoinOperator::RightOuter(constraint)
            | JoinOperator::FullOuter(constraint) => {
                if matches!(constraint, JoinConstraint::Using(_) | JoinConstraint::Natural) {
                    found.at(
                        place(),
                        "a column that RIGHT or FULL JOIN shares is the left table's to one engine, and of either to another",
                        "write `ON a.column = b.column`, and `coalesce(a.column, b.column)` for the shared one",
                    );
                }
            }
            JoinOperator::Semi(_) | JoinOperator::LeftSemi(_) | JoinOperator::RightSemi(_) => {
                found.at(
                    place(),
                    "SEMI JOIN is read by some engines only",
                    "write `WHERE EXISTS (SELECT …)`",
                );
            }
            JoinOperator::Anti(_) | JoinOperator::LeftAnti(_) | JoinOperator::RightAnti(_) => {
                let instead = "write `WHERE NOT EXISTS (SELECT …)`";
                found.at(place(), "ANTI JOIN is read by some engines only", instead);
            }
            JoinOperator::StraightJoin(_)
            | JoinOperator::AsOf { .. }
            | JoinOperator::CrossApply
            | JoinOperator::OuterApply
            | JoinOperator::ArrayJoin
            | JoinOperator::LeftArrayJoin
            | JoinOperator::InnerArrayJoin => {
                found.at(place(), "the join is read by some engines only", "write `JOIN … ON …`");
            }
            JoinOperator::Join(_)
            | JoinOperator::Inner(_)
            | JoinOperator::Left(_)
            | JoinOperator::LeftOuter(_)
            | JoinOperator::CrossJoin(_) => {}
        }
    }
}

/// Where what is found is told.
struct Found<'a> {
    problems: &'a mut Diagnostics,
    select: &'a Select,
}

impl Found<'_> {
    fn at(&mut self, place: Span, message: &str, help: &str) {
        self.problems.push(Diagnostic::error("engines-differ", place, message).help(help));
    }

    /// At the first place of a word: few clauses know where they stand.
    fn word(&mut self, word: &str, message: &str, help: &str) {
        let is_word = |token: &Token| match token {
            Token::Word(own) => own.quote_style.is_none() && own.value.eq_ignore_ascii_case(word),
            _ => false,
        };
        let token = self.select.tokens.iter().find(|token| is_word(&token.token));
        let place = token.map_or_else(|| self.select.beginning(), |token| self.select.place(token.span));
        self.at(place, message, help);
    }
}
