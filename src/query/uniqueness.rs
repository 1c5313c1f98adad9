//! Which columns of a query's output tell its rows apart, as far as its plan proves it: a join that cannot multiply
//! records need not be looked for in the data.
//!
//! A plan is read from its tables up. Every column of a node has a number, and every row a name: the numbers of what
//! it was made from. What determines what is kept as facts: a key its row, a row its columns, an equality of a
//! join one column the other. Columns that determine the name of a row tell the rows apart. What is not understood
//! proves nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::TreeNode;
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{
    Aggregate, Between, BinaryExpr, Distinct, Expr, ExprSchemable, Filter, Join, JoinType, LogicalPlan,
    Operator, Projection, SubqueryAlias, TableScan, Window, WindowFunctionDefinition,
};

use super::lineage::{bare, subquery};

/// What tells the rows of a table apart; no row leaves any of these columns empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// No two rows have the same values in these columns.
    Once(Vec<String>),
    /// No two rows that are alive on one day have.
    Alive {
        /// The columns.
        columns: Vec<String>,
        /// The column of the first day of a row's life.
        first: String,
        /// The column of the last day; where it is NULL the life goes on.
        last: String,
    },
}

/// The keys of a table, each by itself.
pub type KeysOf<'a> = dyn Fn(&str) -> Vec<Key> + Sync + 'a;

/// Whether no two rows have the same values in these columns of a plan's output, of those rows in which
/// `filled` is not NULL.
pub(super) fn tell_apart(plan: &LogicalPlan, keys: &KeysOf<'_>, columns: &[String], filled: &str) -> bool {
    let place = |name: &str| plan.schema().fields().iter().position(|field| field.name() == name);
    let Some(places) = columns.iter().map(|name| place(name)).collect::<Option<Vec<usize>>>() else {
        return false;
    };
    let mut facts = Facts { keys, next: 0, all: Vec::new(), lives: Vec::new() };
    let rows = facts.read(plan, place(filled));
    let known = places.into_iter().map(|place| rows.columns[place]).collect();
    facts.determined(known).is_superset(&rows.name)
}

/// A column of a node, or a part of the name of its rows.
type Thing = usize;

/// The rows of a node.
struct Rows {
    columns: Vec<Thing>,
    /// No two rows have the same.
    name: BTreeSet<Thing>,
}

struct Facts<'a> {
    keys: &'a KeysOf<'a>,
    next: Thing,
    /// What determines what.
    all: Vec<(Vec<Thing>, Thing)>,
    lives: Vec<Life>,
}

/// Rows of a table of which, with the same values in some columns, one is alive on a day.
struct Life {
    by: Vec<Thing>,
    first: Thing,
    last: Thing,
    row: Thing,
}

