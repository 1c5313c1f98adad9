//! Addresses: they hold the whole state of a page, so that every link keeps what the reader chose.

use url::form_urlencoded::Serializer;

use crate::calendar::Period;
use crate::kpi::records::{COUNTED_IN, Page, Sort};
use crate::kpi::{Figure, Filters, UNKNOWN};
use crate::report::{Ask, Compare, Head, RECORDS_A_PAGE, ReportState};

/// A page's path, and the question with a period in place of its own.
pub(super) fn with_period(path: &str, ask: &Ask, period: Option<&str>) -> String {
    whole(path, ask, period, &[])
}

/// A page's path and the question as it was asked.
pub(super) fn same(path: &str, ask: &Ask) -> String {
    with_period(path, ask, ask.period.as_deref())
}

/// A page's path and the question without its filters.
pub(super) fn unfiltered(path: &str, ask: &Ask) -> String {
    with_period(path, &Ask { filters: Filters::default(), ..ask.clone() }, ask.period.as_deref())
}

/// A KPI's page, for the very figure that the reader saw.
pub(super) fn kpi(code: &str, ask: &Ask, period: &Period) -> String {
    with_period(&kpi_path(code), ask, Some(&figure_period(ask, period)))
}

/// A page of another calendar, asked for the very period that the reader sees.
pub(super) fn of_period(path: &str, ask: &Ask, period: &Period) -> String {
    with_period(path, ask, Some(&figure_period(ask, period)))
}

/// The same page, asked otherwise.
pub(super) fn here(ask: &Ask) -> String {
    same("", ask)
}

/// A page of the records behind that figure.
pub(super) fn records(code: &str, ask: &Ask, period: &Period, page: &Page) -> String {
    let name = figure_period(ask, period);
    whole(&records_path(code), ask, Some(&name), &place(page))
}

/// The same of the period with which the list opens.
pub(super) fn records_of_any_period(code: &str, ask: &Ask, page: &Page) -> String {
    whole(&records_path(code), ask, None, &place(page))
}

/// Which records, their order and the place in it.
fn place(page: &Page) -> Vec<(&'static str, String)> {
    let mut own = chosen(page);
    if page.limit != RECORDS_A_PAGE {
        own.push(("limit", page.limit.to_string()));
    }
    if page.offset > 0 {
        own.push(("offset", page.offset.to_string()));
    }
    own
}

/// Which records, and their order.
fn chosen(page: &Page) -> Vec<(&'static str, String)> {
    let words = (!page.only.words.is_empty()).then(|| ("q", page.only.words.clone()));
    let way = page.only.counted_in.as_ref().map(|way| (COUNTED_IN, way.word().to_owned()));
    let sort = page.sort.as_ref().map(|sort| ("sort", sort_word(sort)));
    words.into_iter().chain(way).chain(sort).collect()
}

/// The proof of that figure, to be taken away.
pub(super) fn proof(code: &str, ask: &Ask, period: &Period) -> String {
    let name = figure_period(ask, period);
    with_period(&format!("{}/proof.zip", kpi_path(code)), ask, Some(&name))
}

/// What a page shows as a file: `path` without the format.
pub(super) fn file(path: &str, format: &str, ask: &Ask, period: &Period) -> String {
    let name = figure_period(ask, period);
    with_period(&format!("{path}.{format}"), ask, Some(&name))
}

/// All records of a list as a file, in its order.
pub(super) fn records_file(format: &str, code: &str, ask: &Ask, period: &Period, page: &Page) -> String {
    let name = figure_period(ask, period);
    whole(&format!("{}.{format}", records_path(code)), ask, Some(&name), &chosen(page))
}

/// `COLUMN` or `-COLUMN`.
pub(super) fn sort_word(sort: &Sort) -> String {
    format!("{}{}", if sort.descending { "-" } else { "" }, sort.column)
}

/// The list of KPIs, with a search.
pub(super) fn catalogue(ask: &Ask, query: &str) -> String {
    let own: Vec<_> = (!query.is_empty()).then(|| ("q", query.to_owned())).into_iter().collect();
    whole(CATALOGUE, ask, ask.period.as_deref(), &own)
}

/// The path of the list of KPIs.
pub(super) const CATALOGUE: &str = "/kpis";

/// The path of the packs.
pub(super) const PACKS: &str = "/exports";

/// The path of a KPI's page.
pub(super) fn kpi_path(code: &str) -> String {
    format!("/kpis/{}", segment(code))
}

/// The path of a KPI's records.
pub(super) fn records_path(code: &str) -> String {
    format!("{}/records", kpi_path(code))
}

/// The path of a dashboard.
pub(super) fn dashboard_path(id: &str) -> String {
    format!("/dashboards/{}", segment(id))
}

/// The path below which a dashboard's charts lie.
pub(super) fn charts_path(id: &str) -> String {
    format!("/charts/{}", segment(id))
}

