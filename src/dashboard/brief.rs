//! The kinds of sentence that the brief of a dashboard is made of.

/// One kind of sentence. The order is that of consequence: what was promised and missed, and money; what is overdue; what has
/// changed; what stands out; at last what limits the figures. A dashboard may put kinds before all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BriefKind {
    /// A target that is missed on its day, and by how much. Silent before its day, under filters, without a target.
    Missed,
    /// A percentage above 100: spent beyond what was allotted. Silent up to 100, and for other units.
    AboveAll,
    /// Rows that break an identity which the dashboard's readers watch, or one of which nothing can be said. Silent where all hold.
    Broken,
    /// Reports past their due day. Silent where there is none.
    Overdue,
    /// What is carried out exceeds what was carried in. Silent where a KPI does not hold both, and where it does not grow.
    Backlog,
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
    /// Nothing moved. Silent where nothing is compared.
    Unchanged,
    /// Who has not sent all reports. Silent where all have, or nobody owed one.
    NotReported,
    /// The period is not over. Silent where it is.
    Provisional,
    /// Something changed in between, so that nothing is compared; said once. Silent where figures compare.
    Break,
    /// Figures that have no value. Silent where all have one.
    NoValue,
    /// A budget year that is not settled. Silent where none is shown.
    Unsettled,
    /// Rows of other periods that break what the dashboard's readers watch, counted. Silent where there are none.
    Elsewhere,
    /// Rows set aside in files that these figures are computed from. Silent where there is none.
    SetAside,
}

/// What a reader does with a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Decides something: a promise was missed, money or work is not in order.
    Decision,
    /// Knows more.
    Result,
    /// Trusts the figures so far and no further.
    Caveat,
}

impl BriefKind {
    /// What a reader does with it.
    pub fn weight(self) -> Weight {
        match self {
            Self::Missed | Self::AboveAll | Self::Broken | Self::Overdue | Self::Backlog => Weight::Decision,
            Self::Points
            | Self::Money
            | Self::Count
            | Self::FromNone
            | Self::Largest
            | Self::Highest
            | Self::Lowest
            | Self::NotDue
            | Self::Met
            | Self::Unchanged => Weight::Result,
            Self::NotReported
            | Self::Provisional
            | Self::Break
            | Self::NoValue
            | Self::Unsettled
            | Self::Elsewhere
            | Self::SetAside => Weight::Caveat,
        }
    }
}

/// The words for [`BriefKind`], in its order.
pub const BRIEF_KINDS: [(&str, BriefKind); 22] = [
    ("missed", BriefKind::Missed),
    ("above_all", BriefKind::AboveAll),
    ("broken", BriefKind::Broken),
    ("overdue", BriefKind::Overdue),
    ("backlog", BriefKind::Backlog),
    ("points", BriefKind::Points),
    ("money", BriefKind::Money),
    ("count", BriefKind::Count),
    ("from_none", BriefKind::FromNone),
    ("largest", BriefKind::Largest),
    ("highest", BriefKind::Highest),
    ("lowest", BriefKind::Lowest),
    ("not_due", BriefKind::NotDue),
    ("met", BriefKind::Met),
    ("unchanged", BriefKind::Unchanged),
    ("not_reported", BriefKind::NotReported),
    ("provisional", BriefKind::Provisional),
    ("break", BriefKind::Break),
    ("no_value", BriefKind::NoValue),
    ("unsettled", BriefKind::Unsettled),
    ("elsewhere", BriefKind::Elsewhere),
    ("set_aside", BriefKind::SetAside),
];
