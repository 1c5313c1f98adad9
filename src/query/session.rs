//! Tables and models bound for queries to read, and the plan of a file against them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::view::ViewTable;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{DataFusionError, TableReference};
use datafusion::execution::context::{SQLOptions, SessionContext};
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::logical_expr::LogicalPlan;
use datafusion::logical_expr::registry::FunctionRegistry;
use datafusion::physical_plan::ExecutionPlan;
use tokio::runtime::Handle;

use super::belonging::{self, HoldersOf};
use super::emptiness::{self, LeftOut, OptionalColumns};
use super::engine::{Engine, Limits, QueryError, Refusal, STACK_BYTES, Shared};
use super::failure::Failure;
use super::lineage::{Compared, Lineage, Origin};
use super::parameter::Values;
use super::plans::{Found, Plans};
use super::portion::{Dependence, Portion};
use super::search::Texts;
use super::select::Select;
use super::source::{EngineTable, Model, Source};
use super::uniqueness::{KeysOf, tell_apart};
use super::{agreement, functions, mistake, models, portion, rules};
use crate::diagnostic::{Diagnostic, Diagnostics};

type Result<T, E = DataFusionError> = std::result::Result<T, E>;

/// Tables and models that queries read; immutable, and cheap to clone.
#[derive(Clone)]
pub struct Session {
    pub(crate) inner: Arc<Inner>,
    /// Where long queries put what does not fit into memory; the system's folder if nothing is said.
    pub(super) spill: Option<PathBuf>,
    /// Models that files may not read, because of mistakes that have been told.
    refused: BTreeSet<String>,
}

pub(crate) struct Inner {
    pub(crate) shared: Arc<Shared>,
    pub(crate) state: SessionState,
    /// The files of each table; those in memory have none.
    pub(super) tables: BTreeMap<String, Vec<PathBuf>>,
    models: BTreeMap<String, Reads>,
    /// Models that cannot be used; the reason has been told.
    broken: BTreeSet<String>,
}

/// What a query reads, through models too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Reads {
    tables: BTreeSet<String>,
    models: BTreeSet<String>,
}

/// A query that can be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The columns that it gives.
    pub schema: SchemaRef,
    /// The tables that it reads, through models too, each with the columns that are read.
    pub tables: BTreeMap<String, BTreeSet<String>>,
    /// The models that it reads, through models too.
    pub models: BTreeSet<String>,
    /// The texts that it compares columns of tables with, through models too.
    pub compared: BTreeSet<Compared>,
    /// By table the columns on which other values depend, or which rows there are: not those only passed on.
    pub used: BTreeMap<String, BTreeSet<String>>,
    /// The texts of columns by which it leaves out rows, where all others pass.
    pub excluded: BTreeSet<Compared>,
    /// For each column that it gives the columns of tables that it is made of.
    pub outputs: BTreeMap<String, Origin>,
    logical: LogicalPlan,
}

impl Planned {
    /// Whether its plan proves that no two of its rows in which `filled` is not NULL have the same values in these
    /// columns; `keys` are the keys of tables.
    pub fn tells_apart(&self, keys: &KeysOf<'_>, columns: &[String], filled: &str) -> bool {
        on_large_stack(|| Ok(tell_apart(&self.logical, keys, columns, filled))).unwrap_or(false)
    }

    /// By dimension, each a column of its own, the tables that must be common for each of its rows to be made of the rows of
    /// one member alone, whom the column names; no dimension of which its plan does not show that. `holders` are the columns
    /// of a table that hold members' codes.
    pub fn belonging(
        &self,
        holders: &HoldersOf<'_>,
        dimensions: &[String],
    ) -> BTreeMap<String, BTreeSet<String>> {
        on_large_stack(|| Ok(belonging::belonging(&self.logical, holders, dimensions))).unwrap_or_default()
    }

    /// How its rows depend on those of each table that it reads.
    pub fn dependences(&self) -> BTreeMap<String, Dependence> {
        let of = |table: &String| (table.clone(), portion::dependence(&self.logical, table));
        on_large_stack(|| Ok(self.tables.keys().map(of).collect())).unwrap_or_default()
    }

