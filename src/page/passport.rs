//! The passport of a number: in words first, then its parts and records, then what proves it.

use maud::{Markup, html};

use super::lead::Leads;
use super::sentence::{capital, fill, inside};
use super::shell::{Here, facts, page};
use super::{
    address, controls, downloads, figure, figures, judgement, period, plan, quantity, reason, records,
    refusal, sample, terms, tile, trend,
};
use crate::calendar::{DayRange, NoWindow, Over};
use crate::kpi::records::{Only, Page};
use crate::kpi::{Clause, Comparison, Figure, Role, ValueColumn};
use crate::locale::Locale;
use crate::report::{Passport, RECORDS_A_PAGE, TileView};

/// Longer breakdowns are folded away, so that the page can be taken in.
const UNFOLDED_PARTS: usize = 20;

/// The page of a KPI.
pub fn passport(passport: &Passport, locale: &Locale) -> Markup {
    let words = locale.words();
    let (front, tile) = (&passport.front, &passport.tile);
    let kpi = &tile.head.kpi;
    let all = Page { only: Only::ALL, sort: None, offset: 0, limit: RECORDS_A_PAGE };
    let main = html! {
        h1 { (kpi.title) " " span.code { (kpi.code) } }
        (facts(locale, front, &front.edition.period))
        (controls::in_force(locale, &passport.filters))
        (controls::controls(locale, &address::kpi_path(&kpi.code), front, &passport.filters))
        (controls::parted(locale, &address::kpi_path(&kpi.code), front, false))
        (downloads::line(words.downloads.kpi, &front.formats, |format| {
            address::file(&format!("{}/export", address::kpi_path(&kpi.code)), format, &front.ask, &tile.figure.period)
        }))
        div.passport {
            div.column { (explained(locale, passport)) }
            div.column { (divided(locale, passport)) }
            @if let Some(records) = &passport.records { section.card #records {
                h2 { (words.records) }
                @match records {
                    Ok(view) => (records::first(locale, &passport.front.ask, kpi, view)),
                    Err(error) => p.broken { strong { (words.failed) "." } " " (refusal::refusal(error, locale).sentence) },
                }
                p.whole { a href=(address::records(&kpi.code, &front.ask, &tile.figure.period, &all)) { (words.pages.all_records) } }
                (downloads::line(words.downloads.records, &front.formats, |format| {
                    address::records_file(format, &kpi.code, &front.ask, &tile.figure.period, &all)
                }))
                (outside(locale, passport))
            } }
            section.card.wide { (technical(locale, passport)) }
        }
    };
    page(locale, front, Here::Catalogue, &kpi.title, &main)
}

/// In words: the figure, what it means, what it answers, how it came about, who is missing.
fn explained(locale: &Locale, passport: &Passport) -> Markup {
    let words = locale.words();
    let tile = &passport.tile;
    let days = passport.front.edition.period.days();
    html! {
        section.card.hero aria-label=(words.value) {
            (tile::figure_lines(locale, &passport.front.ask, tile))
            @if let Some(change) = judgement::change(locale, tile) { p.change { (change) "." } }
            @if tile.head.target.is_none() { p.note { (capital(words.no_target)) "." } }
            (tile::notes(locale, &tile.head, &tile.figure, days))
        }
        section.card { h2 { (words.definition) } p { (tile.head.kpi.definition) } }
        section.card { h2 { (words.clause) } (clauses(locale, &passport.clauses)) }
        section.card { h2 { (words.pages.this_time) } (computed(locale, passport)) }
        section.card { h2 { (words.pages.reports_heading) } (reports(locale, passport)) }
        section.card { h2 { (fill(words.passport.compared_with, &[&judgement::base_name(locale, tile)])) } (comparison(locale, passport)) }
    }
}

