//! Days, ranges of days, and the names of periods.
//!
//! Calendars are not known here: a period arrives as its kind, its year and number, and its days.

use chrono::{Datelike, NaiveDate};

use super::{Language, Locale};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Locale {
    /// A day: `08/05/2023`, in English `8 May 2023`.
    #[must_use]
    pub fn date(&self, day: NaiveDate) -> String {
        match self.language {
            Language::Vi => format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()),
            Language::En => {
                let month = month_name(day.month());
                format!("{} {month} {}", day.day(), day.year())
            }
        }
    }

    /// Two days, both included: `từ 15/12/2023 đến 14/01/2024`.
    #[must_use]
    pub fn date_range(&self, first_day: NaiveDate, last_day: NaiveDate) -> String {
        let (first, last) = (self.date(first_day), self.date(last_day));
        match self.language {
            Language::Vi => format!("từ {first} đến {last}"),
            Language::En => format!("from {first} to {last}"),
        }
    }

    /// A period's name as a heading has it: `Tháng 5/2024`, `Quý II/2024`, `6 tháng đầu năm 2024`,
    /// `9 tháng đầu năm 2024`, `Năm 2024`, `Toàn kỳ kế hoạch`, `01/01/2024–31/03/2024`.
    ///
    /// `kind` is `month`, `quarter`, `half`, `nine_months`, `year`, `plan` or `days`; any other is
    /// named by its days. `index` counts months, quarters and halves of the year from 1 and is not
    /// read for the rest.
    #[must_use]
    pub fn period(
        &self,
        kind: &str,
        year: i32,
        index: u32,
        first_day: NaiveDate,
        last_day: NaiveDate,
    ) -> String {
        match (self.language, kind) {
            // The first two months bear a 0, as in administrative documents (Nghị định 30/2020/NĐ-CP, Phụ lục I).
            (Language::Vi, "month") if index < 3 => format!("Tháng {index:02}/{year}"),
            (Language::Vi, "month") => format!("Tháng {index}/{year}"),
            (Language::En, "month") => format!("{} {year}", month_name(index)),
            (Language::Vi, "quarter") => format!("Quý {}/{year}", roman(index)),
            (Language::En, "quarter") => format!("Q{index} {year}"),
            (Language::Vi, "half") if index == 1 => format!("6 tháng đầu năm {year}"),
            (Language::Vi, "half") => format!("6 tháng cuối năm {year}"),
            (Language::En, "half") if index == 1 => format!("First half of {year}"),
            (Language::En, "half") => format!("Second half of {year}"),
            (Language::Vi, "nine_months") => format!("9 tháng đầu năm {year}"),
            (Language::En, "nine_months") => format!("First nine months of {year}"),
            (Language::Vi, "year") => format!("Năm {year}"),
            (Language::En, "year") => year.to_string(),
            (_, "plan") => self.words().whole_plan.to_owned(),
            _ => format!("{}–{}", self.date(first_day), self.date(last_day)),
        }
    }

    /// A part of a year by itself: `Quý II`, `Tháng 5`, `Cả năm`; empty for kinds that are no part of one. The arguments are
    /// those of [`Self::period`].
    #[must_use]
    pub fn part_of_year(&self, kind: &str, index: u32) -> String {
        match (self.language, kind) {
            (Language::Vi, "month") if index < 3 => format!("Tháng {index:02}"),
            (Language::Vi, "month") => format!("Tháng {index}"),
            (Language::En, "month") => month_name(index).to_owned(),
            (Language::Vi, "quarter") => format!("Quý {}", roman(index)),
            (Language::En, "quarter") => format!("Q{index}"),
            (Language::Vi, "half") if index == 1 => "6 tháng đầu năm".to_owned(),
            (Language::Vi, "half") => "6 tháng cuối năm".to_owned(),
            (Language::En, "half") if index == 1 => "First half".to_owned(),
            (Language::En, "half") => "Second half".to_owned(),
            (Language::Vi, "nine_months") => "9 tháng đầu năm".to_owned(),
            (Language::En, "nine_months") => "First nine months".to_owned(),
            (Language::Vi, "year") => "Cả năm".to_owned(),
            (Language::En, "year") => "Whole year".to_owned(),
            _ => String::new(),
        }
    }

    /// A period's name where room is short, as below an axis: `5/2024`, `Quý II/2024`,
    /// `6T đầu 2024`, `9T 2024`, `2024`. The arguments are those of [`Self::period`].
    #[must_use]
    pub fn period_short(
        &self,
        kind: &str,
        year: i32,
        index: u32,
        first_day: NaiveDate,
        last_day: NaiveDate,
    ) -> String {
        match (self.language, kind) {
            (_, "month") => format!("{index}/{year}"),
            (Language::Vi, "quarter") => format!("Quý {}/{year}", roman(index)),
            (Language::En, "quarter") => format!("Q{index} {year}"),
            (Language::Vi, "half") if index == 1 => format!("6T đầu {year}"),
            (Language::Vi, "half") => format!("6T cuối {year}"),
            (Language::En, "half") => format!("H{index}/{year}"),
            (Language::Vi, "nine_months") => format!("9T {year}"),
            (Language::En, "nine_months") => format!("9M/{year}"),
            (_, "year") => year.to_string(),
            (_, "plan") => self.words().plan.to_owned(),
            _ => self.period("days", year, index, first_day, last_day),
        }
    }
}