    /// Conditions of the query that rows without a value do not meet, where it does not say that this is meant.
    pub fn left_out(&self, select: &Select, optional: &OptionalColumns<'_>) -> Vec<LeftOut> {
        let found = on_large_stack(|| emptiness::left_out(&self.logical, select, &self.models, optional));
        found.unwrap_or_default()
    }
}

/// Tables by name, and what knows them.
pub(super) struct Bound {
    pub(super) context: SessionContext,
    /// The files of each; those in memory have none.
    pub(super) tables: BTreeMap<String, Vec<PathBuf>>,
}

impl Bound {
    /// What knows no table yet.
    pub(super) fn context(shared: &Shared) -> SessionContext {
        let builder = SessionStateBuilder::new()
            .with_config(shared.config.clone())
            .with_runtime_env(Arc::clone(&shared.environment))
            .with_default_features()
            .with_analyzer_rules(agreement::rules());
        SessionContext::new_with_state(functions::registered(builder).build())
    }
}

impl Engine {
    /// Binds tables and models for queries to read. Models that cannot be used are reported and
    /// left out; so are, without further words, the queries that read them.
    pub fn session(
        &self,
        problems: &mut Diagnostics,
        sources: &[Source],
        memory: &[EngineTable],
        models: &[Model],
    ) -> Result<Session, QueryError> {
        Session::new(problems, Arc::clone(&self.shared), sources, memory, models)
            .map_err(|error| QueryError::Setup(Box::new(error)))
    }
}

impl Session {
    fn new(
        problems: &mut Diagnostics,
        shared: Arc<Shared>,
        sources: &[Source],
        memory: &[EngineTable],
        models: &[Model],
    ) -> Result<Self> {
        let context = Bound::context(&shared);
        let mut tables = BTreeMap::new();
        for source in sources {
            context.register_table(quoted(&source.name), source.provider(&shared.environment)?)?;
            tables.insert(source.name.clone(), source.files.clone());
        }
        for table in memory {
            context.register_table(quoted(&table.name), table.provider()?)?;
            tables.insert(table.name.clone(), Vec::new());
        }
        Self::over(problems, shared, Bound { context, tables }, models)
    }

    /// Models over tables that are bound.
    pub(super) fn over(
        problems: &mut Diagnostics,
        shared: Arc<Shared>,
        bound: Bound,
        models: &[Model],
    ) -> Result<Self> {
        let Bound { context, tables } = bound;
        let (ordered, broken) = models::in_order(problems, models, &tables);
        let state = context.state();
        let inner = Inner { shared, state, tables, models: BTreeMap::new(), broken };
        let mut session = Self { inner: Arc::new(inner), spill: None, refused: BTreeSet::new() };
        for model in ordered {
            let planned = session.logical(problems, &model.select, &Values::default());
            let reads = session.reads(&model.select);
            let Some(inner) = Arc::get_mut(&mut session.inner) else { continue };
            match planned {
                Some(plan) => {
                    context.register_table(quoted(&model.name), Arc::new(ViewTable::new(plan, None)))?;
                    inner.models.insert(model.name, reads);
                }
                None => {
                    inner.broken.insert(model.name);
                }
            }
        }
        Ok(session)
    }

    /// With a folder for what long queries cannot hold in memory.
    #[must_use]
    pub fn spilling_to(mut self, folder: PathBuf) -> Self {
        self.spill = Some(folder);
        self
    }

    /// Where files that read one of these models cannot be planned, of which nothing is told: they have mistakes.
    #[must_use]
    pub fn without(mut self, models: &BTreeSet<String>) -> Self {
        self.refused.extend(models.iter().cloned());
        self
    }

    /// The limits that its queries keep.
    pub fn limits(&self) -> &Limits {
        &self.inner.shared.limits
    }

    /// The engine's threads.
    pub fn threads(&self) -> &Handle {
        &self.inner.shared.handle
    }

