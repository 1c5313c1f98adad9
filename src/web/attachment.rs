//! The name under which a browser keeps an answer as a file.

use axum::http::HeaderValue;

use crate::locale::fold_for_search;

/// Longer ones are no names on some file systems.
const LONGEST: usize = 120;

/// `attachment` with a name that every file system can write, and beside it the name as it is where that is another (RFC
/// 6266, RFC 8187).
pub(super) fn attachment(name: &str) -> Option<HeaderValue> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let short: String = stem.chars().take(LONGEST).collect();
    let whole = if ending.is_empty() { short } else { format!("{short}.{ending}") };
    let plain: String = whole.chars().map(plain).collect();
    let own = if plain == whole { String::new() } else { format!("; filename*=UTF-8''{}", escaped(&whole)) };
    let header = format!("attachment; filename=\"{plain}\"{own}");
    HeaderValue::from_str(&header).ok()
}

/// The letter without its marks; a line in place of what has no such form.
fn plain(letter: char) -> char {
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    if is_plain(&letter) {
        return letter;
    }
    let folded = fold_for_search(&letter.to_string());
    folded.chars().next().filter(|first| is_plain(first) && folded.len() == 1).unwrap_or('_')
}

fn escaped(name: &str) -> String {
    let each = name.bytes().map(|byte| match byte {
        byte if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_there_for_old_and_for_new_browsers() {
        for (name, plain, whole) in [
            ("A1-2024-Q2.csv", "A1-2024-Q2.csv", ""),
            (
                "Sở \"A\"/đ\r\n.csv",
                "So__A__d__.csv",
                "; filename*=UTF-8''S%E1%BB%9F%20%22A%22%2F%C4%91%0D%0A.csv",
            ),
        ] {
            let header = attachment(name).unwrap();
            let expected = format!("attachment; filename=\"{plain}\"{whole}");
            assert_eq!(header.to_str().unwrap(), expected);
        }
        assert!(
            attachment(&format!("{}.csv", "a".repeat(500))).unwrap().to_str().unwrap().contains("a.csv\"")
        );
    }
}
