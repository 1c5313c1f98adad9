//! What a KPI and a dimension are, as files say it.

pub(in crate::kpi) mod dimension;
pub(in crate::kpi) mod geography;
pub(in crate::kpi) mod header;
pub(in crate::kpi) mod kpi;
pub(in crate::kpi) mod resolve;
