//! What a reader can choose: a plain form, and links to neighbouring periods.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use maud::{Markup, html};

use super::sentence::{capital, fill, inside, list};
use super::{address, period};
use crate::calendar::{Break, Period, PeriodKind};
use crate::kpi::UNKNOWN;
use crate::locale::Locale;
use crate::report::{CalendarChoices, Compare, FilterOption, FilterView, Frontmatter};

/// What a year has parts of, in the order of the picker.
const PARTS: [PeriodKind; 5] =
    [PeriodKind::Year, PeriodKind::NineMonths, PeriodKind::Half, PeriodKind::Quarter, PeriodKind::Month];

/// From so many members on, a list has a box to find one, where scripts run.
const FIND_FROM: usize = 12;

/// The form and the links for a page at `path`.
pub(super) fn controls(locale: &Locale, path: &str, front: &Frontmatter, filters: &[FilterView]) -> Markup {
    with(locale, path, front, filters, &html! {})
}

/// The same with fields of the page's own.
pub(super) fn with(
    locale: &Locale,
    path: &str,
    front: &Frontmatter,
    filters: &[FilterView],
    own: &Markup,
) -> Markup {
    let words = locale.words();
    html! {
        // Folded on a phone, where the figures come first.
        details.menu.chooser { summary { (words.pages.choose_period) } form.controls method="get" action=(path) aria-label=(words.pages.choose_period) {
            (periods(locale, front))
            (bases(locale, front))
            (views(locale, front))
            @for filter in filters { (choice(locale, filter)) }
            (own)
            (carried(front, filters))
            div.actions {
                button type="submit" { (words.apply) }
                @if !front.ask.filters.is_empty() {
                    a href=(address::unfiltered(path, &front.ask)) { (words.clear_filters) }
                }
            }
        } (neighbours(locale, path, front)) }
    }
}

/// The filters in force, in words; they must stand on paper too.
pub(super) fn in_force(locale: &Locale, filters: &[FilterView]) -> Markup {
    let chosen = in_words(locale, filters);
    html! { @if let Some(chosen) = chosen { p.filtered { (locale.words().pages.filtered) ": " b { (chosen) } } } }
}

/// `Đơn vị: Sở A, Sở B; Kênh bán hàng: Không rõ`.
pub(super) fn in_words(locale: &Locale, filters: &[FilterView]) -> Option<String> {
    let chosen: Vec<String> = filters
        .iter()
        .filter_map(|filter| {
            let labels = chosen(locale, filter);
            (!labels.is_empty()).then(|| format!("{}: {}", filter.title, labels.join(", ")))
        })
        .collect();
    (!chosen.is_empty()).then(|| chosen.join("; "))
}

fn chosen<'a>(locale: &Locale, filter: &'a FilterView) -> Vec<&'a str> {
    let unknown = filter.unknown.then_some(locale.words().unknown);
    filter.options.iter().filter(|o| o.chosen).map(|o| o.label.as_str()).chain(unknown).collect()
}

/// A period in up to three short lists, whose values make up its name: the calendar, the year, which part of it.
fn periods(locale: &Locale, front: &Frontmatter) -> Markup {
    let words = locale.words();
    html! {
        @if front.periods.choices.len() > 1 { (calendars(locale, front)) }
        div.field {
            label for="choose-period" { (words.reporting_period) }
            select #choose-period name="period" { (years(locale, front)) }
        }
        div.field {
            label for="choose-part" { (words.controls.part) }
            select #choose-part name="period" { (parts(locale, front)) }
        }
    }
}

fn calendars(locale: &Locale, front: &Frontmatter) -> Markup {
    let shown = front.edition.period.calendar();
    let of = |group: &CalendarChoices| group.periods.first().map(|each| Arc::clone(each.calendar()));
    html! {
        div.field {
            label for="choose-calendar" { (locale.words().controls.calendar) }
            select #choose-calendar name="period" {
                @for group in &front.periods.choices {
                    @if let Some(calendar) = of(group) {
                        // The page's own is left out of addresses.
                        @let value = if group.named { format!("{}:", calendar.name) } else { String::new() };
                        option value=(value) selected[calendar == *shown] { (group.calendar) }
                    }
                }
            }
        }
    }
}