/// The period of a figure by the name that was asked for, else by its own; behind its calendar where that is the page's and
/// elsewhere another would be meant.
fn figure_period(ask: &Ask, period: &Period) -> String {
    let name = ask.period.clone().unwrap_or_else(|| period.name());
    match ask.calendar.as_ref().filter(|own| *own == period.calendar() && !name.contains(':')) {
        Some(own) => format!("{}:{name}", own.name),
        None => name,
    }
}

/// A neighbouring period's name as this question would name it: where the reader named the calendar,
/// it stays named.
pub(super) fn period_name(ask: &Ask, period: &Period) -> String {
    if names_calendar(ask) { period.qualified() } else { period.name() }
}

/// Whether the reader named the calendar of the period.
pub(super) fn names_calendar(ask: &Ask) -> bool {
    ask.period.as_ref().is_some_and(|text| text.contains(':'))
}

/// What a question holds besides its period and its filters, as an address writes it.
pub(super) fn others(ask: &Ask) -> Vec<(&'static str, String)> {
    let view = ask.view.iter().map(|view| ("view", view.clone()));
    let compare = (ask.compare != Compare::default()).then(|| ("compare", ask.compare.word().to_owned()));
    view.chain(compare).collect()
}

fn whole(path: &str, ask: &Ask, period: Option<&str>, own: &[(&str, String)]) -> String {
    let mut query = Serializer::new(String::new());
    if let Some(period) = period {
        query.append_pair("period", period);
    }
    for (dimension, members) in ask.filters.iter() {
        for member in members {
            query.append_pair(dimension, member.as_deref().unwrap_or(UNKNOWN));
        }
    }
    for (name, value) in others(ask).iter().chain(own) {
        query.append_pair(name, value);
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// An address with further parameters.
pub(super) fn also(address: String, more: &[(&str, &str)]) -> String {
    if more.is_empty() {
        return address;
    }
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{}", Serializer::new(String::new()).extend_pairs(more).finish())
}

/// The page of a row of a table, by its key.
pub(super) fn record(ask: &Ask, table: &str, key: &str) -> String {
    same(&format!("/data/tables/{}/{}", segment(table), segment(key)), ask)
}

/// The path of the list of reports.
pub(super) const REPORTS: &str = "/data/reports";

/// The path of what is owed.
pub(super) const OWED: &str = "/owed";

/// What is owed by a body, by its code; of one kind where one is named.
pub(super) fn owed(ask: &Ask, dimension: &str, body: Option<&str>, kind: Option<&str>) -> String {
    let mut ask = Ask { filters: Filters::default(), ..ask.clone() };
    if let Some(body) = body {
        ask.filters.allow(dimension, body);
    }
    let own: Vec<_> = kind.map(|kind| ("list", kind.to_owned())).into_iter().collect();
    whole(OWED, &ask, ask.period.as_deref(), &own)
}

/// What is owed of a kind by those whom a reader asks for.
pub(super) fn owed_of(ask: &Ask, kind: &str) -> String {
    whole(OWED, ask, ask.period.as_deref(), &[("list", kind.to_owned())])
}

/// The same as a file.
pub(super) fn owed_file(format: &str, ask: &Ask, kind: Option<&str>) -> String {
    let own: Vec<_> = kind.map(|kind| ("list", kind.to_owned())).into_iter().collect();
    whole(&format!("{OWED}/export.{format}"), ask, ask.period.as_deref(), &own)
}

/// Whose reports a list has.
pub(super) enum ReportsAt<'a> {
    /// Those of the period.
    Period,
    /// Those that a KPI's figure needs.
    Kpi(&'a str),
    /// Those of a dashboard.
    Dashboard(&'a str),
}

/// The list of the reports that a number counts.
pub(super) fn reports(ask: &Ask, of: &ReportsAt<'_>, state: Option<ReportState>) -> String {
    let mut own = Vec::new();
    match of {
        ReportsAt::Period => {}
        ReportsAt::Kpi(code) => own.push(("kpi", (*code).to_owned())),
        ReportsAt::Dashboard(id) => own.push(("dashboard", (*id).to_owned())),
    }
    own.extend(state.map(|state| ("state", state.word().to_owned())));
    whole(REPORTS, ask, ask.period.as_deref(), &own)
}

/// The reports that a figure needs, of the very days and filters of which it speaks.
pub(super) fn reports_of(head: &Head, figure: &Figure, state: Option<ReportState>) -> String {
    let ask = Ask {
        period: Some(figure.period.qualified()),
        filters: head.filters.clone(),
        view: figure.view.clone(),
        compare: Compare::default(),
        calendar: None,
    };
    reports(&ask, &ReportsAt::Kpi(&head.kpi.code), state)
}

/// One segment of a path, with everything but letters, digits, `-`, `_` and `.` escaped.
pub(super) fn segment(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
