//! What is read and what means something is told from its ground, in light, in the dark and on paper: measured from the
//! colours of the style sheets and of every chart of the gallery.
//!
//! The bounds are those of WCAG 2.2: 4.5 for text, 3 for marks (1.4.3, 1.4.11).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use roxmltree::Node;

use crate::support::repository;

type Colour = [f64; 3];

const TEXT: f64 = 4.5;
const MARK: f64 = 3.0;

/// What text may stand on; a button's ground is the colour of links.
const GROUNDS: [&str; 4] = ["ground", "card", "head", "warn-ground"];

/// Lines that part what stands apart anyway, and the shade at the edge of a table that goes on.
const ORNAMENTS: [&str; 2] = ["line", "edge"];

/// Shapes of charts that mean nothing by themselves: grids and grounds, and fillings of cells, which the letter or the
/// number in the cell, its edge and its title tell apart.
const QUIET: [&str; 6] = ["grid", "track", "shade", "good", "caution", "outside"];

fn colour(text: &str) -> Colour {
    let digits = text.strip_prefix('#').unwrap_or_else(|| panic!("{text} is no colour that can be measured"));
    let wide: String =
        if digits.len() == 3 { digits.chars().flat_map(|c| [c, c]).collect() } else { digits.to_owned() };
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&wide[at..at + 2], 16).unwrap()) / 255.0)
}

/// A colour that covers its ground by a part.
fn over(ground: Colour, own: Colour, part: f64) -> Colour {
    [0, 1, 2].map(|at| own[at] * part + ground[at] * (1.0 - part))
}

fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] =
        colour.map(|part| if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn sheets() -> BTreeMap<String, String> {
    let folder = fs::read_dir(repository().join("assets/css")).unwrap();
    folder
        .map(|file| file.unwrap().path())
        .map(|path| {
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// The colours that the first `:root` behind `start` gives names to.
fn tokens(sheet: &str, start: &str) -> BTreeMap<String, Colour> {
    let behind = &sheet[sheet.find(start).unwrap()..];
    let body = behind.split_once(":root {").unwrap().1.split_once('}').unwrap().0;
    let pairs = body.split(';').filter_map(|pair| pair.trim().strip_prefix("--")?.split_once(": "));
    pairs
        .filter(|(_, value)| value.starts_with('#'))
        .map(|(name, value)| (name.to_owned(), colour(value)))
        .collect()
}

/// The colours by name: on a screen, on one in the dark, on paper.
fn schemes() -> [(&'static str, BTreeMap<String, Colour>); 3] {
    let sheets = sheets();
    let light = tokens(&sheets["base"], ":root");
    let dark = tokens(&sheets["base"], "prefers-color-scheme: dark");
    let mut paper = light.clone();
    paper.extend(tokens(&sheets["print"], ":root"));
    // Boxes keep their ground on paper only where it is white.
    paper.insert("card".to_owned(), [1.0; 3]);
    [("light", light), ("dark", dark), ("paper", paper)]
}

/// The names that the sheets use for a property, such as `color`.
fn used(property: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for sheet in sheets().values() {
        for declaration in sheet.split(['{', ';', '}']).map(str::trim) {
            let Some((own, value)) = declaration.split_once(':') else { continue };
            let own = own.trim();
            if own == property || (property == "border" && (own.starts_with("border") || own == "outline")) {
                let named = value.split("var(--").skip(1).filter_map(|rest| rest.split_once(')'));
                names.extend(named.map(|(name, _)| name.to_owned()));
            }
        }
    }
    names
}

#[test]
fn every_colour_of_text_is_told_from_every_ground() {
    let mut short = Vec::new();
    for (scheme, colours) in schemes() {
        for name in used("color").iter().filter(|name| *name != "card") {
            for ground in GROUNDS {
                let found = contrast(colours[name], colours[ground]);
                if found < TEXT {
                    short.push(format!("{scheme}: {name} on {ground} has {found:.2}"));
                }
            }
        }
        let button = contrast(colours["card"], colours["link"]);
        if button < TEXT && scheme != "paper" {
            short.push(format!("{scheme}: card on link has {button:.2}"));
        }
        for name in used("border").iter().filter(|name| !ORNAMENTS.contains(&name.as_str())) {
            let found =
                contrast(colours[name], colours["card"]).min(contrast(colours[name], colours["ground"]));
            if found < MARK {
                short.push(format!("{scheme}: the edge {name} has {found:.2}"));
            }
        }
    }
    assert_eq!(short, Vec::<String>::new());
}

#[test]
fn no_ground_escapes_the_measuring() {
    let known: BTreeSet<&str> = GROUNDS.into_iter().chain(ORNAMENTS).chain(["link"]).collect();
    let other: Vec<String> =
        used("background").into_iter().filter(|name| !known.contains(name.as_str())).collect();
    assert_eq!(other, Vec::<String>::new());
}

/// What is nearest above a node for an attribute.
fn inherited<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.ancestors().find_map(|above| above.attribute(name))
}

fn part(node: Node<'_, '_>, name: &str) -> f64 {
    inherited(node, name).map_or(1.0, |text| text.parse().unwrap())
}

/// A colour as it is drawn: `currentColor` is that of text.
fn ink(text: &str, own: Colour) -> Option<Colour> {
    match text {
        "currentColor" => Some(own),
        // Patterns lie on what is measured beside them.
        "none" => None,
        pattern if pattern.starts_with("url(") => None,
        other => Some(colour(other)),
    }
}

/// The drawings of the gallery, each with its snapshot's name.
fn drawings() -> Vec<(String, String)> {
    let folder = repository().join("tests/it/snapshots");
    let mut found = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if name.starts_with("it__chart__") {
            let text = fs::read_to_string(&path).unwrap();
            let drawn = text.split("<svg ").skip(1).filter_map(|rest| rest.split_once("</svg>"));
            found.extend(drawn.map(|(svg, _)| (name.clone(), format!("<svg {svg}</svg>"))));
        }
    }
    found.sort();
    found
}

/// What falls short in a drawing on a card of a scheme.
fn short_of(svg: &str, colours: &BTreeMap<String, Colour>, dark: bool) -> BTreeSet<String> {
    let document = roxmltree::Document::parse(svg).unwrap();
    let (own, card) = (colours["text"], colours["card"]);
    let mut short = BTreeSet::new();
    let class = |node: Node<'_, '_>| inherited(node, "class").unwrap_or_default().to_owned();
    let shapes = ["path", "rect", "circle", "line", "polyline", "polygon"];
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        if name == "text" {
            let fill = inherited(node, "fill").and_then(|fill| ink(fill, own)).unwrap_or([0.0; 3]);
            let covered = part(node, "fill-opacity");
            // Beside shapes, and on every filling of the same cells.
            let cells = node.ancestors().find(|above| above.attribute("class") == Some("cells"));
            let fillings = cells.into_iter().flat_map(|cells| cells.descendants());
            let fillings =
                fillings.filter(|node| shapes.contains(&node.tag_name().name())).filter_map(|node| {
                    let fill = ink(inherited(node, "fill")?, own)?;
                    Some(over(card, fill, part(node, "fill-opacity")))
                });
            let least = [card]
                .into_iter()
                .chain(fillings)
                .map(|ground| contrast(over(ground, fill, covered), ground));
            let least = least.fold(f64::INFINITY, f64::min);
            if least < TEXT {
                short.insert(format!("text of {} has {least:.2}", class(node)));
            }
        }
        let in_pattern = node.ancestors().any(|above| above.tag_name().name() == "pattern");
        if shapes.contains(&name) && !in_pattern && !QUIET.contains(&class(node).as_str()) {
            let drawn = [("fill", "fill-opacity"), ("stroke", "stroke-opacity")].into_iter().filter_map(
                |(paint, opacity)| {
                    let colour = ink(inherited(node, paint)?, own)?;
                    let covered = part(node, opacity) * part(node, "opacity");
                    (covered > 0.0).then(|| contrast(over(card, colour, covered), card))
                },
            );
            // The stronger of filling and edge is what is seen.
            let most =
                drawn.fold(None, |most: Option<f64>, each| Some(most.map_or(each, |most| most.max(each))));
            if let Some(most) = most.filter(|most| *most < MARK) {
                short.insert(format!(
                    "{} has {most:.2}{}",
                    class(node),
                    if dark { " in the dark" } else { "" }
                ));
            }
        }
    }
    short
}

#[test]
fn every_text_and_mark_of_every_chart_is_told_from_its_ground() {
    let drawings = drawings();
    assert!(drawings.len() > 80, "{}", drawings.len());
    let mut short = BTreeMap::new();
    for (scheme, colours) in schemes() {
        for (name, svg) in &drawings {
            for each in short_of(svg, &colours, scheme == "dark") {
                short.entry(each).or_insert_with(|| format!("{scheme}, {name}"));
            }
        }
    }
    assert_eq!(short, BTreeMap::new());
}
