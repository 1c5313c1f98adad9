//! What a reader asks of the tables in SQL: statements of the program's own, and named queries.

use std::collections::BTreeMap;

use super::Dataset;
use super::asked::Asked;
use super::supplies::Stock;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::kpi::Caveat;
use crate::query::rules::{self, Purpose};
use crate::query::{
    Lane, NamedQuery, Overflow, ParameterError, QueryError, Refusal, Request, RowStream, Rows, Texts, Values,
};
use crate::workspace::{Reader, Uses, load};

impl Reader<'_> {
    /// Runs a statement that the program made over the workspace's tables, as those who page through records
    /// wait for it.
    ///
    /// # Errors
    /// Where it fails or gives too many rows.
    pub async fn run(&self, label: &str, statement: &str) -> Result<Rows, QueryError> {
        self.dataset.session.run(Request::new(label, statement).lane(Lane::Records)).await
    }

    /// The same with what the statement asks of texts, in turns of a lane.
    ///
    /// # Errors
    /// Where it fails or gives too many rows.
    pub async fn run_with(
        &self,
        lane: Lane,
        label: &str,
        statement: &str,
        texts: Texts,
    ) -> Result<Rows, QueryError> {
        self.dataset.session.run(Request::new(label, statement).texts(texts).lane(lane)).await
    }

    /// Begins a statement whose rows are taken a batch at a time and leave the program; nobody who reads a page waits
    /// for its turn.
    ///
    /// # Errors
    /// Where it fails before its first rows.
    pub async fn stream(&self, label: &str, statement: &str, texts: Texts) -> Result<RowStream, QueryError> {
        self.dataset.session.stream(Request { texts, ..Request::new(label, statement) }).await
    }

    /// Runs a named query with values for its parameters; too many rows are cut.
    ///
    /// # Errors
    /// Where it fails, and for who may not see its rows ([`Self::sees_query`]).
    pub async fn named(&self, query: &NamedQuery, values: Values) -> Result<Rows, QueryError> {
        if !self.sees_query(&query.name) {
            let label = query.name.clone();
            return Err(QueryError::Refused { label, reason: Refusal::OutOfScope });
        }
        let question = Asked::question(&self.scope().name(), query, &values);
        if let Some(rows) = self.dataset.asked.answer(&question) {
            return Ok(rows);
        }
        let lane = if self.unhurried { Lane::Exports } else { Lane::Pages };
        let rows = self.session().await?.run(named(query, values).lane(lane)).await?;
        self.dataset.asked.keep(question, &rows);
        Ok(rows)
    }

    /// Makes values of what was given for a query's parameters, by name, as text. One that is called as a dimension
    /// takes a member's code: of another spelling the code that is meant, as files are read.
    ///
    /// # Errors
    /// Where they do not fit.
    pub fn values(
        &self,
        query: &NamedQuery,
        mut given: BTreeMap<String, String>,
    ) -> Result<Values, ParameterError> {
        for (name, parameter) in &query.parameters.0 {
            let members = self.members(name).filter(|_| query.parameters.takes_member(name));
            let text = given.get(name).or(parameter.default.as_ref()).cloned();
            if let Some((members, text)) = members.zip(text) {
                given.insert(name.clone(), members.meant(text));
            }
        }
        query.parameters.bind(&given)
    }

    /// What is doubtful about the rows of a named query of the workspace.
    pub fn query_caveats(&self, query: &str) -> Vec<Caveat> {
        let supply = self.dataset.query_supplies.get(query);
        match !self.sight().is_restricted() {
            true => supply.map(|supply| supply.caveats.clone()).unwrap_or_default(),
            false => supply.map(|supply| supply.for_some().caveats).unwrap_or_default(),
        }
    }
}

impl Dataset {
    /// What is to be said of a query whose file is not one of the workspace's.
    ///
    /// # Errors
    /// Gives the mistakes where it cannot be run at all.
    pub fn check_query(&self, query: &NamedQuery) -> Result<CheckedQuery, Vec<Diagnostic>> {
        let mut problems = Diagnostics::default();
        let contracts = &self.workspace.contracts;
        let blank = query.parameters.blank();
        let planned =
            load::planned(&mut problems, &self.session, contracts, &query.select, Purpose::Listing, &blank);
        let problems = problems.sorted();
        let Some(planned) = planned else { return Err(problems) };
        let mut strict = Diagnostics::default();
        rules::check(&mut strict, &query.select, Purpose::Kpi);
        let more = strict.sorted().into_iter().filter(|problem| !problems.contains(problem));
        let stock = Stock::new(&self.workspace, &self.snapshot, &self.session, &self.strays);
        let caveats = stock.of_query(&Uses::from(planned)).caveats;
        Ok(CheckedQuery { as_figure: more.collect(), problems, caveats })
    }
}

/// What is to be said of a query whose file is not one of the workspace's.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedQuery {
    /// What `check` would say of it among named queries.
    pub problems: Vec<Diagnostic>,
    /// What it would say besides where figures are made from it: in a KPI, or a model.
    pub as_figure: Vec<Diagnostic>,
    /// What is doubtful about its rows.
    pub caveats: Vec<Caveat>,
}

/// A named query as a request; too many rows are cut.
pub(in crate::workspace) fn named(query: &NamedQuery, values: Values) -> Request {
    let request = Request::new(&query.name, &query.select.file.text).values(values);
    request.overflow(Overflow::Truncate)
}
