//! Text measured in the face that shows it: Noto Sans, bundled, in which figures and text are set everywhere.
//!
//! Its digits are all of one width. Where a page does not offer the face, the fall-backs named in [`FAMILIES`] are
//! narrower, so what fits when measured here still fits.

use std::borrow::Cow;
use std::sync::LazyLock;

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

/// The bundled faces, regular and semi-bold, for whoever draws letters.
pub const FONTS: [&[u8]; 2] = [
    include_bytes!("../../assets/fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../assets/fonts/NotoSans-SemiBold.ttf"),
];

/// The `font-family` of every chart.
pub(super) const FAMILIES: &str = "'Noto Sans',Arial,'Liberation Sans',sans-serif";

/// The size of all text in a chart, px.
pub(super) const SIZE: f64 = 11.0;

const FAMILY: &str = "Noto Sans";

/// Plotters takes a size to mean ascent and descent together; in this face they are 1.362 of the em that CSS means.
const LINE_OF_EM: f64 = 1.362;

/// Plotters measures in whole pixels; measured this many times larger, a width is right to 0.01 px.
const FINER: f64 = 100.0;

/// A weight of the bundled typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Weight 400.
    Regular,
    /// Weight 600, for figures.
    SemiBold,
}

impl Face {
    /// The style under which plotters knows it (which has no semi-bold).
    fn style(self) -> FontStyle {
        match self {
            Self::Regular => FontStyle::Normal,
            Self::SemiBold => FontStyle::Bold,
        }
    }
}

static REGISTERED: LazyLock<()> = LazyLock::new(|| {
    for (style, bytes) in [(FontStyle::Normal, FONTS[0]), (FontStyle::Bold, FONTS[1])] {
        register_font(FAMILY, style, bytes).ok().expect("the bundled files are TrueType fonts");
    }
});

/// The width in px of `text` set in `face` at `size` px, without kerning (which would only narrow it).
pub fn width(text: &str, face: Face, size: f64) -> f64 {
    LazyLock::force(&REGISTERED);
    let font = FontDesc::new(FontFamily::Name(FAMILY), size * LINE_OF_EM * FINER, face.style());
    let (_, (right, _)) = font.layout_box(text).expect("both faces are registered above");
    f64::from(right) / FINER
}

/// The greatest [`width`] of `texts` at the size of charts, px; 0 without texts.
pub(super) fn widest<'t>(texts: impl IntoIterator<Item = &'t str>, face: Face) -> f64 {
    texts.into_iter().map(|text| width(text, face, SIZE)).fold(0.0, f64::max)
}

/// `text`, or as much of its beginning as fits `room` px with an ellipsis.
pub(super) fn fitted(text: &str, face: Face, room: f64) -> Cow<'_, str> {
    if width(text, face, SIZE) <= room {
        return Cow::Borrowed(text);
    }
    let ends: Vec<usize> = text.char_indices().map(|(index, _)| index).collect();
    let cut = |end: usize| format!("{}…", text[..end].trim_end_matches([' ', ',', '.', '-', '–', '(']));
    let fitting = ends.partition_point(|&end| width(&cut(end), face, SIZE) <= room);
    Cow::Owned(cut(ends[fitting.saturating_sub(1)]))
}

/// `text` in lines of at most `room` px, broken at spaces; what `most` lines do not hold ends the last in an ellipsis.
pub(super) fn wrapped(text: &str, face: Face, room: f64, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = if lines.len() + 1 == most { rest.len() } else { line_end(rest, face, room) };
        lines.push(fitted(rest[..end].trim_end(), face, room).into_owned());
        rest = rest[end..].trim_start();
    }
    lines
}

