//! Map: areas where they are, as circles at their places or as their shapes.
//!
//! More is darker, and larger where circles stand for amounts. An area without a value is hatched. Names stand where
//! there is room for them; every name is in a tooltip.

use super::axis::{Scale, drawable};
use super::drawing::{Anchor, Dot, Drawing, Fill, Head, Look, Role, Spot};
use super::outline::{Area, Outline, outlines};
use super::path::number;
use super::placing::{Placed, Sheet, Taken};
use super::projection::Projection;
use super::shape::LonLat;
use super::steps::{self, EDGE, Steps};
use super::text::{Face, SIZE, fitted, width, without_middle, wrapped};
use super::{Chart, Kind, WIDTH};

/// The entry of [`super::CHARTS`].
pub(super) const KIND: Kind = Kind { name: "map", purpose: "a figure for each area, where the area is" };

/// The greatest height of the map itself; a taller one would not fit a phone with its legend.
const HEIGHT: f64 = 320.0;
const LARGEST: f64 = 18.0;
const SMALLEST: f64 = 2.0;
/// Half the side of what a pointer finds around smaller circles.
const SMALLEST_TARGET: f64 = 7.0;
/// Circles that stand for nothing by their size.
const ALIKE: f64 = 8.0;
const LINE: f64 = 15.0;
const GAP: f64 = 6.0;
/// Names longer than two fifths of the card are cut in the middle.
const NAMES: f64 = 136.0;
/// What the legend of shades may take beside the one of sizes.
const STRIP: f64 = 190.0;

/// Across a circle of a value below zero, whose size says how far below.
const MINUS: Look = Look::new("minus", r#"stroke="currentColor" stroke-width="1.4""#);
/// What encloses all areas: a thin line, so that pale ones and those that lie over each other are seen.
const AREAS: Look = Look::new(
    "area",
    r#"stroke="currentColor" stroke-opacity=".6" stroke-width=".8" stroke-linejoin="round""#,
);
/// The same with coordinates in tenths of a px, which are shorter to write.
const SHAPES: Look = Look::new(
    "area",
    r#"transform="scale(.1)" stroke="currentColor" stroke-opacity=".6" stroke-width="8" stroke-linejoin="round""#,
);

/// What the size of a circle says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Circles {
    /// The value, by the circle's area: amounts.
    ByValue,
    /// Nothing: shares, rates and days.
    Alike,
}

/// Areas with a figure each.
pub struct Map<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// What is drawn, in words.
    pub title: &'a str,
    /// What there is to see, in words; may be empty.
    pub description: &'a str,
    /// In any order.
    pub areas: &'a [Area],
    /// What the size of a circle says.
    pub circles: Circles,
    /// What the shades must hold besides the values.
    pub scale: Scale,
    /// The unit, beside the legend; may be empty.
    pub unit: &'a str,
    /// How a bound of the legend is written.
    pub axis_label: &'a dyn Fn(f64) -> String,
    /// What to write before the names of areas that have neither place nor shape.
    pub unplaced: &'a str,
    /// What to write without areas, and what hatched areas are called in the legend.
    pub empty: &'a str,
}

/// An area as a circle.
struct Circle<'m> {
    area: &'m Area,
    value: Option<f64>,
    at: Spot,
    radius: f64,
}

/// How an area is filled.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filled {
    Step(usize),
    Missing,
}

fn filled(steps: Option<&Steps<'_>>, value: Option<f64>) -> Filled {
    match (steps, value) {
        (Some(steps), Some(value)) => Filled::Step(steps.step(value)),
        (None, _) | (_, None) => Filled::Missing,
    }
}

fn place(area: &Area) -> Option<LonLat> {
    area.place.filter(|place| place.exists())
}

fn has_shape(area: &Area) -> bool {
    area.shape.iter().flat_map(|polygon| &polygon.rings).flatten().any(|place| place.exists())
}

