//! A sheet with an accessible head, groups that say how things look, and shapes. All places in px.

use std::cell::{Cell, RefCell};
use std::fmt::Write;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::style::{BLACK, FontFamily, RGBColor, ShapeStyle, TRANSPARENT, TextStyle};
use plotters_backend::text_anchor::{HPos, Pos, VPos};

use super::backend::{self, Backend, Ink, escape};
use super::palette::series;
use super::text::{FAMILIES, SIZE};
use super::texture::Texture;

/// A place on the sheet: right and down from its top left corner, px.
pub(super) type Spot = (f64, f64);

/// What a chart is called, for those who hear it.
pub(super) struct Head<'a> {
    /// Unique in the page.
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
}

/// Whether something in the drawing can be reached with the keyboard.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A picture as a whole.
    Image,
    /// Marks with tooltips. Assistive technology does not look inside an image, so this cannot be one.
    Marks,
}

/// How a group of shapes looks: its class for style sheets, and attributes for where there is none.
pub(super) struct Look {
    class: &'static str,
    attributes: &'static str,
}

/// Contrast 4.5 on white, 4.7 on black. Told from the series by its shape too: a straight line without dots.
macro_rules! aim {
    () => {
        "#c2571a"
    };
}

impl Look {
    pub(super) const fn new(class: &'static str, attributes: &'static str) -> Self {
        Self { class, attributes }
    }

