//! Amounts of money, in full and in millions and billions.

use rust_decimal::Decimal;

use super::number::{Zeros, round, with_label};
use super::{Locale, Unit};

impl Locale {
    /// An amount in full, in the locale's currency: `1.234.567 đồng`.
    #[must_use]
    pub fn money(&self, value: Decimal) -> String {
        self.amount(value, self.currency())
    }

    /// An amount in full, with the digits of its unit: `1.234.567 đồng`, `12.50 €`.
    #[must_use]
    pub fn amount(&self, value: Decimal, unit: &Unit) -> String {
        // An average can be finer than the smallest coin; what is not nothing must not look like nothing.
        let decimals = (unit.decimals..Decimal::MAX_SCALE)
            .find(|decimals| value.is_zero() || !round(value, *decimals).is_zero())
            .unwrap_or(Decimal::MAX_SCALE);
        let zeros = if decimals == unit.decimals { Zeros::Keep } else { Zeros::Drop };
        with_label(&self.digits(value, decimals, zeros), unit)
    }

    /// From a million on in millions or billions, with one digit after the mark at most. The scale is that of the
    /// rounded amount, so that nothing reads `1.000 triệu`.
    #[must_use]
    pub fn amount_short(&self, value: Decimal, unit: &Unit) -> String {
        let words = self.words();
        let million = Decimal::from(1_000_000);
        if round(value, unit.decimals).abs() < million {
            return self.amount(value, unit);
        }
        let in_millions = round(value / million, 1);
        let (scaled, scale) = if in_millions.abs() < Decimal::ONE_THOUSAND {
            (in_millions, words.million)
        } else {
            (value / Decimal::from(1_000_000_000), words.billion)
        };
        let text = format!("{} {scale}", self.digits(scaled, 1, Zeros::Drop));
        with_label(&text, unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn short_amounts_choose_the_scale_of_what_is_shown() {
        let (vi, en) = (Locale::new(Language::Vi), Locale::new(Language::En));
        for (value, vietnamese, english) in [
            ("0", "0 đồng", "0 dong"),
            ("999", "999 đồng", "999 dong"),
            ("999999", "999.999 đồng", "999,999 dong"),
            ("999999.5", "1 triệu đồng", "1 million dong"),
            ("45200000", "45,2 triệu đồng", "45.2 million dong"),
            ("-45250000", "\u{2212}45,3 triệu đồng", "\u{2212}45.3 million dong"),
            ("999949999", "999,9 triệu đồng", "999.9 million dong"),
            ("999950000", "1 tỷ đồng", "1 billion dong"),
            ("1234567890", "1,2 tỷ đồng", "1.2 billion dong"),
            ("12345600000000", "12.345,6 tỷ đồng", "12,345.6 billion dong"),
        ] {
            let value: Decimal = value.parse().unwrap();
            assert_eq!(vi.amount_short(value, vi.currency()), vietnamese);
            assert_eq!(en.amount_short(value, en.currency()), english);
        }
    }

    #[test]
    fn a_currency_with_cents_shows_them_up_to_a_million() {
        let euro = Unit { label: "€".to_owned(), decimals: 2, money: true, scaled: true, ..Unit::plain() };
        let en = Locale::new(Language::En).with_currency(euro.clone());
        for (value, short, full) in [
            ("0", "0.00 €", "0.00 €"),
            ("12.5", "12.50 €", "12.50 €"),
            ("0.001", "0.001 €", "0.001 €"),
            ("999999.99", "999,999.99 €", "999,999.99 €"),
            ("999999.995", "1 million €", "1,000,000.00 €"),
            ("4115915.2", "4.1 million €", "4,115,915.20 €"),
        ] {
            let value: Decimal = value.parse().unwrap();
            assert_eq!(en.amount_short(value, en.currency()), short);
            assert_eq!(en.money(value), full);
            assert_eq!(en.quantity(value, &euro), short);
        }
    }

    #[test]
    fn full_amounts_are_whole_unless_that_would_hide_them() {
        let vi = Locale::new(Language::Vi);
        for (value, expected) in [
            ("1234567", "1.234.567 đồng"),
            ("1234567.5", "1.234.568 đồng"),
            ("0.4", "0,4 đồng"),
            ("-0.0013", "\u{2212}0,001 đồng"),
            ("0.00", "0 đồng"),
        ] {
            let value: Decimal = value.parse().unwrap();
            assert_eq!(vi.money(value), expected);
        }
        assert_eq!(vi.amount_short(Decimal::new(4, 1), vi.currency()), "0,4 đồng");
    }
}
