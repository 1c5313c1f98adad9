//! What a report says: an outline filled with a period's figures.

use super::fills::Fills;
use super::marks::roman;
use super::paper::{Appendix, Letterhead, Paper, Piece, Signing};
use crate::calendar::Day;
use crate::dashboard::Outline;
use crate::dashboard::outline::{Fill, Issuer, Part, filled};
use crate::export::material::Material;
use crate::export::traced;
use crate::locale::DocumentWords;
use crate::page::{self, fill};

/// An empty place in a line: number and date come when the document is signed.
const GAP: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";

/// The document of a pack: by the outline for its kind of period, or a plain one where there is none.
pub(super) fn paper(material: &Material<'_>) -> Paper {
    let edition = &material.edition;
    let locale = material.reader.locale();
    let words = &locale.words().document;
    let period = page::period_name(locale, &edition.period);
    let code = traced::code(edition, material.reader.workspace());
    let mut paper = Paper {
        letterhead: None,
        title: words.general.to_owned(),
        subject: format!("{} – {period}", edition.plan),
        to: Vec::new(),
        pieces: Vec::new(),
        signing: None,
        appendices: Vec::new(),
        source: fill(
            words.source,
            &[locale.words().product, &edition.plan, &period, locale.words().print.code, &code],
        ),
        mark: edition.synthetic.then_some(locale.words().synthetic_note),
        data_date: edition.data_date,
    };
    match material.reader.workspace().outline(edition.period.kind()) {
        Some(outline) => by_outline(material, words, outline, &mut paper),
        None => general(material, words, &mut paper),
    }
    paper
}

/// The day of a report: before its period has ended and before its data speak nobody can have signed it.
fn day(material: &Material<'_>) -> Day {
    material.edition.period.last_day().max(material.edition.data_date)
}

fn by_outline(material: &Material<'_>, words: &DocumentWords, outline: &Outline, paper: &mut Paper) {
    let issuer = outline.issuer(day(material));
    let place = |name: &str| match name {
        "body" => {
            issuer.map_or_else(|| fill(words.blank, &[words.issuer]), |issuer| issuer.name.replace('\n', " "))
        }
        other => in_place(material, other),
    };
    paper.title.clone_from(&outline.title);
    paper.subject = filled(&outline.subject, place);
    paper.to = issuer.map(|issuer| issuer.to.clone()).unwrap_or_default();
    paper.letterhead = Some(letterhead(words, outline, issuer));
    paper.signing = Some(signing(words, issuer));
    let names: Vec<String> = (1..=outline.appendices.len())
        .map(|number| match outline.appendices.len() {
            1 => words.only_appendix.to_owned(),
            _ => fill(words.appendix, &[&roman(number)]),
        })
        .collect();
    let mut fills = Fills::new(material);
    fills.texts(outline.opening.iter().map(|text| filled(text, place)));
    fills.limits();
    for part in &outline.sections {
        fills.section(part);
    }
    let told = |part: &Part| part.fill == Fill::Bodies;
    if !outline.sections.iter().any(told) {
        fills.bodies();
    }
    if !names.is_empty() {
        let one = |(name, part): (&String, &Part)| fill(words.attached_one, &[name, &part.heading]);
        let all: Vec<String> = names.iter().zip(&outline.appendices).map(one).collect();
        fills.texts([fill(words.attached, &[&all.join("; ")])]);
    }
    fills.texts(outline.closing.iter().map(|text| filled(text, place)));
    paper.pieces = ended(fills.pieces, words);
    let number = issuer.map_or_else(|| outline.symbol.clone(), |issuer| letters(outline, issuer));
    let belongs = fill(words.attached_to, &[GAP, &number, &place("body")]);
    for (name, part) in names.into_iter().zip(&outline.appendices) {
        let mut fills = Fills::new(material);
        fills.appendix(part);
        paper.appendices.push(Appendix {
            name,
            title: part.heading.clone(),
            belongs: belongs.clone(),
            landscape: part.landscape,
            pieces: fills.pieces,
        });
    }
}

