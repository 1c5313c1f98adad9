//! The words of panels alone: what stands on tiles, beside charts and under them.
//!
//! `{0}`, `{1}` stand for values, as in [`super::PageWords`].

/// What panels say in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PanelWords {
    /// In place of a value whose denominator, `{0}`, is 0 and whose numerator is not.
    pub indivisible: &'static str,
    /// In place of a share of money of which nothing was allocated: `{0}` is the amount spent.
    pub overspent: &'static str,
    /// Behind a share of few: `{0}` is how many.
    pub sample: &'static str,
    /// The same in a chart, short.
    pub sample_short: &'static str,
    /// Above members that have ended.
    pub gone: &'static str,
    /// At a member that has ended: `{0}` is its last day.
    pub until: &'static str,
    /// What took its place: `{0}`.
    pub heir: &'static str,
    /// Where nothing tells which one did.
    pub no_heir: &'static str,
    /// The heading of [`Self::standing`] where the target holds for each line: `{0}` is the target.
    pub standing_against: &'static str,
    /// In place of a value of which nothing is there, above the line and below.
    pub nothing_below: &'static str,
    /// At the head of a dashboard, before what keeps those figures from being compared that say nothing of it.
    pub for_all: &'static str,
    /// Legend of an even pace; short, and no target.
    pub pace: &'static str,
    /// On a tile, where a figure is held against it: `{0}` is a percentage.
    pub year_gone: &'static str,
    /// Below a chart with an even pace.
    pub pace_note: &'static str,
    /// Below members whose target holds for their whole only.
    pub target_of_whole: &'static str,
    /// Legend of what is beyond the whole: `{0}` is the whole.
    pub beyond: &'static str,
    /// Column: whether a target is met.
    pub standing: &'static str,
    /// Column: a stage of a funnel.
    pub stage: &'static str,
    /// Column: a stage's share of the one before.
    pub share: &'static str,
    /// Between two stages: `{0}` is a percentage.
    pub of_stage_before: &'static str,
    /// Where a stage is larger than the one before.
    pub mixed_stages: &'static str,
    /// Members that are not drawn: `{0}` is how many.
    pub left_out: &'static str,
    /// Below small charts: `{0}` is the unit.
    pub one_scale: &'static str,
    /// In the legend of a chart, behind `*`: figures about which there is something to know.
    pub doubtful: &'static str,
    /// In the legend of a chart whose cells are too narrow for figures.
    pub unwritten: &'static str,
    /// The part of a member whose records name none of those below it: `{0}` is its name.
    pub unplaced_below: &'static str,
    /// Behind several bodies that have all ended: `{0}` is until when, and who stands in their place.
    pub all_ended: &'static str,
    /// How many bodies answer for something, instead of their names.
    pub owners: &'static str,
    /// The same where some have ended: `{1}` of `{0}`.
    pub owners_gone: &'static str,
    /// The same where all have.
    pub owners_all_gone: &'static str,
    /// Where parts were to be stacked and do not add up.
    pub not_stacked: &'static str,
    /// Opens the lines that a long table does not show at once: `{0}` is how many.
    pub rest: &'static str,
    /// On paper in their place.
    pub unprinted: &'static str,
    /// Parts that a chart has no room for: `{0}` are their names.
    pub undrawn: &'static str,
    /// Members merged into one.
    pub others: &'static str,
    /// Before the names of areas that have no place.
    pub unplaced: &'static str,
    /// State of a report.
    pub on_time: &'static str,
    /// Its sign, one letter.
    pub on_time_sign: &'static str,
    /// State of a report.
    pub late: &'static str,
    /// Its sign, one letter.
    pub late_sign: &'static str,
    /// State of a report.
    pub missing: &'static str,
    /// Its sign, one letter.
    pub missing_sign: &'static str,
    /// State of a report.
    pub not_owed: &'static str,
    /// In the place of rows, where there are none and files cannot be read.
    pub no_rows_read: &'static str,
    /// Below rows of one period: `{0}` rows concern others.
    pub rows_elsewhere: &'static str,
    /// Below totals: `{0}` is the column, whose total is of `{1}` of `{2}` rows.
    pub total_of: &'static str,
}
