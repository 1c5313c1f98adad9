//! Paths written tersely, for drawings of hundreds of shapes: a shape with its tooltip is two elements and no group.

use super::backend::{escape, tenths};
use super::drawing::{Drawing, Spot};

/// Writes whole and half pixels and the like as the path syntax has them; 0.1 px is the finest.
pub(super) fn number(px: f64) -> String {
    let mut written = String::new();
    tenths(&mut written, (px * 10.0).round() as i32);
    written
}

/// A rectangle from its upper left corner, as path data.
pub(super) fn rectangle((left, top): Spot, width: f64, height: f64) -> String {
    let (x, y, w, h) = (number(left), number(top), number(width), number(height));
    format!("M{x} {y}h{w}v{h}h-{w}z")
}

/// A line across from its left end, as path data.
pub(super) fn across((left, y): Spot, right: f64) -> String {
    format!("M{} {}H{}", number(left), number(y), number(right))
}

impl Drawing {
    /// A path of finished data (of this module's functions).
    pub(super) fn path(&self, data: &str) {
        if !data.is_empty() {
            self.write("<path d=\"");
            self.write(data);
            self.write("\"/>");
        }
    }

    /// A path with a tooltip that the keyboard does not stop at.
    pub(super) fn told_path(&self, data: &str, title: &str) {
        let mut told = String::new();
        escape(&mut told, title);
        for part in ["<path d=\"", data, "\"><title>", &told, "</title></path>"] {
            self.write(part);
        }
    }

    /// An unseen path around all of a mark, for its focus ring only: what lies below keeps its own tooltips.
    pub(super) fn ring(&self, data: &str) {
        for part in ["<path class=\"hit\" opacity=\"0\" pointer-events=\"none\" d=\"", data, "\"/>"] {
            self.write(part);
        }
    }

    /// Single letters side by side on one base line, each centred at its own x: one element for a row of signs.
    pub(super) fn letters(&self, letters: &[(f64, char)], base: f64) {
        let (mut places, mut text) = (Vec::new(), String::new());
        for (x, letter) in letters {
            let before = text.len();
            // Letters and places must stay as many: spaces would fall together, control characters are left out.
            if !letter.is_whitespace() {
                escape(&mut text, letter.encode_utf8(&mut [0; 4]));
            }
            if text.len() > before {
                places.push(number(*x));
            }
        }
        if !places.is_empty() {
            let (x, y) = (places.join(" "), number(base));
            self.write(&format!("<text text-anchor=\"middle\" x=\"{x}\" y=\"{y}\">{text}</text>"));
        }
    }

    /// Texts on one base line, each centred at its own x: one element for a row of figures.
    pub(super) fn figures(&self, figures: &[(f64, impl AsRef<str>)], base: f64) {
        if figures.is_empty() {
            return;
        }
        self.write(&format!("<text text-anchor=\"middle\" y=\"{}\">", number(base)));
        for (x, text) in figures {
            let mut told = String::new();
            escape(&mut told, text.as_ref());
            self.write(&format!("<tspan x=\"{}\">{told}</tspan>", number(*x)));
        }
        self.write("</text>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_data_are_short() {
        assert_eq!(rectangle((1.0, 2.26), 17.0, 16.5), "M1 2.3h17v16.5h-17z");
        assert_eq!(across((1.0, 2.26), 18.0), "M1 2.3H18");
    }
}
