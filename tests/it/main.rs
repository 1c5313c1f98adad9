//! The only test binary; its modules read like a specification.

mod calendar; // periods, slots and windows, against the vectors of the law and of the plan
mod calendar_properties; // what must hold for every calendar
mod chart; // every kind and state of chart, as it is drawn
mod docs; // the documents say what is there, and what they tell one to type works
mod layers; // what the source must look like
mod page; // what a reader sees of a report
mod parity; // every figure a second time, on DuckDB
mod support; // small workspaces made from literal files and rows
mod web; // the routes, asked as a browser asks
