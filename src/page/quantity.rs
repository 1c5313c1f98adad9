//! A KPI's value in its unit, never rounded to a target that it misses.

use rust_decimal::Decimal;

use crate::kpi::{Kpi, apart};
use crate::locale::{Locale, Unit};

/// What stands where there is no value.
pub(super) const NONE: &str = "—";

/// The unit in which money is told to the last digit: on tiles, in passports and sentences. In millions and billions it stands
/// only where there is no room for more, beside a mark of a chart, whose table has the digits.
pub(super) fn to_the_digit(unit: &Unit) -> Unit {
    Unit { scaled: false, ..unit.clone() }
}

/// A value in a unit of its KPI: `99,96%` or `dưới 100%` where `100,0%` would say that it reaches a target
/// of 100.
pub fn quantity(locale: &Locale, kpi: &Kpi, unit: &Unit, value: Decimal) -> String {
    told(locale, unit, value, kpi.missed(value))
}

/// The same against a target that it is known to miss, where it misses one.
pub(super) fn told(locale: &Locale, unit: &Unit, value: Decimal, missed: Option<Decimal>) -> String {
    let own = locale.quantity(value, unit);
    match missed {
        None => own,
        // An amount in millions is cut, so what counts is whether the two are written alike.
        Some(target) if unit.money && own != locale.quantity(target, unit) => own,
        Some(target) => match apart(unit, value, target) {
            Some(finer) => locale.quantity(value, &finer),
            None => {
                format!("{} {}", side(locale, value, target), locale.quantity(target, &exact(unit, target)))
            }
        },
    }
}

/// A number in full and without its unit, for a column whose heading says it.
pub(super) fn in_full(locale: &Locale, value: Option<Decimal>, unit: &Unit) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| locale.number(value, unit.decimals))
}

/// A KPI's value without its unit, for a column whose heading says it.
pub(super) fn bare(locale: &Locale, kpi: &Kpi, value: Option<Decimal>) -> String {
    let missed = value.and_then(|value| Some((value, kpi.missed(value)?)));
    let Some((value, target)) = missed.filter(|_| !kpi.unit.money) else {
        return in_full(locale, value, &kpi.unit);
    };
    match apart(&kpi.unit, value, target) {
        Some(finer) => in_full(locale, Some(value), &finer),
        None => {
            let target_in_full = in_full(locale, Some(target), &exact(&kpi.unit, target));
            format!("{} {target_in_full}", side(locale, value, target))
        }
    }
}

/// The unit with all digits of a target and no more.
fn exact(unit: &Unit, target: Decimal) -> Unit {
    Unit { decimals: target.normalize().scale(), scaled: false, ..unit.clone() }
}

fn side(locale: &Locale, value: Decimal, target: Decimal) -> &'static str {
    let words = locale.words();
    if value < target { words.less_than } else { words.more_than }
}
