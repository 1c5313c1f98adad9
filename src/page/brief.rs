//! The brief of a dashboard in the reader's language: each sentence leads to what it stands on.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::address::ReportsAt;
use super::owed::owed_what;
use super::sentence::{capital, fill, inside};
use super::{address, caveat, checks, judgement, period, quantity, sample};
use crate::calendar::{Period, PeriodKind};
use crate::dashboard::Weight;
use crate::kpi::{Target, TargetSource};
use crate::locale::{Locale, Unit};
use crate::report::{
    About, BrokenCheck, Doubted, OverdueReport, OwedKind, Report, ReportState, Said, Sentence,
};

/// Where the subject stands in a sentence until it is made a link; no text holds it.
const SUBJECT: &str = "\u{1}";

/// So many bodies are named; of more the first are, and how many others there are.
const NAMED: usize = 3;

/// From here on a share of counts is told in percent; of fewer each one is many percent.
const LEAST_FOR_PERCENT: Decimal = Decimal::ONE_HUNDRED;

/// What needs a decision, then what else the figures say; nothing where there is nothing to say.
pub(super) fn brief(locale: &Locale, report: &Report) -> Markup {
    let sentences = &report.brief;
    let words = &locale.words().brief;
    let of = |weight: Weight| -> Vec<&Sentence> {
        sentences.iter().filter(|each| each.kind().weight() == weight).collect()
    };
    let (decisions, results) = (of(Weight::Decision), of(Weight::Result));
    let part = |place: &str, heading: &str, own: &[&Sentence]| {
        html! {
            @if !own.is_empty() {
                h2 id=(place) { (heading) }
                ul { @for sentence in own { li { (linked(locale, report, sentence)) } } }
            }
        }
    };
    html! {
        @if !decisions.is_empty() || !results.is_empty() {
            section.card.brief aria-label=(words.heading) {
                (part("to-decide", words.decisions, &decisions))
                (part("brief", words.heading, &results))
            }
        }
    }
}

/// What limits the figures, as a list; nothing where there is nothing to say.
pub(super) fn caveats(locale: &Locale, report: &Report) -> Markup {
    let mut own = report.brief.iter().filter(|each| each.kind().weight() == Weight::Caveat).peekable();
    html! {
        @if own.peek().is_some() {
            h2 { (locale.words().brief.about_data) }
            ul { @for sentence in own { li { (linked(locale, report, sentence)) } } }
        }
    }
}

/// A sentence without links.
pub fn sentence(locale: &Locale, sentence: &Sentence) -> String {
    let text = template(locale, sentence);
    match &sentence.about {
        Some(about) => text.replace(SUBJECT, &subject(&text, about)),
        None => text,
    }
}

/// A sentence that leads, with every number in it, to what it stands on; what it is about is seen to be a link.
fn linked(locale: &Locale, report: &Report, sentence: &Sentence) -> Markup {
    let words = &locale.words().brief;
    let (id, ask) = (&report.id, &report.front.ask);
    let text = template(locale, sentence);
    let more = |href: String, word: &str| html! { a.all href=(href) { (text) " " span.more { (word) } } };
    match (&sentence.about, text.split_once(SUBJECT)) {
        (Some(about), Some((before, after))) => html! {
            a.all href=(address::kpi(&about.code, ask, &about.period)) { (before) span { (subject(&text, about)) } (after) }
        },
        (Some(_), None) | (None, _) => match (reports(&sentence.said), &sentence.said, place(&sentence.said))
        {
            (Some(state), ..) => {
                more(address::reports(ask, &ReportsAt::Dashboard(id), Some(state)), words.see_list)
            }
            (None, Said::Owed(kind), _) => more(address::owed_of(ask, &kind.name), words.see_list),
            (None, _, Some(place)) => {
                let data = address::of_period("/data", ask, &report.front.edition.period);
                more(format!("{data}{place}"), words.see_data)
            }
            (None, _, None) => html! { (text) },
        },
    }
}

/// The reports of which a sentence speaks: the list has as many bodies, or as many reports, as the sentence says.
fn reports(said: &Said) -> Option<ReportState> {
    match said {
        Said::NotReported { .. } => Some(ReportState::Unsent),
        Said::Overdue { .. } => Some(ReportState::Missing),
        _ => None,
    }
}

