//! Small tools for sentences.

/// A sentence with `{0}`, `{1}`, … replaced by values. `{0|row|rows}` is the first word where the value is 1, else the
/// second; only languages whose words change with their number have such places.
pub fn fill(template: &str, values: &[&str]) -> String {
    let mut text = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let (before, after) = rest.split_at(start);
        text.push_str(before);
        match filled(after, values) {
            Some((value, behind)) => {
                text.push_str(value);
                rest = behind;
            }
            None => {
                text.push('{');
                rest = &after[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

/// What stands in the place with which `text` begins, and what comes behind it; nothing where it is no place.
fn filled<'a>(text: &'a str, values: &[&'a str]) -> Option<(&'a str, &'a str)> {
    let (place, behind) = text.strip_prefix('{')?.split_once('}')?;
    let mut words = place.split('|');
    let value = *values.get(words.next()?.parse::<usize>().ok()?)?;
    match (words.next(), words.next(), words.next()) {
        (None, ..) => Some((value, behind)),
        (Some(one), Some(many), None) => Some((if value == "1" { one } else { many }, behind)),
        (Some(_), ..) => None,
    }
}

/// With a capital first letter, as a sentence begins.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// As it stands inside a sentence: a small first letter, unless the first word is an abbreviation or a code.
pub fn inside(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let word: String = letters.clone().take_while(|letter| !letter.is_whitespace()).collect();
    if word.is_empty() || word.chars().any(|letter| letter.is_uppercase() || letter.is_ascii_digit()) {
        return text.to_owned();
    }
    first.to_lowercase().chain(letters).collect()
}

/// `a, b và c`.
pub(super) fn list(items: &[String], and: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., last] => format!("{} {and} {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in_their_places_and_never_read_again() {
        assert_eq!(fill("từ {0} đến {1}", &["{1}", "b"]), "từ {1} đến b");
        assert_eq!(fill("{x} {0}", &[]), "{x} {0}");
        assert_eq!(fill("{0} {0|row|rows} {1|is|are}", &["1", "2"]), "1 row are");
        assert_eq!(fill("{0} {0|row|rows", &["0"]), "0 {0|row|rows");
    }

    #[test]
    fn a_sentence_begins_with_a_capital_of_its_language() {
        assert_eq!(capital("đạt"), "Đạt");
        assert_eq!(capital(""), "");
    }

    #[test]
    fn inside_a_sentence_only_what_is_no_abbreviation_begins_small() {
        for (text, expected) in [
            ("Tỷ lệ giải ngân", "tỷ lệ giải ngân"),
            ("Đơn vị", "đơn vị"),
            ("BCĐ 389", "BCĐ 389"),
            ("Q2/2024", "Q2/2024"),
            ("9 tháng", "9 tháng"),
            ("", ""),
        ] {
            assert_eq!(inside(text), expected);
        }
    }

    #[test]
    fn a_list_says_and_once() {
        let items = |all: &[&str]| all.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
        assert_eq!(list(&items(&["a", "b", "c"]), "và"), "a, b và c");
        assert_eq!(list(&items(&["a"]), "và"), "a");
    }
}
