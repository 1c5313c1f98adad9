//! How wide columns and how high rows must be: programs do not all see to it themselves.

/// The height of a line, in points.
pub(super) const LINE: f64 = 15.0;

/// How many letters of the face stand in the width of a digit, by which columns are measured.
const LETTERS: f64 = 1.12;

/// The highest that a row may be, in points.
const HIGHEST: f64 = 409.0;

/// What a table may be wide, in letters, to be read on a sheet of A4.
const ACROSS: usize = 190;

/// What a column of texts may be wide where there is room.
const WIDEST: usize = 66;

/// What longer texts are wide at least where there is none.
const NARROW: usize = 14;

/// The height of a row, in points, whose cells hold these texts in columns so wide.
pub(super) fn height<'t>(cells: impl IntoIterator<Item = (&'t str, f64)>) -> f64 {
    let lines = cells.into_iter().map(|(text, width)| lines(text, width)).max().unwrap_or(1);
    (lines.max(1) as f64 * LINE).min(HIGHEST)
}

/// How many lines a text takes, broken between its words.
fn lines(text: &str, width: f64) -> usize {
    let room = (width * LETTERS).max(1.0) as usize;
    let paragraph = |text: &str| {
        let (mut lines, mut used) = (1, 0);
        for word in text.split_whitespace() {
            let long = word.chars().count();
            if used > 0 && used + 1 + long > room {
                lines += 1;
                used = 0;
            }
            used += long + usize::from(used > 0);
            lines += used.saturating_sub(1) / room;
            used = if used == 0 { 0 } else { (used - 1) % room + 1 };
        }
        lines
    };
    text.lines().map(paragraph).sum()
}

/// The widths of columns that want to be so wide: as they want where the table fits, else longer texts share the room.
pub(super) fn widths(wanted: &[usize]) -> Vec<f64> {
    let all: usize = wanted.iter().map(|width| (*width).min(WIDEST)).sum();
    let kept: usize = wanted.iter().filter(|width| **width <= NARROW).sum();
    let shared: usize = wanted.iter().filter(|width| **width > NARROW).sum();
    let room = ACROSS.saturating_sub(kept) as f64;
    let width = |wanted: &usize| match *wanted {
        own if own <= NARROW || all <= ACROSS => own.min(WIDEST) as f64,
        own => (own as f64 * room / shared as f64).max(NARROW as f64),
    };
    wanted.iter().map(width).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_high_as_its_longest_text() {
        assert_eq!(height([("", 10.0), ("one line", 10.0)]), 15.0);
        assert_eq!(height([("two lines of words", 9.0)]), 30.0);
        assert_eq!(height([("a\nb\nc", 10.0), ("d", 1.0)]), 45.0);
        assert_eq!(height([("unbreakable-as-it-is", 9.0)]), 30.0);
        assert_eq!(height([("x ".repeat(10_000).as_str(), 10.0)]), 409.0);
    }

    #[test]
    fn long_texts_share_what_is_left() {
        assert_eq!(widths(&[10, 70]), [10.0, 66.0]);
        // Two of the widest have room beside each other; four have not.
        assert_eq!(widths(&[10, 100, 300]), [10.0, 66.0, 66.0]);
        assert_eq!(widths(&[10, 100, 300, 100, 100]), [10.0, 30.0, 90.0, 30.0, 30.0]);
        assert_eq!(widths(&[30; 20]), [14.0; 20]);
    }
}
