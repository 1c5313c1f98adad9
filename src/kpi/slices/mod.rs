//! A question to a cube: what a reader may see of it, and what it says of a figure.

pub(in crate::kpi) mod caveat;
pub(in crate::kpi) mod common;
pub(in crate::kpi) mod compare;
pub(in crate::kpi) mod completeness;
pub(in crate::kpi) mod condition;
pub(in crate::kpi) mod figure;
pub(in crate::kpi) mod filter;
pub(in crate::kpi) mod formula;
pub(in crate::kpi) mod frame;
pub(in crate::kpi) mod known;
pub(in crate::kpi) mod left_out;
pub mod proof;
pub(in crate::kpi) mod question;
pub mod records;
pub(in crate::kpi) mod scope;
pub(in crate::kpi) mod slice;
pub(in crate::kpi) mod span;
pub(in crate::kpi) mod stray;
pub(in crate::kpi) mod supply;
pub mod tally;
