//! The words that the program itself says.
//!
//! Titles, labels and units of a workspace come from its own files; only what every workspace
//! shares stands here, one file a language; a new word is a field here and a line in each.
//! Parts of sentences are lower case; headings and labels begin with a capital.

mod access;
mod brief;
mod controls;
mod data_page;
mod document;
mod downloads;
mod elsewhere;
mod en;
mod lists;
mod numbers;
mod official;
mod owed;
mod pages;
mod panels;
mod passport;
mod plan_page;
mod print;
mod records_page;
mod service;
mod several;
mod vi;
mod workbook;

pub use access::AccessWords;
pub use brief::BriefWords;
pub use controls::ControlWords;
pub use data_page::DataWords;
pub use document::DocumentWords;
pub use downloads::DownloadWords;
pub use elsewhere::ElsewhereWords;
pub use lists::ListWords;
pub use numbers::NumberWords;
pub use official::OfficialWords;
pub use owed::OwedWords;
pub use pages::PageWords;
pub use panels::PanelWords;
pub use passport::PassportWords;
pub use plan_page::PlanWords;
pub use print::PrintWords;
pub use records_page::RecordsPageWords;
pub use service::ServiceWords;
pub use several::SeveralWords;
pub use workbook::WorkbookWords;

/// The program's own words in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    // The program and its pages
    /// The program's name, at the end of every page's title.
    pub product: &'static str,
    /// What the program promises, under its name.
    pub tagline: &'static str,
    /// Heading of the list of dashboards.
    pub dashboards: &'static str,
    /// Heading of the list of all KPIs.
    pub catalogue: &'static str,
    /// Heading of the page on what data arrived.
    pub data: &'static str,
    /// Heading of the page on mistakes in the workspace's files.
    pub problems: &'static str,
    /// Said on that page when there is none.
    pub no_problems: &'static str,
    /// Heading of the page of report packs.
    pub exports: &'static str,
    /// The plan, as a link and below an axis.
    pub plan: &'static str,
    /// A page of a longer list, before its number.
    pub page: &'static str,
    /// Link to the page before.
    pub previous_page: &'static str,
    /// Link to the page after.
    pub next_page: &'static str,
    /// First link of a page, for those who read with a keyboard or a screen reader.
    pub skip_to_content: &'static str,
    /// Link to where the reader came from.
    pub back: &'static str,
    /// Link from a figure to its explanation.
    pub details: &'static str,
    /// Link to a file.
    pub download: &'static str,
    /// Heading of a page that does not exist.
    pub not_found: &'static str,
    /// Heading where an address has a wrong value.
    pub bad_request: &'static str,
    /// Heading where a figure or page could not be made.
    pub failed: &'static str,
    /// Before the list of what could have been asked for.
    pub valid_values: &'static str,
    // Marks on figures
    /// Mark on everything made from invented data.
    pub synthetic: &'static str,
    /// The same as a sentence.
    pub synthetic_note: &'static str,
    /// Mark of a period that ends after the data date.
    pub provisional: &'static str,
    /// Mark of a budget period whose settlement is not over.
    pub unsettled: &'static str,
    /// The same as a phrase.
    pub unsettled_note: &'static str,
    /// State: a body owed a report and has not sent it.
    pub not_reported: &'static str,
    /// State: what is owed is past its due day.
    pub overdue: &'static str,
    /// State: nothing to compute the figure from.
    pub no_value: &'static str,
    /// The member of a dimension for records that do not say.
    pub unknown: &'static str,
    /// State of a target before its by-date.
    pub not_due: &'static str,
    /// State of a period after the data date.
    pub not_begun: &'static str,
    /// State of a figure hidden to protect those behind it.
    pub suppressed: &'static str,
    /// State of a target.
    pub met: &'static str,
    /// State of a target.
    pub missed: &'static str,
    /// Mark of a period that reaches back before the plan began.
    pub before_plan: &'static str,
    /// Where there is no comparison, before the reason.
    pub not_comparable: &'static str,
    /// Beside a KPI that lacks a filter's dimension, before the dimension's name.
    pub unfiltered_by: &'static str,
    /// Beside a KPI that answers no clause of the plan.
    pub no_clause: &'static str,
    /// Beside a clause that no KPI answers yet.
    pub no_kpi: &'static str,
    /// Beside a KPI for which the plan sets no target.
    pub no_target: &'static str,
    /// Below a breakdown whose parts add up to more than the total.
    pub overlapping: &'static str,
    // Periods and the data date
    /// Label of the period of a report.
    pub reporting_period: &'static str,
    /// Link.
    pub previous_period: &'static str,
    /// Link.
    pub next_period: &'static str,
    /// Link to the period that has not ended.
    pub running_period: &'static str,
    /// Name of the plan's whole life.
    pub whole_plan: &'static str,
    /// Label of the data date.
    pub data_date: &'static str,
    /// Label of the day on which a report is due.
    pub due_on: &'static str,
    // A figure explained
    /// A KPI.
    pub kpi: &'static str,
    /// Label of a KPI's code.
    pub code: &'static str,
    /// Label of a KPI's value.
    pub value: &'static str,
    /// The same of a percentage.
    pub rate: &'static str,
    /// Label of a KPI's unit.
    pub unit: &'static str,
    /// Label of what a KPI means.
    pub definition: &'static str,
    /// Label of how it is computed.
    pub formula: &'static str,
    /// Upper part of a quotient.
    pub numerator: &'static str,
    /// Lower part of a quotient.
    pub denominator: &'static str,
    /// Between the two in a sentence: `12 vụ đã xử lý trên 15 vụ`.
    pub over: &'static str,
    /// A target of the plan.
    pub target: &'static str,
    /// Label of the day by which it is to be met.
    pub target_by: &'static str,
    /// Label of the neutral line that is no target.
    pub even_pace: &'static str,
    /// Label of the clause of the plan that a KPI answers.
    pub clause: &'static str,
    /// Label of a KPI's query.
    pub sql: &'static str,
    /// Label of the query that gives the very figure again.
    pub proof: &'static str,
    /// What the proof is for.
    pub proof_note: &'static str,
    /// The exact files that a figure was computed from.
    pub snapshot: &'static str,
    /// Label of the list of these files.
    pub data_files: &'static str,
    /// Label of a file's SHA-256.
    pub hash: &'static str,
    /// Label of a file's size.
    pub size: &'static str,
    /// Label of a number of rows.
    pub rows: &'static str,
    /// The records that a figure counts.
    pub records: &'static str,
    /// Label of the column that a record counted in.
    pub counted_in: &'static str,
    /// Rows that failed a check and are not counted.
    pub set_aside: &'static str,
    /// Label of a reason.
    pub reason: &'static str,
    /// After a quotient of reports, as `18/24`.
    pub bodies_reported: &'static str,
    /// The same where there is one body.
    pub body_reported: &'static str,
    /// Heading of the list of those that have not.
    pub bodies_missing: &'static str,
    /// The row of a total.
    pub total: &'static str,
    /// Heading of a series over time.
    pub trend: &'static str,
    /// Before the name of a dimension.
    pub broken_down_by: &'static str,
    /// Label of a chart's table.
    pub same_figures_as_table: &'static str,
    // Filters
    /// Heading of the filters.
    pub filters: &'static str,
    /// Button.
    pub apply: &'static str,
    /// Link.
    pub clear_filters: &'static str,
    /// The choice of no filter.
    pub all: &'static str,
    /// Label of a search.
    pub search: &'static str,
    /// Where a search or filter leaves nothing.
    pub no_matches: &'static str,
    // Parts of sentences
    /// Before a difference.
    pub increase: &'static str,
    /// Before a difference.
    pub decrease: &'static str,
    /// Before a difference that is less than is shown.
    pub slightly_more: &'static str,
    /// Before a difference that is less than is shown.
    pub slightly_less: &'static str,
    /// In place of a difference.
    pub unchanged: &'static str,
    /// Before the name of a base.
    pub compared_with: &'static str,
    /// Name of a base.
    pub same_period_last_year: &'static str,
    /// Name of a base.
    pub previous_period_base: &'static str,
    /// Before the value of a base.
    pub from: &'static str,
    /// Between a base and a greater value.
    pub up_to: &'static str,
    /// Between a base and a smaller value.
    pub down_to: &'static str,
    /// Before the least difference that is still shown.
    pub short_of: &'static str,
    /// Before a number that a value stays below by less than is shown.
    pub less_than: &'static str,
    /// Before a number that a value exceeds by less than is shown.
    pub more_than: &'static str,
    /// Unit of a difference of percentages, of 1.
    pub percentage_point: &'static str,
    /// Unit of a difference of percentages.
    pub percentage_points: &'static str,
    /// Scale of an amount.
    pub million: &'static str,
    /// Scale of an amount.
    pub billion: &'static str,
    /// Currency where the workspace names none.
    pub currency: &'static str,

    /// Column of a record list: the day on which a record counts.
    pub record_day: &'static str,
    /// Column of a list of figures: the member of a breakdown.
    pub part: &'static str,
    /// Column of a list of figures: why there is none, or where it stands.
    pub note: &'static str,

    /// What is said of a figure's foundations.
    pub numbers: NumberWords,
    /// What only pages say.
    pub pages: PageWords,
    /// What only panels say.
    pub panels: PanelWords,
    /// What the service says of itself.
    pub service: ServiceWords,
    /// Files to take away.
    pub downloads: DownloadWords,
    /// Lists to take away.
    pub lists: ListWords,
    /// What stands on panels of several KPIs.
    pub several: SeveralWords,
    /// What stands on lists of records, and on a record.
    pub records_page: RecordsPageWords,
    /// The lists of what is owed.
    pub owed: OwedWords,
    /// What the brief of a dashboard says.
    pub brief: BriefWords,
    /// What the page on the data says.
    pub data_page: DataWords,
    /// What the plan's page says.
    pub plan_page: PlanWords,
    /// Printed reports.
    pub print: PrintWords,
    /// What a number's passport says.
    pub passport: PassportWords,
    /// What a proof that runs elsewhere says.
    pub elsewhere: ElsewhereWords,
    /// What official tables say.
    pub official: OfficialWords,
    /// What workbooks say.
    pub workbook: WorkbookWords,
    /// What documents say.
    pub document: DocumentWords,
    /// What controls say.
    pub controls: ControlWords,
    /// What is said of accounts and of what was done.
    pub access: AccessWords,
}

impl Words {
    /// What stands behind a quotient of reports, of so many bodies.
    #[must_use]
    pub fn reported_of(&self, bodies: usize) -> &'static str {
        if bodies == 1 { self.body_reported } else { self.bodies_reported }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::nfc;

    #[test]
    fn words_are_composed_and_without_stray_spaces() {
        for words in [Words::VI, Words::EN] {
            // The derived output holds every field, so that no list has to be kept here.
            let all = format!("{words:?}");
            assert_eq!(nfc(&all), all);
            for word in all.split('"').skip(1).step_by(2) {
                assert!(!word.is_empty());
                assert_eq!(
                    word.split_whitespace().collect::<Vec<_>>().join(" "),
                    word.replace('\u{a0}', " ")
                );
            }
        }
    }
}