impl Facts<'_> {
    fn thing(&mut self) -> Thing {
        self.next += 1;
        self.next
    }

    fn add(&mut self, by: impl IntoIterator<Item = Thing>, thing: Thing) {
        self.all.push((by.into_iter().collect(), thing));
    }

    /// All that these determine.
    fn determined(&self, mut known: BTreeSet<Thing>) -> BTreeSet<Thing> {
        loop {
            let follows = |(by, thing): &&(Vec<Thing>, Thing)| {
                !known.contains(thing) && by.iter().all(|each| known.contains(each))
            };
            let more: Vec<Thing> = self.all.iter().filter(follows).map(|(_, thing)| *thing).collect();
            if more.is_empty() {
                return known;
            }
            known.extend(more);
        }
    }

    /// The rows of a node of which the column at `filled` is not NULL. Of a node that is not understood each row has
    /// a name of its own, of which nothing is known.
    fn read(&mut self, plan: &LogicalPlan, filled: Option<usize>) -> Rows {
        let rows = match plan {
            LogicalPlan::TableScan(scan) => Some(self.table(scan)),
            LogicalPlan::Projection(own) => Some(self.projection(own, filled)),
            LogicalPlan::SubqueryAlias(SubqueryAlias { input, .. }) => Some(self.read(input, filled)),
            LogicalPlan::Sort(own) => Some(self.read(&own.input, filled)),
            LogicalPlan::Limit(own) => Some(self.read(&own.input, filled)),
            LogicalPlan::Filter(own) => Some(self.filter(own, filled)),
            LogicalPlan::Join(join) => self.join(join),
            LogicalPlan::Aggregate(own) => self.aggregate(own),
            LogicalPlan::Window(own) => Some(self.window(own, filled)),
            LogicalPlan::Distinct(Distinct::All(input)) => {
                let columns = self.read(input, filled).columns;
                Some(self.grouped(columns))
            }
            LogicalPlan::Union(union) => {
                // A branch in which the column is always NULL has no such row.
                let fills = |input: &&Arc<LogicalPlan>| filled.is_none_or(|place| !is_null(input, place));
                let mut branches = union.inputs.iter().filter(fills);
                match (branches.next(), branches.next()) {
                    (Some(only), None) => Some(self.read(only, filled)),
                    _ => None,
                }
            }
            _ => None,
        };
        let columns = plan.schema().fields().len();
        rows.filter(|rows| rows.columns.len() == columns).unwrap_or_else(|| self.fresh(columns))
    }

    fn table(&mut self, scan: &TableScan) -> Rows {
        let names: Vec<&String> = scan.projected_schema.fields().iter().map(|field| field.name()).collect();
        let row = self.thing();
        let rows = self.columns_of(row, names.len());
        let thing = |name: &String| Some(rows.columns[names.iter().position(|own| *own == name)?]);
        let things = |names: &[String]| names.iter().map(thing).collect::<Option<Vec<Thing>>>();
        for key in (self.keys)(scan.table_name.table()) {
            match key {
                Key::Once(columns) => {
                    if let Some(by) = things(&columns) {
                        self.add(by, row);
                    }
                }
                Key::Alive { columns, first, last } => {
                    if let (Some(by), Some(first), Some(last)) =
                        (things(&columns), thing(&first), thing(&last))
                    {
                        self.lives.push(Life { by, first, last, row });
                    }
                }
            }
        }
        rows
    }

    fn filter(&mut self, own: &Filter, filled: Option<usize>) -> Rows {
        let rows = self.read(&own.input, filled);
        for part in split_conjunction(&own.predicate) {
            if let Some((one, other)) = equality(part, [&own.input, &own.input]) {
                let (one, other) = (self.of(one, &own.input, &rows), self.of(other, &own.input, &rows));
                self.add([one], other);
                self.add([other], one);
            }
        }
        self.living(&split_conjunction(&own.predicate), &[(&own.input, &rows)], 0, None);
        rows
    }

    /// What conditions that hold together say of lives, those from a number on: rows that are alive on one day.
    fn living(
        &mut self,
        conditions: &[&Expr],
        nodes: &[(&LogicalPlan, &Rows)],
        from: usize,
        met: Option<Thing>,
    ) {
        let bounds: Vec<(&Expr, &Expr)> = conditions.iter().flat_map(|own| bounds(own)).collect();
        let column = |expr: &Expr| {
            nodes.iter().find_map(|(node, rows)| plain(expr, node).map(|place| rows.columns[place]))
        };
        let mut alive = Vec::new();
        for life in &self.lives[from..] {
            let begun =
                bounds.iter().filter(|(small, _)| column(small) == Some(life.first)).map(|(_, day)| *day);
            let not_over = |day: &Expr| {
                bounds.iter().any(|(small, large)| *small == day && column(large) == Some(life.last))
            };
            alive.extend(begun.filter(|day| not_over(day)).map(|day| (life.by.clone(), day, life.row)));
        }
        for (by, day, row) in alive {
            let reads = |(node, _): &&(&LogicalPlan, &Rows)| {
                day.column_refs().iter().all(|own| node.schema().has_column(own))
            };
            if let Some((node, rows)) = nodes.iter().find(reads) {
                let day = self.of(day, node, rows);
                self.add(by.into_iter().chain([day]).chain(met), row);
            }
        }
    }

    /// Rows of which each combination of these columns is one.
    fn grouped(&mut self, columns: Vec<Thing>) -> Rows {
        let row = self.thing();
        self.add(columns.iter().copied(), row);
        columns.iter().for_each(|column| self.add([row], *column));
        Rows { columns, name: BTreeSet::from([row]) }
    }

    /// Rows of so many columns of which nothing is known.
    fn fresh(&mut self, columns: usize) -> Rows {
        let row = self.thing();
        self.columns_of(row, columns)
    }

    fn columns_of(&mut self, row: Thing, columns: usize) -> Rows {
        let columns: Vec<Thing> = (0..columns).map(|_| self.thing()).collect();
        columns.iter().for_each(|column| self.add([row], *column));
        Rows { columns, name: BTreeSet::from([row]) }
    }

    /// The column that an expression over a node is; what is made of columns is determined by them.
    fn of(&mut self, expr: &Expr, input: &LogicalPlan, rows: &Rows) -> Thing {
        if let Some(place) = plain(expr, input) {
            return rows.columns[place];
        }
        let own = self.thing();
        let read = expr.column_refs().into_iter().map(|column| input.schema().maybe_index_of_column(column));
        let read = read.map(|place| place.map(|place| rows.columns[place])).collect::<Option<Vec<Thing>>>();
        // What a subquery gives depends on the row in other ways too.
        let by = read.filter(|_| !expr.exists(|part| Ok(subquery(part).is_some())).unwrap_or(true));
        self.add(by.unwrap_or_else(|| rows.name.iter().copied().collect()), own);
        own
    }

    fn projection(&mut self, own: &Projection, filled: Option<usize>) -> Rows {
        let through = filled.and_then(|place| match bare(own.expr.get(place)?) {
            Expr::Column(column) => own.input.schema().maybe_index_of_column(column),
            _ => None,
        });
        let rows = self.read(&own.input, through);
        let columns = own.expr.iter().map(|expr| self.of(expr, &own.input, &rows)).collect();
        Rows { columns, name: rows.name }
    }

    fn join(&mut self, join: &Join) -> Option<Rows> {
        let (outer, inner) = match join.join_type {
            JoinType::Inner | JoinType::Left => (&join.left, &join.right),
            JoinType::Right => (&join.right, &join.left),
            JoinType::LeftSemi | JoinType::LeftAnti => return Some(self.read(&join.left, None)),
            _ => return None,
        };
        let kept = self.read(outer, None);
        let (before, lives) = (self.all.len(), self.lives.len());
        let added = self.read(inner, None);
        // Whether the row of the kept side has found any of the other one: known for each of its rows. Where it has
        // not, the other's columns are NULL, of which its own facts say nothing.
        let met = match join.join_type {
            JoinType::Inner => None,
            _ => {
                let met = self.thing();
                self.all[before..].iter_mut().for_each(|(by, _)| by.push(met));
                self.add(kept.name.iter().copied(), met);
                Some(met)
            }
        };
        let sides = [join.left.as_ref(), join.right.as_ref()];
        let pairs = join.on.iter().filter(|(one, other)| are_alike(one, other, sides));
        let written = join.filter.iter().flat_map(split_conjunction).filter_map(|own| equality(own, sides));
        for (one, other) in pairs.map(|(one, other)| (one, other)).chain(written) {
            for (here, there) in [(one, other), (other, one)] {
                let from = self.side(here, (outer, &kept), (inner, &added));
                let to = plain(there, inner).map(|place| added.columns[place]);
                if let Some((from, to)) = from.zip(to) {
                    self.add([from].into_iter().chain(met), to);
                }
                let back = plain(there, outer).map(|place| kept.columns[place]).filter(|_| met.is_none());
                if let Some((from, to)) = from.zip(back) {
                    self.add([from], to);
                }
            }
        }
        // Of a kept row that finds no other the conditions say nothing.
        let lives = if met.is_some() { lives } else { 0 };
        let conditions: Vec<&Expr> = join.filter.iter().flat_map(split_conjunction).collect();
        self.living(&conditions, &[(outer, &kept), (inner, &added)], lives, met);
        let name = kept.name.union(&added.name).copied().collect();
        let columns = match join.join_type {
            JoinType::Right => [added.columns, kept.columns].concat(),
            _ => [kept.columns, added.columns].concat(),
        };
        Some(Rows { columns, name })
    }

    /// The column that an expression of one side of a join is.
    fn side(
        &mut self,
        expr: &Expr,
        (outer, kept): (&LogicalPlan, &Rows),
        (inner, added): (&LogicalPlan, &Rows),
    ) -> Option<Thing> {
        let of = |plan: &LogicalPlan| expr.column_refs().iter().all(|own| plan.schema().has_column(own));
        match (of(outer), of(inner)) {
            (true, _) => Some(self.of(expr, outer, kept)),
            // What is made of the other side's columns is another value where they are NULL for want of a row.
            (false, true) => plain(expr, inner).map(|place| added.columns[place]),
            (false, false) => None,
        }
    }

    fn aggregate(&mut self, own: &Aggregate) -> Option<Rows> {
        if own.group_expr.iter().any(|expr| matches!(expr, Expr::GroupingSet(_))) {
            return None;
        }
        let inner = self.read(&own.input, None);
        let groups = own.group_expr.iter().map(|expr| self.of(expr, &own.input, &inner)).collect();
        let mut rows = self.grouped(groups);
        for _ in &own.aggr_expr {
            let column = self.thing();
            self.add(rows.name.iter().copied(), column);
            rows.columns.push(column);
        }
        Some(rows)
    }

    /// The number of a row within those of a part tells the rows of the part apart.
    fn window(&mut self, own: &Window, filled: Option<usize>) -> Rows {
        let inside = own.input.schema().fields().len();
        let mut rows = self.read(&own.input, filled.filter(|place| *place < inside));
        for expr in &own.window_expr {
            let column = self.thing();
            self.add(rows.name.iter().copied(), column);
            if let Expr::WindowFunction(function) = unnamed(expr)
                && matches!(&function.fun, WindowFunctionDefinition::WindowUDF(own) if own.name() == "row_number")
            {
                let parts = &function.params.partition_by;
                let parts: Vec<Thing> = parts.iter().map(|expr| self.of(expr, &own.input, &rows)).collect();
                for row in rows.name.clone() {
                    self.add(parts.iter().copied().chain([column]), row);
                }
            }
            rows.columns.push(column);
        }
        rows
    }
}