/// Where on the page of the data stands what a sentence without a KPI speaks of.
fn place(said: &Said) -> Option<String> {
    match said {
        Said::SetAside { rows: 0, .. } => Some(String::new()),
        Said::SetAside { .. } => Some("#rejected".to_owned()),
        Said::Broken(check) => Some(format!("#{}", checks::check_id(&check.name))),
        Said::Unchecked(check) => Some(format!("#{}", checks::check_id(&check.name))),
        Said::Elsewhere(check) => Some(format!("#{}", checks::elsewhere_id(&check.name))),
        Said::NotReported { .. }
        | Said::Overdue { .. }
        | Said::Owed(_)
        | Said::Unlisted(_)
        | Said::Provisional { .. }
        | Said::Judged { .. }
        | Said::NotDue { .. }
        | Said::AboveAll { .. }
        | Said::Backlog { .. }
        | Said::Break(_)
        | Said::Change { .. }
        | Said::Largest { .. }
        | Said::Extreme { .. }
        | Said::NoValue(_)
        | Said::Unsettled(_) => None,
    }
}

/// The KPI's title as it stands there: with a capital where it begins the sentence.
fn subject(text: &str, about: &About) -> String {
    if text.starts_with(SUBJECT) { capital(&about.title) } else { inside(&about.title) }
}

fn template(locale: &Locale, sentence: &Sentence) -> String {
    match &sentence.about {
        Some(about) => match doubts(locale, about, &sentence.doubts) {
            Some(doubts) => format!("{} {doubts}", of_kpi(locale, about, &sentence.said)),
            None => of_kpi(locale, about, &sentence.said),
        },
        None => of_all(locale, &sentence.said),
    }
}

/// What is doubtful about the figures of a sentence; that of another period bears its name.
fn doubts(locale: &Locale, about: &About, doubts: &[Doubted]) -> Option<String> {
    let told = |doubt: &Doubted| {
        let told = inside(&caveat::caveat(locale, &doubt.caveat));
        match doubt.period == about.period {
            true => told,
            false => format!("{}: {told}", period::within(locale, &doubt.period)),
        }
    };
    let told: Vec<String> = doubts.iter().map(told).collect();
    (!told.is_empty()).then(|| fill(locale.words().brief.doubtful, &[&told.join("; ")]))
}