/// In figures: the course, and the parts by each dimension.
fn divided(locale: &Locale, passport: &Passport) -> Markup {
    let words = locale.words();
    let (front, kpi) = (&passport.front, &passport.tile.head.kpi);
    let leads = Leads::of(&front.ask, &passport.filters);
    html! {
        @if passport.trend.figures.len() > 1 {
            section.card.panel { h2 { (words.trend) } (trend::trend(locale, "course", &passport.trend, &leads)) (trend::notes(locale, &passport.trend, &passport.tile.figure.caveats))
                (downloads::drawings(locale, !front.formats.is_empty(), |format| {
                    address::file(&format!("{}/course", address::kpi_path(&kpi.code)), format, &front.ask, &passport.tile.figure.period)
                })) }
        }
        @for view in &passport.tables {
            section.card {
                h2 { (words.broken_down_by) " " (inside(&view.dimension)) }
                @if view.breakdown.parts.len() > UNFOLDED_PARTS {
                    details {
                        summary { (words.details) " (" (view.breakdown.parts.len()) ")" }
                        (figures::table(locale, view, &leads))
                    }
                    p.note.printed { (fill(words.panels.unprinted, &[&locale.integer(i64::try_from(view.breakdown.parts.len()).unwrap_or(i64::MAX))])) }
                } @else {
                    (figures::table(locale, view, &leads))
                }
            }
        }
    }
}

fn clauses(locale: &Locale, clauses: &[(Clause, Option<String>)]) -> Markup {
    html! {
        @for (clause, heading) in clauses {
            blockquote {
                p { (clause.text) }
                p.place { (fill(locale.words().passport.place, &[&plan::place(locale, &clause.id)])) @if let Some(heading) = heading { ": " (heading) } }
                @if let Some(note) = &clause.note { footer { (note) } }
            }
        }
        @if clauses.is_empty() { p { (capital(locale.words().no_clause)) "." } }
    }
}

fn computed(locale: &Locale, passport: &Passport) -> Markup {
    let words = locale.words();
    let (kpi, figure) = (&passport.tile.head.kpi, &passport.tile.figure);
    let result = figure::in_unit(locale, kpi, figure);
    html! {
        @if let Some(own) = terms::in_words(locale, kpi, figure) {
            p { (capital(&computed_words(locale, passport, &own.text()))) }
        }
        p.formula { (words.formula) ": " (figure::formula(locale, kpi, Some(figure))) }
        @if let Some(text) = figure::live_formula(locale, kpi, figure) {
            p.formula { "= " @if !result.starts_with(&text) { (text) " = " } b { (result) } }
        }
        @if let Some(why) = figure.reason.as_ref().filter(|_| !figure::has_value(figure)) {
            p { (capital(&result)) ": " (reason::missing(locale, why)) "." }
        }
        div.scroll role="region" tabindex="0" aria-label=(words.pages.this_time) {
            table.stacked {
                caption { (words.pages.this_time) }
                thead { tr {
                    th scope="col" { (words.pages.component) }
                    th scope="col" { (words.pages.taken) }
                    th scope="col" { (words.pages.taken_days) }
                    th.n scope="col" { (words.value) }
                    th.n scope="col" { (words.records) }
                } }
                tbody {
                    @for (index, (column, days)) in passport.columns.iter().enumerate() {
                        @let part = figure.parts.get(index);
                        tr {
                            th scope="row" { (capital(&column.label)) br; span.note { (role(locale, passport, column.role)) } }
                            td { (taken(locale, passport, column, part.map_or(0, |part| part.cell.records))) }
                            td data-of=(words.pages.taken_days) {
                                @match (days, part.and_then(|part| part.no_window.as_ref())) {
                                    (Some(days), _) if is_state(column) => { (locale.date(days.last_day)) }
                                    (Some(days), _) => { (locale.date(days.first_day)) "–" (locale.date(days.last_day)) }
                                    (None, Some(why)) => { (no_days(locale, why)) }
                                    (None, None) => { (quantity::NONE) }
                                }
                            }
                            td.n data-of=(words.value) { (figure::number(locale, part.and_then(|part| part.cell.number), &column.unit)) }
                            @match part {
                                Some(part) => td.n data-of=(words.records) { (locale.integer(i64::try_from(part.cell.records).unwrap_or(i64::MAX))) },
                                None => td.n.none {},
                            }
                        }
                    }
                }
            }
        }
    }
}

