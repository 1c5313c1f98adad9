//! What was found out about plans: a workspace has many, and few of them change.
//!
//! That a file can be planned down to what would run, which columns it then gives and which it reads, is the same as long as
//! its text and all that its tables and models say is. Who has a place to keep it spares every later start the planning.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use datafusion::DATAFUSION_VERSION;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::logical_expr::LogicalPlan;
use serde::{Deserialize, Serialize};

use crate::store::sha256_hex;

/// A plan that would run: what it gives, and what it reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Found {
    /// Name, type and whether it may be NULL.
    schema: Vec<(String, String, bool)>,
    /// By table the columns that are read.
    pub(super) columns: BTreeMap<String, BTreeSet<String>>,
}

impl Found {
    /// Nothing where a type has no name by which it is found again.
    pub(super) fn new(schema: &SchemaRef, columns: &BTreeMap<String, BTreeSet<String>>) -> Option<Self> {
        let fields = schema.fields().iter();
        let named =
            fields.map(|field| (field.name().clone(), field.data_type().to_string(), field.is_nullable()));
        let found = Self { schema: named.collect(), columns: columns.clone() };
        (found.schema().as_ref() == Some(schema)).then_some(found)
    }

    pub(super) fn schema(&self) -> Option<SchemaRef> {
        let field = |(name, kind, nullable): &(String, String, bool)| {
            Some(Field::new(name, DataType::from_str(kind).ok()?, *nullable))
        };
        let fields = self.schema.iter().map(field).collect::<Option<Vec<_>>>()?;
        Some(Schema::new(fields).into())
    }
}

/// What was found out, by what it follows from.
#[derive(Debug, Default)]
pub(super) struct Plans(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// What was taken in.
    before: BTreeMap<String, Found>,
    /// What was asked for since then.
    now: BTreeMap<String, Found>,
}

impl Plans {
    /// What a plan follows from: the text of its file and what the planner made of it, views and types among it.
    pub(super) fn key(text: &str, plan: &LogicalPlan) -> String {
        sha256_hex(format!("{text}\0{}", plan.display_indent_schema()).as_bytes())
    }

    pub(super) fn get(&self, key: &str) -> Option<Found> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.now.get(key).or_else(|| known.before.get(key)).cloned()?;
        known.now.insert(key.to_owned(), found.clone());
        Some(found)
    }

    pub(super) fn put(&self, key: String, found: Found) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).now.insert(key, found);
    }

    /// The name of what this program and its engine find out; others may find something else.
    pub(super) fn name() -> String {
        sha256_hex(format!("plans 1\0{}\0{DATAFUSION_VERSION}", env!("CARGO_PKG_VERSION")).as_bytes())
    }

    /// Takes in what was found out before; what is not that is passed over.
    pub(super) fn recall(&self, plans: &[u8]) {
        if let Ok(before) = postcard::from_bytes(plans) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).before = before;
        }
    }

    /// What is known of those that were asked for; nothing where all of it, and no more, was known before.
    pub(super) fn told(&self) -> Option<Vec<u8>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.before == known.now { None } else { postcard::to_stdvec(&known.now).ok() }
    }
}
