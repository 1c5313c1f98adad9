//! Minh Bạch: every number explains itself.
//!
//! The modules stand in the order in which data flows, and a module uses only those above it.

pub mod diagnostic;

pub mod locale;

pub mod calendar;

pub mod store;

pub mod table;

pub mod query;

pub mod kpi;
