#![allow(missing_docs)]
use arrow::array::RecordBatch; use arrow::datatypes::SchemaRef; use std::sync::Arc; use std::ops::Range;
#[derive(Clone)] pub struct Session;
pub struct Rows { pub schema: SchemaRef, pub batches: Vec<RecordBatch>, pub truncated: bool }
#[derive(Debug, thiserror::Error)] pub enum QueryError { #[error("x")] Engine { label: String, #[source] source: Box<datafusion::error::DataFusionError> } }
impl QueryError { pub fn engine(label:&str, source: datafusion::error::DataFusionError)->Self { Self::Engine{label:label.into(),source:Box::new(source)} } }
impl Session { pub async fn run(&self,_l:&str,_s:&str)->Result<Rows,QueryError>{ todo!() } }
pub mod header { use super::*; use crate::diagnostic::*; pub fn split(_p:&mut Diagnostics,_f:&Arc<SourceFile>)->Option<Range<usize>>{ None } }
