//! Records gathered into cells, with the members that they belong to.

pub(in crate::kpi) mod alike;
pub(in crate::kpi) mod cell;
pub(in crate::kpi) mod filling;
pub(in crate::kpi) mod gather;
pub(in crate::kpi) mod grid;
pub(in crate::kpi) mod heir;
pub(in crate::kpi) mod hindrance;
pub(in crate::kpi) mod living;
pub(in crate::kpi) mod member;
pub(in crate::kpi) mod overlap;
pub(in crate::kpi) mod part;
pub(in crate::kpi) mod position;
pub(in crate::kpi) mod repeats;
pub(in crate::kpi) mod stray;
pub(in crate::kpi) mod texts;
pub(in crate::kpi) mod timeline;
pub(in crate::kpi) mod view;
pub(in crate::kpi) mod within;
