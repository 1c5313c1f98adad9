//! A query's rows as cells of members by periods: each with a value, or with the state of a report.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::sentence::capital;
use super::{cell, period, plot, quantity, rows};
use crate::chart::{Cell, Chart, Heatmap, HeatmapRow, Scale, Shade, State, Tone};
use crate::locale::{Locale, Unit};
use crate::report::{Ask, RowCell, RowsView};

/// A cell as the query gives it.
struct Given {
    member: String,
    period: String,
    state: Option<String>,
    value: Option<f64>,
    text: String,
}

/// The words that a query says in its column `state`, with the sign and the tone of each.
fn states(locale: &Locale) -> [(&'static str, State); 5] {
    let words = &locale.words().panels;
    let state =
        |sign: &str, label: &str, tone| State { sign: sign.to_owned(), label: label.to_owned(), tone };
    [
        ("on_time", state(words.on_time_sign, words.on_time, Tone::Good)),
        ("late", state(words.late_sign, words.late, Tone::Caution)),
        ("missing", state(words.missing_sign, words.missing, Tone::Bad)),
        ("not_due", state("…", locale.words().not_due, Tone::Open)),
        ("not_owed", state("·", words.not_owed, Tone::Outside)),
    ]
}

/// What a reader sees in place of the words of the column `state`, by word.
pub fn state_labels(locale: &Locale) -> BTreeMap<String, String> {
    states(locale).into_iter().map(|(word, state)| (word.to_owned(), state.label)).collect()
}

/// The chart and its table: the members by the periods, each cell in words.
pub(super) fn cells(locale: &Locale, ask: &Ask, id: &str, view: &RowsView) -> Markup {
    let given = given(locale, view);
    let (members, columns) = (named(&given, |each| &each.member), named(&given, |each| &each.period));
    let states = states(locale);
    let cell = |member: &str, period: &str| {
        let own = given.iter().find(|each| each.member == member && each.period == period)?;
        let state = states.iter().find(|(name, _)| own.state.as_deref() == Some(*name));
        let label = state.map(|(_, state)| state.label.as_str());
        let all: Vec<&str> =
            label.into_iter().chain((!own.text.is_empty()).then_some(own.text.as_str())).collect();
        (!all.is_empty()).then(|| all.join(": "))
    };
    let member = view.table.columns.iter().find(|column| column.name == "member");
    let member = member.map(|column| column.title.as_str()).unwrap_or_default();
    let table = html! {
        div.scroll role="region" tabindex="0" aria-label=(view.title) {
            table {
                caption { (view.title) }
                thead {
                    tr {
                        th scope="col" { (capital(member)) }
                        @for name in &columns { th scope="col" { (heading(locale, view, name)) } }
                    }
                }
                tbody {
                    @for member in &members {
                        tr {
                            th scope="row" { @if let Some(href) = link(ask, view, &given, member) { a href=(href) { (member) } } @else { (member) } }
                            @for period in &columns { td { (cell(member, period).as_deref().unwrap_or(quantity::NONE)) } }
                        }
                    }
                }
            }
        }
    };
    html! { (plot::figure(svg(locale, id, view, Some(ask)))) (plot::details(locale, members.len(), &table)) }
}

/// In the order in which the query first names them.
fn named(given: &[Given], name: fn(&Given) -> &String) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for each in given {
        if !names.contains(&name(each).as_str()) {
            names.push(name(each));
        }
    }
    names
}

/// The chart alone.
pub(super) fn svg(locale: &Locale, id: &str, view: &RowsView, ask: Option<&Ask>) -> String {
    let given = given(locale, view);
    let states = states(locale);
    let (members, columns) = (named(&given, |each| &each.member), named(&given, |each| &each.period));
    let headings: Vec<String> = columns.iter().map(|name| heading(locale, view, name)).collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let cell = |member: &str, period: &str| {
        let own = given.iter().find(|each| each.member == member && each.period == period);
        let of_state = |word: &str| states.iter().position(|(name, _)| *name == word).map(Shade::State);
        Cell {
            shade: own
                .and_then(|own| match &own.state {
                    Some(word) => of_state(word),
                    None => own.value.map(Shade::Value),
                })
                .unwrap_or(Shade::Missing),
            text: own.map_or_else(String::new, |own| own.text.clone()),
            doubt: String::new(),
        }
    };
    let rows: Vec<HeatmapRow> = members
        .iter()
        .map(|member| HeatmapRow {
            label: (*member).to_owned(),
            cells: columns.iter().map(|period| cell(member, period)).collect(),
        })
        .collect();
    let legend: Vec<State> = match given.iter().any(|each| each.state.is_some()) {
        true => states.iter().map(|(_, state)| state.clone()).collect(),
        false => Vec::new(),
    };
    let links: Vec<Option<String>> = members.iter().map(|member| link(ask?, view, &given, member)).collect();
    Heatmap {
        id,
        title: &view.title,
        description: "",
        columns: &headings,
        rows: &rows,
        states: &legend,
        scale: Scale::Zero,
        unit: "",
        axis_label: &|value| plot::axis_label(locale, &Unit::plain(), value),
        empty: locale.words().no_value,
        doubtful: locale.words().panels.doubtful,
        unwritten: locale.words().panels.unwritten,
    }
    .linked(&links)
}

/// Where a member leads on, by the first of its rows.
fn link(ask: &Ask, view: &RowsView, given: &[Given], member: &str) -> Option<String> {
    let row = given.iter().position(|each| each.member == member)?;
    view.leads.get(row)?.as_ref().map(|own| rows::lead(ask, own))
}

/// A column's heading: a period as readers know it.
fn heading(locale: &Locale, view: &RowsView, name: &str) -> String {
    view.periods.get(name).map_or_else(|| name.to_owned(), |known| period::short(locale, known))
}

/// The rows by the names of their columns; that the columns are there was checked when the dashboard was read.
fn given(locale: &Locale, view: &RowsView) -> Vec<Given> {
    let places = ["member", "period", "state", "value", "text"].map(|name| view.table.place(name));
    let [member, period, state, value, text] = places;
    let of = |row: &[RowCell]| {
        let shown = |place: Option<usize>| {
            let place = place?;
            cell::text(locale, view.table.columns.get(place)?.kind, row.get(place)?)
        };
        let number = value.and_then(|place| row.get(place)?.double());
        let written = shown(text).or_else(|| number.and_then(|_| shown(value)));
        Given {
            member: shown(member).unwrap_or_else(|| quantity::NONE.to_owned()),
            period: shown(period).unwrap_or_else(|| quantity::NONE.to_owned()),
            state: shown(state),
            value: number,
            text: written.unwrap_or_default(),
        }
    };
    view.table.rows().map(|row| of(&row)).collect()
}
