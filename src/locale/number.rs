//! Numbers and quantities with a unit.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Language, Locale};

/// Before a word that stands for the percent sign. Not the narrow U+202F, which some of the fonts that offices print
/// with lack.
const NO_BREAK_SPACE: char = '\u{a0}';

/// As wide as a plus and aligned with digits, which the hyphen is not.
const MINUS: char = '\u{2212}';

/// How values of one kind are written. Plain data, one entry of the workspace's list of units.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unit {
    /// The word or sign after the number (`%`, a noun, a currency); empty for a bare number.
    pub label: String,
    /// The word after 1 where it is not the label, as in languages whose nouns change; else empty.
    pub one: String,
    /// Digits after the decimal mark; an amount in millions or billions has one at most.
    pub decimals: u32,
    /// What a quotient is multiplied by before it gets here: 100 for a percentage. The values that
    /// this module is given have been multiplied already.
    pub times: Option<i64>,
    /// An amount of money, with `label` as its currency.
    pub money: bool,
    /// Whether a large amount of money may be written in millions and billions.
    pub scaled: bool,
    /// Whether what is counted is estimated from those who were asked.
    pub estimated: bool,
}

impl Unit {
    /// A bare whole number.
    #[must_use]
    pub fn plain() -> Self {
        Self {
            label: String::new(),
            one: String::new(),
            decimals: 0,
            times: None,
            money: false,
            scaled: false,
            estimated: false,
        }
    }

    /// Whether values are percentages, which change by percentage points.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.times == Some(100)
    }
}

/// Rounds half away from zero. The only place where the program rounds a number for a reader.
#[must_use]
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// What becomes of the zeros that end a fraction.
#[derive(Clone, Copy)]
pub(super) enum Zeros {
    /// Columns of figures: `2,0` below `2,5`.
    Keep,
    /// Sentences: `tăng 2 điểm phần trăm`.
    Drop,
}

impl Locale {
    /// A whole number of a column that may hold years: grouped from five digits on.
    #[must_use]
    pub fn whole(&self, value: i64) -> String {
        if value.abs() < 10_000 { value.to_string() } else { self.integer(value) }
    }

    /// A number with exactly `decimals` digits after the mark: `1.234.567,8`.
    #[must_use]
    pub fn number(&self, value: Decimal, decimals: u32) -> String {
        self.digits(value, decimals, Zeros::Keep)
    }

    /// A whole number: `1.234.567`.
    #[must_use]
    pub fn integer(&self, value: i64) -> String {
        self.number(Decimal::from(value), 0)
    }

    /// A percentage of 0–100: `12,5%` in Vietnamese, as documents write it, `12.5%` in English.
    #[must_use]
    pub fn percent(&self, value: Decimal, decimals: u32) -> String {
        Self::with_percent_sign(self.number(value, decimals))
    }

    /// A value in its unit: `12 vụ`, `80,0%`, `45,2 triệu đồng`.
    #[must_use]
    pub fn quantity(&self, value: Decimal, unit: &Unit) -> String {
        self.quantity_with(value, unit, Zeros::Keep)
    }

    /// [`Self::quantity`] with a choice of zeros.
    pub(super) fn quantity_with(&self, value: Decimal, unit: &Unit, zeros: Zeros) -> String {
        if unit.money {
            return if unit.scaled { self.amount_short(value, unit) } else { self.amount(value, unit) };
        }
        let digits = self.digits(value, unit.decimals, zeros);
        if unit.is_percent() { Self::with_sign(digits, &unit.label) } else { with_label(&digits, unit) }
    }

    /// The size of a difference that is not zero: never written as 0, but `chưa đến 0,1`.
    pub(super) fn step(&self, delta: Decimal, decimals: u32) -> String {
        if round(delta, decimals).is_zero() {
            let least = Decimal::new(1, decimals.min(Decimal::MAX_SCALE));
            let least = self.digits(least, decimals, Zeros::Drop);
            format!("{} {least}", self.words().short_of)
        } else {
            self.digits(delta.abs(), decimals, Zeros::Drop)
        }
    }

    /// A number of any length, from digits with a point as machines write them: grouped, all of them kept. One
    /// with an exponent, or that is no number, keeps its letters.
    #[must_use]
    pub fn exact(&self, plain: &str) -> String {
        if plain.contains(char::is_alphabetic) {
            return match self.language {
                Language::Vi => plain.replace('.', ","),
                Language::En => plain.to_owned(),
            };
        }
        match plain.strip_prefix('-') {
            Some(digits) => self.grouped(true, digits),
            None => self.grouped(false, plain),
        }
    }

    /// The digits of a number, rounded and grouped by thousands.
    pub(super) fn digits(&self, value: Decimal, decimals: u32, zeros: Zeros) -> String {
        let rounded = round(value, decimals);
        let plain = match zeros {
            Zeros::Keep => format!("{:.*}", decimals as usize, rounded.abs()),
            Zeros::Drop => rounded.abs().normalize().to_string(),
        };
        self.grouped(rounded.is_sign_negative() && !rounded.is_zero(), &plain)
    }

