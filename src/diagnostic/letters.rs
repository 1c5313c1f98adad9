//! Letters that show nothing: two texts that differ in them look the same to everybody who reads them.

use std::borrow::Cow;

/// Whether a letter has no shape of its own and takes no room: a byte order mark, a soft hyphen, what joins or
/// parts letters or turns their direction. What varies the letter before it belongs to that.
pub fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
    )
}

/// Whether nobody can tell that a letter is there, or which blank it is.
fn is_hidden(letter: char) -> bool {
    is_unseen(letter) || (letter.is_whitespace() && !matches!(letter, ' ' | '\n')) || letter.is_control()
}

/// A text for a person, with what nobody sees written out: `\u{FEFF}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    let hidden = |letter: char| is_hidden(letter) && letter != '\n';
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let written = |letter: char| match hidden(letter) {
        true => format!("\\u{{{:X}}}", u32::from(letter)),
        false => letter.to_string(),
    };
    Cow::Owned(text.chars().map(written).collect())
}

/// The same of a code, or of what else has no blanks at its ends: `002\u{20}`. They look as if they were not there.
pub fn visible_ends(text: &str) -> Cow<'_, str> {
    let inner = text.trim_matches(' ');
    if inner.len() == text.len() {
        return visible(text);
    }
    let blank = |count: usize| "\\u{20}".repeat(count);
    let before = text.len() - text.trim_start_matches(' ').len();
    let after = if inner.is_empty() { 0 } else { text.len() - before - inner.len() };
    Cow::Owned(format!("{}{}{}", blank(before), visible(inner), blank(after)))
}

/// A text between quotes as TOML reads it, with what nobody sees written out: `"\uFEFF"`.
pub fn in_toml(text: &str) -> String {
    let written = |letter: char| match letter {
        '"' | '\\' => format!("\\{letter}"),
        letter if is_hidden(letter) || letter == '\n' => format!("\\u{:04X}", u32::from(letter)),
        letter => letter.to_string(),
    };
    format!("\"{}\"", text.chars().map(written).collect::<String>())
}

/// The letters by which a text only looks like another, as `а` of Cyrillic looks like `a`: all that differs are
/// letters beyond ASCII where the other has one of ASCII, and that is the smaller part of it. No table says
/// which letters look alike.
fn disguises(found: &str, meant: &str) -> Vec<char> {
    let letters = || found.chars().zip(meant.chars());
    let (count, same) = (found.chars().count(), letters().filter(|(one, other)| one == other).count());
    let other: Vec<char> = letters().filter(|(one, other)| one != other).map(|(one, _)| one).collect();
    let disguised = letters().all(|(one, other)| {
        one == other || (other.is_ascii_alphabetic() && one.is_alphabetic() && !one.is_ascii())
    });
    let told = disguised && count == meant.chars().count() && 2 * same > count;
    if told { other } else { Vec::new() }
}

/// Whether a text probably looks like another and is not.
pub fn looks_like(found: &str, meant: &str) -> bool {
    !disguises(found, meant).is_empty()
}

/// The letters by which a text probably only looks like another, by their numbers: `U+0430`.
pub fn disguise(found: &str, meant: &str) -> Option<String> {
    let mut letters: Vec<String> =
        disguises(found, meant).iter().map(|letter| format!("U+{:04X}", u32::from(*letter))).collect();
    letters.dedup();
    (!letters.is_empty()).then(|| letters.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_only_looks_like_another_where_few_letters_are_beyond_ascii() {
        for (found, meant, expected) in [
            ("\u{430}mount", "amount", true),
            ("am\u{43e}unt", "amount", true),
            ("amount", "amount", false),
            ("amounts", "amount", false),
            ("\u{430}\u{43c}\u{43e}unt", "amount", false),
            ("emount", "amount", false),
        ] {
            assert_eq!(looks_like(found, meant), expected, "{found}");
        }
        assert_eq!(disguise("\u{430}b", "ab"), None);
        assert_eq!(disguise("\u{430}b\u{441}de", "abcde").as_deref(), Some("U+0430, U+0441"));
    }

    #[test]
    fn what_nobody_sees_is_written_out() {
        for (text, seen, toml) in [
            ("Đắk Glei", "Đắk Glei", "\"Đắk Glei\""),
            ("a\u{200b}", "a\\u{200B}", "\"a\\u200B\""),
            ("\u{feff}a\u{ad}", "\\u{FEFF}a\\u{AD}", "\"\\uFEFFa\\u00AD\""),
            ("a\u{a0} b\t", "a\\u{A0} b\\u{9}", "\"a\\u00A0 b\\u0009\""),
            ("\"a\\", "\"a\\", "\"\\\"a\\\\\""),
        ] {
            assert_eq!((&*visible(text), &*in_toml(text)), (seen, toml));
        }
        for (code, seen) in [
            ("002", "002"),
            ("002  ", "002\\u{20}\\u{20}"),
            (" a b\u{a0}", "\\u{20}a b\\u{A0}"),
            (" ", "\\u{20}"),
        ] {
            assert_eq!(visible_ends(code), seen);
        }
    }
}
