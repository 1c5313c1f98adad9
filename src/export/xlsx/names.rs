//! The names of sheets: at most 31 letters, each once, without what a reference reads as its own.

/// The longest that a name may be, in UTF-16 units.
const LONGEST: usize = 31;

/// Letters that a name cannot have.
const REFUSED: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// A name that Excel keeps for itself.
const KEPT: &str = "history";

/// The names of a workbook's sheets.
#[derive(Default)]
pub(super) struct Names(Vec<String>);

impl Names {
    /// The name of a sheet under a title: as much of it as fits, and a number where it stands already.
    pub(super) fn unique(&mut self, title: &str) -> String {
        let clean: String = title
            .chars()
            .map(|letter| if REFUSED.contains(&letter) || letter.is_control() { ' ' } else { letter })
            .collect();
        let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        let clean = Some(clean.trim_matches('\'')).filter(|clean| !clean.is_empty()).unwrap_or("–");
        let mut number = 1;
        loop {
            let ending = if number == 1 { String::new() } else { format!(" ({number})") };
            let name = format!("{}{ending}", short(clean, LONGEST - ending.len()));
            let known = name.to_lowercase();
            if known != KEPT && !self.0.contains(&known) {
                self.0.push(known);
                return name;
            }
            number += 1;
        }
    }
}

/// Whole words as far as they fit.
fn short(text: &str, most: usize) -> &str {
    let mut units = 0;
    let within = |(_, letter): &(usize, char)| {
        units += letter.len_utf16();
        units <= most
    };
    let end = text.char_indices().take_while(within).last().map_or(0, |(at, letter)| at + letter.len_utf8());
    if end == text.len() {
        return text;
    }
    let cut = &text[..end];
    let words =
        if text[end..].starts_with(' ') { cut } else { cut.rsplit_once(' ').map_or(cut, |(words, _)| words) };
    words.trim_end_matches([' ', ',', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_each_stands_once() {
        let mut names = Names::default();
        let title = "Tỷ lệ vụ việc được xử lý đúng hạn theo đơn vị";
        assert_eq!(names.unique(title), "Tỷ lệ vụ việc được xử lý đúng");
        assert_eq!(names.unique(title), "Tỷ lệ vụ việc được xử lý (2)");
        assert_eq!(names.unique("a/b: [c]?"), "a b c");
        assert_eq!(names.unique("A B C"), "A B C (2)");
        assert_eq!(names.unique("History"), "History (2)");
        assert_eq!(names.unique("'"), "–");
        assert_eq!(names.unique(&"x".repeat(40)).len(), 31);
    }
}