/// `12 vụ … trên 15 vụ …, bằng 80%; tính từ ngày … đến ngày ….`
fn computed_words(locale: &Locale, passport: &Passport, text: &str) -> String {
    let words = &locale.words().passport;
    let (kpi, figure) = (&passport.tile.head.kpi, &passport.tile.figure);
    // A state is read on one day, what happens over all: each column's own days stand in the table below.
    let flows = |over: Over| match over {
        Over::Sum | Over::Running | Over::YearToDate => true,
        Over::Last | Over::Opening => false,
    };
    let own = passport.columns.iter().filter(|(column, _)| flows(column.over));
    let days: Vec<DayRange> = own.filter_map(|(_, days)| *days).collect();
    let first = days.iter().map(|days| days.first_day).min();
    let last = days.iter().map(|days| days.last_day).max();
    let read = passport.columns.iter().filter_map(|(_, days)| *days).map(|days| days.last_day).max();
    // Of few the two numbers are the value.
    let few = sample::counted(locale, kpi, figure).is_some();
    let made = match figure::has_value(figure) && kpi.is_ratio() && !few {
        true => fill(words.equals, &[text, &figure::in_unit(locale, kpi, figure)]),
        false => text.to_owned(),
    };
    match (first.zip(last), read) {
        (Some((first, last)), _) => fill(words.over_days, &[&made, &locale.date(first), &locale.date(last)]),
        (None, Some(on)) => fill(words.on_day, &[&made, &locale.date(on)]),
        (None, None) => format!("{made}."),
    }
}

fn no_days(locale: &Locale, why: &NoWindow) -> String {
    capital(&reason::window(locale, why))
}

fn role(locale: &Locale, passport: &Passport, role: Role) -> &'static str {
    let words = locale.words();
    match role {
        Role::Numerator if passport.tile.head.kpi.is_ratio() => words.numerator,
        Role::Numerator => words.value,
        Role::Denominator => words.denominator,
        Role::Beside => words.pages.beside,
    }
}

/// How days and records make a column's number.
fn taken(locale: &Locale, passport: &Passport, column: &ValueColumn, records: u64) -> String {
    let own = figure::taken(locale, column, records);
    let kpi = &passport.tile.head.kpi;
    let ignored: Vec<&str> = kpi
        .dimensions
        .iter()
        .zip(&passport.tables)
        .filter(|(name, _)| column.ignores.contains(name))
        .map(|(_, view)| view.dimension.as_str())
        .collect();
    if ignored.is_empty() {
        own
    } else {
        format!("{own}; {}", fill(locale.words().pages.ignores, &[&inside(&ignored.join(", "))]))
    }
}

/// Whether a column tells how things stand on a day, not what happened over days.
fn is_state(column: &ValueColumn) -> bool {
    match column.over {
        Over::Last | Over::Opening => true,
        Over::Sum | Over::Running | Over::YearToDate => false,
    }
}

fn reports(locale: &Locale, passport: &Passport) -> Markup {
    let words = locale.words();
    let whole = &passport.tile.figure.completeness;
    html! {
        @if whole.expected == 0 {
            p { (words.pages.needs_no_report) }
        } @else {
            p {
                a href=(address::reports_of(&passport.tile.head, &passport.tile.figure, None)) {
                    b { (whole.reported) "/" (whole.expected) } " " (words.reported_of(whole.expected))
                } "."
            }
            @if passport.missing.is_empty() {
                p { (words.pages.all_reported) }
            } @else {
                p { (words.bodies_missing) ":" }
                ul.missing { @for body in &passport.missing { li { (body) } } }
            }
        }
    }
}

fn comparison(locale: &Locale, passport: &Passport) -> Markup {
    let tile = &passport.tile;
    match judgement::change(locale, tile) {
        Some(sentence) => html! {
            p { (sentence) "." }
            @if let Ok(comparison) = &tile.change { (sides(locale, tile, comparison)) }
            (judgement::base_doubts(locale, tile))
        },
        None if tile.against.is_none() => html! { p { (locale.words().controls.compare_nothing) "." } },
        None => html! { p { (capital(&figure::value(locale, &tile.head.kpi, &tile.figure))) "." } },
    }
}

