//! What surrounds every page: head, banner, navigation, footer.

use maud::{DOCTYPE, Markup, html};

use super::rows::unstated;
use super::sentence::fill;
use super::{address, asset, period};
use crate::calendar::Period;
use crate::locale::Locale;
use crate::report::Frontmatter;

/// Where a page stands in the navigation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Here<'a> {
    /// On a dashboard, by its id.
    Dashboard(&'a str),
    /// On the plan.
    Plan,
    /// On the data.
    Data,
    /// On what is owed.
    Owed,
    /// On the list of KPIs, or below it.
    Catalogue,
    /// On the packs.
    Exports,
    /// On the list of mistakes.
    Problems,
}

/// A whole page about a workspace.
pub(super) fn page(
    locale: &Locale,
    front: &Frontmatter,
    here: Here<'_>,
    title: &str,
    main: &Markup,
) -> Markup {
    let words = locale.words();
    let heading = format!("{title} · {}", front.edition.plan);
    document(
        locale,
        &heading,
        Some(&Sheet::new(locale, front, title, &here)),
        &html! {
            header {
                p.workspace { a href="/" { (front.edition.plan) } }
                (navigation(locale, front, here))
            }
            @if !front.edition.unread.is_empty() {
                aside.synthetic aria-label=(words.data) {
                    p { strong { (fill(words.pages.unread, &[&locale.integer(front.edition.unread.len() as i64)])) } " " (front.edition.unread.join(", ")) }
                }
            }
            main #main tabindex="-1" { (main) }
            // In full at the end: at the head a word says so, and the reader's figures come first.
            @if front.edition.synthetic {
                aside.synthetic aria-label=(words.synthetic) { p { strong { (words.synthetic) "." } " " (words.synthetic_note) } }
            }
            @if front.unstated { aside.synthetic aria-label=(words.access.purpose) { (unstated(locale, &front.ask)) } }
            footer {
                @if front.edition.is_of_snapshot { p { (words.snapshot) ": " code { (short(&front.edition.snapshot)) } } }
                p { (words.product) " – " (words.tagline) }
            }
        },
    )
}

/// A whole page that nothing is known of but its language.
pub(super) fn bare(locale: &Locale, title: &str, main: &Markup) -> Markup {
    let words = locale.words();
    document(
        locale,
        title,
        None,
        &html! {
            main #main tabindex="-1" { (main) }
            footer { p { (words.product) " – " (words.tagline) } }
        },
    )
}

/// What stands in the margins of every sheet of paper: the style sheet takes it from the root element, which
/// is the only one that a sheet's margin knows of.
struct Sheet {
    /// Whose page this is, for which period, with which filters.
    head: String,
    /// What it was made from.
    source: String,
}

impl Sheet {
    fn new(locale: &Locale, front: &Frontmatter, title: &str, here: &Here<'_>) -> Self {
        let words = locale.words();
        let shown = &front.edition.period;
        let mut head = vec![front.edition.plan.clone(), title.to_owned()];
        // What is owed is of no period.
        if !matches!(here, Here::Owed) {
            head.push(format!("{} ({})", period::full(locale, front, shown), period::days(locale, shown)));
        }
        let chosen =
            front.edition.chosen.iter().map(|(title, labels)| format!("{title}: {}", labels.join(", ")));
        let chosen: Vec<String> = chosen.collect();
        if !chosen.is_empty() {
            head.push(format!("{}: {}", words.pages.filtered, chosen.join("; ")));
        }
        let mut source = vec![format!("{} {}", words.data_date, locale.date(front.edition.data_date))];
        if front.edition.is_of_snapshot {
            source.push(format!("{}: {}", words.snapshot, short(&front.edition.snapshot)));
        }
        if front.edition.synthetic {
            source.push(words.synthetic.to_owned());
        }
        Self { head: head.join(" · "), source: source.join(" · ") }
    }
}

/// What the script says, which has no words of its own.
fn spoken(locale: &Locale) -> String {
    let words = &locale.words().controls;
    serde_json::json!({ "copy": words.copy_address, "copied": words.copied, "keys": words.keys_help })
        .to_string()
}

