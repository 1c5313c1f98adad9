//! A query's rows as cells of members by periods: each with a value, or with the state of a report.

use arrow::array::Array;
use arrow::array::AsArray;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type};
use maud::{Markup, html};

use super::{cell, figure, plot};
use crate::chart::{Cell, Chart, Heatmap, HeatmapRow, Scale, Shade, State, Tone};
use crate::locale::{Locale, Unit};
use crate::report::RowsView;

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

/// The chart and its table.
pub(super) fn cells(locale: &Locale, id: &str, view: &RowsView) -> Markup {
    let table = super::rows::rows(locale, view);
    html! { (plot::figure(svg(locale, id, view))) (plot::details(locale, view.rows.len(), &table)) }
}

/// The chart alone: rows and columns in the order in which the query first names them.
pub(super) fn svg(locale: &Locale, id: &str, view: &RowsView) -> String {
    let given = given(locale, view);
    let states = states(locale);
    let named = |name: fn(&Given) -> &String| {
        let mut names: Vec<&str> = Vec::new();
        for each in &given {
            if !names.contains(&name(each).as_str()) {
                names.push(name(each));
            }
        }
        names
    };
    let (members, columns) = (named(|each| &each.member), named(|each| &each.period));
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
    Heatmap {
        id,
        title: &view.title,
        description: "",
        columns: &columns,
        rows: &rows,
        states: &legend,
        scale: Scale::Zero,
        unit: "",
        axis_label: &|value| plot::axis_label(locale, &Unit::plain(), value),
        empty: locale.words().no_value,
    }
    .svg()
}

/// The rows by the names of their columns; that the columns are there was checked when the dashboard was read.
fn given(locale: &Locale, view: &RowsView) -> Vec<Given> {
    let mut all = Vec::new();
    for batch in &view.rows.batches {
        let text = |name: &str, row: usize| {
            batch.column_by_name(name).and_then(|column| cell::text(locale, column.as_ref(), row))
        };
        let numbers = batch.column_by_name("value").and_then(|column| cast(column, &DataType::Float64).ok());
        let number = |row: usize| {
            let numbers = numbers.as_ref()?.as_primitive::<Float64Type>();
            numbers.is_valid(row).then(|| numbers.value(row))
        };
        for row in 0..batch.num_rows() {
            let value = number(row);
            let shown = text("text", row).or_else(|| value.and_then(|_| text("value", row)));
            all.push(Given {
                member: text("member", row).unwrap_or_else(|| figure::NONE.to_owned()),
                period: text("period", row).unwrap_or_else(|| figure::NONE.to_owned()),
                state: text("state", row),
                value,
                text: shown.unwrap_or_default(),
            });
        }
    }
    all
}
