//! A figure's course as a chart, with its table.

use maud::{Markup, html};
use rust_decimal::prelude::ToPrimitive;

use super::caveat::Together;
use super::figures::{Figures, Line};
use super::lead::Leads;
use super::{figure, judgement, period, plot, tile};
use crate::chart::{Break, Chart, Legend, Point, Target, Trend};
use crate::kpi::{Caveat, Figure, Kpi};
use crate::locale::Locale;
use crate::report::{Head, TrendView};

/// The chart and the table of its figures; `id` is unique in the page.
pub(super) fn trend(locale: &Locale, id: &str, view: &TrendView, leads: &Leads<'_>) -> Markup {
    let words = locale.words();
    let kpi = &view.head.kpi;
    let table = html! {
        (table(locale, kpi, view, leads))
        (plot::breaks(locale, view.breaks.iter()))
    };
    html! {
        (plot::figure(svg(locale, id, view, leads)))
        @if view.pace.iter().any(Option::is_some) { p.note { (words.panels.pace_note) } }
        (plot::details(locale, view.figures.len(), &table))
    }
}

/// What is doubtful about the course and the year before it, but for what was `told` already.
pub(super) fn notes(locale: &Locale, view: &TrendView, told: &[Caveat]) -> Markup {
    together(view).notes(locale, told)
}

fn together(view: &TrendView) -> Together<'_> {
    Together::of(view.figures.iter().chain(view.last_year.iter().flatten()))
}

/// The figures over periods, beside those of the year before where they were asked for.
fn table(locale: &Locale, kpi: &Kpi, view: &TrendView, leads: &Leads<'_>) -> Markup {
    let (words, last_year) = (locale.words(), &view.last_year);
    let before = |figure: &Figure| figure::bare(locale, kpi, figure);
    let lines = view.figures.iter().enumerate().map(|(index, figure)| Line {
        name: period::name(locale, &figure.period),
        figure,
        more: last_year.get(index).and_then(Option::as_ref).map(before),
        gone: None,
        total: false,
        href: leads.dot(figure),
    });
    let caption = format!("{}: {}", words.trend, view.head.title);
    Figures {
        kpi,
        caption: &caption,
        first: words.pages.period,
        more: (!last_year.is_empty()).then_some(words.same_period_last_year),
        bars: None,
        brief: false,
        lines: lines.collect(),
    }
    .markup(locale)
}

/// The chart alone.
pub(super) fn svg(locale: &Locale, id: &str, view: &TrendView, leads: &Leads<'_>) -> String {
    let words = locale.words();
    let kpi = &view.head.kpi;
    let together = together(view);
    let point = |figure: &Figure| tile::point(locale, kpi, figure, &together);
    let points: Vec<Point> = view.figures.iter().map(point).collect();
    let previous: Vec<Point> =
        view.last_year.iter().map(|before| before.as_ref().map_or_else(Point::default, point)).collect();
    let breaks: Vec<Break> = view
        .breaks
        .iter()
        .map(|each| Break {
            position: view
                .figures
                .iter()
                .position(|figure| figure.period.first_day() >= each.on)
                .unwrap_or(view.figures.len()),
            label: plot::break_told(locale, each),
        })
        .collect();
    let title = format!("{}: {}", words.trend, view.head.title);
    let description = match points.as_slice() {
        [] => String::new(),
        [only] => only.title.clone(),
        [first, .., last] => format!("{}; {}", first.title, last.title),
    };
    let axis_label = |value: f64| plot::axis_label(locale, &kpi.unit, value);
    let pace: Vec<Option<f64>> = view.pace.iter().map(|pace| pace.and_then(|pace| pace.to_f64())).collect();
    let trend = Trend {
        id,
        title: &title,
        description: &description,
        points: &points,
        previous: &previous,
        pace: &pace,
        target: target(locale, &view.head),
        breaks: &breaks,
        cuts: &plot::places(&view.cuts),
        legend: Legend {
            series: words.pages.series,
            previous: words.same_period_last_year,
            provisional: words.provisional,
            pace: words.panels.pace,
            doubtful: words.panels.doubtful,
        },
        unit: &kpi.unit.label,
        empty: words.no_value,
        scale: tile::scale(kpi),
        axis_label: &axis_label,
    };
    let links: Vec<Option<String>> = view.figures.iter().map(|figure| leads.dot(figure)).collect();
    trend.linked(&links)
}

/// The target holds for the unfiltered whole only.
fn target(locale: &Locale, head: &Head) -> Option<Target> {
    let target = head.target.as_ref().filter(|_| head.filters.is_empty())?;
    let label = format!("{} {}", locale.words().target, judgement::amount(locale, &head.kpi, target));
    Some(Target { value: target.value.to_f64()?, label })
}