/// Where the first line of `text` ends: before a space, after as many words as fit, at least one.
pub(super) fn line_end(text: &str, face: Face, room: f64) -> usize {
    let spaces: Vec<usize> = text.match_indices(' ').map(|(index, _)| index).collect();
    let ends = spaces.into_iter().chain([text.len()]).filter(|&end| end > 0);
    let (mut found, mut first) = (None, None);
    for end in ends {
        first = first.or(Some(end));
        if width(text[..end].trim_end(), face, SIZE) > room {
            break;
        }
        found = Some(end);
    }
    found.or(first).unwrap_or(text.len())
}

/// As much of the end of `text` as fits `room` px after an ellipsis, from the beginning of a word where one does.
pub(super) fn ending(text: &str, face: Face, room: f64) -> String {
    let cut = |start: usize| format!("…{}", text[start..].trim_start());
    let fits = |start: &usize| width(&cut(*start), face, SIZE) <= room;
    let words = text.match_indices(' ').map(|(index, _)| index + 1);
    let letters = text.char_indices().map(|(index, _)| index);
    words.chain(letters).find(fits).map_or_else(|| "…".to_owned(), cut)
}

/// `text` if it fits `room` px, else as much of its beginning and its end as fit around an ellipsis.
pub(super) fn without_middle(text: &str, face: Face, room: f64) -> String {
    if width(text, face, SIZE) <= room {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let kept = |count: usize| {
        let (before, after) = (count.div_ceil(2), count / 2);
        let start: String = letters[..before].iter().collect();
        let end: String = letters[letters.len() - after..].iter().collect();
        format!("{}…{}", start.trim_end_matches([' ', ',', '-', '–', '(']), end.trim_start())
    };
    let fits = |count: &usize| width(&kept(*count), face, SIZE) <= room;
    kept((1..letters.len()).take_while(fits).last().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_wrapped_at_spaces() {
        for (text, most, expected) in [
            ("Đội Quản lý thị trường số 1", 3, &["Đội Quản lý thị", "trường số 1"][..]),
            ("Đội Quản lý thị trường số 1 khu vực", 2, &["Đội Quản lý thị", "trường số 1 kh…"]),
            ("Khôngcókhoảngtrắngnào đâu", 3, &["Khôngcókhoản…", "đâu"]),
            ("", 2, &[]),
        ] {
            assert_eq!(wrapped(text, Face::Regular, 90.0, most), expected);
        }
        assert_eq!(ending("Đội Quản lý thị trường số 1", Face::Regular, 90.0), "…thị trường số 1");
    }

    #[test]
    fn a_text_without_its_middle_keeps_both_ends() {
        let text = "Ủy ban nhân dân huyện Kon Plông";
        for (room, expected) in [(400.0, text), (110.0, "Ủy ban nh…on Plông"), (50.0, "Ủy…ông"), (1.0, "…")]
        {
            assert_eq!(without_middle(text, Face::Regular, room), expected, "{room}");
        }
    }

    #[test]
    fn widths_are_those_of_the_face() {
        // Advances of the font file, in thousandths of an em: a comma is 268 wide, every digit 572, in both faces.
        assert!((width(",", Face::Regular, 1000.0) - 268.0).abs() < 0.1);
        for (digit, face) in ('0'..='9').flat_map(|digit| [(digit, Face::Regular), (digit, Face::SemiBold)]) {
            assert!((width(&digit.to_string(), face, 1000.0) - 572.0).abs() < 0.1, "{digit}");
        }
        assert!(width("Kỳ", Face::SemiBold, 11.0) > width("Kỳ", Face::Regular, 11.0));
    }

    #[test]
    fn a_long_text_ends_in_an_ellipsis_and_fits() {
        let text = "Đội Quản lý thị trường số 1";
        assert_eq!(fitted(text, Face::Regular, 400.0), text);
        let cut = fitted(text, Face::Regular, 100.0);
        assert!(cut.ends_with('…') && width(&cut, Face::Regular, SIZE) <= 100.0, "{cut}");
        assert_eq!(fitted(text, Face::Regular, 0.0), "…");
    }
}