    /// Holds a query against the tables and models, down to the plan that would run; nothing is
    /// read but the files' footers. `values` stand for its parameters
    /// ([`Parameters::blank`](super::Parameters::blank) where only types are known).
    pub fn plan(&self, problems: &mut Diagnostics, select: &Select, values: &Values) -> Option<Planned> {
        let logical = self.logical(problems, select, values)?;
        rules::untyped(problems, select, logical.schema().as_arrow());
        let planned = on_large_stack(|| {
            let plans = &self.inner.shared.plans;
            let key = Plans::key(&select.file.text, &logical);
            let known = plans.get(&key).and_then(|found| Some((found.schema()?, found.columns)));
            let (schema, columns) = match known {
                Some(known) => known,
                None => {
                    let (schema, columns) = self.planned_to_run(&logical)?;
                    Found::new(&schema, &columns).into_iter().for_each(|found| plans.put(key.clone(), found));
                    (schema, columns)
                }
            };
            let mut lineage = Lineage::default();
            let origins = lineage.read(&logical, None)?.columns;
            Ok((schema, columns, lineage, origins))
        });
        match planned {
            Ok((schema, mut columns, Lineage { compared, used, excluded }, origins)) => {
                let Reads { tables, models } = self.reads(select);
                let tables = tables.into_iter().map(|table| {
                    let read = columns.remove(&table).unwrap_or_default();
                    (table, read)
                });
                let tables: BTreeMap<String, BTreeSet<String>> = tables.collect();
                let outputs = outputs(&logical, origins, &tables);
                Some(Planned { schema, tables, models, compared, used, excluded, outputs, logical })
            }
            Err(error) => {
                mistake::report(problems, select, &error);
                None
            }
        }
    }

    /// What a plan gives as it would run, and the columns that it reads.
    fn planned_to_run(
        &self,
        logical: &LogicalPlan,
    ) -> Result<(SchemaRef, BTreeMap<String, BTreeSet<String>>)> {
        let state = &self.inner.state;
        let optimized = state.optimize(logical)?;
        let physical =
            futures::executor::block_on(state.query_planner().create_physical_plan(&optimized, state))?;
        Ok((physical.schema(), columns_read(&optimized)?))
    }

    /// For each table the columns that a statement made by the program reads, through models too; nothing
    /// where it cannot be planned.
    pub fn columns_read(&self, sql: &str) -> Option<BTreeMap<String, BTreeSet<String>>> {
        let read = on_large_stack(|| {
            let state = &self.inner.state;
            let plan = futures::executor::block_on(state.create_logical_plan(sql))?;
            columns_read(&state.optimize(&plan)?)
        });
        read.ok()
    }

    /// The names of the tables and models that queries can read.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.inner.tables.keys().chain(self.inner.models.keys()).map(String::as_str)
    }

    fn logical(&self, problems: &mut Diagnostics, select: &Select, values: &Values) -> Option<LogicalPlan> {
        let known = self.all_known(problems, select);
        if !functions::all_agreed(problems, select) || !known || !all_given(problems, select, values) {
            return None;
        }
        let planned = on_large_stack(|| {
            let statement = select.statement.clone();
            let plan = futures::executor::block_on(self.inner.state.statement_to_plan(statement))?;
            read_only().verify_plan(&plan)?;
            values.bind(plan)
        });
        planned.map_err(|error| mistake::report(problems, select, &error)).ok()
    }

    fn all_known(&self, problems: &mut Diagnostics, select: &Select) -> bool {
        let mut known = true;
        for (name, place) in select.relations() {
            if self.refused.contains(&name) {
                known = false;
                continue;
            }
            if self.inner.tables.contains_key(&name) || self.inner.models.contains_key(&name) {
                continue;
            }
            known = false;
            if !self.inner.broken.contains(&name) {
                let message = format!("there is no table or model `{name}`");
                problems
                    .push(Diagnostic::error("unknown-table", place, message).suggest(&name, self.names()));
            }
        }
        known
    }

    fn reads(&self, select: &Select) -> Reads {
        let mut reads = Reads::default();
        for name in select.relations().into_keys() {
            match self.inner.models.get(&name) {
                Some(through) => {
                    reads.tables.extend(through.tables.iter().cloned());
                    reads.models.extend(through.models.iter().cloned());
                    reads.models.insert(name);
                }
                None => {
                    reads.tables.insert(name);
                }
            }
        }
        reads
    }
}

