//! What a brief is made from, and what it says.

use rust_decimal::Decimal;

use super::owed_kind::OwedKind;
use super::owed_watch::{OwedFacts, OwedTogether};
use super::tile::TileView;
use crate::calendar::{Break, Day, DayRange, Period};
use crate::dashboard::BriefKind;
use crate::kpi::{Breakdown, Caveat, Target, TargetSource};
use crate::locale::Unit;

/// What a brief is made from.
#[derive(Debug)]
pub struct BriefFacts {
    /// The dashboard's KPIs in the order of its panels.
    pub kpis: Vec<KpiFacts>,
    /// The bodies that have not sent all reports that these KPIs need, by name.
    pub missing: Vec<String>,
    /// Their reports that are past due.
    pub overdue: Vec<OverdueReport>,
    /// Whether bodies that live no more owe some of these.
    pub of_ended: bool,
    /// Whether these are all reports of the period, and not those alone that the KPIs need.
    pub all_reports: bool,
    /// What bodies owe of the kinds that the dashboard watches, whatever the period.
    pub owed: OwedFacts,
    /// The checks that the dashboard watches and that some row breaks.
    pub broken: Vec<BrokenCheck>,
    /// The checks that the dashboard watches and of which nothing can be said.
    pub unchecked: Vec<UncheckedCheck>,
    /// The checks that the dashboard watches and that rows of other periods break.
    pub elsewhere: Vec<BrokenCheck>,
    /// Rows set aside in the files that these KPIs read.
    pub set_aside: u64,
    /// Rows of those files that are copies of others.
    pub copies: u64,
    /// The dashboard's period.
    pub period: Period,
    /// The day until which the data speak.
    pub data_date: Day,
    /// The plan's life.
    pub plan: Option<DayRange>,
    /// Breaks across which nothing is compared.
    pub breaks: Vec<Break>,
    /// Kinds that this dashboard's readers need first.
    pub first: Vec<BriefKind>,
    /// The codes of KPIs whose targets a panel of the dashboard tells of: what is on the page is not said again.
    pub promised: Vec<String>,
}

/// A check that some row breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenCheck {
    /// Its name.
    pub name: String,
    /// What should hold, in words.
    pub title: String,
    /// The files without which it was found.
    pub without: Option<Caveat>,
    /// What is wrong, in the check's own words; nothing where it has none, or where not all its rows are at hand.
    pub told: Option<String>,
    /// How many rows break it.
    pub rows: usize,
    /// Whether there are more than that.
    pub more: bool,
    /// Whether these are the rows of the period, and not of all data.
    pub of_period: bool,
}

/// A check of which nothing can be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UncheckedCheck {
    /// Its name.
    pub name: String,
    /// What should hold, in words.
    pub title: String,
    /// Whether the program failed; else the data say nothing.
    pub failed: bool,
}

/// A KPI with its parts.
#[derive(Debug)]
pub struct KpiFacts {
    /// Its figure, change, course and target.
    pub tile: TileView,
    /// By each dimension that the dashboard filters by: its title, the parts, their labels.
    pub parts: Vec<(String, Breakdown, Vec<String>)>,
}

/// A report that is past due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverdueReport {
    /// What it is called.
    pub report: String,
    /// Who owes it.
    pub body: String,
    /// For how many days it is late.
    pub days: i64,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The KPI that it speaks of; nothing where it speaks of the data as a whole.
    pub about: Option<About>,
    /// What it says.
    pub said: Said,
    /// What of its figures may be missing, or there twice: a change that this made is none.
    pub doubts: Vec<Doubted>,
}

/// What is doubtful about a figure of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubted {
    /// The figure's period.
    pub period: Period,
    /// The doubt.
    pub caveat: Caveat,
}

/// The KPI of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its unit.
    pub unit: Unit,
    /// The figure's period.
    pub period: Period,
}

