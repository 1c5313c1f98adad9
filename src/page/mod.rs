//! Pages: a report in, HTML out.
//!
//! Rendering cannot fail and cannot fetch: whatever could go wrong has gone wrong before a
//! [`crate::report`] was made. No page needs its script, and none has an inline style, so that a strict
//! content security policy holds. Missing is told in words and is never 0; nothing is told by colour
//! alone.

mod address;
mod asset;
mod bars;
mod brief;
mod bullet;
mod catalogue;
mod caveat;
mod cell;
mod cells;
mod chart;
mod checks;
mod chips;
mod controls;
mod dashboard;
mod data;
mod downloads;
mod failure;
mod figure;
mod figures;
mod finding;
mod funnel;
mod grid;
mod heatmap;
mod held;
mod judgement;
mod map;
mod multiples;
mod oddities;
mod owed;
mod packs;
mod panel;
mod passport;
mod period;
mod plan;
mod plot;
mod problems;
mod quantity;
mod reason;
mod record;
mod records;
mod refusal;
mod report_list;
mod rows;
mod sample;
mod sentence;
mod several;
mod shell;
mod tile;
mod titled;
mod trend;

pub use asset::{Asset, STYLESHEET, asset};
pub use brief::{base_name, sentence};
pub use catalogue::kpis;
pub use caveat::{caveat, outside};
pub use cell::text as cell;
pub use cells::state_labels;
pub use chart::{chart, course};
pub use checks::unchecked as why_unchecked;
pub use dashboard::dashboard;
pub use data::data;
pub use failure::error;
pub use figure::{formula, left_out, taken, value};
pub use finding::{fatal as why_unusable, rule};
pub use judgement::{change, of_bodies, promised as target};
pub use maud::Markup;
pub use oddities::sentences as odd_sentences;
pub use owed::{owed, owed_basis, owed_what};
pub use packs::packs;
pub use panel::not_filtered_by;
pub use passport::passport;
pub use period::{days as period_days, name as period_name, other_days, told_days, within as period_within};
pub use plan::{name as progress, place as clause_place, plan};
pub use problems::problems;
pub use quantity::quantity;
pub use reason::{hindered as why_hindered, missing as why_no_value, not_compared as why_not_compared};
pub use record::record;
pub use records::{records, records_told};
pub use refusal::{Refusal, no_format, refusal};
pub use report_list::report_list;
pub use sentence::{capital, fill, inside};
pub use titled::{cohort, heading};
