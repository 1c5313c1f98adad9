//! Small numbers say so in words: a share of few is no percentage that anything can be read from.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::sentence::fill;
use crate::kpi::{Figure, Kpi};
use crate::locale::Locale;
use crate::report::{Sample, sample};

/// `1/1` in place of a percentage.
pub(super) fn counted(locale: &Locale, kpi: &Kpi, figure: &Figure) -> Option<String> {
    match sample(kpi, figure)? {
        Sample::Counted(above, whole) => Some(quotient(locale, above, whole)),
        Sample::Small(_) => None,
    }
}

/// So many of so many: `5/7`.
pub(super) fn quotient(locale: &Locale, above: Decimal, whole: Decimal) -> String {
    format!("{}/{}", locale.number(above, 0), locale.number(whole, 0))
}

/// `mẫu nhỏ (n = 24)` behind a percentage.
pub(super) fn mark(locale: &Locale, kpi: &Kpi, figure: &Figure) -> Markup {
    let told = small(locale, kpi, figure, locale.words().panels.sample);
    html! { @if let Some(told) = told { " " span.mark { (told) } } }
}

/// ` (n = 24)` behind a percentage in a chart; empty where there is nothing to say.
pub(super) fn short(locale: &Locale, kpi: &Kpi, figure: &Figure) -> String {
    let told = small(locale, kpi, figure, locale.words().panels.sample_short);
    told.map_or_else(String::new, |told| format!(" {told}"))
}

fn small(locale: &Locale, kpi: &Kpi, figure: &Figure, template: &str) -> Option<String> {
    match sample(kpi, figure)? {
        Sample::Counted(..) => None,
        Sample::Small(count) => {
            Some(fill(template, &[&locale.integer(i64::try_from(count).unwrap_or(i64::MAX))]))
        }
    }
}
