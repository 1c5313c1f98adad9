//! States of a heatmap's cells: signs, tones, and their legend.

use super::WIDTH;
use super::drawing::{Anchor, Drawing, Look, aim};
use super::palette::series;
use super::path::rectangle;
use super::stroke::DOUBT;
use super::text::{Face, SIZE, fitted, width};

/// All cells. The rows' tooltips tell them to those who hear the page.
pub(super) const CELLS: Look = Look::new("cells", r#"aria-hidden="true""#);
pub(super) const MISSING: Look = Look::new(
    "missing",
    r#"fill="currentColor" fill-opacity="0" stroke="currentColor" stroke-opacity=".5" stroke-dasharray="2 2" stroke-width=".8""#,
);
/// Inside a cell without value.
pub(super) const MISSING_SIGN: &str = "–";

const GOOD: Look = Look::new("good", concat!(r#"fill=""#, series!(), r#"" fill-opacity=".16""#));
const CAUTION: Look = Look::new("caution", concat!(r#"fill=""#, aim!(), r#"" fill-opacity=".38""#));
const BAD: Look = Look::new("bad", concat!(r#"fill=""#, aim!(), r#"" fill-opacity=".86""#));
const OPEN: Look = Look::new(
    "open",
    r#"fill="currentColor" fill-opacity="0" stroke="currentColor" stroke-opacity=".5" stroke-width=".8""#,
);
const OUTSIDE: Look = Look::new("outside", r#"fill="currentColor" fill-opacity=".05""#);

const SWATCH: f64 = 15.0;
const ROW: f64 = 19.0;
const GAP: f64 = 5.0;
/// Between entries.
const APART: f64 = 14.0;

/// What a state means; it decides how dark a cell is, so that the order stays in print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As it should be: pale.
    Good,
    /// Not quite: darker.
    Caution,
    /// Not as it should be: darkest.
    Bad,
    /// Not decided yet: an outline.
    Open,
    /// Does not apply: the sign alone.
    Outside,
}

impl Tone {
    pub(super) fn look(self) -> &'static Look {
        match self {
            Self::Good => &GOOD,
            Self::Caution => &CAUTION,
            Self::Bad => &BAD,
            Self::Open => &OPEN,
            Self::Outside => &OUTSIDE,
        }
    }
}

/// What a cell may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// One or two letters that stand in the cell; no two states share one.
    pub sign: String,
    /// What it means, for the legend and for tooltips.
    pub label: String,
    /// How dark it is.
    pub tone: Tone,
}

/// An entry of the legend.
pub(super) enum Entry<'s> {
    State(&'s State),
    /// A cell without value, and what it is called.
    Missing(&'s str),
    /// A cell about which there is something to know, and how that is said.
    Doubtful(&'s str),
    /// That cells are too narrow for figures: words without a cell.
    Unwritten(&'s str),
}

impl Entry<'_> {
    /// How its cell looks, if it has one.
    fn look(&self) -> Option<&'static Look> {
        match self {
            Self::State(state) => Some(state.tone.look()),
            Self::Missing(_) => Some(&MISSING),
            Self::Doubtful(_) => Some(&OPEN),
            Self::Unwritten(_) => None,
        }
    }

    /// Room for its cell and the gap after it, px.
    fn before(&self) -> f64 {
        if self.look().is_some() { SWATCH + GAP } else { 0.0 }
    }

    fn sign(&self) -> &str {
        match self {
            Self::State(state) => &state.sign,
            Self::Missing(_) => MISSING_SIGN,
            Self::Doubtful(_) => DOUBT,
            Self::Unwritten(_) => "",
        }
    }

    fn label(&self) -> &str {
        match self {
            Self::State(state) => &state.label,
            Self::Missing(label) | Self::Doubtful(label) | Self::Unwritten(label) => label,
        }
    }

    fn fitted(&self) -> std::borrow::Cow<'_, str> {
        fitted(self.label(), Face::Regular, WIDTH - self.before())
    }
}

/// Left and row of each entry: as many beside each other as fit.
fn places(entries: &[Entry<'_>]) -> Vec<(f64, usize)> {
    let (mut left, mut row) = (0.0, 0);
    entries
        .iter()
        .map(|entry| {
            let wide = entry.before() + width(&entry.fitted(), Face::Regular, SIZE);
            if left > 0.0 && left + wide > WIDTH {
                (left, row) = (0.0, row + 1);
            }
            let place = (left, row);
            left += wide + APART;
            place
        })
        .collect()
}

/// The height of the legend of `entries`, px.
pub(super) fn height(entries: &[Entry<'_>]) -> f64 {
    places(entries).last().map_or(0.0, |(_, row)| ROW * (row + 1) as f64)
}

/// The legend of `entries` from `top` on.
pub(super) fn legend(drawing: &Drawing, entries: &[Entry<'_>], top: f64) {
    let places = places(entries);
    let upper = |row: usize| top + ROW * row as f64 + 1.0;
    for (entry, &(left, row)) in entries.iter().zip(&places) {
        if let Some(look) = entry.look() {
            drawing.group(look, |drawing| {
                drawing.path(&rectangle((left + 0.5, upper(row)), SWATCH - 1.0, SWATCH - 1.0));
            });
        }
    }
    drawing.group(&Look::LEGEND, |drawing| {
        for (entry, &(left, row)) in entries.iter().zip(&places) {
            let base = upper(row) + 11.0;
            if entry.look().is_some() {
                drawing.text(
                    (left + SWATCH / 2.0, base),
                    Anchor::Middle,
                    &fitted(entry.sign(), Face::Regular, SWATCH),
                );
            }
            drawing.text((left + entry.before(), base), Anchor::Start, &entry.fitted());
        }
    });
}
