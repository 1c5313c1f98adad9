//! The words of documents that people sign and send.

/// What a document says in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocumentWords {
    /// The state's name, at the head.
    pub state: &'static str,
    /// Its motto, below.
    pub motto: &'static str,
    /// The number of the document: the gap, the letters behind it.
    pub number: &'static str,
    /// The place and the date: the place, the gap.
    pub dated: &'static str,
    /// Before the higher bodies to which it reports.
    pub to: &'static str,
    /// Above the list of who receives it.
    pub recipients: &'static str,
    /// In that list: those to whom it reports.
    pub as_above: &'static str,
    /// A place that only people can fill: what they are asked for.
    pub blank: &'static str,
    /// Asked for where no body issues on the day of the report.
    pub issuer: &'static str,
    /// Asked for where no body is known that stands above.
    pub superior: &'static str,
    /// Asked for where nobody is known who signs.
    pub signature: &'static str,
    /// Asked for where no place is known.
    pub place: &'static str,
    /// Asked for where nothing measures a promise.
    pub unmeasured: &'static str,
    /// A figure: title, value.
    pub figure: &'static str,
    /// A figure that has no value: title, why.
    pub no_value: &'static str,
    /// A figure that has been told: title, where.
    pub told: &'static str,
    /// Figures that have been told.
    pub told_before: &'static str,
    /// After a value that may change.
    pub provisional: &'static str,
    /// After a value whose days are not those of the document: the first, the last.
    pub own_days: &'static str,
    /// What the data date `{0}` is not.
    pub data_date_note: &'static str,
    /// Above the list of who has not reported: which reports it holds.
    pub sent_about: &'static str,
    /// Heading of the identities in a document of a workspace that has no outline.
    pub general_checks: &'static str,
    /// Where no identity is written down.
    pub no_checks: &'static str,
    /// Where all hold: how many.
    pub checks_hold: &'static str,
    /// Before those that do not hold: how many there are, how many do not hold.
    pub checks_broken: &'static str,
    /// The last day of what stands so at an end, in place of its days: `{1}`.
    pub own_state: &'static str,
    /// The change, the base's name, the level, the base.
    pub change: &'static str,
    /// The change of a percentage: in which direction and how far, the base's name, the base.
    pub points: &'static str,
    /// No change: the base's name.
    pub unchanged: &'static str,
    /// From nothing: the base's name.
    pub from_none: &'static str,
    /// What has come since the year began.
    pub so_far: &'static str,
    /// The plan's whole life, which decides: the value.
    pub over_plan: &'static str,
    /// The target.
    pub met: &'static str,
    /// The target.
    pub missed: &'static str,
    /// The same of what the law demands.
    pub met_law: &'static str,
    /// The same of what the law demands.
    pub missed_law: &'static str,
    /// The target, its day.
    pub not_due: &'static str,
    /// Where notes stand.
    pub see_notes: &'static str,
    /// The day, how many bodies.
    pub all_sent: &'static str,
    /// The day, how many bodies of how many.
    pub not_sent: &'static str,
    /// Where no report is due.
    pub none_owed: &'static str,
    /// Heads of the table of bodies, number, body, reports, days late.
    pub sent_heads: [&'static str; 4],
    /// A report: its title, its days.
    pub unsent_one: &'static str,
    /// The same report, several times: its title, how often, the first day, the last.
    pub unsent_many: &'static str,
    /// How many rows.
    pub set_aside: &'static str,
    /// How many rows.
    pub copies: &'static str,
    /// Files of the data of which no row counts.
    pub unread: &'static str,
    /// What the figures are limited to.
    pub filtered: &'static str,
    /// Where there is nothing to say.
    pub nothing: &'static str,
    /// A numbered appendix.
    pub appendix: &'static str,
    /// The only one.
    pub only_appendix: &'static str,
    /// The appendices, in a sentence of their own.
    pub attached: &'static str,
    /// In it: its name, its title.
    pub attached_one: &'static str,
    /// Below an appendix's title: the gap, the letters, the body.
    pub attached_to: &'static str,
    /// Before the notes of a table.
    pub notes: &'static str,
    /// A KPI of which no line can be made: code, why.
    pub without_line: &'static str,
    /// The mark at a document's end.
    pub end: &'static str,
    /// The day until which the data speak.
    pub data_date: &'static str,
    /// The kind of document where no outline says it.
    pub general: &'static str,
    /// Heading of the brief where no outline says it.
    pub general_brief: &'static str,
    /// Heading of the tables where no outline says it.
    pub general_tables: &'static str,
    /// Heading of who has not reported where no outline says it.
    pub general_bodies: &'static str,
    /// In the foot of every page: product, plan, period, code of the data.
    pub source: &'static str,
    /// What a pack of some dashboards does not hold.
    pub not_packed: &'static str,
}
