//! The kinds of sentence that the brief of a dashboard is made of.

/// One kind of sentence. The order is that of importance; a dashboard may put kinds before all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BriefKind {
    /// Who has not sent all reports. Silent where all have, or nobody owed one.
    NotReported,
    /// Reports past their due day. Silent where there is none.
    Overdue,
    /// Rows that break an identity which the dashboard's readers watch, or one of which nothing can be said. Silent where all hold.
    Broken,
    /// The period is not over. Silent where it is.
    Provisional,
    /// A target that is missed on its day, and by how much. Silent before its day, under filters, without a target.
    Missed,
    /// A percentage above 100: spent beyond what was allotted. Silent up to 100, and for other units.
    AboveAll,
    /// What is carried out exceeds what was carried in. Silent where a KPI does not hold both, and where it does not grow.
    Backlog,
    /// Something changed in between, so that nothing is compared; said once. Silent where figures compare.
    Break,
    /// A percentage moved, in percentage points. Silent where it is not compared or did not move.
    Points,
    /// An amount moved. Silent as above.
    Money,
    /// A count moved. Silent as above, and where there was none before.
    Count,
    /// From none to some, never in percent. Silent where the base is not 0.
    FromNone,
    /// The largest part of a whole. Silent where parts overlap or do not add, below two in five, or of fewer than five.
    Largest,
    /// The highest of the last periods. Silent below four whole periods, for ties, and across a break.
    Highest,
    /// The lowest of them. Silent likewise.
    Lowest,
    /// A target whose day has not come, and how far it is. Silent without one.
    NotDue,
    /// A target that is met. Silent before its day.
    Met,
    /// Figures that have no value. Silent where all have one.
    NoValue,
    /// Nothing moved. Silent where nothing is compared.
    Unchanged,
    /// A budget year that is not settled. Silent where none is shown.
    Unsettled,
    /// Rows set aside in files that these figures are computed from. Silent where there is none.
    SetAside,
}

/// The words for [`BriefKind`], in its order.
pub const BRIEF_KINDS: [(&str, BriefKind); 21] = [
    ("not_reported", BriefKind::NotReported),
    ("overdue", BriefKind::Overdue),
    ("broken", BriefKind::Broken),
    ("provisional", BriefKind::Provisional),
    ("missed", BriefKind::Missed),
    ("above_all", BriefKind::AboveAll),
    ("backlog", BriefKind::Backlog),
    ("break", BriefKind::Break),
    ("points", BriefKind::Points),
    ("money", BriefKind::Money),
    ("count", BriefKind::Count),
    ("from_none", BriefKind::FromNone),
    ("largest", BriefKind::Largest),
    ("highest", BriefKind::Highest),
    ("lowest", BriefKind::Lowest),
    ("not_due", BriefKind::NotDue),
    ("met", BriefKind::Met),
    ("no_value", BriefKind::NoValue),
    ("unchanged", BriefKind::Unchanged),
    ("unsettled", BriefKind::Unsettled),
    ("set_aside", BriefKind::SetAside),
];