/// The English name of a month counted from 1.
fn month_name(month: u32) -> &'static str {
    let place = (month.clamp(1, 12) - 1) as usize;
    MONTHS[place]
}

/// Quarters are numbered in Roman numerals in Vietnamese documents.
fn roman(quarter: u32) -> &'static str {
    ["I", "II", "III", "IV"][(quarter.clamp(1, 4) - 1) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_written_as_documents_write_them() {
        let (vi, en) = (Locale::new(Language::Vi), Locale::new(Language::En));
        assert_eq!(vi.date(day("2023-05-08")), "08/05/2023");
        assert_eq!(en.date(day("2023-05-08")), "8 May 2023");
        let (first, last) = (day("2023-12-15"), day("2024-01-14"));
        assert_eq!(vi.date_range(first, last), "từ 15/12/2023 đến 14/01/2024");
        assert_eq!(en.date_range(first, last), "from 15 December 2023 to 14 January 2024");
    }

    #[test]
    fn periods_have_the_names_that_offices_use() {
        let (vi, en) = (Locale::new(Language::Vi), Locale::new(Language::En));
        let (first, last) = (day("2024-01-01"), day("2024-03-31"));
        for (kind, index, vietnamese, english) in [
            ("month", 5, "Tháng 5/2024", "May 2024"),
            ("quarter", 2, "Quý II/2024", "Q2 2024"),
            ("half", 1, "6 tháng đầu năm 2024", "First half of 2024"),
            ("half", 2, "6 tháng cuối năm 2024", "Second half of 2024"),
            ("nine_months", 1, "9 tháng đầu năm 2024", "First nine months of 2024"),
            ("year", 1, "Năm 2024", "2024"),
            ("plan", 1, "Toàn kỳ kế hoạch", "Whole plan"),
            ("days", 1, "01/01/2024–31/03/2024", "1 January 2024–31 March 2024"),
        ] {
            assert_eq!(vi.period(kind, 2024, index, first, last), vietnamese);
            assert_eq!(en.period(kind, 2024, index, first, last), english);
        }
    }

    #[test]
    fn a_part_of_a_year_is_named_without_it() {
        let (vi, en) = (Locale::new(Language::Vi), Locale::new(Language::En));
        for (kind, index, vietnamese, english) in [
            ("month", 2, "Tháng 02", "February"),
            ("quarter", 2, "Quý II", "Q2"),
            ("half", 1, "6 tháng đầu năm", "First half"),
            ("nine_months", 1, "9 tháng đầu năm", "First nine months"),
            ("year", 1, "Cả năm", "Whole year"),
            ("plan", 1, "", ""),
        ] {
            assert_eq!(vi.part_of_year(kind, index), vietnamese);
            assert_eq!(en.part_of_year(kind, index), english);
        }
    }

    #[test]
    fn short_names_fit_below_an_axis() {
        let vi = Locale::new(Language::Vi);
        let (first, last) = (day("2024-01-01"), day("2024-03-31"));
        for (kind, index, expected) in [
            ("month", 5, "5/2024"),
            ("quarter", 2, "Quý II/2024"),
            ("half", 1, "6T đầu 2024"),
            ("half", 2, "6T cuối 2024"),
            ("nine_months", 1, "9T 2024"),
            ("year", 1, "2024"),
            ("plan", 1, "Kế hoạch"),
            ("days", 1, "01/01/2024–31/03/2024"),
        ] {
            assert_eq!(vi.period_short(kind, 2024, index, first, last), expected);
        }
    }
}
