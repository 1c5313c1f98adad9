//! The brief of a dashboard in the reader's language: each sentence leads to what it stands on.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::address::ReportsAt;
use super::owed::{as_of_days, owed_what, unlisted};
use super::sentence::{capital, fill, inside};
use super::{address, caveat, checks, judgement, period, quantity, sample};
use crate::calendar::{Period, PeriodKind};
use crate::dashboard::Weight;
use crate::kpi::{Target, TargetSource};
use crate::locale::{Locale, Unit};
use crate::report::{
    About, AsOf, Doubted, OverdueReport, OwedItem, OwedKind, OwedTogether, Report, ReportState, Said,
    Sentence,
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
                ul { @for run in own.chunk_by(|one, next| (is_together(one) || is_kind(one)) && is_kind(next)) {
                    (items(locale, report, run))
                } }
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

/// Whether a sentence tells what is owed of all kinds together.
fn is_together(sentence: &Sentence) -> bool {
    matches!(&sentence.said, Said::OwedTogether { .. })
}

/// Whether it tells what is owed of one kind.
fn is_kind(sentence: &Sentence) -> bool {
    matches!(&sentence.said, Said::Owed { .. })
}

/// Sentences of which the others belong to the first where that is what is owed together.
fn items(locale: &Locale, report: &Report, run: &[&Sentence]) -> Markup {
    match run {
        [together, kinds @ ..] if is_together(together) && !kinds.is_empty() => html! {
            li {
                (linked(locale, report, together))
                // The blank parts what stands behind each other on paper.
                ul { @for kind in kinds { " " li { (linked(locale, report, kind)) } } }
            }
        },
        run => html! { @for sentence in run { li { (linked(locale, report, sentence)) } } },
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
            (None, Said::OwedTogether { .. }, _) => more(address::same(address::OWED, ask), words.see_list),
            (None, Said::Owed { kind, in_full: true, .. }, _) => {
                more(address::owed_of(ask, &kind.name), words.see_list)
            }
            (None, Said::Owed { kind, in_full: false, .. }, _) => {
                let called = kind.called(locale);
                html! { a.all href=(address::owed_of(ask, &kind.name)) { span { (called) } (text.strip_prefix(called).unwrap_or(&text)) } }
            }
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
        | Said::OwedTogether { .. }
        | Said::Owed { .. }
        | Said::Unlisted(..)
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
        Said::Overdue { all, count, of_ended, oldest } => overdue(locale, *all, *count, *of_ended, oldest),
        Said::OwedTogether { all, is_later } => owed_together(locale, all, *is_later),
        Said::Owed { kind, in_full: true, is_later } => owed(locale, kind, *is_later),
        Said::Owed { kind, in_full: false, .. } => owed_line(locale, kind),
        Said::Unlisted(titles, without) => unlisted(locale, titles, without.as_ref()),
        Said::Broken(check) => {
            let text = if check.of_period { words.broken_in_period } else { words.broken };
            let count = checks::at_least(locale, check.rows, check.more);
            let told = check.told.clone().unwrap_or_else(|| fill(text, &[&check.title, &count]));
            match &check.without {
                Some(without) => format!("{told} {}.", capital(&caveat::caveat(locale, without))),
                None => told,
            }
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

fn overdue(locale: &Locale, all: bool, count: usize, of_ended: bool, oldest: &OverdueReport) -> String {
    let words = &locale.words().brief;
    if count == 1 {
        let of = if all { words.of_all_reports } else { words.of_needed_reports };
        let (report, days) = (inside(&oldest.report), locale.integer(oldest.days));
        return fill(words.overdue_one, &[&report, &oldest.body, &days, of]);
    }
    let of = if all { words.overdue_all } else { words.of_needed_reports };
    fill(words.overdue, &[&whole(locale, count), of, if of_ended { words.overdue_ended } else { "" }])
}

/// `Có 98 việc quá hạn của 30 đơn vị đang hoạt động; lâu nhất … của Sở A (kế thừa), từ …; ngoài ra …`.
fn owed_together(locale: &Locale, all: &OwedTogether, is_later: bool) -> String {
    let words = &locale.words().brief;
    let text = match all.count {
        0 => fill(words.owed_together_left, &[&whole(locale, all.left)]),
        count => fill(words.owed_together, &[&counted(locale, count, all.cut), &whole(locale, all.bodies)]),
    };
    let text = dated(locale, text, is_later.then_some(all.as_of));
    let oldest = all.oldest.as_ref().map(|(body, item)| owed_oldest(locale, body, item));
    let left = (all.count > 0 && all.left > 0).then(|| fill(words.owed_left, &[&whole(locale, all.left)]));
    format!("{text}{}{}.", oldest.unwrap_or_default(), left.unwrap_or_default())
}

/// `Nhiệm vụ được giao: 11 việc quá hạn của 4 đơn vị đang hoạt động; lâu nhất … của Sở A (kế thừa), từ …`.
fn owed(locale: &Locale, kind: &OwedKind, is_later: bool) -> String {
    let words = &locale.words().brief;
    let own = AsOf { work: Some(kind.known), reports: None };
    let called = dated(locale, kind.called(locale).to_owned(), is_later.then_some(own));
    if kind.count == 0 {
        return fill(words.owed_only_left, &[&called, &whole(locale, kind.left)]);
    }
    let count = counted(locale, kind.count, kind.cut);
    let text = fill(words.owed, &[&called, &count, &whole(locale, kind.bodies)]);
    let oldest = kind.oldest.as_ref().map(|(body, item)| owed_oldest(locale, &body.name, item));
    let left = (kind.left > 0).then(|| fill(words.owed_left, &[&whole(locale, kind.left)]));
    format!("{text}{}{}.", oldest.unwrap_or_default(), left.unwrap_or_default())
}

/// `Nhiệm vụ được giao: 11; lâu nhất từ 25/07/2024 (555 ngày)`: what is owed together stands above it.
fn owed_line(locale: &Locale, kind: &OwedKind) -> String {
    let (words, called) = (&locale.words().brief, kind.called(locale));
    match &kind.oldest {
        None => fill(words.owed_only_left, &[called, &whole(locale, kind.left)]),
        Some((_, item)) => {
            let count = counted(locale, kind.count, kind.cut);
            let (since, days) = (locale.date(item.since), locale.integer(item.days()));
            let template = if kind.left > 0 { words.owed_line_left } else { words.owed_line };
            fill(template, &[called, &count, &since, &days, &whole(locale, kind.left)])
        }
    }
}

/// What is owed the longest, by whom.
fn owed_oldest(locale: &Locale, body: &str, item: &OwedItem) -> String {
    let words = &locale.words().brief;
    let name = match &item.from {
        Some(from) => fill(words.owed_inherited, &[body, from]),
        None => body.to_owned(),
    };
    let (since, days) = (locale.date(item.since), locale.integer(item.days()));
    fill(words.owed_oldest, &[&inside(&owed_what(locale, item)), &name, &since, &days])
}

/// As of when that is so, where it is told.
fn dated(locale: &Locale, text: String, as_of: Option<AsOf>) -> String {
    match as_of {
        Some(as_of) => fill(locale.words().brief.owed_as_of, &[&text, &as_of_days(locale, as_of)]),
        None => text,
    }
}

fn counted(locale: &Locale, count: usize, cut: bool) -> String {
    let count = whole(locale, count);
    if cut { fill(locale.words().brief.at_least, &[&count]) } else { count }
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
        | Said::OwedTogether { .. }
        | Said::Owed { .. }
        | Said::Unlisted(..)
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
    let gap = locale.gap(value, target.value, &about.unit);
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
