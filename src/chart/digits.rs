//! Figures in cells: all of a chart in one way, since an empty cell among others would look as if it had none.

use std::borrow::Cow;

use super::text::{Face, SIZE, width};

/// The size of digits where those of the usual size do not fit, px.
pub(super) const SMALL: f64 = 9.0;
/// Narrower cells show no figures and have no gaps between them.
pub(super) const NARROWEST_CELL: f64 = 12.0;

/// How all figures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Digits {
    /// In the usual size.
    Usual,
    /// In smaller digits.
    Small,
    /// In smaller digits, with the signs of what is doubtful in the corners.
    Cornered,
}

impl Digits {
    /// The first way in which all figures fit cells of `cell` px, each given with its sign of doubt and without;
    /// nothing where there is none.
    pub(super) fn of(figures: &[(Cow<'_, str>, &str)], cell: f64) -> Option<Self> {
        let all = |size: f64, with_sign: bool| {
            figures.iter().all(|(signed, bare)| fits(if with_sign { signed } else { bare }, size, cell))
        };
        if figures.is_empty() {
            Some(Self::Usual)
        } else if cell < NARROWEST_CELL {
            None
        } else if all(SIZE, true) {
            Some(Self::Usual)
        } else if all(SMALL, true) {
            Some(Self::Small)
        } else {
            all(SMALL, false).then_some(Self::Cornered)
        }
    }
}

/// Whether `text` of `size` px can stand in a cell of `cell` px.
pub(super) fn fits(text: &str, size: f64, cell: f64) -> bool {
    width(text, Face::Regular, size) <= cell - 2.0
}
