//! What the plan promises, and where a figure stands against it.

pub(in crate::kpi) mod clauses;
pub(in crate::kpi) mod status;
