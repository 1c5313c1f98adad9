//! Small numbers say so in words: a share of few is no percentage that anything can be read from.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::sentence::fill;
use crate::kpi::{Aggregate, Figure, Kpi, Role, State};
use crate::locale::Locale;

/// Below it a share is told as what it is made of: `1/1`.
const FEW: u64 = 10;

/// Below it a share says of how many it is.
const SMALL: u64 = 30;

/// A share of few.
pub(super) enum Sample {
    /// Of fewer than ten: so many of so many.
    Counted(Decimal, Decimal),
    /// Of fewer than thirty, or of fewer than ten that are weighted: of so many.
    Small(u64),
}

/// What a share says in place of its percentage or behind it; nothing where it stands on enough, and where what it is a
/// share of is no number of things: money, or what is measured.
pub(super) fn sample(kpi: &Kpi, figure: &Figure) -> Option<Sample> {
    if !kpi.unit.is_percent() || figure.state != State::Value {
        return None;
    }
    let below = || kpi.columns.iter().zip(&figure.parts).filter(|(own, _)| own.role == Role::Denominator);
    let counts = |aggregate| matches!(aggregate, Aggregate::Sum | Aggregate::Distinct);
    if !below().all(|(own, _)| !own.unit.money && own.unit.decimals == 0 && counts(own.aggregate)) {
        return None;
    }
    let (above, whole) = (figure.numerator?, figure.denominator?);
    // What is counted in fractions is weighted: the weights say nothing of how many were asked.
    let weighted = below().any(|(own, _)| own.scale > 0);
    let count = match weighted {
        true => below().map(|(_, part)| part.cell.records).sum(),
        false => u64::try_from(whole).ok()?,
    };
    let whole_numbers = above.fract().is_zero() && whole.fract().is_zero() && !above.is_sign_negative();
    match count {
        0 | SMALL.. => None,
        1..FEW if !weighted && whole_numbers => Some(Sample::Counted(above, whole)),
        1..SMALL => Some(Sample::Small(count)),
    }
}

/// `1/1` in place of a percentage.
pub(super) fn counted(locale: &Locale, kpi: &Kpi, figure: &Figure) -> Option<String> {
    match sample(kpi, figure)? {
        Sample::Counted(above, whole) => {
            Some(format!("{}/{}", locale.number(above, 0), locale.number(whole, 0)))
        }
        Sample::Small(_) => None,
    }
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
