//! The words of what a reader can choose and sort: periods, bases, filters, pages of lists.
//!
//! `{0}`, `{1}` stand for values.

/// What controls say in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlWords {
    /// A kind of period of a calendar, as a group of choices: the kind, the calendar.
    pub period_of_calendar: &'static str,
    /// Label of the choice of a base.
    pub compare: &'static str,
    /// A base.
    pub compare_last_year: &'static str,
    /// A base.
    pub compare_previous: &'static str,
    /// A base.
    pub compare_nothing: &'static str,
    /// Heading of other bases.
    pub compare_other: &'static str,
    /// A base in a sentence.
    pub base_last_year: &'static str,
    /// A base in a sentence: of a whole year.
    pub base_year_before: &'static str,
    /// A base in a sentence: its name.
    pub base_previous: &'static str,
    /// A figure that is not compared: the base, why not.
    pub not_compared_with: &'static str,
    /// The same where the page has told the base and the reason in full: `{0}` is the reason in few words.
    pub not_compared: &'static str,
    /// A base that is told and not compared: what it is called, its value, how many bodies of how many have reported,
    /// why nothing is compared.
    pub base_alone: &'static str,
    /// The same where no body owed a report: what it is called, its value, why nothing is compared.
    pub base_alone_unowed: &'static str,
    /// After a change: `{0}` is how many bodies it is of.
    pub of_bodies: &'static str,
    /// Beside such a change: the base of all bodies by its name, its value, how many bodies of how many have reported.
    pub base_of_all: &'static str,
    /// In few words why there is no comparison: `{0}` is the day of the break.
    pub break_in_few: &'static str,
    /// In few words why there is no comparison: the base begins before the records are whole.
    pub since_in_few: &'static str,
    /// In few words why there is no comparison: the data stop inside a slot.
    pub slot_in_few: &'static str,
    /// A base in a sentence.
    pub previous_unnamed: &'static str,
    /// Why there is no comparison.
    pub base_running: &'static str,
    /// Why there is no comparison.
    pub base_other_kind: &'static str,
    /// After a filter's title: how many members are chosen.
    pub chosen: &'static str,
    /// After a member that has ended: its last day.
    pub member_until: &'static str,
    /// Label of the box that shortens a long list.
    pub find_member: &'static str,
    /// Below a heading that sorts.
    pub sort_note: &'static str,
    /// After the heading of the column that sorts: for screen readers.
    pub sorted_up: &'static str,
    /// The same.
    pub sorted_down: &'static str,
    /// Label of how many records a page has.
    pub page_size: &'static str,
    /// Which page of how many: both numbers.
    pub page_of: &'static str,
    /// Link to the first page of a list.
    pub first_page: &'static str,
    /// Link to the last page of a list.
    pub last_page: &'static str,
    /// A page after the last one.
    pub past_the_end: &'static str,
    /// Below a table that may be wider than the screen.
    pub scrolls: &'static str,
    /// What a search looks at.
    pub search_in: &'static str,
    /// How many KPIs were found: of how many.
    pub found: &'static str,
    /// Link that ends a search.
    pub show_all: &'static str,
    /// Label of a KPI's dimensions.
    pub divided_by: &'static str,
    /// A period that reaches across breaks: `{0}` are their days and what changed.
    pub parted: &'static str,
    /// Before the links to the days on either side.
    pub sides: &'static str,
    /// Label of the choice of a view.
    pub view: &'static str,
    /// The view of records as they arose.
    pub view_own: &'static str,
    /// Button.
    pub copy_address: &'static str,
    /// After the address was copied.
    pub copied: &'static str,
    /// What the keyboard can do, told on request.
    pub keys_help: &'static str,
    /// Label of the choice of a calendar.
    pub calendar: &'static str,
    /// Label of the choice of a part of a year.
    pub part: &'static str,
}
