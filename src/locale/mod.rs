//! What a reader sees, in the workspace's language: numbers, money, dates, periods, changes, the
//! program's own words, and the order and search of names.
//!
//! Everything here turns a finished value into text. It parses nothing, computes no figure, and
//! knows neither calendars nor HTML; the same value gives the same text on every machine.

mod change;
mod date;
mod money;
mod number;
mod text;
mod words;

pub use number::{Unit, round};
pub use text::{fold_for_search, is_blank, nfc};
pub use words::AccessWords;
pub use words::BriefWords;
pub use words::DataWords;
pub use words::DocumentWords;
pub use words::ElsewhereWords;
pub use words::ListWords;
pub use words::NumberWords;
pub use words::OfficialWords;
pub use words::PassportWords;
pub use words::PlanWords;
pub use words::PrintWords;
pub use words::ServiceWords;
pub use words::WorkbookWords;
pub use words::{ControlWords, PageWords, PanelWords, Words};
pub use words::{DownloadWords, OwedWords};
pub use words::{RecordsPageWords, SeveralWords};

use icu_collator::CollatorBorrowed;

/// The language of a workspace. Everything that the program itself says is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Vietnamese: `1.234.567,8`, `31/12/2024`.
    Vi,
    /// English: `1,234,567.8`, `31 December 2024`.
    En,
}

impl Language {
    /// Every language, in the order in which a message lists them.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The language of a code as `minhbach.toml` writes it (`vi`, `en`); `None` for any other.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The code: also the value of `<html lang>`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

/// How one language writes values and orders names. Built once for a workspace.
#[derive(Debug)]
pub struct Locale {
    language: Language,
    /// In what amounts are written of which only the table tells, and no KPI.
    currency: Unit,
    collator: CollatorBorrowed<'static>,
}

impl Locale {
    /// The locale of a language.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let words = match language {
            Language::Vi => &Words::VI,
            Language::En => &Words::EN,
        };
        let label = words.currency.to_owned();
        let currency = Unit { label, money: true, scaled: true, ..Unit::plain() };
        Self { language, currency, collator: text::collator(language) }
    }

    /// The same with another currency than the language's own.
    #[must_use]
    pub fn with_currency(self, currency: Unit) -> Self {
        Self { currency, ..self }
    }

    /// The unit of amounts of which only the table tells, and no KPI.
    #[must_use]
    pub fn currency(&self) -> &Unit {
        &self.currency
    }

    /// The language that was asked for.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The program's own words in this language.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        match self.language {
            Language::Vi => &Words::VI,
            Language::En => &Words::EN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_found_by_its_own_code_only() {
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
        for code in ["VI", "vi-VN", "", "fr"] {
            assert_eq!(Language::from_code(code), None, "{code}");
        }
    }
}