    fn grouped(&self, negative: bool, plain: &str) -> String {
        let (thousands, mark) = match self.language {
            Language::Vi => ('.', ','),
            Language::En => (',', '.'),
        };
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));

        let mut text = String::with_capacity(plain.len() * 2);
        if negative {
            text.push(MINUS);
        }
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                text.push(thousands);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(mark);
            text.push_str(fraction);
        }
        text
    }

    /// Digits and the percent sign.
    pub(super) fn with_percent_sign(digits: String) -> String {
        Self::with_sign(digits, "%")
    }

    /// Digits and what says that they are percent: a word on their line, a sign without a space.
    fn with_sign(mut digits: String, sign: &str) -> String {
        if sign.contains(char::is_alphabetic) {
            digits.push(NO_BREAK_SPACE);
        }
        digits.push_str(sign);
        digits
    }
}

/// A number and its noun; a bare number where there is no noun.
pub(super) fn with_label(digits: &str, unit: &Unit) -> String {
    match unit.label.as_str() {
        "" => digits.to_owned(),
        _ if digits == "1" && !unit.one.is_empty() => format!("{digits} {}", unit.one),
        label => format!("{digits} {label}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_are_grouped_and_rounded_half_away_from_zero() {
        let (vi, en) = (Locale::new(Language::Vi), Locale::new(Language::En));
        for (value, decimals, vietnamese, english) in [
            ("0", 0, "0", "0"),
            ("999", 0, "999", "999"),
            ("1000", 0, "1.000", "1,000"),
            ("1234567.75", 1, "1.234.567,8", "1,234,567.8"),
            ("100000", 1, "100.000,0", "100,000.0"),
            ("0.5", 0, "1", "1"),
            ("2.5", 0, "3", "3"),
            ("-2.5", 0, "\u{2212}3", "\u{2212}3"),
            ("-0.04", 1, "0,0", "0.0"),
            ("-1234.5", 2, "\u{2212}1.234,50", "\u{2212}1,234.50"),
            ("999999.95", 1, "1.000.000,0", "1,000,000.0"),
            (
                "79228162514264337593543950335",
                0,
                "79.228.162.514.264.337.593.543.950.335",
                "79,228,162,514,264,337,593,543,950,335",
            ),
        ] {
            assert_eq!(vi.number(decimal(value), decimals), vietnamese);
            assert_eq!(en.number(decimal(value), decimals), english);
        }
        assert_eq!(vi.integer(-12_345), "\u{2212}12.345");
        assert_eq!(vi.integer(i64::MIN), "\u{2212}9.223.372.036.854.775.808");
    }

    #[test]
    fn a_number_longer_than_any_type_keeps_every_digit() {
        let vi = Locale::new(Language::Vi);
        for (plain, expected) in [
            ("0", "0"),
            ("99999999999999999999999999999999999999", "99.999.999.999.999.999.999.999.999.999.999.999.999"),
            (
                "-12345678.0000000000000000000000000000000001",
                "\u{2212}12.345.678,0000000000000000000000000000000001",
            ),
        ] {
            assert_eq!(vi.exact(plain), expected);
        }
    }

    #[test]
    fn a_percentage_keeps_its_sign_on_its_line() {
        let value = decimal("12.45");
        assert_eq!(Locale::new(Language::Vi).percent(value, 1), "12,5%");
        assert_eq!(Locale::new(Language::En).percent(value, 1), "12.5%");
    }

    #[test]
    fn a_quantity_follows_its_unit() {
        let vi = Locale::new(Language::Vi);
        let unit = |label: &str, decimals, money, scaled| Unit {
            label: label.to_owned(),
            decimals,
            money,
            scaled,
            times: ["%", "phần trăm"].contains(&label).then_some(100),
            ..Unit::plain()
        };
        for (value, unit, expected) in [
            ("1234", unit("vụ", 0, false, false), "1.234 vụ"),
            ("80", unit("%", 1, false, false), "80,0%"),
            ("80", unit("phần trăm", 1, false, false), "80,0\u{a0}phần trăm"),
            ("2.25", unit("ngày", 1, false, false), "2,3 ngày"),
            ("7", unit("", 0, false, false), "7"),
            ("45200000", unit("đồng", 0, true, true), "45,2 triệu đồng"),
            ("45200000", unit("đồng", 0, true, false), "45.200.000 đồng"),
            ("1500000", unit("USD", 0, true, true), "1,5 triệu USD"),
        ] {
            assert_eq!(vi.quantity(decimal(value), &unit), expected);
        }
        let days = Unit { one: "day".to_owned(), ..unit("days", 0, false, false) };
        let said = ["0", "1", "2", "-1"].map(|value| vi.quantity(decimal(value), &days));
        assert_eq!(said, ["0 days", "1 day", "2 days", "\u{2212}1 days"]);
    }
}
