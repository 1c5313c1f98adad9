//! The living plan: its own text in its order, and beside each promise its figures.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::sentence::fill;
use super::shell::{Here, facts, page};
use super::{address, controls, downloads, figure, judgement, owners, period, refusal, terms, tile};
use crate::kpi::{Answer, Figure, Kpi, Role};
use crate::locale::Locale;
use crate::report::{ClauseView, LiveFigure, Owner, PlanView, Progress, SectionView};

const PATH: &str = "/plan";

/// The page of the plan.
pub fn plan(view: &PlanView, locale: &Locale) -> Markup {
    let words = locale.words();
    let front = &view.front;
    let shown = &front.edition.period;
    let days = format!("{} ({})", period::name(locale, shown), period::days(locale, shown));
    let total: usize = view.counts.iter().map(|(_, count)| count).sum();
    let here: usize = view.sections.iter().map(|section| section.clauses.len()).sum();
    let main = html! {
        h1 { (fill(words.plan_page.progress, &[&front.edition.plan])) }
        (facts(locale, front, shown))
        (controls::in_force(locale, &view.filters))
        (controls::with(locale, PATH, front, &view.filters, &choose_owner(locale, view)))
        (controls::parted(locale, PATH, front, false))
        (downloads::line(words.downloads.dashboard, &front.formats, |format| file(view, format)))
        @if total == 0 { p { (words.plan_page.no_plan) "." } } @else {
            p.note { (fill(words.plan_page.intro, &[&days])) }
            (standings(locale, view))
            p.note role="status" { (fill(words.plan_page.shown, &[&count(locale, here), &count(locale, total)])) "." }
            @if here == 0 { p { (words.no_matches) "." } }
            @let told = first_told(view);
            @for section in &view.sections { (part(locale, view, section, &told)) }
        }
    };
    page(locale, front, Here::Plan, words.plan, &main)
}

fn count(locale: &Locale, number: usize) -> String {
    locale.integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The address of this page with another choice of promises.
fn choice(view: &PlanView, owner: Option<&str>, standing: Option<Progress>) -> String {
    address::also(address::same(PATH, &view.front.ask), &chosen(owner, standing))
}

fn chosen(owner: Option<&str>, standing: Option<Progress>) -> Vec<(&'static str, &str)> {
    let owner = owner.map(|owner| ("owner", owner));
    owner.into_iter().chain(standing.map(|standing| ("state", standing.word()))).collect()
}

/// What is shown as a file.
fn file(view: &PlanView, format: &str) -> String {
    let front = &view.front;
    let own = address::file(&format!("{PATH}/export"), format, &front.ask, &front.edition.period);
    address::also(own, &chosen(view.wanted.owner.as_deref(), view.wanted.standing))
}

/// The choice of a body; the choice of a state stays as it is.
fn choose_owner(locale: &Locale, view: &PlanView) -> Markup {
    let words = &locale.words().plan_page;
    let wanted = &view.wanted;
    html! {
        @if !view.owners.is_empty() {
            div.field {
                label for="choose-owner" { (words.owners) }
                select #choose-owner name="owner" {
                    option value="" { (words.any_owner) }
                    @for owner in &view.owners {
                        option value=(owner.code) selected[wanted.owner.as_ref() == Some(&owner.code)] { (owner.name) }
                    }
                }
            }
        }
        @if let Some(standing) = wanted.standing { input type="hidden" name="state" value=(standing.word()); }
    }
}

/// How many promises stand how, each a link to those alone.
fn standings(locale: &Locale, view: &PlanView) -> Markup {
    let words = &locale.words().plan_page;
    let owner = view.wanted.owner.as_deref();
    let total: usize = view.counts.iter().map(|(_, count)| count).sum();
    let link = |standing: Option<Progress>, text: &str, number: usize| {
        html! {
            li {
                a href=(choice(view, owner, standing)) aria-current=[(view.wanted.standing == standing).then_some("true")] {
                    @if let Some(standing) = standing { (sign(standing)) } (text)
                }
                ": " b { (count(locale, number)) }
            }
        }
    };
    html! {
        nav.standings aria-label=(words.standings) {
            ul {
                (link(None, words.any_standing, total))
                @for (standing, number) in view.counts.iter().filter(|(_, number)| *number > 0) {
                    (link(Some(*standing), name(locale, *standing), *number))
                }
            }
        }
    }
}

/// By its code of each KPI the promise beside which it stands first, by its place in the plan.
type Told<'a> = BTreeMap<&'a str, &'a str>;

/// What a figure is made of is told where it stands first: several promises are measured by one.
fn first_told(view: &PlanView) -> Told<'_> {
    let mut told = Told::new();
    for clause in view.sections.iter().flat_map(|section| &section.clauses) {
        for answer in &clause.clause.answers {
            told.entry(&answer.code).or_insert(&clause.clause.id);
        }
    }
    told
}

/// A part: its heading as deep as it stands, its bodies, its promises.
fn part(locale: &Locale, view: &PlanView, part: &SectionView, told: &Told<'_>) -> Markup {
    let section = &part.section;
    // `III.1` is headed `1.`, as the plan itself writes it.
    let number = section.id.rsplit('.').next().unwrap_or_default();
    let deep = section.id.contains('.');
    html! {
        @if !section.id.is_empty() {
            @if deep { h3.part { (number) ". " (section.title) } } @else { h2.part { (number) ". " (section.title) } }
        }
        @if !part.owners.is_empty() { (bodies(locale, view, &part.owners)) }
        @for clause in &part.clauses { (promise(locale, view, clause, told)) }
    }
}