/// What a sentence says, by its kind; numbers are in the KPI's unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// [`BriefKind::NotReported`].
    NotReported {
        /// The bodies.
        bodies: Vec<String>,
        /// Whether of all reports of the period, and not of those alone that the figures need.
        all: bool,
    },
    /// [`BriefKind::Overdue`]: how many reports of the period. Since when the oldest of them is owed is not said of many:
    /// of all periods another may be older, and a reader would take the one for the other.
    Overdue {
        /// As for those that have not reported.
        all: bool,
        /// How many reports.
        count: usize,
        /// Whether bodies that live no more owe some of them.
        of_ended: bool,
        /// The one that is late the longest.
        oldest: OverdueReport,
    },
    /// [`BriefKind::Overdue`]: what bodies owe of all kinds together, whatever the period.
    OwedTogether {
        /// It.
        all: Box<OwedTogether>,
        /// Whether it stands beside figures of an older period.
        is_later: bool,
    },
    /// [`BriefKind::Overdue`]: what bodies owe of one kind, whatever the period.
    Owed {
        /// The kind.
        kind: Box<OwedKind>,
        /// Whether it is told in full, and not in a line below what is owed together.
        in_full: bool,
        /// Whether it stands beside figures of an older period.
        is_later: bool,
    },
    /// [`BriefKind::Overdue`]: the titles of kinds of which no list could be made, or one that stands without files.
    Unlisted(Vec<String>, Option<Caveat>),
    /// [`BriefKind::Broken`].
    Broken(BrokenCheck),
    /// [`BriefKind::Broken`]: whether it holds is not known.
    Unchecked(UncheckedCheck),
    /// [`BriefKind::Elsewhere`]: rows of other periods break it.
    Elsewhere(BrokenCheck),
    /// [`BriefKind::Provisional`].
    Provisional {
        /// The period's last day.
        last_day: Day,
        /// Until when the data speak.
        data_date: Day,
    },
    /// [`BriefKind::Missed`], [`BriefKind::Met`].
    Judged {
        /// The value of the period that decides.
        value: Decimal,
        /// What was to be reached.
        target: Target,
        /// Whether it was.
        met: bool,
        /// The period that decides.
        period: Period,
        /// So many of so many, where the value is a share of few.
        few: Option<(Decimal, Decimal)>,
    },
    /// [`BriefKind::NotDue`].
    NotDue {
        /// The value of the period that will decide.
        value: Decimal,
        /// What is to be reached.
        target: Target,
        /// Where an even pace would be by now; a help to the eye, no target.
        pace: Option<Decimal>,
        /// By when that is.
        on: Day,
    },
    /// [`BriefKind::AboveAll`].
    AboveAll {
        /// The percentage.
        value: Decimal,
    },
    /// [`BriefKind::Backlog`].
    Backlog {
        /// What was carried in, and the column in words.
        opening: (Decimal, String),
        /// What is carried out.
        closing: (Decimal, String),
    },
    /// [`BriefKind::Break`].
    Break(Break),
    /// [`BriefKind::Points`], [`BriefKind::Money`], [`BriefKind::Count`], [`BriefKind::FromNone`],
    /// [`BriefKind::Unchanged`], as the unit and the values are.
    Change {
        /// The value.
        now: Decimal,
        /// The value of the base.
        base: Decimal,
        /// The base.
        base_period: Period,
        /// Whether the period has not ended, so that the base is read no farther.
        provisional: bool,
        /// How many bodies both values are of, where they are of those alone that reported on both sides.
        bodies: Option<usize>,
    },
    /// [`BriefKind::Largest`].
    Largest {
        /// The dimension's title.
        dimension: String,
        /// The part's name.
        member: String,
        /// The part.
        part: Decimal,
        /// The whole.
        whole: Decimal,
    },
    /// [`BriefKind::Highest`], [`BriefKind::Lowest`].
    Extreme {
        /// Whether it is the highest.
        highest: bool,
        /// The value.
        value: Decimal,
        /// The first of the periods.
        first: Period,
        /// How many periods.
        count: usize,
    },
    /// [`BriefKind::NoValue`]: the KPIs' titles.
    NoValue(Vec<String>),
    /// [`BriefKind::Unsettled`]: the KPIs' titles.
    Unsettled(Vec<String>),
    /// [`BriefKind::SetAside`].
    SetAside {
        /// How many rows.
        rows: u64,
        /// How many others are copies, without which nothing is missing.
        copies: u64,
    },
}

impl Sentence {
    /// Its kind.
    pub fn kind(&self) -> BriefKind {
        match &self.said {
            Said::NotReported { .. } => BriefKind::NotReported,
            Said::Overdue { .. } | Said::OwedTogether { .. } | Said::Owed { .. } | Said::Unlisted(..) => {
                BriefKind::Overdue
            }
            Said::Broken(_) | Said::Unchecked(_) => BriefKind::Broken,
            Said::Elsewhere(_) => BriefKind::Elsewhere,
            Said::Provisional { .. } => BriefKind::Provisional,
            Said::Judged { met: true, .. } => BriefKind::Met,
            Said::Judged { met: false, .. } => BriefKind::Missed,
            Said::NotDue { .. } => BriefKind::NotDue,
            Said::AboveAll { .. } => BriefKind::AboveAll,
            Said::Backlog { .. } => BriefKind::Backlog,
            Said::Break(_) => BriefKind::Break,
            Said::Change { now, base, .. } => self.change(*now, *base),
            Said::Largest { .. } => BriefKind::Largest,
            Said::Extreme { highest: true, .. } => BriefKind::Highest,
            Said::Extreme { highest: false, .. } => BriefKind::Lowest,
            Said::NoValue(_) => BriefKind::NoValue,
            Said::Unsettled(_) => BriefKind::Unsettled,
            Said::SetAside { .. } => BriefKind::SetAside,
        }
    }

    /// Whether it judges by a number that the law sets.
    pub fn is_of_law(&self) -> bool {
        matches!(&self.said, Said::Judged { target, .. } if target.source == TargetSource::Law)
    }

    fn change(&self, now: Decimal, base: Decimal) -> BriefKind {
        let unit = self.about.as_ref().map(|about| &about.unit);
        if now == base {
            BriefKind::Unchanged
        } else if unit.is_some_and(Unit::is_percent) {
            BriefKind::Points
        } else if base.is_zero() {
            BriefKind::FromNone
        } else if unit.is_some_and(|unit| unit.money) {
            BriefKind::Money
        } else {
            BriefKind::Count
        }
    }
}
