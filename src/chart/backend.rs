//! The plotters backend: geometry as SVG elements, and nothing else.
//!
//! How a shape looks is said by the group around it (see `drawing`), so a colour stands once in a group and not on
//! each shape. Plotters counts in whole pixels; here its pixel is a tenth of ours, which gives 0.1 px precision.

use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt::Write;
use std::rc::Rc;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

/// What has been drawn so far, shared by the backend (inside plotters) and the drawing that puts groups around it.
pub(super) type Ink = Rc<RefCell<String>>;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Writes shapes into [`Ink`]. Coordinates are tenths of a px.
pub(super) struct Backend {
    ink: Ink,
    size: (u32, u32),
}

impl Backend {
    /// A sheet of `size` tenths of a px that writes into `ink`.
    pub(super) fn new(ink: Ink, size: (u32, u32)) -> Self {
        Self { ink, size }
    }

    fn path(&self, points: impl IntoIterator<Item = BackendCoord>, end: &str) {
        let mut ink = self.ink.borrow_mut();
        ink.push_str("<path d=\"");
        let mut before: Option<BackendCoord> = None;
        for (x, y) in points {
            let (letter, along, down) = match before {
                None => ("M", Some(x), Some(y)),
                Some((_, level)) if level == y => ("H", Some(x), None),
                Some((upright, _)) if upright == x => ("V", None, Some(y)),
                Some(_) => ("L", Some(x), Some(y)),
            };
            ink.push_str(letter);
            along.into_iter().for_each(|x| tenths(&mut ink, x));
            if along.is_some() && down.is_some() {
                ink.push(' ');
            }
            down.into_iter().for_each(|y| tenths(&mut ink, y));
            before = Some((x, y));
        }
        ink.push_str(end);
        ink.push_str("\"/>");
    }
}

/// Writes tenths of a px as px: `123` is `12.3`, `120` is `12`.
pub(super) fn tenths(ink: &mut String, value: i32) {
    let sign = if value < 0 { "-" } else { "" };
    let (whole, rest) = (value.unsigned_abs() / 10, value.unsigned_abs() % 10);
    let written = if rest == 0 { write!(ink, "{sign}{whole}") } else { write!(ink, "{sign}{whole}.{rest}") };
    written.expect("writing to a String does not fail");
}

/// Writes `text` for element content or a double-quoted attribute; what XML cannot hold is left out.
pub(super) fn escape(ink: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => ink.push_str("&amp;"),
            '<' => ink.push_str("&lt;"),
            '>' => ink.push_str("&gt;"),
            '"' => ink.push_str("&quot;"),
            '\n' => ink.push('\n'),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => ink.push(letter),
        }
    }
}

fn attribute(ink: &mut String, name: &str, value: i32) {
    ink.push(' ');
    ink.push_str(name);
    ink.push_str("=\"");
    tenths(ink, value);
    ink.push('"');
}

impl DrawingBackend for Backend {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, _: BackendColor) -> Drawn {
        self.path([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)], "z");
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, _: &S) -> Drawn {
        self.path([from, to], "");
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Drawn {
        self.path(path, "");
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        edge: I,
        _: &S,
    ) -> Drawn {
        self.path(edge, "z");
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (left, top) = (a.0.min(b.0), a.1.min(b.1));
        let (width, height) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        let mut ink = self.ink.borrow_mut();
        if style.color().alpha == 0.0 {
            // Unseen, yet a target for the pointer, which `fill="none"` would not be. As a path: a card has dozens.
            ink.push_str("<path class=\"hit\" opacity=\"0\" d=\"M");
            for (letter, value) in [("", left), (" ", top), ("h", width), ("v", height), ("h", -width)] {
                ink.push_str(letter);
                tenths(&mut ink, value);
            }
            ink.push_str("z\"/>");
            return Ok(());
        }
        ink.push_str(if fill { "<rect" } else { "<rect fill=\"none\"" });
        attribute(&mut ink, "x", left);
        attribute(&mut ink, "y", top);
        attribute(&mut ink, "width", width);
        attribute(&mut ink, "height", height);
        ink.push_str("/>");
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        _: &S,
        fill: bool,
    ) -> Drawn {
        let mut ink = self.ink.borrow_mut();
        ink.push_str(if fill { "<circle" } else { "<circle fill=\"none\"" });
        attribute(&mut ink, "cx", centre.0);
        attribute(&mut ink, "cy", centre.1);
        attribute(&mut ink, "r", radius as i32);
        ink.push_str("/>");
        Ok(())
    }

    /// `at` is the left end, middle or right end of the base line, as the style's horizontal anchor says.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let mut ink = self.ink.borrow_mut();
        ink.push_str("<text");
        attribute(&mut ink, "x", at.0);
        attribute(&mut ink, "y", at.1);
        ink.push_str(match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        });
        ink.push('>');
        escape(&mut ink, text);
        ink.push_str("</text>");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coordinate_has_at_most_one_decimal() {
        for (value, expected) in [(0, "0"), (5, "0.5"), (-5, "-0.5"), (120, "12"), (-1234, "-123.4")] {
            let mut ink = String::new();
            tenths(&mut ink, value);
            assert_eq!(ink, expected);
        }
    }

    #[test]
    fn text_cannot_leave_its_place() {
        let mut ink = String::new();
        escape(&mut ink, "a<b> & \"c\"\u{0}\u{b}");
        assert_eq!(ink, "a&lt;b&gt; &amp; &quot;c&quot;");
    }
}
