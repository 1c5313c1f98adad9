//! Whether a promise is kept: one pure function. No target in the plan, no traffic light.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Day;
use crate::kpi::definition::header::Better;
use crate::kpi::definition::kpi::Kpi;
use crate::locale::{Unit, round};

/// Where a figure stands against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The target is reached on or after its day.
    Met,
    /// It is not.
    Missed,
    /// Its day has not come by the data date.
    NotDue,
}

impl Status {
    /// The word that JSON uses for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::NotDue => "not_due",
        }
    }
}

/// Decimals beyond a unit's own that may tell a value from a target that it misses.
const MORE_DECIMALS: u32 = 2;

/// The unit with the digits that it takes to tell a value from a target that it misses: 99.96% of 100 is
/// never 100.0%. Nothing where a few more digits do not tell them apart.
pub fn apart(unit: &Unit, value: Decimal, target: Decimal) -> Option<Unit> {
    let tells = |decimals: u32| round(value, decimals).cmp(&target) == value.cmp(&target);
    if unit.money {
        // An amount in millions has lost digits that the amount in full has.
        let full = Unit { scaled: false, ..unit.clone() };
        return tells(unit.decimals).then_some(full);
    }
    let more = (unit.decimals..=unit.decimals + MORE_DECIMALS).find(|decimals| tells(*decimals));
    more.map(|decimals| Unit { decimals, ..unit.clone() })
}

/// Judges a value of the day `on` against a target that holds from `by` on, as it is seen on the day `today`; a KPI
/// that has no direction cannot be judged, nor can a missing value. What was before `by` is not due until that day has
/// come, and then has no status of its own: the day's own value has decided.
pub fn status(
    better: Better,
    target: Decimal,
    by: Option<Day>,
    value: Option<Decimal>,
    on: Day,
    today: Day,
) -> Option<Status> {
    let value = value?;
    if let Some(by) = by.filter(|by| on < *by) {
        return (today < by).then_some(Status::NotDue);
    }
    let met = match better {
        Better::Higher => value >= target,
        Better::Lower => value <= target,
        Better::Neither => return None,
    };
    Some(if met { Status::Met } else { Status::Missed })
}

impl Kpi {
    /// The target that a value misses, whether or not anybody judges it.
    pub fn missed(&self, value: Decimal) -> Option<Decimal> {
        self.target.filter(|target| match self.better {
            Better::Higher => value < *target,
            Better::Lower => value > *target,
            Better::Neither => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_misses_a_target_is_not_rounded_to_it() {
        let unit = |decimals, money| Unit { decimals, money, scaled: money, ..Unit::plain() };
        let decimals = |value: &str, target: i64| {
            apart(&unit(1, false), value.parse().unwrap(), target.into()).map(|unit| unit.decimals)
        };
        assert_eq!(decimals("99.94", 100), Some(1));
        assert_eq!(decimals("99.96", 100), Some(2));
        assert_eq!(decimals("99.995", 100), Some(3));
        assert_eq!(decimals("99.99999", 100), None);
        assert_eq!(decimals("15.04", 15), Some(2), "of what is better lower");
        let full = apart(&unit(0, true), 999_999_999.into(), 1_000_000_000.into());
        assert_eq!(full.map(|unit| unit.scaled), Some(false));
    }

    #[test]
    fn a_target_is_judged_from_its_day_on_and_never_without_a_value() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let by = Some(day("2025-12-31"));
        let seen = |better, value: Option<i64>, on, today| {
            status(better, Decimal::ONE_HUNDRED, by, value.map(Decimal::from), day(on), day(today))
                .map(Status::word)
        };
        let judge = |better, value, on| seen(better, value, on, on);
        assert_eq!(judge(Better::Higher, Some(100), "2025-12-30"), Some("not_due"));
        assert_eq!(judge(Better::Higher, Some(100), "2025-12-31"), Some("met"));
        assert_eq!(judge(Better::Higher, Some(99), "2025-12-31"), Some("missed"));
        assert_eq!(judge(Better::Lower, Some(99), "2026-01-01"), Some("met"));
        assert_eq!(judge(Better::Neither, Some(99), "2026-01-01"), None);
        assert_eq!(judge(Better::Higher, None, "2026-01-01"), None);
        // What was before the day is not due as long as the day has not come; then the day decides.
        assert_eq!(seen(Better::Higher, Some(99), "2024-12-31", "2025-12-30"), Some("not_due"));
        assert_eq!(seen(Better::Higher, Some(99), "2024-12-31", "2025-12-31"), None);
        assert_eq!(seen(Better::Higher, Some(100), "2025-12-30", "2026-01-01"), None);
        assert_eq!(seen(Better::Higher, Some(100), "2025-12-31", "2026-06-01"), Some("met"));
    }
}
