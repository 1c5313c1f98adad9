//! Small tools for sentences.

/// A sentence with `{0}`, `{1}`, … replaced by values.
pub(super) fn fill(template: &str, values: &[&str]) -> String {
    let mut text = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let (before, after) = rest.split_at(start);
        text.push_str(before);
        let place = after.get(1..2).and_then(|digit| digit.parse::<usize>().ok());
        let value = place.filter(|_| after.get(2..3) == Some("}")).and_then(|place| values.get(place));
        match value {
            Some(value) => {
                text.push_str(value);
                rest = &after[3..];
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

/// With a capital first letter, as a sentence begins.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// With a small first letter, as a name stands inside a sentence; acronyms stay as they are.
pub(super) fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    if letters.clone().next().is_some_and(char::is_uppercase) {
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
    }

    #[test]
    fn a_sentence_begins_with_a_capital_of_its_language() {
        assert_eq!(capital("đạt"), "Đạt");
        assert_eq!(capital(""), "");
    }

    #[test]
    fn inside_a_sentence_a_name_begins_small_and_an_acronym_does_not() {
        assert_eq!(lower("Đơn vị"), "đơn vị");
        assert_eq!(lower("VNeID"), "VNeID");
        assert_eq!(lower(""), "");
    }

    #[test]
    fn a_list_says_and_once() {
        let items = |all: &[&str]| all.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
        assert_eq!(list(&items(&["a", "b", "c"]), "và"), "a, b và c");
        assert_eq!(list(&items(&["a"]), "và"), "a");
    }
}