/// What the sides of a comparison are made of; where they are of some bodies alone, both, and the base of all.
fn sides(locale: &Locale, tile: &TileView, comparison: &Comparison) -> Markup {
    let kpi = &tile.head.kpi;
    let base = capital(&judgement::base_name(locale, tile));
    let told = |name: &str, figure: &Figure| {
        html! {
            @if let Some(own) = terms::in_words(locale, kpi, figure) { p.note { (name) ": " (own.text()) "." } }
        }
    };
    html! {
        (told(&base, comparison.then()))
        @if comparison.bodies().is_some() {
            (told(&period::name(locale, &tile.figure.period), comparison.now(&tile.figure)))
            p.note { (judgement::base_of_all(locale, kpi, &base, &comparison.base)) "." }
        }
    }
}

fn outside(locale: &Locale, passport: &Passport) -> Markup {
    let words = &locale.words().pages;
    let outside = passport.outside;
    let lines: Vec<String> = [
        (outside.no_day, words.outside_no_day),
        (outside.before, words.outside_before),
        (outside.beyond, words.outside_beyond),
        (outside.after, words.outside_after),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, template)| fill(template, &[&locale.integer(i64::try_from(count).unwrap_or(i64::MAX))]))
    .collect();
    html! {
        @if !lines.is_empty() {
            h3 { (words.outside_heading) }
            ul { @for line in &lines { li { (line) } } }
        }
    }
}

/// The proof to take away, or why there is none.
fn elsewhere(locale: &Locale, passport: &Passport) -> Markup {
    let words = &locale.words().elsewhere;
    let (tile, front) = (&passport.tile, &passport.front);
    html! {
        @match &passport.unsayable {
            None => {
                p { (words.note) " " a href=(address::proof(&tile.head.kpi.code, &front.ask, &tile.figure.period)) download { (words.link) } }
            }
            Some(why) => { p.note { (refusal::unsayable(locale, why)) "." } }
        }
    }
}

fn technical(locale: &Locale, passport: &Passport) -> Markup {
    let words = locale.words();
    let count = |number: u64| locale.integer(i64::try_from(number).unwrap_or(i64::MAX));
    // Few tables are corrected by later rows, and hashes are long.
    let superseded = passport.files.iter().any(|(_, file)| file.superseded > 0);
    html! {
        details { summary { (words.sql) } pre tabindex="0" { code { (passport.sql) } } }
        @if let Some(proof) = &passport.proof { details {
            summary { (words.proof) }
            p { (words.proof_note) " " (words.pages.run_where) }
            pre tabindex="0" { code { (proof) } }
            (elsewhere(locale, passport))
        } }
        // Who may not see all of them is told of no file.
        @if passport.front.edition.is_of_snapshot { details {
            summary { (words.data_files) " (" (passport.files.len()) ")" }
            p { (words.snapshot) ": " code.hash { (passport.front.edition.snapshot) } }
            p.note { (words.pages.files_note) }
            div.scroll role="region" tabindex="0" aria-label=(words.data_files) {
                table.stacked {
                    caption { (words.data_files) }
                    thead { tr {
                        th scope="col" { (words.pages.table) }
                        th scope="col" { (words.pages.file) }
                        th.n scope="col" { (words.data_page.arrived) }
                        th.n scope="col" { (words.data_page.set_aside) }
                        th.n scope="col" { (words.data_page.copies) }
                        @if superseded { th.n scope="col" { (words.data_page.superseded) } }
                        th.n scope="col" { (words.pages.file_served) }
                        th scope="col" { (words.hash) }
                    } }
                    tbody {
                        @for (title, file) in &passport.files {
                            tr {
                                td { (title) }
                                td { code.hash { (file.path) } }
                                td.n data-of=(words.data_page.arrived) { (count(file.rows)) }
                                td.n data-of=(words.data_page.set_aside) { (count(file.set_aside)) }
                                td.n data-of=(words.data_page.copies) { (count(file.copies)) }
                                @if superseded { td.n data-of=(words.data_page.superseded) { (count(file.superseded)) } }
                                td.n data-of=(words.pages.file_served) { (count(file.served())) }
                                td data-of=(words.hash) {
                                    code.hash { (file.sha256) }
                                    @if let Some(twin) = &file.twin {
                                        p.note { (words.pages.file_twin) ":" br; code.hash { (twin) } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        } }
    }
}
