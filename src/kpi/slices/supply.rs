//! What the tables that a KPI reads hold, apart from who has reported.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::caveat::{Caveat, Gap, Named};
use super::figure::Reason;
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

impl Supply {
    /// What may be told of it to who sees some rows of the tables only: from when to when they speak, and that something is
    /// missing, but neither how many rows are odd, which may be others', nor what files are called.
    #[must_use]
    pub fn for_some(&self) -> Self {
        let mut caveats: Vec<Caveat> = self.caveats.iter().filter_map(Caveat::for_some).collect();
        caveats.dedup();
        Self {
            reason: self.reason.clone(),
            caveats,
            strays: Vec::new(),
            undated: Vec::new(),
            span: self.span,
            gaps: self.gaps.iter().map(|gap| Gap { rows: 0, ..gap.clone() }).collect(),
            silences: self.silences.clone(),
        }
    }
}

impl Listing {
    /// The same of the tables of members and units.
    #[must_use]
    pub fn for_some(&self) -> Self {
        let views = self.views.iter().map(|(name, supply)| (name.clone(), supply.for_some()));
        Self { members: self.members.for_some(), views: views.collect() }
    }
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

/// So many codes are named.
const NAMED: usize = 3;

/// Codes in the tables of a query that no member of their dimension bears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableStrays {
    /// What the dimension is called.
    pub title: String,
    /// The KPI's own dimensions whose members they should be.
    pub dimensions: Vec<String>,
    /// Each with the rows that have it.
    pub codes: BTreeMap<String, u64>,
}

impl TableStrays {
    /// What is doubtful about a figure of which nobody knows what became of these rows.
    pub fn caveat(&self) -> Caveat {
        let codes = self.codes.iter().map(|(code, rows)| (code.as_str(), *rows));
        unknown(&self.title, self.codes.values().sum(), codes)
    }
}

/// The most frequent of some codes, and how many there are besides.
pub(in crate::kpi) fn unknown<'a>(
    title: &str,
    records: u64,
    codes: impl Iterator<Item = (&'a str, u64)>,
) -> Caveat {
    let mut codes: Vec<(&str, u64)> = codes.filter(|(_, records)| *records > 0).collect();
    codes.sort_by_key(|(code, records)| (Reverse(*records), *code));
    Caveat::UnknownCodes {
        dimension: title.to_owned(),
        records,
        others: codes.len().saturating_sub(NAMED) as u64,
        codes: codes.into_iter().take(NAMED).map(|(code, _)| code.to_owned()).collect(),
    }
}
