//! Charts: literal values in, accessible SVG out.
//!
//! A chart sees numbers and the words already written for them; it never sees SQL, HTTP, a locale or a clock, so
//! every chart can be tested from a literal table. Drawing cannot fail: what is missing, equal, huge or negative is
//! normalised in `axis`, and "no data" is a drawing too. The same input gives the same bytes.
//!
//! No other module knows plotters. A drawing is right without a style sheet: text and axes take the colour of the
//! surrounding text, the rest has colours legible on white and on black, and nothing is told by colour alone.
//! A style sheet may recolour by class:
//!
//! | class | what |
//! | --- | --- |
//! | `chart` and the kind's name | the `<svg>` |
//! | `tick`, `label`, `value`, `legend`, `note`, `empty` | text: axis figures, names, figures, legend, break notes, "no data" |
//! | `grid`, `zero`, `break`, `target`, `pace`, `aim` | lines and marks to read values by |
//! | `line`, `points`, `dots`, `previous`, `provisional`, `band` | a trend's strokes and dots; what is behind provisional periods |
//! | `bars`, `track` | bars and their parts; the ground of a bar up to the whole |
//! | `branch`, `absent`, `elbow` | what leaves a funnel, stages without value, and what leads there |
//! | `shade`, `edge` | steps of values in heatmaps and maps; the thin edge of legends |
//! | `good`, `caution`, `bad`, `open`, `outside`, `missing` | a heatmap's states; what has no value |
//! | `area`, `minus` | a map's areas; the sign of values below zero |
//! | `mark` with its `hit` | what has a tooltip and takes the focus, and is a link where it leads on; `hit` is the invisible area around it |
//!
//! Every mark holds its tooltip as `<title>`. The `<svg>` of a chart with marks has the role `group`: the children of
//! an `img` are hidden from assistive technology, and a focus inside it would be lost.

mod axis;
mod backend;
mod bars;
mod border;
mod breaks;
mod bullet;
mod callout;
mod digits;
mod drawing;
mod funnel;
mod heatmap;
mod inline;
mod key;
mod map;
mod multiples;
mod names;
mod outline;
mod palette;
mod path;
mod placing;
mod projection;
mod shape;
mod sparkline;
mod states;
mod steps;
mod stroke;
mod text;
mod texture;
mod trend;

pub use axis::Scale;
pub use bars::{Arrangement, Bar, Bars, Part};
pub use breaks::Break;
pub use bullet::{Bullet, BulletRow, BulletWords};
pub use funnel::{Branch, Funnel, Stage};
pub use heatmap::{Cell, Heatmap, HeatmapRow, Shade};
pub use inline::InlineBar;
pub use map::{Circles, Map};
pub use multiples::{Heights, Member, Multiples};
pub use outline::Area;
pub use shape::{LonLat, Polygon, ShapeError, shapes};
pub use sparkline::Sparkline;
pub use states::{State, Tone};
pub use text::{FONTS, Face, width};
pub use trend::{Legend, Target, Trend};

/// The width in px of the card that charts are drawn for; a sparkline is narrower.
pub const WIDTH: f64 = 340.0;

/// A chart kind, as a dashboard names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// What a dashboard writes: `show = "trend"`.
    pub name: &'static str,
    /// What it is for, one sentence for the file reference.
    pub purpose: &'static str,
}

/// Every chart kind, in the order in which the reference lists them.
pub const CHARTS: &[&Kind] = &[
    &trend::KIND,
    &bars::KIND,
    &bullet::KIND,
    &multiples::KIND,
    &funnel::KIND,
    &heatmap::KIND,
    &map::KIND,
    &sparkline::KIND,
];

/// A chart with its data, ready to be drawn.
pub trait Chart {
    /// Which of [`CHARTS`] it is.
    fn kind(&self) -> &'static Kind;

    /// One `<svg>` element without an XML declaration, with `viewBox`, `width` and `height` in px, all text escaped.
    /// `links` are where its marks lead, in the order of what they are marks of; a mark without one leads nowhere.
    fn linked(&self, links: &[Option<String>]) -> String;

    /// The same of a drawing that stands alone: no mark leads anywhere.
    fn svg(&self) -> String {
        self.linked(&[])
    }
}

/// One period of a [`Trend`] or a [`Sparkline`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Point {
    /// The short name under the axis.
    pub label: String,
    /// The tooltip in full words: period, value, and why there is none.
    pub title: String,
    /// The value in the unit of the chart; `None`, and what is not finite, is a gap.
    pub value: Option<f64>,
    /// The value as a reader sees it.
    pub text: String,
    /// The period has not ended by the data date: drawn hollow, with a dashed line to it.
    pub provisional: bool,
    /// There is something to know about the value, which the tooltip tells: drawn with a `*` above it.
    pub doubtful: bool,
}
