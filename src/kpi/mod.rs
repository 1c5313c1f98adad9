//! KPIs: lists of records that count, gathered into cubes and sliced.
//!
//! [`resolve()`] reads a KPI's file, [`gather()`] runs its query once into a [`Cube`], a [`Question`] asks it at
//! periods, [`records`] and [`proof`] print the SQL behind a [`Slice`]. Nothing here knows a clock, a page or a
//! file's place.

mod cube;
mod definition;
mod plan;
mod slices;
pub(crate) mod sql;

pub use cube::cell::{Cell, FEW};
pub use cube::gather::{cube, gather};
pub use cube::grid::{Cube, Outside};
pub use cube::heir::Heir;
pub use cube::hindrance::Hindrance;
pub use cube::member::{Member, Members};
pub use cube::part::Part as CubePart;
pub use cube::position::Position;
pub use cube::repeats::Repeats;
pub use cube::timeline::Timeline;
pub use cube::view::{MAPPING_COLUMNS, MAPPING_EXTRAS, Split, Units};
pub use definition::dimension::{
    Dimension, Mapping, MemberSource, MemberTable, UNKNOWN, dimensions_schema, parse as parse_dimensions,
};
pub use definition::geography::ShapeFile;
pub use definition::header::{Aggregate, Better, Empty, Pace, kpi_schema};
pub use definition::kpi::{Kpi, RESERVED, Role, Since, ValueColumn};
pub use definition::resolve::{Surroundings, check_header, resolve};
pub use plan::clauses::{Answer, Clause, Plan, Section, Target, TargetSource, plan_schema};
pub use plan::status::{Status, apart, status};
pub use slices::caveat::{Caveat, Gap, Named, ToldCaveat, few, fewer};
pub use slices::common::Common;
pub use slices::compare::{Against, Comparison, NotCompared};
pub use slices::completeness::{
    Arrival, Completeness, OBLIGATION_COLUMNS, Obligation, Obligations, Owed, Reading,
};
pub use slices::figure::{Figure, Part, Reason, State};
pub use slices::filter::{FilterError, Filters};
pub use slices::frame::{Frame, SliceError};
pub use slices::question::Question;
pub use slices::scope::Scope;
pub use slices::slice::{Breakdown, Crossing, Slice};
pub use slices::supply::{Listing, Supply, TableStrays};
pub use slices::{proof, records, tally};