fn bodies(locale: &Locale, view: &PlanView, own: &[Owner]) -> Markup {
    html! {
        p.bodies {
            (locale.words().plan_page.owners) ": "
            (owners::owners(locale, own, &|owner| Some(choice(view, Some(&owner.code), None))))
        }
    }
}

fn promise(locale: &Locale, view: &PlanView, promise: &ClauseView, told: &Told<'_>) -> Markup {
    let words = locale.words();
    let clause = &promise.clause;
    html! {
        article.card.promise id=(clause.id) {
            div.said {
                p.code { a href=(format!("#{}", clause.id)) { (place(locale, &clause.id)) } }
                blockquote { p { (clause.text) } }
                @if !promise.owners.is_empty() { (bodies(locale, view, &promise.owners)) }
            }
            div.done {
                p class=(format!("standing {}", promise.standing.word())) { (sign(promise.standing)) (name(locale, promise.standing)) }
                @for answer in &clause.answers {
                    @let before = told.get(answer.code.as_str()).copied().filter(|first| *first != clause.id);
                    (live(locale, view, answer, before))
                }
                @if let Some(note) = &clause.note {
                    p.note {
                        @if clause.answers.is_empty() { (words.plan_page.why_unmeasured) } @else { (words.note) }
                        ": " (note)
                    }
                }
            }
        }
    }
}

/// A KPI's figure; the target only where this promise sets it. What it is made of may have been told `before`, beside another.
fn live(locale: &Locale, view: &PlanView, answer: &Answer, before: Option<&str>) -> Markup {
    let words = locale.words();
    match view.figures.get(&answer.code) {
        None => html! {},
        Some(Err(error)) => html! {
            div.live {
                p { span.code { (answer.code) } }
                p.broken { strong { (words.failed) "." } " " (refusal::refusal(error, locale).sentence) }
            }
        },
        Some(Ok(figure)) => known(locale, view, figure, answer.target.is_some(), before),
    }
}

/// Whether a figure is all of what it is a share of, because nobody asks for a part: it tells nothing but its parts.
fn is_whole(kpi: &Kpi, figure: &Figure) -> bool {
    let divided = kpi.role(Role::Denominator).any(|column| !column.ignores.is_empty());
    divided && figure::has_value(figure) && figure.numerator == figure.denominator
}

fn known(locale: &Locale, view: &PlanView, live: &LiveFigure, judged: bool, before: Option<&str>) -> Markup {
    let words = locale.words();
    let (kpi, figure) = (&live.head.kpi, &live.figure);
    let days = view.front.edition.period.days();
    html! {
        div.live {
            p {
                a href=(address::kpi(&kpi.code, &view.front.ask, &figure.period)) { (live.head.title) }
                " " span.code { (kpi.code) }
                @if before.is_none() || judged || !is_whole(kpi, figure) {
                    ": " b class=[(!figure::has_value(figure)).then_some("none")] { (figure::value(locale, kpi, figure)) }
                    (tile::marks(locale, figure))
                }
                // Where the plan's own period decides, it alone is judged.
                @if judged && live.plan.is_none() { " " (judgement::standing(locale, &live.head, figure, live.status)) }
                @if let Some(before) = before {
                    " (" a href=(format!("#{before}")) { (fill(words.plan_page.before, &[&place(locale, before)])) } ")"
                }
            }
            @if before.is_none() && kpi.is_ratio() && figure::has_value(figure) {
                @if let Some(own) = terms::in_words(locale, kpi, figure) { p.parts { (own.text()) } }
            }
            @if judged {
                @if let Some(target) = &live.head.target {
                    p.target { (words.target) ": " b { (judgement::amount(locale, kpi, target)) } " (" (judgement::terms(locale, target)) ")" }
                }
                @if let Some((plan, status)) = &live.plan {
                    p.plan {
                        (judgement::whole_plan(locale, kpi, plan)) ": " b { (figure::value(locale, kpi, plan)) } (tile::marks(locale, plan)) " "
                        (judgement::standing(locale, &live.head, plan, *status))
                    }
                }
            }
            @if before.is_none() { (tile::notes(locale, &live.head, figure, days)) }
        }
    }
}

/// Told by a shape too: never by colour alone.
fn sign(standing: Progress) -> Markup {
    let sign = match standing {
        Progress::Missed => "✗",
        Progress::NotDue => "○",
        Progress::Met => "✓",
        Progress::Unjudged => "?",
        Progress::Followed => "•",
        Progress::Unmeasured => "–",
    };
    html! { span.sign aria-hidden="true" { (sign) } }
}

/// Where a promise stands, in words.
pub fn name(locale: &Locale, standing: Progress) -> &'static str {
    let words = &locale.words().plan_page;
    match standing {
        Progress::Missed => words.missed,
        Progress::NotDue => words.not_due,
        Progress::Met => words.met,
        Progress::Unjudged => words.unjudged,
        Progress::Followed => words.followed,
        Progress::Unmeasured => words.unmeasured,
    }
}

/// Where a clause stands: `Mục III.1, ý 2` for `III.1/2`.
pub fn place(locale: &Locale, id: &str) -> String {
    let words = &locale.words().plan_page;
    match id.split_once('/') {
        Some((clause, point)) => fill(words.item, &[clause, point]),
        None => fill(words.place, &[id]),
    }
}
