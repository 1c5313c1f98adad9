//! A query to be run, and what it gives.

use datafusion::arrow::compute::filter_record_batch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;

use super::engine::Lane;
use super::parameter::Values;
use super::search::Texts;

/// What to do with more rows than a query may give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overflow {
    /// Give the first of them and say so: for what is looked at.
    Truncate,
    /// Give none: for what is computed from.
    Refuse,
}

/// A query to be run.
#[derive(Debug, Clone)]
pub struct Request {
    /// What errors call it.
    pub label: String,
    /// One `SELECT`.
    pub sql: String,
    /// The values of its parameters.
    pub values: Values,
    /// What to do with too many rows.
    pub overflow: Overflow,
    /// What the statement asks of texts.
    pub texts: Texts,
    /// Which turns it waits for.
    pub lane: Lane,
}

impl Request {
    /// A query without parameters that is computed from: all its rows, or an error.
    pub fn new(label: impl Into<String>, sql: impl Into<String>) -> Self {
        let (label, sql) = (label.into(), sql.into());
        let (values, overflow, lane) = (Values::default(), Overflow::Refuse, Lane::Pages);
        Self { label, sql, values, overflow, texts: Texts::default(), lane }
    }

    /// With values for its parameters.
    #[must_use]
    pub fn values(mut self, values: Values) -> Self {
        self.values = values;
        self
    }

    /// With what the statement asks of texts.
    #[must_use]
    pub fn texts(mut self, texts: Texts) -> Self {
        self.texts = texts;
        self
    }

    /// Waiting for other turns.
    #[must_use]
    pub fn lane(mut self, lane: Lane) -> Self {
        self.lane = lane;
        self
    }

    /// With another answer to too many rows.
    #[must_use]
    pub fn overflow(mut self, overflow: Overflow) -> Self {
        self.overflow = overflow;
        self
    }
}

/// What a query gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// Its columns.
    pub schema: SchemaRef,
    /// Its rows, in as many parts as they came.
    pub batches: Vec<RecordBatch>,
    /// Whether there were more than are given.
    pub truncated: bool,
}

impl Rows {
    /// No columns and no rows.
    pub fn none() -> Self {
        Self {
            schema: SchemaRef::new(datafusion::arrow::datatypes::Schema::empty()),
            batches: Vec::new(),
            truncated: false,
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The first of them; that there are more is said.
    #[must_use]
    pub fn first(&self, count: usize) -> Self {
        let mut left = count;
        let cut = |batch: &RecordBatch| {
            let kept = batch.slice(0, batch.num_rows().min(left));
            left -= kept.num_rows();
            kept
        };
        let batches = self.batches.iter().map(cut).collect();
        Self {
            schema: SchemaRef::clone(&self.schema),
            batches,
            truncated: self.truncated || self.len() > count,
        }
    }

    /// Those of which `kept` says so, in their order; whether there were more is not changed by it.
    #[must_use]
    pub fn only(&self, kept: &[bool]) -> Self {
        let mut first = 0;
        let cut = |batch: &RecordBatch| {
            let own = kept.iter().skip(first).take(batch.num_rows()).map(|kept| Some(*kept));
            first += batch.num_rows();
            filter_record_batch(batch, &own.collect()).expect("a batch has a truth value for each row")
        };
        let batches = self.batches.iter().map(cut).collect();
        Self { schema: SchemaRef::clone(&self.schema), batches, truncated: self.truncated }
    }

    /// Those of its columns of which `kept` says so, by name.
    #[must_use]
    pub fn columns(&self, kept: impl Fn(&str) -> bool) -> Self {
        let fields = self.schema.fields().iter().enumerate();
        let places: Vec<usize> =
            fields.filter(|(_, field)| kept(field.name())).map(|(place, _)| place).collect();
        let cut = |batch: &RecordBatch| batch.project(&places).expect("the places are those of its columns");
        let schema = self.schema.project(&places).expect("the places are those of its columns");
        let batches = self.batches.iter().map(cut).collect();
        Self { schema: schema.into(), batches, truncated: self.truncated }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