/// The two sides of a condition that holds where they are equal, each an expression over one of the nodes.
fn equality<'e>(condition: &'e Expr, nodes: [&LogicalPlan; 2]) -> Option<(&'e Expr, &'e Expr)> {
    let Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) = condition else { return None };
    are_alike(left, right, nodes).then_some((left, right))
}

/// Of which pairs of values a condition says that the first is not above the second; a second that is NULL may stand
/// for one without end.
fn bounds(condition: &Expr) -> Vec<(&Expr, &Expr)> {
    match condition {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => match op {
            Operator::Lt | Operator::LtEq => vec![(left, right)],
            Operator::Gt | Operator::GtEq => vec![(right, left)],
            Operator::Or => match (left.as_ref(), right.as_ref()) {
                (Expr::IsNull(open), other) | (other, Expr::IsNull(open)) => {
                    bounds(other).into_iter().filter(|(_, large)| *large == open.as_ref()).collect()
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        },
        Expr::Between(Between { expr, negated: false, low, high }) => vec![(low, expr), (expr, high)],
        _ => Vec::new(),
    }
}

/// Whether two values that are equal are the same: the engine compares a text with a day as days, and many texts
/// are one day.
fn are_alike(one: &Expr, other: &Expr, nodes: [&LogicalPlan; 2]) -> bool {
    let kind = |expr: &Expr| nodes.iter().find_map(|node| expr.get_type(node.schema()).ok());
    let Some((one, other)) = kind(one).zip(kind(other)) else { return false };
    let exact = |kind: &DataType| kind.is_integer() || kind.is_decimal();
    let same = one == other && !one.is_floating();
    same || (one.is_string() && other.is_string()) || (exact(&one) && exact(&other))
}

/// An expression without what only gives it another name; a cast may make one value of two.
pub(super) fn unnamed(expr: &Expr) -> &Expr {
    match expr {
        Expr::Alias(alias) => unnamed(&alias.expr),
        other => other,
    }
}

/// The place of the column of a node that an expression is.
fn plain(expr: &Expr, plan: &LogicalPlan) -> Option<usize> {
    match unnamed(expr) {
        Expr::Column(column) => plan.schema().maybe_index_of_column(column),
        _ => None,
    }
}

/// Whether a column of a node is NULL in each row.
fn is_null(plan: &LogicalPlan, place: usize) -> bool {
    match plan {
        LogicalPlan::Projection(own) => match own.expr.get(place).map(bare) {
            Some(Expr::Literal(value, _)) => value.is_null(),
            Some(Expr::Column(column)) => {
                own.input.schema().maybe_index_of_column(column).is_some_and(|at| is_null(&own.input, at))
            }
            _ => false,
        },
        LogicalPlan::Union(own) => own.inputs.iter().all(|input| is_null(input, place)),
        LogicalPlan::SubqueryAlias(own) => is_null(&own.input, place),
        LogicalPlan::Filter(own) => is_null(&own.input, place),
        LogicalPlan::Sort(own) => is_null(&own.input, place),
        _ => false,
    }
}
