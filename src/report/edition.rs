//! What an edition of figures says of itself, on whatever it stands: a page, an answer, a file.

use super::Ask;
use crate::calendar::{Day, Period};
use crate::kpi::Filters;
use crate::workspace::Reader;

/// Whose numbers these are, of when, for which period, for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The workspace's title, which is the plan's.
    pub plan: String,
    /// The period, with its days: in the workspace's default calendar, or in the one of the KPI that it is about.
    pub period: Period,
    /// The day until which the data speak.
    pub data_date: Day,
    /// Under which id the figures are known, 64 hexadecimal digits: the snapshot's own for who sees all data; for another
    /// a hash of what they are given, once that is made.
    pub snapshot: String,
    /// Whether that id is the snapshot's own.
    pub is_of_snapshot: bool,
    /// What it is limited to for whoever may not see everything: the title of each dimension and the labels of its
    /// members.
    pub scope: Vec<(String, Vec<String>)>,
    /// The filters in force: the title of each dimension and the labels of its members.
    pub chosen: Vec<(String, Vec<String>)>,
    /// Whether the data are made up.
    pub synthetic: bool,
    /// Files that are there and of which no row is used, by path.
    pub unread: Vec<String>,
}

impl Edition {
    /// The edition of a period with the filters that are asked for.
    pub(super) fn of(reader: &Reader<'_>, period: Period, ask: &Ask) -> Self {
        let snapshot = reader.snapshot().into_iter();
        Self {
            plan: reader.workspace().settings.title.clone(),
            period,
            data_date: reader.data_date(),
            snapshot: reader.identity(),
            is_of_snapshot: !reader.sight().is_restricted(),
            scope: in_words(reader, reader.scope().filters()),
            chosen: in_words(reader, &ask.filters),
            synthetic: reader.is_synthetic(),
            unread: snapshot
                .flat_map(|snapshot| &snapshot.fatal_files)
                .map(|file| file.path.clone())
                .collect(),
        }
    }

    /// Whether the period ends after the data date.
    pub fn is_provisional(&self) -> bool {
        self.period.is_provisional(self.data_date)
    }
}

/// Filters in a reader's words.
pub(super) fn in_words(reader: &Reader<'_>, filters: &Filters) -> Vec<(String, Vec<String>)> {
    let label = |dimension: &str, member: &Option<String>| match member {
        Some(code) => reader.member_label(dimension, code, reader.data_date()),
        None => reader.locale().words().unknown.to_owned(),
    };
    let each = filters.iter().map(|(dimension, members)| {
        let mut labels: Vec<String> = members.iter().map(|member| label(dimension, member)).collect();
        labels.sort_by(|a, b| reader.locale().compare(a, b));
        (reader.dimension_title(dimension), labels)
    });
    each.collect()
}