fn document(locale: &Locale, title: &str, sheet: Option<&Sheet>, body: &Markup) -> Markup {
    let words = locale.words();
    let (head, source) = (sheet.map(|sheet| &sheet.head), sheet.map(|sheet| &sheet.source));
    let spoken = sheet.map(|_| spoken(locale));
    html! {
        (DOCTYPE)
        html lang=(locale.language().code()) data-sheet=[head] data-source=[source] data-words=[spoken] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · " (words.product) }
                link rel="stylesheet" href=(asset::stylesheet());
                @for font in asset::fonts(locale.language()) { link rel="preload" as="font" type="font/woff2" href=(font) crossorigin; }
                link rel="icon" type="image/svg+xml" href=(asset::icon());
                @if sheet.is_some() { script src=(asset::script()) defer {} }
            }
            body {
                a.skip href="#main" { (words.skip_to_content) }
                (body)
            }
        }
    }
}

fn navigation(locale: &Locale, front: &Frontmatter, here: Here<'_>) -> Markup {
    let words = locale.words();
    let current = match here {
        Here::Dashboard(own) => front
            .dashboards
            .iter()
            .find(|(id, _)| id == own)
            .map_or(words.pages.navigation, |(_, title)| title),
        Here::Plan => words.plan,
        Here::Data => words.data,
        Here::Owed => words.owed.title,
        Here::Catalogue => words.catalogue,
        Here::Exports => words.exports,
        Here::Problems => words.pages.mistakes,
    };
    let link = |to: Here<'_>, href: &str, text: &str| {
        html! { li { a href=(href) aria-current=[(here == to).then_some("page")] { (text) } } }
    };
    html! {
        nav aria-label=(words.pages.navigation) {
            // Folded on a phone, where a dozen links would push the figures off the screen.
            details.menu { summary { (current) } ul {
                @for (id, title) in &front.dashboards {
                    (link(Here::Dashboard(id), &address::same(&address::dashboard_path(id), &front.ask), title))
                }
                @if front.opens("plan") { (link(Here::Plan, &address::same("/plan", &front.ask), words.plan)) }
                (link(Here::Catalogue, &address::same(address::CATALOGUE, &front.ask), words.catalogue))
                @if front.opens("owed") { (link(Here::Owed, &address::same(address::OWED, &front.ask), words.owed.title)) }
                @if front.opens("data") { (link(Here::Data, &address::same("/data", &front.ask), words.data)) }
                // Who offers no file has no packs either.
                @if (front.opens("packs") && !front.formats.is_empty()) || here == Here::Exports {
                    (link(Here::Exports, &address::same(address::PACKS, &front.ask), words.exports))
                }
                // Where nothing is wrong there is nothing to look at.
                @if (front.opens("problems") && front.problems > 0) || here == Here::Problems {
                    @let count = locale.integer(i64::try_from(front.problems).unwrap_or(i64::MAX));
                    (link(Here::Problems, &address::same("/problems", &front.ask), &format!("{} ({count})", words.pages.mistakes)))
                }
                @if front.opens("audit") { li { a href="/audit" { (words.access.audit) } } }
                @if front.opens("account") { li { a href="/account" { (words.access.account) } } }
            } }
        }
    }
}

/// The period with its days and the data date; whether the data are made up.
pub(super) fn facts(locale: &Locale, front: &Frontmatter, shown: &Period) -> Markup {
    let words = locale.words();
    html! {
        dl.facts {
            div.period {
                dt { (words.reporting_period) }
                dd {
                    b { (period::full(locale, front, shown)) } " (" (period::days(locale, shown)) ")"
                    @if shown.is_provisional(front.edition.data_date) { " " span.mark { (words.provisional) } }
                    @if shown.is_unsettled(front.edition.data_date) { " " span.mark { (words.unsettled) } }
                }
            }
            (known(locale, front))
        }
    }
}

/// The same of a page that is of no period.
pub(super) fn dates(locale: &Locale, front: &Frontmatter) -> Markup {
    html! { dl.facts { (known(locale, front)) } }
}

/// Until when the data speak, as of when something is late, and whether they are made up.
fn known(locale: &Locale, front: &Frontmatter) -> Markup {
    let words = locale.words();
    html! {
        div { dt { (words.data_date) } dd { (locale.date(front.edition.data_date)) } }
        // What is late is so as of the day that is known of, which may be another.
        @if let Some(known) = front.known { div { dt { (words.owed.known) } dd { (locale.date(known)) } } }
        @if front.edition.synthetic { div { dd { span.mark { (words.synthetic) } } } }
    }
}

/// The first 12 digits tell snapshots apart.
fn short(snapshot: &str) -> &str {
    snapshot.get(..12).unwrap_or(snapshot)
}