impl Inner {
    /// The plan of a text that the program made or a file holds.
    pub(crate) async fn physical(
        &self,
        state: &SessionState,
        sql: &str,
        values: &Values,
        texts: &Texts,
        portion: Option<&Portion>,
    ) -> Result<Arc<dyn ExecutionPlan>, Failure> {
        let (functions, mut own) = (texts.functions(), None);
        for function in functions {
            own.get_or_insert_with(|| state.clone()).register_udf(Arc::new(function))?;
        }
        let state = own.as_ref().unwrap_or(state);
        let plan = state.create_logical_plan(sql).await?;
        let explains =
            matches!(plan, LogicalPlan::Explain(_) | LogicalPlan::Analyze(_) | LogicalPlan::DescribeTable(_));
        if explains || read_only().verify_plan(&plan).is_err() {
            return Err(Failure::Refused(Refusal::NotAQuery));
        }
        let mut plan = values.bind(plan)?;
        if let Some(portion) = portion {
            plan = portion::restricted(plan, portion, state.runtime_env())?;
        }
        let physical = state.create_physical_plan(&plan).await?;
        // After the engine has listed the files: it passes over those that are gone, and would
        // give a number without them.
        match self.files_read(&plan)?.into_iter().find(|file| !file.exists()) {
            Some(file) => Err(Failure::Vanished(file.clone())),
            None => Ok(physical),
        }
    }

    fn files_read(&self, plan: &LogicalPlan) -> Result<Vec<&PathBuf>> {
        let mut names = BTreeSet::new();
        plan.apply_with_subqueries(|node| {
            if let LogicalPlan::TableScan(scan) = node {
                names.insert(scan.table_name.table().to_owned());
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok(names.iter().filter_map(|name| self.tables.get(name)).flatten().collect())
    }
}

/// For each table the columns that an optimized plan reads.
fn columns_read(plan: &LogicalPlan) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let mut read: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            let columns = read.entry(scan.table_name.table().to_owned()).or_default();
            columns.extend(scan.projected_schema.fields().iter().map(|field| field.name().clone()));
            let filtered = scan.filters.iter().flat_map(|filter| filter.column_refs());
            columns.extend(filtered.map(|column| column.name.clone()));
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(read)
}

/// The origins of a plan's columns by their names.
fn outputs(
    plan: &LogicalPlan,
    origins: Vec<Origin>,
    read: &BTreeMap<String, BTreeSet<String>>,
) -> BTreeMap<String, Origin> {
    let of = |(table, columns): (&String, &BTreeSet<String>)| -> Vec<(String, String)> {
        columns.iter().map(|column| (table.clone(), column.clone())).collect()
    };
    let all = read.iter().flat_map(of).collect();
    let named = plan.schema().fields().iter().zip(origins);
    named.map(|(field, origin)| (field.name().clone(), origin.of_all_where_lost(&all))).collect()
}

fn all_given(problems: &mut Diagnostics, select: &Select, values: &Values) -> bool {
    let mut given = true;
    for (name, place) in select.placeholders() {
        if !values.contains(&name) {
            given = false;
            let message = format!("parameter `${name}` is not declared");
            problems
                .push(Diagnostic::error("unknown-parameter", place, message).suggest(&name, values.names()));
        }
    }
    given
}

fn read_only() -> SQLOptions {
    SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false)
}

/// Names are taken as they are, not folded to lower case or split at dots.
pub(super) fn quoted(name: &str) -> TableReference {
    TableReference::bare(name)
}

/// Runs planning on a thread whose stack is as large as the engine's own; the caller's may be
/// that of a web server's task.
fn on_large_stack<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work);
        let joined = thread.map_err(DataFusionError::IoError)?.join();
        joined.unwrap_or_else(|_| {
            Err(DataFusionError::Internal("planning came to an unexpected end".to_owned()))
        })
    })
}
