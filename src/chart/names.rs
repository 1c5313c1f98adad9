//! Names of rows: in as many lines as they need, up to four, cut where they may be without becoming the same as another.

use super::drawing::{Anchor, Drawing, Spot};
use super::text::{Face, ending, fitted, line_end, wrapped};

/// From a base line to the next, px.
const LINE: f64 = 12.5;

/// Beyond it a row is higher than what it says.
const MOST_LINES: usize = 4;

/// A name in the lines that are drawn.
pub(super) type Lines = Vec<String>;

/// `names` in at most [`MOST_LINES`] of `room` px each. A longer one loses its middle, since names that begin alike end
/// differently; two that would read the same show where they differ.
pub(super) fn names(names: &[&str], room: f64) -> Vec<Lines> {
    let mut shown: Vec<Lines> = names.iter().map(|name| shortened(name, room)).collect();
    for index in 1..names.len() {
        let same = |other: &usize| shown[*other] == shown[index] && names[*other] != names[index];
        if let Some(other) = (0..index).find(same) {
            let different = difference(names[other], names[index]);
            for one in [other, index] {
                shown[one] = told_apart(names[one], different, room);
            }
        }
    }
    shown
}

fn shortened(name: &str, room: f64) -> Lines {
    let whole = wrapped(name, Face::Regular, room, usize::MAX);
    if whole.len() <= MOST_LINES {
        return whole;
    }
    vec![whole[0].clone(), ending(&name[line_end(name, Face::Regular, room)..], Face::Regular, room)]
}

/// The beginning, then the part from `different` (a byte) on.
fn told_apart(name: &str, different: usize, room: f64) -> Lines {
    let first = fitted(&name[..line_end(name, Face::Regular, room)], Face::Regular, room).into_owned();
    vec![first, fitted(&format!("…{}", &name[different..]), Face::Regular, room).into_owned()]
}

/// Where the word begins in which two names begin to differ, a byte of both.
fn difference(a: &str, b: &str) -> usize {
    let alike =
        a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(letter, _)| letter.len_utf8()).sum();
    a[..alike].rfind(' ').map_or(0, |space| space + 1)
}

/// How high the rows of `names` are: px from the top of the first line to the bottom of the last.
pub(super) fn height(lines: &Lines) -> f64 {
    LINE * lines.len() as f64
}

/// Draws lines that begin or end at `place`, which is halfway from the first to the last.
pub(super) fn draw(drawing: &Drawing, lines: &Lines, (x, y): Spot, anchor: Anchor) {
    let first = y - height(lines) / 2.0 + 10.0;
    for (index, line) in lines.iter().enumerate() {
        drawing.text((x, first + LINE * index as f64), anchor, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_what_tells_them_apart() {
        let given = [
            "Thành phố Đăk Bla",
            "Đội Kiểm tra liên ngành chống buôn lậu và hàng giả số 3",
            "Đội Kiểm tra liên ngành chống buôn lậu và hàng giả số 4",
            "Trung tâm Y tế huyện Đăk Glei thuộc Sở Y tế tỉnh Đăk Bla",
            "Trung tâm Y tế huyện Đăk Tô thuộc Sở Y tế tỉnh Đăk Bla",
        ];
        let shown =
            |room: f64| -> Vec<String> { names(&given, room).iter().map(|lines| lines.join("|")).collect() };
        assert_eq!(
            shown(60.0),
            [
                "Thành phố|Đăk Bla",
                "Đội Kiểm|…giả số 3",
                "Đội Kiểm|…giả số 4",
                "Trung tâm|…Glei thu…",
                "Trung tâm|…Tô thuộ…"
            ]
        );
        let wide = shown(120.0);
        assert!(wide.iter().all(|name| !name.contains('…')), "{wide:?}");
        assert_eq!(wide[4], "Trung tâm Y tế huyện|Đăk Tô thuộc Sở Y tế|tỉnh Đăk Bla");
    }
}
