//! The order of names, search that forgives accents, and one form for the same text.

use std::borrow::Cow;
use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use super::{Language, Locale};
use crate::diagnostic::is_unseen;

impl Locale {
    /// The order of two names in the language: in Vietnamese `a < ă < â`, `d < đ`, tones last; a
    /// number inside a name counts as a number (`Đội 2` before `Đội 10`). Two names that differ in
    /// anything are never equal, so that sorting by it is stable whatever the order of arrival.
    #[must_use]
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.compare(a, b).then_with(|| a.cmp(b))
    }

    /// Bytes that stand in the order of the language, for sorting where [`Self::compare`] cannot be
    /// called. Equal for names that only their bytes tell apart.
    #[must_use]
    pub fn sort_key(&self, name: &str) -> Vec<u8> {
        let mut key = Vec::new();
        let Ok(()) = self.collator.write_sort_key_to(name, &mut key);
        key
    }
}

/// The collator of a language.
pub(super) fn collator(language: Language) -> CollatorBorrowed<'static> {
    let tag = match language {
        Language::Vi => locale!("vi"),
        Language::En => locale!("en"),
    };
    let mut preferences = CollatorPreferences::from(&tag);
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    Collator::try_new(preferences, CollatorOptions::default())
        .expect("collation data of every language is compiled in")
}

/// Composed text (NFC), the form in which the program keeps all text. Borrows what is composed
/// already, as nearly everything is.
#[must_use]
pub fn nfc(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// Whether a letter is white space, of whatever kind, or shows nothing at all: at the ends of a text
/// it means nothing.
#[must_use]
pub fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || is_unseen(letter)
}

/// Text as a search compares it: lower case, without diacritics, `đ` as `d`, however the input was
/// composed. Both the needle and the haystack are folded.
#[must_use]
pub fn fold_for_search(text: &str) -> String {
    let lower = text.to_lowercase();
    DecomposingNormalizerBorrowed::new_nfd()
        .normalize(&lower)
        .chars()
        .filter(|character| !is_diacritic(*character))
        .map(|character| match character {
            // A stroke is part of the letter in Unicode; no decomposition removes it.
            'đ' => 'd',
            other => other,
        })
        .collect()
}

/// The combining diacritical marks: all those of Latin letters, the Vietnamese horn and tones
/// among them. Marks of other scripts are vowels, and stay.
fn is_diacritic(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_alphabet_of_the_language() {
        let vi = Locale::new(Language::Vi);
        let ordered = [
            "An",
            "Ăn",
            "Ấn",
            "Bắc",
            "da",
            "Dương",
            "Đa",
            "Đội 2",
            "Đội 10",
            "Ea",
            "ma",
            "mà",
            "mả",
            "mã",
            "má",
            "mạ",
            "Oanh",
            "Ôn",
            "Ơn",
            "Uy",
            "Ưng",
            "Ý",
        ];
        let mut shuffled = ordered;
        shuffled.reverse();
        shuffled.sort_by(|a, b| vi.compare(a, b));
        assert_eq!(shuffled, ordered);
        shuffled.reverse();
        shuffled.sort_by_key(|name| vi.sort_key(name));
        assert_eq!(shuffled, ordered);
    }

    #[test]
    fn languages_differ_in_their_order() {
        let (vi, en) = (Locale::new(Language::Vi), Locale::new(Language::En));
        assert_eq!(vi.compare("dz", "đa"), Ordering::Less);
        assert_eq!(en.compare("dz", "da"), Ordering::Greater);
        assert_eq!(vi.compare("ôa", "oz"), Ordering::Greater);
        assert_eq!(en.compare("ôa", "oz"), Ordering::Less);
    }

    #[test]
    fn only_identical_names_are_equal() {
        let vi = Locale::new(Language::Vi);
        assert_eq!(vi.compare("Hòa", "Hòa"), Ordering::Equal);
        // Composed and decomposed: equal to the alphabet, told apart by their bytes.
        let composed = "Ho\u{e0}";
        let decomposed = "Hoa\u{300}";
        assert_eq!(vi.compare(composed, decomposed), vi.compare(decomposed, composed).reverse());
        assert_ne!(vi.compare(composed, decomposed), Ordering::Equal);
    }

    #[test]
    fn search_forgives_accents_and_composition() {
        for (text, expected) in [
            ("Đắk Glei", "dak glei"),
            ("Tỷ lệ xử lý VỤ VI PHẠM", "ty le xu ly vu vi pham"),
            ("ươ ƯƠ ữ Ặ", "uo uo u a"),
            ("ư\u{31b}o\u{309}", "uo"),
            ("AB-02 – 12,5%", "ab-02 – 12,5%"),
            ("", ""),
        ] {
            assert_eq!(fold_for_search(text), expected);
            assert_eq!(fold_for_search(&nfc(text)), expected);
        }
    }

    #[test]
    fn composed_text_is_borrowed() {
        assert!(matches!(nfc("Quảng Ngãi"), Cow::Borrowed(_)));
        assert_eq!(nfc("Qua\u{309}ng Nga\u{303}i"), "Quảng Ngãi");
    }
}