impl Map<'_> {
    /// Circles with their sizes, the largest first so that smaller ones lie over them.
    fn circles(&self, projection: &Projection, height: f64) -> Vec<Circle<'_>> {
        let areas = self.areas.iter().filter(|area| !has_shape(area));
        let mut circles: Vec<Circle<'_>> = areas
            .filter_map(|area| {
                let at = projection.at(place(area)?);
                Some(Circle { area, value: drawable(area.value), at, radius: 0.0 })
            })
            .collect();
        // All together cover less than a fifth of the map, however many there are: places lie in clusters.
        let room = WIDTH * height * 0.2 / circles.len().max(1) as f64;
        let largest = (room / 3.2).sqrt().clamp(5.0, LARGEST);
        let greatest = circles.iter().filter_map(|circle| circle.value).map(f64::abs).fold(0.0, f64::max);
        for circle in &mut circles {
            circle.radius = match (self.circles, circle.value) {
                (Circles::ByValue, Some(value)) if greatest > 0.0 => {
                    (largest * (value.abs() / greatest).sqrt()).max(SMALLEST)
                }
                (Circles::ByValue, Some(_)) => SMALLEST,
                (Circles::ByValue, None) => largest.min(5.0),
                (Circles::Alike, _) => largest.min(ALIKE),
            };
        }
        circles.sort_by(|a, b| b.radius.total_cmp(&a.radius));
        circles
    }

    fn labels(&self, outlines: &[Outline<'_>], circles: &[Circle<'_>], height: f64) -> Vec<Placed> {
        let taken = circles.iter().map(|circle| Taken::circle(circle.at, circle.radius)).collect();
        let mut sheet = Sheet { width: WIDTH, height, taken };
        let texts = |area: &Area| {
            let name = without_middle(&area.label, Face::Regular, NAMES);
            match drawable(area.value) {
                Some(_) if !area.text.is_empty() => [format!("{name} {}", area.text), name],
                Some(_) | None => [name, String::new()],
            }
        };
        let mut placed = Vec::new();
        // The roomiest shapes and the largest circles first: theirs are the names that a reader looks for.
        let mut roomy: Vec<&Outline<'_>> = outlines.iter().collect();
        roomy.sort_by(|a, b| b.room.total_cmp(&a.room));
        for outline in roomy {
            let texts = texts(outline.area);
            placed.extend(sheet.within(
                outline.middle,
                outline.room - 4.0,
                &texts.each_ref().map(|text| &**text),
            ));
        }
        for circle in circles {
            let texts = texts(circle.area);
            placed.extend(sheet.beside(circle.at, circle.radius, &texts.each_ref().map(|text| &**text)));
        }
        placed
    }

    /// The hatch of what has no value, in `unit`s of a px.
    fn hatch(&self, drawing: &Drawing, name: &str, unit: f64) {
        let mut id = String::new();
        super::backend::escape(&mut id, self.id);
        drawing.write(&format!(
            r#"<pattern id="{id}-{name}" width="{w}" height="{w}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0v{w}" stroke="currentColor" stroke-opacity=".4" stroke-width="{s}"/></pattern>"#,
            w = number(5.0 * unit),
            s = number(1.2 * unit),
        ));
    }

    /// Draws `draw` filled with the hatch `name`.
    fn hatched(&self, drawing: &Drawing, name: &str, draw: impl FnOnce(&Drawing)) {
        let mut id = String::new();
        super::backend::escape(&mut id, self.id);
        drawing.write(&format!(r#"<g class="missing" fill="url(#{id}-{name})">"#));
        draw(drawing);
        drawing.write("</g>");
    }

    /// The place of an area among all.
    fn place(&self, area: &Area) -> usize {
        self.areas.iter().position(|own| std::ptr::eq(own, area)).unwrap_or(usize::MAX)
    }

    fn draw_shapes(
        &self,
        drawing: &Drawing,
        links: &[Option<String>],
        outlines: &[Outline<'_>],
        steps: Option<&Steps<'_>>,
    ) {
        let draw = |drawing: &Drawing, kind: Filled| {
            for outline in
                outlines.iter().filter(|outline| filled(steps, drawable(outline.area.value)) == kind)
            {
                drawing.mark(links, self.place(outline.area), &outline.area.title, |drawing| {
                    drawing.path(&outline.data)
                });
            }
        };
        if outlines.is_empty() {
            return;
        }
        drawing.group(&SHAPES, |drawing| {
            for (steps, step) in steps.iter().flat_map(|steps| steps.all().map(move |step| (steps, step))) {
                drawing.group(steps.shade(step), |drawing| draw(drawing, Filled::Step(step)));
            }
            if outlines.iter().any(|outline| filled(steps, drawable(outline.area.value)) == Filled::Missing) {
                self.hatch(drawing, "shape", 10.0);
                self.hatched(drawing, "shape", |drawing| draw(drawing, Filled::Missing));
            }
        });
    }

    fn draw_circles(
        &self,
        drawing: &Drawing,
        links: &[Option<String>],
        circles: &[Circle<'_>],
        steps: Option<&Steps<'_>>,
    ) {
        let draw = |drawing: &Drawing, kind: Filled| {
            for circle in circles.iter().filter(|circle| filled(steps, circle.value) == kind) {
                drawing.mark(links, self.place(circle.area), &circle.area.title, |drawing| {
                    if circle.radius < SMALLEST_TARGET {
                        let ((x, y), half) = (circle.at, SMALLEST_TARGET);
                        drawing.rectangle((x - half, y - half), (x + half, y + half), Fill::Hit);
                    }
                    drawing.dot(circle.at, circle.radius, Dot::Solid);
                });
            }
        };
        drawing.group(&AREAS, |drawing| {
            // Larger circles first, as far as they are of one shade; the others follow from the darkest.
            for (steps, step) in
                steps.iter().flat_map(|steps| steps.all().rev().map(move |step| (steps, step)))
            {
                drawing.group(steps.shade(step), |drawing| draw(drawing, Filled::Step(step)));
            }
            if circles.iter().any(|circle| circle.value.is_none()) {
                self.hatched(drawing, "none", |drawing| draw(drawing, Filled::Missing));
            }
        });
    }

    /// Circles of known values with their figures, as many as fit beside the shades; what each is: left, radius, text.
    fn sizes(&self, circles: &[Circle<'_>], steps: &Steps<'_>) -> Vec<(f64, f64, String)> {
        let known = circles.iter().filter_map(|circle| Some((circle.radius, drawable(circle.value)?.abs())));
        let Some((largest, greatest)) = known.max_by(|a, b| a.1.total_cmp(&b.1)) else { return Vec::new() };
        if self.circles == Circles::Alike || greatest == 0.0 {
            return Vec::new();
        }
        let mut left = STRIP + 2.0 * GAP;
        let mut sizes = Vec::new();
        for mark in steps.landmarks(greatest) {
            let radius = largest * (mark.value / greatest).sqrt();
            let next = left + 2.0 * radius + GAP + width(&mark.label, Face::Regular, SIZE);
            if radius >= SMALLEST && next <= WIDTH {
                sizes.push((left, radius, mark.label.clone()));
                left = next + 2.0 * GAP;
            }
        }
        sizes
    }

    /// The lines that name areas which are nowhere on the map.
    fn elsewhere(&self) -> Vec<String> {
        let names: Vec<String> = self
            .areas
            .iter()
            .filter(|area| !has_shape(area) && place(area).is_none())
            .map(|area| {
                if area.text.is_empty() {
                    area.label.clone()
                } else {
                    format!("{} ({})", area.label, area.text)
                }
            })
            .collect();
        if names.is_empty() {
            return Vec::new();
        }
        let before = if self.unplaced.is_empty() { String::new() } else { format!("{}: ", self.unplaced) };
        wrapped(&format!("{before}{}", names.join(", ")), Face::Regular, WIDTH, usize::MAX)
    }
}

impl Chart for Map<'_> {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn linked(&self, links: &[Option<String>]) -> String {
        let head = Head { id: self.id, title: self.title, description: self.description };
        let shaped =
            self.areas.iter().flat_map(|area| &area.shape).flat_map(|polygon| &polygon.rings).flatten();
        let placed = self.areas.iter().filter(|area| !has_shape(area)).filter_map(place);
        let places = shaped.copied().filter(|place| place.exists()).chain(placed);
        let margin = if self.areas.iter().any(|area| !has_shape(area)) { LARGEST + 2.0 } else { 2.0 };
        let elsewhere = self.elsewhere();
        let below = LINE * elsewhere.len() as f64;
        let Some((projection, height)) = Projection::fit(places, (WIDTH, HEIGHT), margin) else {
            let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, 48.0 + below);
            let text = fitted(self.empty, Face::Regular, WIDTH);
            drawing.group(&Look::EMPTY, |drawing| drawing.text((WIDTH / 2.0, 28.0), Anchor::Middle, &text));
            draw_lines(&drawing, &elsewhere, 48.0);
            return drawing.finish();
        };
        let outlines = outlines(self.areas, &projection);
        let circles = self.circles(&projection, height);
        let on_map =
            circles.iter().map(|circle| circle.area).chain(outlines.iter().map(|outline| outline.area));
        let values: Vec<Option<f64>> = on_map.map(|area| drawable(area.value)).collect();
        let steps = Steps::of(self.scale, values.iter().copied().flatten(), self.axis_label, self.unit);
        let sizes = steps.as_ref().map_or_else(Vec::new, |steps| self.sizes(&circles, steps));
        let tallest = sizes.iter().map(|(_, radius, _)| 2.0 * radius + 2.0).fold(0.0, f64::max);
        let shades = if steps.is_some() { tallest.max(steps::LEGEND) + GAP } else { 0.0 };
        let missing = if values.iter().any(Option::is_none) { LINE + 4.0 } else { 0.0 };
        let (legend, hatch) = (height + GAP, height + GAP + shades);
        let lines = hatch + missing;

        let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, lines + below);
        if missing > 0.0 {
            self.hatch(&drawing, "none", 1.0);
        }
        self.draw_shapes(&drawing, links, &outlines, steps.as_ref());
        self.draw_circles(&drawing, links, &circles, steps.as_ref());
        drawing.group(&MINUS, |drawing| {
            for Circle { at: (x, y), radius, .. } in
                circles.iter().filter(|circle| circle.value.is_some_and(|value| value < 0.0))
            {
                let half = radius.min(5.0) * 0.7;
                drawing.line(&[(x - half, *y), (x + half, *y)]);
            }
        });
        drawing.group(&Look::LABEL, |drawing| {
            for label in self.labels(&outlines, &circles, height) {
                drawing.text(label.place, label.anchor, &label.text);
            }
        });
        if let Some(steps) = &steps {
            let room = if sizes.is_empty() { WIDTH } else { STRIP };
            steps.legend(&drawing, (0.0, legend + (shades - GAP - steps::LEGEND) / 2.0 + 1.0), room);
        }
        let middle = legend + tallest / 2.0;
        drawing.group(&EDGE, |drawing| {
            for (left, radius, _) in &sizes {
                drawing.dot((left + radius, middle), *radius, Dot::Solid);
            }
        });
        drawing.group(&Look::LEGEND, |drawing| {
            for (left, radius, text) in &sizes {
                drawing.text((left + 2.0 * radius + GAP - 2.0, middle + 4.0), Anchor::Start, text);
            }
        });
        if missing > 0.0 {
            drawing.group(&AREAS, |drawing| {
                self.hatched(drawing, "none", |drawing| {
                    drawing.dot((7.0, hatch + 8.0), ALIKE - 3.0, Dot::Solid);
                });
            });
            drawing.group(&Look::LEGEND, |drawing| {
                let text = fitted(self.empty, Face::Regular, WIDTH - 20.0);
                drawing.text((20.0, hatch + 12.0), Anchor::Start, &text);
            });
        }
        draw_lines(&drawing, &elsewhere, lines);
        drawing.finish()
    }
}

fn draw_lines(drawing: &Drawing, lines: &[String], top: f64) {
    drawing.group(&Look::NOTE, |drawing| {
        for (line, text) in lines.iter().enumerate() {
            drawing.text((0.0, top + LINE * line as f64 + 11.0), Anchor::Start, text);
        }
    });
}
