//! What the tables that a KPI reads hold, apart from who has reported.

use indexmap::IndexMap;

use super::caveat::{Caveat, Gap};
use super::figure::Reason;
use super::stray::TableStrays;
use crate::calendar::DayRange;

/// What a KPI's tables say of every figure of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Supply {
    /// Why no figure of it can have a number.
    pub reason: Option<Reason>,
    /// What is doubtful about each of its figures.
    pub caveats: Vec<Caveat>,
    /// Codes in its tables that no member of their dimension bears, a dimension once.
    pub strays: Vec<TableStrays>,
    /// Rows of its tables that no period has: told where its own records do not tell the same.
    pub undated: Vec<Caveat>,
    /// The days that all its tables speak for; nothing where none of them says.
    pub span: Option<DayRange>,
    /// Days inside for which some table has no data.
    pub gaps: Vec<Gap>,
    /// Days inside on which a table has no row although it otherwise has rows all the time.
    pub silences: Vec<(Named, DayRange)>,
}

/// What the tables say that list a dimension's members and map them to units. Of each only reason and caveats
/// are told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Of the table of its members.
    pub members: Supply,
    /// Of what each of its views reads.
    pub views: IndexMap<String, Supply>,
}

/// A table or a column by its name and by what readers call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// What readers call it.
    pub title: String,
}
