//! How a value has changed, in words.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::number::{Zeros, round};
use super::{Locale, Unit};

/// Below a hundred, a percentage makes a handful of cases look like a wave.
const LEAST_COUNT_FOR_PERCENT: Decimal = Decimal::ONE_HUNDRED;

/// Below a billion, one purchase more is many percent.
const LEAST_AMOUNT_FOR_PERCENT: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

impl Locale {
    /// A change against a base, both values in `unit`; `base_name` is what the base is called in a
    /// sentence, such as [`Words::same_period_last_year`](super::Words::same_period_last_year).
    ///
    /// - counts: `tăng 3 vụ so với cùng kỳ năm trước (từ 9 lên 12)`; with a percentage only from
    ///   a base of 100 on: `tăng 25 vụ (12,5%) so với …`
    /// - percentages: `tăng 2,5 điểm phần trăm so với … (từ 80% lên 82,5%)`
    /// - money: `giảm 45,2 triệu đồng so với … (từ 655 xuống 609,8 triệu)`
    /// - equal: `không đổi so với … (12 vụ)`
    ///
    /// The difference is that of the values as they are shown, so that a reader who subtracts finds it;
    /// where these look the same it says `cao hơn chưa đến 0,1`.
    #[must_use]
    pub fn change(&self, now: Decimal, base: Decimal, unit: &Unit, base_name: &str) -> String {
        let words = self.words();
        if now == base {
            let value = self.quantity_with(now, unit, Zeros::Drop);
            return format!("{} {} {base_name} ({value})", words.unchanged, words.compared_with);
        }
        let difference = self.difference(shown_change(now, base, unit), base, unit);
        let (direction, ends) = (self.direction(now, base, unit), self.ends(now, base, unit));
        format!("{direction} {difference} {} {base_name} ({ends})", words.compared_with)
    }

    /// The change alone, of values that differ: `tăng 3 vụ (từ 9 lên 12)`. An amount of money moves in
    /// percent too where its base is large: `tăng 1,2 tỷ đồng, tương ứng 12,5% (từ …)`.
    #[must_use]
    pub fn moved(&self, now: Decimal, base: Decimal, unit: &Unit) -> String {
        let mut difference = self.difference(shown_change(now, base, unit), base, unit);
        if unit.money && base >= LEAST_AMOUNT_FOR_PERCENT {
            let relative = (now - base) / base * Decimal::ONE_HUNDRED;
            let percent = Self::with_percent_sign(self.step(relative, 1));
            difference = format!("{difference}, {} {percent}", self.words().brief.amounts_to);
        }
        format!("{} {difference} ({})", self.direction(now, base, unit), self.ends(now, base, unit))
    }

    /// The change of values that are told as what they are made of: `tăng từ 4/6 lên 5/7`. It has no size, which would be
    /// one of percentages that nothing can be read from.
    #[must_use]
    pub fn moved_told(&self, now: (Decimal, &str), base: (Decimal, &str)) -> String {
        let words = self.words();
        match now.0.cmp(&base.0) {
            Ordering::Equal if now.1 == base.1 => format!("{} ({})", words.unchanged, now.1),
            Ordering::Equal => format!("{} ({} {} {})", words.unchanged, base.1, words.pages.and, now.1),
            Ordering::Less => {
                format!("{} {} {} {} {}", words.decrease, words.from, base.1, words.down_to, now.1)
            }
            Ordering::Greater => {
                format!("{} {} {} {} {}", words.increase, words.from, base.1, words.up_to, now.1)
            }
        }
    }

    /// The change as short as it can be told: `tăng 3 vụ`, `không đổi`.
    #[must_use]
    pub fn moved_by(&self, now: Decimal, base: Decimal, unit: &Unit) -> String {
        if now == base {
            return self.words().unchanged.to_owned();
        }
        let difference = self.difference(shown_change(now, base, unit), base, unit);
        format!("{} {difference}", self.direction(now, base, unit))
    }

    /// How far a value is from another in the same unit, as both are shown: `3 vụ`, `2,5 điểm phần trăm`,
    /// `45,2 triệu đồng`.
    #[must_use]
    pub fn gap(&self, value: Decimal, other: Decimal, unit: &Unit) -> String {
        // No base, so that nothing is told in percent.
        self.difference(shown_change(value, other, unit), Decimal::ZERO, unit)
    }

    /// Whether it rises or falls; what a reader would see as no change at all only lies higher or lower.
    fn direction(&self, now: Decimal, base: Decimal, unit: &Unit) -> &'static str {
        let words = self.words();
        let slight = !unit.money && round(shown_change(now, base, unit), unit.decimals).is_zero();
        match (now < base, slight) {
            (true, false) => words.decrease,
            (true, true) => words.slightly_less,
            (false, false) => words.increase,
            (false, true) => words.slightly_more,
        }
    }

    /// The size of the change: `3 vụ`, `2,5 điểm phần trăm`, `45,2 triệu đồng`.
    fn difference(&self, delta: Decimal, base: Decimal, unit: &Unit) -> String {
        if unit.money {
            return self.quantity_with(delta.abs(), unit, Zeros::Drop);
        }
        let step = self.step(delta, unit.decimals);
        if unit.is_percent() {
            let words = self.words();
            let points = if step == "1" { words.percentage_point } else { words.percentage_points };
            return format!("{step} {points}");
        }
        let step = super::number::with_label(&step, unit);
        if unit.decimals == 0 && base >= LEAST_COUNT_FOR_PERCENT {
            let relative = delta / base * Decimal::ONE_HUNDRED;
            let percent = Self::with_percent_sign(self.step(relative, 1));
            format!("{step} ({percent})")
        } else {
            step
        }
    }

    /// Both values as a reader sees them, `từ 9 lên 12`; one where they look the same. The unit has been said with the
    /// difference and is not said again.
    fn ends(&self, now: Decimal, base: Decimal, unit: &Unit) -> String {
        let words = self.words();
        let reached = if now < base { words.down_to } else { words.up_to };
        let [from, to] = [base, now].map(|value| self.without_unit(value, unit));
        let ends = match (scale(&from), scale(&to)) {
            _ if from == to => return to,
            // `từ 655 lên 984,4 triệu`
            (Some((digits, one)), Some((_, other))) if unit.money && one == other => [digits.to_owned(), to],
            // Nobody must read `900.000` in millions.
            (None, Some(_)) | (Some(_), None) if unit.money => {
                [base, now].map(|value| self.quantity_with(value, unit, Zeros::Drop))
            }
            _ => [from, to],
        };
        format!("{} {} {reached} {}", words.from, ends[0], ends[1])
    }

    fn without_unit(&self, value: Decimal, unit: &Unit) -> String {
        if unit.is_percent() {
            return self.quantity_with(value, unit, Zeros::Drop);
        }
        let bare = Unit { label: String::new(), one: String::new(), ..unit.clone() };
        self.quantity_with(value, &bare, Zeros::Drop)
    }
}

