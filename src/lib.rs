//! Minh Bạch: every number explains itself.
//!
//! The modules stand in the order in which data flows, and a module uses only those above it.

// What is told to the person whose file is wrong.
pub mod diagnostic;

// Numbers, money, dates, words and collation of the workspace's language.
pub mod locale;

// Calendars, periods, slots, working days.
pub mod calendar;

// The state folder: atomic writes, locks, content addresses.
pub mod store;

// Contracts, the data location, conformance, the snapshot, rows set aside.
pub mod table;

// SQL files: read-only planning, rules, limits, running.
pub mod query;

// Definition, plan, cube, slice, scope, status, records, proof.
pub mod kpi;

// Rows and an encoding become SVG.
pub mod chart;

// Dashboard files: panels bound to KPIs or queries.
pub mod dashboard;

// The folder, loaded: all definitions and all diagnostics; joined with one snapshot of the data.
pub mod workspace;

// A dashboard run for one scope and one state: plain data.
pub mod report;

// A report becomes HTML.
pub mod page;

// HTTP: extract, run, render.
pub mod web;

// The command line.
pub mod cli;