    /// Figures of an axis. Hidden from assistive technology, like all text that the marks' titles say in full.
    pub(super) const TICK: Self =
        Self::new("tick", r#"aria-hidden="true" fill="currentColor" fill-opacity=".75""#);
    pub(super) const LABEL: Self = Self::new("label", r#"aria-hidden="true" fill="currentColor""#);
    /// Labels where those of the usual size do not fit.
    pub(super) const SMALL: Self =
        Self::new("label", r#"aria-hidden="true" fill="currentColor" font-size="9""#);
    pub(super) const VALUE: Self =
        Self::new("value", r#"aria-hidden="true" fill="currentColor" font-weight="600""#);
    pub(super) const ABSENT: Self =
        Self::new("empty", r#"aria-hidden="true" fill="currentColor" fill-opacity=".75""#);
    pub(super) const EMPTY: Self = Self::new("empty", r#"fill="currentColor" fill-opacity=".75""#);
    pub(super) const LEGEND: Self = Self::new("legend", r#"fill="currentColor""#);
    pub(super) const NOTE: Self = Self::new("note", r#"fill="currentColor" fill-opacity=".75""#);
    pub(super) const GRID: Self = Self::new("grid", r#"stroke="currentColor" stroke-opacity=".16""#);
    pub(super) const ZERO: Self = Self::new("zero", r#"stroke="currentColor" stroke-opacity=".6""#);
    /// From a figure to its dot.
    pub(super) const LEADER: Self = Self::new("leader", r#"stroke="currentColor" stroke-opacity=".6""#);
    pub(super) const BREAK: Self =
        Self::new("break", r#"stroke="currentColor" stroke-opacity=".7" stroke-dasharray="1.5 2.5""#);
    pub(super) const TARGET: Self =
        Self::new("target", concat!(r#"stroke=""#, aim!(), r#"" stroke-width="1.5""#));
    pub(super) const PREVIOUS: Self = Self::new(
        "previous",
        r#"fill="none" stroke="currentColor" stroke-opacity=".6" stroke-width="1.3" stroke-dasharray="5 3""#,
    );
    pub(super) const LINE: Self = Self::new(
        "line",
        concat!(r#"fill="none" stroke=""#, series!(), r#"" stroke-width="2" stroke-linejoin="round""#),
    );
    pub(super) const PROVISIONAL: Self = Self::new(
        "provisional",
        concat!(r#"fill="none" stroke=""#, series!(), r#"" stroke-width="2" stroke-dasharray="2 3""#),
    );
    pub(super) const DOTS: Self = Self::new(
        "dots",
        concat!(r#"fill=""#, series!(), r#"" stroke=""#, series!(), r#"" stroke-width="1.5""#),
    );
    /// Dots of a line, as points with round ends: a card has dozens. As wide as a dot of 3 px with its edge.
    pub(super) const POINTS: Self = Self::new(
        "points",
        concat!(r#"stroke=""#, series!(), r#"" stroke-width="7.5" stroke-linecap="round""#),
    );
    /// The parts of a bar: the filling is a texture's, the edge tells one from the next.
    pub(super) const PARTS: Self = Self::new("bars", concat!(r#"stroke=""#, series!(), r#"""#));
    /// An even pace: neutral, told from last year's dashes by its dots.
    pub(super) const PACE: Self = Self::new(
        "pace",
        r#"fill="none" stroke="currentColor" stroke-opacity=".75" stroke-width="2" stroke-linecap="round" stroke-dasharray=".1 4.2""#,
    );
    /// A pace's mark beside a bar.
    pub(super) const TICKS: Self = Self::new("pace", r#"fill="currentColor" fill-opacity=".75""#);
    /// A target's mark across a bar: in the colour of text, which is told from the bar's where it stands on it.
    pub(super) const AIM: Self = Self::new("aim", r#"stroke="currentColor" stroke-width="2.5""#);
    /// The ground of a bar, up to the whole.
    pub(super) const TRACK: Self = Self::new("track", r#"fill="currentColor" fill-opacity=".1""#);
    /// Behind periods that have not ended; the filling is a texture's.
    pub(super) const BAND: Self = Self::new("band", "");
    /// Unseen areas that make rows marks.
    pub(super) const HITS: Self = Self::new("hits", "");
}

/// Which part of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// What a rectangle is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    Solid,
    /// Unseen, but found by the pointer and outlined when its mark has the focus.
    Hit,
}

/// What a dot tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dot {
    Solid,
    /// Provisional.
    Hollow,
}

/// An SVG being drawn.
pub(super) struct Drawing {
    id: String,
    ink: Ink,
    /// Those that the sheet defines already.
    textures: RefCell<Vec<Texture>>,
    /// Whether it has a mark.
    marked: Cell<bool>,
    area: DrawingArea<Backend, Shift>,
}

fn tenth(px: f64) -> i32 {
    (px * 10.0).round() as i32
}

fn tenths((x, y): Spot) -> (i32, i32) {
    (tenth(x), tenth(y))
}

fn filled(color: impl Into<plotters::style::RGBAColor>) -> ShapeStyle {
    ShapeStyle { color: color.into(), filled: true, stroke_width: 1 }
}
pub(super) use aim;

/// The colour given to plotters for whatever is seen; the group around it says the real one.
const SEEN: RGBColor = BLACK;

impl Drawing {
    /// A sheet of `width` by `height` px for the chart kind named `kind`.
    pub(super) fn new(kind: &str, role: Role, head: &Head<'_>, width: f64, height: f64) -> Self {
        let mut svg = String::with_capacity(4096);
        let role = match role {
            Role::Image => "img",
            Role::Marks => "group",
        };
        write!(
            svg,
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="chart {kind}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="{role}" font-family="{FAMILIES}" font-size="{SIZE}" aria-labelledby=""#,
        )
        .expect("writing to a String does not fail");
        escape(&mut svg, head.id);
        svg.push_str("-title\"");
        if !head.description.is_empty() {
            svg.push_str(" aria-describedby=\"");
            escape(&mut svg, head.id);
            svg.push_str("-desc\"");
        }
        svg.push('>');
        for (tag, text) in [("title", head.title), ("desc", head.description)] {
            if tag == "title" || !text.is_empty() {
                write!(svg, "<{tag} id=\"").expect("writing to a String does not fail");
                escape(&mut svg, head.id);
                write!(svg, "-{tag}\">").expect("writing to a String does not fail");
                escape(&mut svg, text);
                write!(svg, "</{tag}>").expect("writing to a String does not fail");
            }
        }
        let ink = Rc::new(RefCell::new(svg));
        let size = (tenth(width).unsigned_abs(), tenth(height).unsigned_abs());
        let area = Backend::new(Rc::clone(&ink), size).into_drawing_area();
        Self { id: head.id.to_owned(), ink, textures: RefCell::default(), marked: Cell::new(false), area }
    }

    /// The finished `<svg>`.
    pub(super) fn finish(self) -> String {
        self.write("</svg>");
        self.ink.take()
    }

    /// What `draw` draws, looking like `look`. A group without content is left out.
    pub(super) fn group(&self, look: &Look, draw: impl FnOnce(&Self)) {
        self.open(look, |_| {}, draw);
    }

    /// What `draw` draws, looking like `look` and filled with `texture`.
    pub(super) fn textured(&self, look: &Look, texture: Texture, draw: impl FnOnce(&Self)) {
        let (before, defined) = (self.ink.borrow().len(), self.textures.borrow().len());
        self.define(texture);
        let filling = |drawing: &Self| match texture.name() {
            None => drawing.write(texture.attributes()),
            Some(name) => {
                drawing.write(" fill=\"url(#");
                escape(&mut drawing.ink.borrow_mut(), &drawing.id);
                drawing.write(&format!("-{name})\""));
            }
        };
        if !self.open(look, filling, draw) {
            self.ink.borrow_mut().truncate(before);
            self.textures.borrow_mut().truncate(defined);
        }
    }

    /// The pattern of `texture`, where it has one, once a sheet.
    fn define(&self, texture: Texture) {
        let mut textures = self.textures.borrow_mut();
        if let Some(name) = texture.name().filter(|_| !textures.contains(&texture)) {
            textures.push(texture);
            self.write("<pattern id=\"");
            escape(&mut self.ink.borrow_mut(), &self.id);
            self.write(&format!("-{name}\" {}</pattern>", texture.attributes()));
        }
    }

    /// A group with `more` attributes around what `draw` draws; whether that is anything.
    fn open(&self, look: &Look, more: impl FnOnce(&Self), draw: impl FnOnce(&Self)) -> bool {
        let before = self.ink.borrow().len();
        self.write("<g class=\"");
        self.write(look.class);
        self.write("\"");
        if !look.attributes.is_empty() {
            self.write(" ");
            self.write(look.attributes);
        }
        more(self);
        self.write(">");
        let opened = self.ink.borrow().len();
        draw(self);
        let drawn = self.ink.borrow().len() > opened;
        if drawn {
            self.write("</g>");
        } else {
            self.ink.borrow_mut().truncate(before);
        }
        drawn
    }

    /// What `draw` draws, with a tooltip, reachable with the keyboard: the first of a sheet by itself, the others from there,
    /// so that a chart is one stop. It leads where the link at its place says.
    pub(super) fn mark(&self, links: &[Option<String>], place: usize, title: &str, draw: impl FnOnce(&Self)) {
        let first = !self.marked.replace(true);
        let link = links.get(place).and_then(Option::as_ref);
        match link {
            // What leads somewhere is a stop by itself, unless it says that it is none.
            Some(href) => {
                self.write(r#"<a class="mark" href=""#);
                escape(&mut self.ink.borrow_mut(), href);
                self.write(if first { r#"">"# } else { r#"" tabindex="-1">"# });
            }
            None => {
                self.write(r#"<g class="mark""#);
                self.write(if first { r#" tabindex="0" role="img">"# } else { r#" role="img">"# });
            }
        }
        self.write("<title>");
        escape(&mut self.ink.borrow_mut(), title);
        self.write("</title>");
        draw(self);
        self.write(if link.is_some() { "</a>" } else { "</g>" });
    }

    /// A line through `places`; nothing for fewer than two.
    pub(super) fn line(&self, places: &[Spot]) {
        if places.len() > 1 {
            let path: Vec<(i32, i32)> = places.iter().copied().map(tenths).collect();
            self.draw(&PathElement::new(path, filled(SEEN)));
        }
    }

    /// A filled shape with the corners `places`; nothing for fewer than three.
    pub(super) fn polygon(&self, places: &[Spot]) {
        if places.len() > 2 {
            let edge: Vec<(i32, i32)> = places.iter().copied().map(tenths).collect();
            self.draw(&Polygon::new(edge, filled(SEEN)));
        }
    }

    /// A rectangle between two opposite corners.
    pub(super) fn rectangle(&self, from: Spot, to: Spot, fill: Fill) {
        let style = match fill {
            Fill::Solid => filled(SEEN),
            Fill::Hit => filled(TRANSPARENT),
        };
        self.draw(&Rectangle::new([tenths(from), tenths(to)], style));
    }

    /// Points: lines without length, seen where their look has round ends.
    pub(super) fn points(&self, places: impl IntoIterator<Item = Spot>) {
        let mut places = places.into_iter().map(tenths).peekable();
        if places.peek().is_some() {
            let mut path = String::from("<path d=\"");
            for (x, y) in places {
                path.push('M');
                backend::tenths(&mut path, x);
                path.push(' ');
                backend::tenths(&mut path, y);
                path.push_str("h0");
            }
            self.write(&path);
            self.write("\"/>");
        }
    }

    /// A dot of `radius` px.
    pub(super) fn dot(&self, centre: Spot, radius: f64, dot: Dot) {
        let style = ShapeStyle { filled: dot == Dot::Solid, ..filled(SEEN) };
        self.draw(&Circle::new(tenths(centre), tenth(radius), style));
    }

    /// A text whose base line begins, has its middle or ends at `place`; nothing for an empty one.
    pub(super) fn text(&self, place: Spot, anchor: Anchor, text: &str) {
        if !text.is_empty() {
            let horizontal = match anchor {
                Anchor::Start => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::End => HPos::Right,
            };
            let style =
                TextStyle::from((FontFamily::SansSerif, SIZE)).pos(Pos::new(horizontal, VPos::Bottom));
            self.draw(&Text::new(text.to_owned(), tenths(place), style));
        }
    }

    /// Writes `text` as it stands: markup, nothing from outside.
    pub(super) fn write(&self, text: &str) {
        self.ink.borrow_mut().push_str(text);
    }

    fn draw<E>(&self, element: &E)
    where
        for<'e> &'e E: PointCollection<'e, (i32, i32)>,
        E: Drawable<Backend>,
    {
        self.area.draw(element).expect("the backend writes to a String and measures nothing");
    }
}