/// The years of all calendars, the newest first, the plan, and the days that are shown where these are no year's.
fn years(locale: &Locale, front: &Frontmatter) -> Markup {
    let shown = &front.edition.period;
    let all = || front.periods.choices.iter().flat_map(|group| &group.periods);
    let years: BTreeSet<i32> = all().chain([shown]).filter_map(Period::year).collect();
    let whole = all().find(|each| each.kind() == PeriodKind::Plan);
    let unlisted = Some(shown).filter(|_| shown.year().is_none());
    let unlisted = unlisted.filter(|_| whole.is_none() || shown.kind() != PeriodKind::Plan);
    html! {
        @for year in years.iter().rev() {
            option value=(format!("{year:04}")) selected[shown.year() == Some(*year)] { (year) }
        }
        @for each in whole.into_iter().chain(unlisted) {
            option value=(each.name()) selected[each.kind() == shown.kind()] { (period::name(locale, each)) }
        }
    }
}

/// The parts of a year that any calendar offers, the whole first.
fn parts(locale: &Locale, front: &Frontmatter) -> Markup {
    let shown = &front.edition.period;
    let all = || front.periods.choices.iter().flat_map(|group| &group.periods).chain([shown]);
    let of_kind = |kind: PeriodKind| -> BTreeMap<u32, String> {
        let own = all().filter(|each| each.kind() == kind);
        // The name behind the year; nothing of a whole one.
        own.filter_map(|each| Some((each.number()?, each.name().split_off(4)))).collect()
    };
    let option = |kind: PeriodKind, (number, value): (&u32, &String)| {
        let chosen = shown.kind() == kind && shown.number() == Some(*number);
        html! { option value=(value) selected[chosen] { (locale.part_of_year(kind.word(), *number)) } }
    };
    html! {
        @for kind in PARTS {
            @let own = of_kind(kind);
            @match own.len() {
                0 => {}
                1..=2 => { @for each in &own { (option(kind, each)) } }
                _ => optgroup label=(capital(period::kind(locale, kind))) { @for each in &own { (option(kind, each)) } }
            }
        }
    }
}

/// What figures are compared with.
fn bases(locale: &Locale, front: &Frontmatter) -> Markup {
    let words = &locale.words().controls;
    let wanted = &front.ask.compare;
    let plain = [
        (Compare::LastYear, words.compare_last_year),
        (Compare::Previous, words.compare_previous),
        (Compare::Nothing, words.compare_nothing),
    ];
    let shown = &front.edition.period;
    let others: Vec<&Period> = front
        .periods
        .choices
        .iter()
        .flat_map(|group| &group.periods)
        .filter(|each| each.kind() == shown.kind() && each.calendar() == shown.calendar() && *each != shown)
        .collect();
    let unlisted = match wanted {
        Compare::Period(name) => others.iter().all(|each| each.name() != *name),
        Compare::LastYear | Compare::Previous | Compare::Nothing => false,
    };
    html! {
        div.field {
            label for="choose-compare" { (words.compare) }
            select #choose-compare name="compare" {
                @for (compare, label) in &plain {
                    // The usual base is left out of addresses.
                    @let value = if *compare == Compare::default() { "" } else { compare.word() };
                    option value=(value) selected[compare == wanted] { (label) }
                }
                @if unlisted { option value=(wanted.word()) selected { (wanted.word()) } }
                @if !others.is_empty() {
                    optgroup label=(words.compare_other) {
                        @for each in others {
                            option value=(each.name()) selected[wanted.word() == each.name()] { (period::name(locale, each)) }
                        }
                    }
                }
            }
        }
    }
}

/// As bodies and areas were, or as units that compare across reorganisations.
fn views(locale: &Locale, front: &Frontmatter) -> Markup {
    let words = &locale.words().controls;
    html! {
        @if !front.views.is_empty() {
            div.field {
                label for="choose-view" { (words.view) }
                select #choose-view name="view" {
                    option value="" { (words.view_own) }
                    @for (view, title) in &front.views {
                        option value=(view) selected[front.ask.view.as_ref() == Some(view)] { (title) }
                    }
                }
            }
        }
    }
}

