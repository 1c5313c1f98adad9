//! KPIs: lists of records that count, gathered into cubes and sliced.
//!
//! [`resolve()`] reads a KPI's file, [`gather()`] runs its query once into a [`Cube`], a [`Question`] asks it at
//! periods, [`records`] and [`proof`] print the SQL behind a [`Slice`]. Nothing here knows a clock, a page or a
//! file's place.

mod caveat;
mod cell;
mod compare;
mod completeness;
mod condition;
mod cube;
mod definition;
mod dimension;
mod figure;
mod filter;
mod formula;
mod frame;
mod gather;
mod header;
mod hindrance;
mod left_out;
mod member;
mod overlap;
mod place;
mod plan;
pub mod proof;
mod question;
pub mod records;
mod repeats;
mod resolve;
mod scope;
mod slice;
mod span;
pub(crate) mod sql;
mod status;
mod stray;
mod supply;
mod view;

pub use caveat::{Caveat, Gap, ToldCaveat, few, fewer};
pub use cell::{Cell, FEW};
pub use compare::{Against, Comparison, NotCompared};
pub use completeness::{Completeness, OBLIGATION_COLUMNS, Obligation, Obligations, Reading};
pub use cube::{Cube, Outside};
pub use definition::{Kpi, RESERVED, Role, Since, ValueColumn};
pub use dimension::{
    Dimension, Mapping, MemberSource, MemberTable, dimensions_schema, parse as parse_dimensions,
};
pub use figure::{Figure, Part, Reason, State};
pub use filter::{FilterError, Filters, UNKNOWN};
pub use frame::{Frame, SliceError, limit};
pub use gather::gather;
pub use header::{Aggregate, Better, Empty, Pace, kpi_schema};
pub use hindrance::Hindrance;
pub use member::{Member, Members};
pub use place::{Place, ShapeFile};
pub use plan::{Answer, Clause, Plan, Section, Target, TargetSource, plan_schema};
pub use question::Question;
pub use repeats::Repeats;
pub use resolve::{Surroundings, check_header, resolve};
pub use scope::Scope;
pub use slice::{Breakdown, Crossing, Slice};
pub use status::{Status, apart, status};
pub use stray::TableStrays;
pub use supply::{Listing, Named, Supply};
pub use view::{MAPPING_COLUMNS, MAPPING_EXTRAS, Split, Units};
