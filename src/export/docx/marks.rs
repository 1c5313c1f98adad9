//! The numbers of headings: I, 1, a).

/// The letters that number, as official documents take them.
const LETTERS: [&str; 23] = [
    "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v",
    "x", "y",
];

/// How many have been numbered, by level.
#[derive(Default)]
pub(super) struct Marks {
    counts: Vec<usize>,
}

impl Marks {
    /// The mark of the next one of a level, from 1: `I.`, `1.`, `a)`; below these a dash.
    pub(super) fn next(&mut self, level: u8) -> String {
        let level = usize::from(level.max(1));
        self.counts.resize(level, 0);
        let count = &mut self.counts[level - 1];
        *count += 1;
        match (level, number(level, *count)) {
            (1 | 2, Some(number)) => format!("{number}."),
            (3, Some(number)) => format!("{number})"),
            _ => "-".to_owned(),
        }
    }

    /// Where the last one stands: `II.1.a`.
    pub(super) fn place(&self) -> String {
        let numbers = self.counts.iter().enumerate().filter_map(|(at, count)| number(at + 1, *count));
        numbers.collect::<Vec<_>>().join(".")
    }
}

fn number(level: usize, count: usize) -> Option<String> {
    match level {
        1 => Some(roman(count)),
        2 => Some(count.to_string()),
        3 => LETTERS.get(count.checked_sub(1)?).map(|letter| (*letter).to_owned()),
        _ => None,
    }
}

/// A number in Roman digits.
pub(super) fn roman(mut number: usize) -> String {
    const DIGITS: [(usize, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut text = String::new();
    for (value, digit) in DIGITS {
        while number >= value {
            text.push_str(digit);
            number -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_numbered_by_their_level() {
        let mut marks = Marks::default();
        let told: Vec<String> = [1, 2, 2, 3, 3, 4, 1, 2].map(|level| marks.next(level)).into();
        assert_eq!(told, ["I.", "1.", "2.", "a)", "b)", "-", "II.", "1."]);
        assert_eq!(marks.place(), "II.1");
    }

    #[test]
    fn roman_digits() {
        assert_eq!([1, 4, 9, 14, 40, 99].map(roman), ["I", "IV", "IX", "XIV", "XL", "XCIX"]);
    }
}