/// The members of a dimension to be ticked: any number of them, on a phone as well, without a script.
fn choice(locale: &Locale, filter: &FilterView) -> Markup {
    let words = locale.words();
    let own = chosen(locale, filter);
    let told = match own.as_slice() {
        [] => words.all.to_owned(),
        [only] => (*only).to_owned(),
        several => fill(words.controls.chosen, &[&several.len().to_string()]),
    };
    html! {
        details.field.choice {
            summary { span.name { (filter.title) } " " span.told { (told) } }
            fieldset data-find=[(filter.options.len() >= FIND_FROM).then_some(words.controls.find_member)] {
                legend.away { (filter.title) }
                @for option in &filter.options { (tick(locale, &filter.dimension, option)) }
                label { input type="checkbox" name=(filter.dimension) value=(UNKNOWN) checked[filter.unknown]; (words.unknown) }
            }
        }
    }
}

fn tick(locale: &Locale, dimension: &str, option: &FilterOption) -> Markup {
    // Deeper than that a phone has no room to indent.
    let class = (option.depth > 0).then(|| format!("d{}", option.depth.min(3)));
    html! {
        label class=[class] {
            input type="checkbox" name=(dimension) value=(option.code) checked[option.chosen];
            (option.label)
            @if let Some(day) = option.until { " (" (fill(locale.words().controls.member_until, &[&locale.date(day)])) ")" }
        }
    }
}

/// What this page does not offer to choose stays in the address.
fn carried(front: &Frontmatter, filters: &[FilterView]) -> Markup {
    html! {
        @for (dimension, members) in front.ask.filters.iter() {
            @if filters.iter().all(|filter| filter.dimension != dimension) {
                @for member in members { input type="hidden" name=(dimension) value=(member.as_deref().unwrap_or(UNKNOWN)); }
            }
        }
    }
}

fn neighbours(locale: &Locale, path: &str, front: &Frontmatter) -> Markup {
    let words = locale.words();
    let link = |to: &Period, text: &str, rel: Option<&str>| {
        let href = address::with_period(path, &front.ask, Some(&address::period_name(&front.ask, to)));
        html! { li { a href=(href) rel=[rel] { (text) ": " (period::name(locale, to)) } } }
    };
    let view = &front.periods;
    let next = view.next.as_ref().filter(|next| view.running.as_ref() != Some(next));
    html! {
        @if view.previous.is_some() || view.next.is_some() || view.running.is_some() {
            nav.periods aria-label=(words.reporting_period) {
                ul {
                    @if let Some(to) = &view.previous { (link(to, words.previous_period, Some("prev"))) }
                    @if let Some(to) = next { (link(to, words.next_period, Some("next"))) }
                    @if let Some(to) = &view.running { (link(to, words.running_period, None)) }
                }
            }
        }
    }
}

/// Where a period reaches across a break: that it does, and the way to either side.
pub(super) fn parted(locale: &Locale, path: &str, front: &Frontmatter, told: bool) -> Markup {
    let view = &front.periods;
    let words = &locale.words().controls;
    let on = |each: &Break| format!("{} ({})", locale.date(each.on), inside(&each.label));
    let breaks: Vec<String> = view.parted.iter().map(on).collect();
    html! {
        @if !breaks.is_empty() {
            p.note.parted {
                @if !told { (fill(words.parted, &[&list(&breaks, locale.words().pages.and)])) }
                @if view.sides.len() > 1 {
                    span.periods {
                        " " (words.sides) ": "
                        @for (index, side) in view.sides.iter().enumerate() {
                            @if index > 0 { " · " }
                            @let name = address::period_name(&front.ask, side);
                            a href=(address::with_period(path, &front.ask, Some(&name))) { (period::days(locale, side)) }
                        }
                    }
                }
            }
        }
    }
}