fn whole(locale: &Locale, number: usize) -> String {
    locale.integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// What is said of the data or the figures as a whole.
fn of_all(locale: &Locale, said: &Said) -> String {
    let words = &locale.words().brief;
    match said {
        Said::NotReported { bodies, all } => {
            let of = if *all { words.of_all_reports } else { words.of_needed_reports };
            match bodies.as_slice() {
                [only] => fill(words.not_reported_one, &[only, of]),
                many => fill(words.not_reported, &[&whole(locale, many.len()), &names(locale, many), of]),
            }
        }
        Said::Overdue { all, count, oldest } => overdue(locale, *all, *count, oldest),
        Said::Owed(kind) => owed(locale, kind),
        Said::Unlisted(title) => format!("{}.", fill(locale.words().owed.failed, &[title])),
        Said::Broken(BrokenCheck { told: Some(told), .. }) => told.clone(),
        Said::Broken(check) => {
            let text = if check.of_period { words.broken_in_period } else { words.broken };
            fill(text, &[&check.title, &checks::at_least(locale, check.rows, check.more)])
        }
        Said::Unchecked(check) => fill(words.unchecked, &[&check.title]),
        Said::Elsewhere(check) => fill(words.elsewhere, &[&check.title, &whole(locale, check.rows)]),
        Said::Provisional { last_day, data_date } => {
            fill(words.provisional, &[&locale.date(*last_day), &locale.date(*data_date)])
        }
        Said::Break(parted) => fill(words.parted, &[&locale.date(parted.on), &inside(&parted.label)]),
        Said::NoValue(titles) => fill(words.no_value, &[&joined(titles)]),
        Said::Unsettled(titles) => fill(words.unsettled, &[&joined(titles)]),
        Said::SetAside { rows, copies } => {
            let told = [(rows, words.set_aside), (copies, words.copies)];
            let told = told.iter().filter(|(rows, _)| **rows > 0);
            let told: Vec<String> =
                told.map(|(rows, text)| fill(text, &[&caveat::count(locale, **rows)])).collect();
            told.join(" ")
        }
        // The others speak of one KPI.
        Said::Judged { .. }
        | Said::NotDue { .. }
        | Said::AboveAll { .. }
        | Said::Backlog { .. }
        | Said::Change { .. }
        | Said::Largest { .. }
        | Said::Extreme { .. } => String::new(),
    }
}

/// `a; b; c và 9 đơn vị khác`: a body's name may hold a comma.
fn names(locale: &Locale, bodies: &[String]) -> String {
    // Naming all but one would be longer than naming all.
    if bodies.len() <= NAMED + 1 {
        return bodies.join("; ");
    }
    let others = fill(locale.words().brief.and_others, &[&whole(locale, bodies.len() - NAMED)]);
    format!("{} {} {others}", bodies[..NAMED].join("; "), locale.words().pages.and)
}

fn joined(titles: &[String]) -> String {
    titles.iter().map(|title| inside(title)).collect::<Vec<_>>().join("; ")
}

fn overdue(locale: &Locale, all: bool, count: usize, oldest: &OverdueReport) -> String {
    let words = &locale.words().brief;
    let of = if all { words.of_all_reports } else { words.of_needed_reports };
    let (report, days) = (inside(&oldest.report), locale.integer(oldest.days));
    if count == 1 {
        fill(words.overdue_one, &[&report, &oldest.body, &days, of])
    } else {
        fill(words.overdue, &[&whole(locale, count), &report, &oldest.body, &days, of])
    }
}

/// `Nhiệm vụ được giao: 11 việc quá hạn của 4 đơn vị đang hoạt động; lâu nhất là … của Sở A (kế thừa từ Sở B), từ …`.
fn owed(locale: &Locale, kind: &OwedKind) -> String {
    let words = &locale.words().brief;
    let called = match kind.as_of {
        Some(day) => fill(words.owed_as_of, &[kind.called(locale), &locale.date(day)]),
        None => kind.called(locale).to_owned(),
    };
    if kind.count == 0 {
        return fill(words.owed_only_left, &[&called, &whole(locale, kind.left)]);
    }
    let (count, bodies) = (whole(locale, kind.count), whole(locale, kind.bodies));
    let count = if kind.cut { fill(words.at_least, &[&count]) } else { count };
    let mut text = fill(words.owed, &[&called, &count, &bodies]);
    if let Some((body, item)) = &kind.oldest {
        let inherited = item.from.is_some();
        let name = if inherited { fill(words.owed_inherited, &[&body.name]) } else { body.name.clone() };
        let what = inside(&owed_what(locale, item));
        text +=
            &fill(words.owed_oldest, &[&what, &name, &locale.date(item.since), &locale.integer(item.days)]);
    }
    if kind.left > 0 {
        text += &fill(words.owed_left, &[&whole(locale, kind.left)]);
    }
    text + "."
}

/// What is said of one KPI.
fn of_kpi(locale: &Locale, about: &About, said: &Said) -> String {
    let words = &locale.words().brief;
    let quantity = |value: Decimal| locale.quantity(value, &about.unit);
    match said {
        Said::Judged { value, target, met, period, few } => {
            let text = judged(locale, about, *value, target, *met, *few);
            // The plan's whole life decides, whatever period the reader has chosen.
            if *period == about.period { text } else { format!("{} {text}", words.over_plan) }
        }
        Said::NotDue { value, target, pace, on } => {
            let by = target.by.map_or_else(String::new, |by| locale.date(by));
            let goal = goal(locale, &about.unit, target);
            let text = fill(words.not_due, &[SUBJECT, &quantity(*value), &goal, &by]);
            match pace {
                Some(pace) => {
                    format!("{text} {}", fill(words.pace, &[&locale.date(*on), &quantity(*pace)]))
                }
                None => text,
            }
        }
        Said::AboveAll { value } => {
            let all = locale.percent(Decimal::ONE_HUNDRED, 0);
            fill(words.above_all, &[SUBJECT, &quantity(*value), &all])
        }
        Said::Backlog { opening, closing } => {
            let number = |value: Decimal| locale.number(value, 0);
            let (before, after) = (number(opening.0), number(closing.0));
            fill(words.backlog, &[SUBJECT, &before, &opening.1, &after, &closing.1])
        }
        Said::Change { now, base, base_period, provisional, bodies } => {
            let base_name = base_name(locale, &about.period, base_period, *provisional);
            let bodies = bodies.map(|bodies| format!(", {}", judgement::of_bodies(locale, bodies)));
            let bodies = bodies.unwrap_or_default();
            if now == base {
                fill(words.unchanged, &[SUBJECT, &base_name, &quantity(*now), &bodies])
            } else if base.is_zero() && !about.unit.is_percent() {
                fill(words.from_none, &[SUBJECT, &base_name, &quantity(*now), &bodies])
            } else {
                let moved = locale.moved(*now, *base, &about.unit);
                fill(words.change, &[SUBJECT, &base_name, &moved, &bodies])
            }
        }
        Said::Largest { dimension, member, part, whole } => {
            largest(locale, about, dimension, member, *part, *whole)
        }
        Said::Extreme { highest, value, first, count } => {
            let text = if *highest { words.highest } else { words.lowest };
            let ends = [first, &about.period].map(|each| period::within(locale, each));
            fill(text, &[SUBJECT, &quantity(*value), &whole(locale, *count), &ends[0], &ends[1]])
        }
        // The others speak of the figures together.
        Said::NotReported { .. }
        | Said::Overdue { .. }
        | Said::Owed(_)
        | Said::Unlisted(_)
        | Said::Broken(_)
        | Said::Unchecked(_)
        | Said::Elsewhere(_)
        | Said::Provisional { .. }
        | Said::Break(_)
        | Said::NoValue(_)
        | Said::Unsettled(_)
        | Said::SetAside { .. } => String::new(),
    }
}

/// `cùng kỳ năm 2023`, or another period by its own name, as is a whole year.
pub fn base_name(locale: &Locale, own: &Period, base: &Period, provisional: bool) -> String {
    let whole = own.kind() == PeriodKind::Year && !provisional;
    match base.year().filter(|_| !whole && own.same_period_last_year().as_ref() == Some(base)) {
        Some(year) => fill(locale.words().brief.same_period, &[&year.to_string()]),
        None => period::within(locale, base),
    }
}

fn judged(
    locale: &Locale,
    about: &About,
    value: Decimal,
    target: &Target,
    met: bool,
    few: Option<(Decimal, Decimal)>,
) -> String {
    let words = &locale.words().brief;
    let template = match (met, target.source) {
        (true, TargetSource::Plan) => words.met_plan,
        (true, TargetSource::Law) => words.met_law,
        (false, TargetSource::Plan) => words.missed_plan,
        (false, TargetSource::Law) => words.missed_law,
    };
    // Of few the distance would be one of percentages that nothing can be read from.
    if let Some((above, whole)) = few {
        let goal = goal(locale, &about.unit, target);
        let value = sample::quotient(locale, above, whole);
        return fill(&template.replace(" ({3})", ""), &[SUBJECT, &value, &goal]);
    }
    let gap = locale.gap(value - target.value, &about.unit);
    let side = if value < target.value { words.below } else { words.above };
    let goal = goal(locale, &about.unit, target);
    let value = quantity::told(locale, &about.unit, value, (!met).then_some(target.value));
    fill(template, &[SUBJECT, &value, &goal, &fill(side, &[&gap])])
}

fn largest(
    locale: &Locale,
    about: &About,
    dimension: &str,
    member: &str,
    part: Decimal,
    whole: Decimal,
) -> String {
    let words = &locale.words().brief;
    let unit = &about.unit;
    // The noun is said once: `9 trên tổng số 20 vụ`.
    let bare = if unit.money { unit.clone() } else { Unit { label: String::new(), ..unit.clone() } };
    let (own, all) = (locale.quantity(part, &bare), locale.quantity(whole, unit));
    let dimension = inside(dimension);
    let known = [SUBJECT, &dimension, member, &own, &all];
    let share = (part.checked_mul(Decimal::ONE_HUNDRED)).and_then(|part| part.checked_div(whole));
    match share.filter(|_| unit.money || whole >= LEAST_FOR_PERCENT) {
        Some(share) => {
            let share = locale.percent(share, 1);
            fill(words.largest_share, &[known.as_slice(), &[share.as_str()]].concat())
        }
        None => fill(words.largest, &known),
    }
}

/// A target's number, with no digits that it does not have.
fn goal(locale: &Locale, unit: &Unit, target: &Target) -> String {
    let unit = Unit { decimals: target.value.normalize().scale(), ..unit.clone() };
    locale.quantity(target.value, &unit)
}