/// A document of a workspace that says nothing of documents: what its dashboards say, and their figures.
fn general(material: &Material<'_>, words: &DocumentWords, paper: &mut Paper) {
    let part = |heading: &str, level: u8, fill: Fill| Part {
        heading: heading.to_owned(),
        level,
        landscape: false,
        fill,
    };
    let dashboards: Vec<String> = material.reports.iter().map(|report| report.id.clone()).collect();
    let mut fills = Fills::new(material);
    let date = material.reader.locale().date(material.edition.data_date);
    fills.texts([fill(words.data_date, &[&date])]);
    fills.limits();
    if !dashboards.is_empty() {
        fills.section(&part(words.general_brief, 1, Fill::Brief(dashboards)));
        fills.section(&part(words.general_tables, 1, Fill::Heading));
    }
    for report in &material.reports {
        let (plan, kpis, dashboards) = (Vec::new(), Vec::new(), vec![report.id.clone()]);
        fills.section(&part(&report.title, 2, Fill::Table { plan, dashboards, kpis }));
    }
    if !material.checks.is_empty() {
        fills.section(&part(words.general_checks, 1, Fill::Checks));
    }
    if material.reader.bodies().is_some() {
        fills.section(&part(words.general_bodies, 1, Fill::Bodies));
    }
    paper.pieces = ended(fills.pieces, words);
}

/// What stands in a text's place.
fn in_place(material: &Material<'_>, name: &str) -> String {
    let (locale, edition) = (material.reader.locale(), &material.edition);
    match name {
        "period" => page::period_within(locale, &edition.period),
        "first_day" => locale.date(edition.period.first_day()),
        "last_day" => locale.date(edition.period.last_day()),
        "data_date" => locale.date(edition.data_date),
        "year" => edition.period.year().map(|year| year.to_string()).unwrap_or_default(),
        _ => edition.plan.clone(),
    }
}

fn letterhead(words: &DocumentWords, outline: &Outline, issuer: Option<&Issuer>) -> Letterhead {
    let blank = |what: &str| fill(words.blank, &[what]);
    match issuer {
        Some(issuer) => Letterhead {
            superior: issuer.superior.as_ref().map(|name| name.to_uppercase()).unwrap_or_default(),
            body: issuer.name.to_uppercase(),
            number: fill(words.number, &[GAP, &letters(outline, issuer)]),
            dated: fill(words.dated, &[&issuer.place, GAP]),
        },
        None => Letterhead {
            superior: blank(words.superior),
            body: blank(words.issuer),
            number: fill(words.number, &[GAP, &format!("{}-{GAP}", outline.symbol)]),
            dated: fill(words.dated, &[&format!("[{}]", words.place), GAP]),
        },
    }
}

/// The letters after a document's number.
fn letters(outline: &Outline, issuer: &Issuer) -> String {
    format!("{}-{}", outline.symbol, issuer.abbreviation)
}

fn signing(words: &DocumentWords, issuer: Option<&Issuer>) -> Signing {
    let Some(issuer) = issuer else {
        return Signing { recipients: Vec::new(), lines: vec![fill(words.blank, &[words.signature])] };
    };
    let above = (!issuer.to.is_empty()).then(|| words.as_above.to_owned());
    let all: Vec<String> = above.into_iter().chain(issuer.recipients.iter().cloned()).collect();
    let lines = all.iter().enumerate().map(|(at, line)| {
        let line = line.trim_end_matches([';', '.', ' ']);
        format!("- {line}{}", if at + 1 == all.len() { "." } else { ";" })
    });
    let blank = || vec![fill(words.blank, &[words.signature])];
    let signature = if issuer.signature.is_empty() { blank() } else { issuer.signature.clone() };
    Signing { recipients: lines.collect(), lines: signature }
}

/// A document ends with its mark, behind its last sentence.
fn ended(mut pieces: Vec<Piece>, words: &DocumentWords) -> Vec<Piece> {
    match pieces.last_mut() {
        Some(Piece::Text(text)) => {
            *text = format!("{}{}", text.trim_end_matches('.'), words.end);
        }
        _ => pieces.push(Piece::Text(words.end.to_owned())),
    }
    pieces
}
