//! Addresses: they hold the whole state of a page, so that every link keeps what the reader chose.

use url::form_urlencoded::Serializer;

use crate::calendar::Period;
use crate::kpi::{Filters, UNKNOWN};
use crate::report::Ask;

/// A page's path, and the question with a period in place of its own.
pub(super) fn with_period(path: &str, ask: &Ask, period: Option<&str>) -> String {
    whole(path, ask, period, None)
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
    with_period(&kpi_path(code), ask, Some(&ask.period.clone().unwrap_or_else(|| period.name())))
}

/// The records behind that figure, from a place on (counted from 0).
pub(super) fn records(code: &str, ask: &Ask, period: &Period, offset: usize) -> String {
    let name = ask.period.clone().unwrap_or_else(|| period.name());
    whole(&format!("{}/records", kpi_path(code)), ask, Some(&name), (offset > 0).then_some(offset))
}

/// The path of a KPI's page.
pub(super) fn kpi_path(code: &str) -> String {
    format!("/kpis/{}", segment(code))
}

/// The path of a dashboard.
pub(super) fn dashboard_path(id: &str) -> String {
    format!("/dashboards/{}", segment(id))
}

/// A neighbouring period's name as this question would name it: where the reader named the calendar,
/// it stays named.
pub(super) fn period_name(ask: &Ask, period: &Period) -> String {
    let named = ask.period.as_ref().is_some_and(|text| text.contains(':'));
    if named { period.qualified() } else { period.name() }
}

fn whole(path: &str, ask: &Ask, period: Option<&str>, offset: Option<usize>) -> String {
    let mut query = Serializer::new(String::new());
    if let Some(period) = period {
        query.append_pair("period", period);
    }
    if let Some(view) = &ask.view {
        query.append_pair("view", view);
    }
    for (dimension, members) in ask.filters.iter() {
        for member in members {
            query.append_pair(dimension, member.as_deref().unwrap_or(UNKNOWN));
        }
    }
    if let Some(offset) = offset {
        query.append_pair("offset", &offset.to_string());
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

/// One segment of a path, with everything but letters, digits, `-`, `_` and `.` escaped.
fn segment(text: &str) -> String {
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