/// The digits of an amount and the word of its scale, where it has one.
fn scale(amount: &str) -> Option<(&str, &str)> {
    amount.rsplit_once(' ')
}

/// The difference of two values as a reader sees them; of amounts, which are shown in millions, and of what
/// looks the same the exact one.
fn shown_change(now: Decimal, base: Decimal, unit: &Unit) -> Decimal {
    let shown = round(now, unit.decimals) - round(base, unit.decimals);
    if unit.money || shown.is_zero() { now - base } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    fn unit(label: &str, decimals: u32) -> Unit {
        let money = label == "đồng";
        let times = (label == "%").then_some(100);
        Unit { label: label.to_owned(), decimals, times, money, scaled: money, ..Unit::plain() }
    }

    #[test]
    fn a_change_says_how_much_and_from_where() {
        let vi = Locale::new(Language::Vi);
        for (now, base, unit, expected) in [
            ("12", "9", unit("vụ", 0), "tăng 3 vụ so với cùng kỳ năm trước (từ 9 lên 12)"),
            ("0", "9", unit("vụ", 0), "giảm 9 vụ so với cùng kỳ năm trước (từ 9 xuống 0)"),
            ("9", "9.0", unit("vụ", 0), "không đổi so với cùng kỳ năm trước (9 vụ)"),
            ("225", "200", unit("vụ", 0), "tăng 25 vụ (12,5%) so với cùng kỳ năm trước (từ 200 lên 225)"),
            (
                "82.5",
                "80",
                unit("%", 1),
                "tăng 2,5 điểm phần trăm so với cùng kỳ năm trước (từ 80% lên 82,5%)",
            ),
            (
                "40.34",
                "29.78",
                unit("%", 1),
                "tăng 10,5 điểm phần trăm so với cùng kỳ năm trước (từ 29,8% lên 40,3%)",
            ),
            (
                "80.01",
                "80",
                unit("%", 1),
                "cao hơn chưa đến 0,1 điểm phần trăm so với cùng kỳ năm trước (80%)",
            ),
            ("10", "12.5", unit("ngày", 1), "giảm 2,5 ngày so với cùng kỳ năm trước (từ 12,5 xuống 10)"),
            (
                "900000000",
                "1200000000",
                unit("đồng", 0),
                "giảm 300 triệu đồng so với cùng kỳ năm trước (từ 1,2 tỷ xuống 900 triệu)",
            ),
            (
                "984400000",
                "655000000",
                unit("đồng", 0),
                "tăng 329,4 triệu đồng so với cùng kỳ năm trước (từ 655 lên 984,4 triệu)",
            ),
            (
                "1200000",
                "900000",
                unit("đồng", 0),
                "tăng 300.000 đồng so với cùng kỳ năm trước (từ 900.000 đồng lên 1,2 triệu đồng)",
            ),
            (
                "79.99",
                "80",
                unit("%", 1),
                "thấp hơn chưa đến 0,1 điểm phần trăm so với cùng kỳ năm trước (80%)",
            ),
            // Both ends read the same in billions and are said once.
            (
                "1154800000",
                "1200000000",
                unit("đồng", 0),
                "giảm 45,2 triệu đồng so với cùng kỳ năm trước (1,2 tỷ)",
            ),
            (
                "10001",
                "10000",
                unit("vụ", 0),
                "tăng 1 vụ (chưa đến 0,1%) so với cùng kỳ năm trước (từ 10.000 lên 10.001)",
            ),
        ] {
            let (now, base) = (now.parse().unwrap(), base.parse().unwrap());
            let said = vi.change(now, base, &unit, vi.words().same_period_last_year);
            assert_eq!(said, expected);
        }
    }

    #[test]
    fn english_says_the_same() {
        let en = Locale::new(Language::En);
        let base_name = en.words().same_period_last_year;
        assert_eq!(
            en.change(Decimal::from(12), Decimal::from(9), &unit("cases", 0), base_name),
            "up 3 cases compared with the same period last year (from 9 to 12)"
        );
        let points = |now: i64| en.moved_by(Decimal::from(now), Decimal::from(80), &unit("%", 1));
        assert_eq!(
            [81, 78, 80].map(points),
            ["up 1 percentage point", "down 2 percentage points", "unchanged"]
        );
        let slight = en.moved_by(Decimal::new(8004, 2), Decimal::from(80), &unit("%", 1));
        assert_eq!(slight, "higher by less than 0.1 percentage points");
    }
}
