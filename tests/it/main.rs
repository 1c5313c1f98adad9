//! The only test binary; its modules read like a specification.

mod calendar; // periods, slots and windows, against the vectors of the law and of the plan
mod calendar_properties; // what must hold for every calendar
mod docs; // the documents say what is there, and what they tell one to type works
mod layers; // what the source must look like
mod parity; // every figure a second time, on DuckDB
