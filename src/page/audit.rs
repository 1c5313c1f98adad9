//! The page of who saw what.

use std::collections::BTreeMap;

use chrono::DateTime;
use maud::{Markup, html};
use url::form_urlencoded;

use super::event::{event_codes, role_title};
use super::sentence::fill;
use super::shell::bare;
use crate::access::audit::{Found, Kind};
use crate::calendar::Day;
use crate::locale::Locale;
use crate::table::Zone;
use crate::workspace::Workspace;

/// A page of the record.
#[derive(Debug, Default)]
pub struct AuditView {
    /// Who was looked for, as it was typed.
    pub who: String,
    /// Which kind, by its word.
    pub kind: String,
    /// From which day on, as it was typed.
    pub since: String,
    /// Why what was typed cannot be looked for.
    pub wrong: bool,
    /// The events, the newest first.
    pub found: Vec<Found>,
    /// How many newer ones were left out.
    pub offset: usize,
    /// Whether there are older ones.
    pub more: bool,
}

/// The page; moments in the zone of the workspace.
pub fn audit(view: &AuditView, locale: &Locale, workspace: &Workspace) -> Markup {
    let words = locale.words();
    let own = &words.access;
    let main = html! {
        p.workspace { (workspace.settings.title) }
        p { a href="/" { (words.pages.home) } " · " a href="/account" { (own.account) } }
        h1 { (own.audit) }
        section.card.wide {
            form.controls method="get" action="/audit" {
                div.field { label for="who" { (own.account) } input #who type="text" name="who" value=(view.who) maxlength="64"; }
                div.field { label for="kind" { (own.kind) } select #kind name="kind" {
                    option value="" selected[view.kind.is_empty()] { (own.every_kind) }
                    @for kind in Kind::ALL {
                        option value=(kind.word()) selected[view.kind == kind.word()] { (own.kind_of(kind.word()).unwrap_or(kind.word())) }
                    }
                } }
                div.field { label for="since" { (own.since) } input #since type="date" name="since" value=(view.since); }
                div.actions { button type="submit" { (own.look_for) } }
            }
            @if view.wrong { p.refused role="alert" { strong { (own.not_looked_for) } } }
        }
        section.card.wide {
            h2 { (own.events) }
            @if let Some(chosen) = chosen(view, locale) { p { (words.pages.filtered) ": " (chosen) } }
            @if view.found.is_empty() { p { (own.no_events) } } @else { (table(locale, view, workspace)) }
            p {
                @if view.offset > 0 { a href=(page_at(view, view.offset.saturating_sub(EVENTS))) { (own.newer) } " " }
                @if view.more { a href=(page_at(view, view.offset + view.found.len())) { (own.older) } }
            }
        }
    };
    bare(locale, own.audit, &main)
}

/// Events on a page.
pub const EVENTS: usize = 100;

fn page_at(view: &AuditView, offset: usize) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("who", &view.who), ("kind", &view.kind), ("since", &view.since)] {
        if !value.is_empty() {
            pairs.append_pair(name, value);
        }
    }
    if offset > 0 {
        pairs.append_pair("offset", &offset.to_string());
    }
    let pairs = pairs.finish();
    if pairs.is_empty() { "/audit".to_owned() } else { format!("/audit?{pairs}") }
}

fn table(locale: &Locale, view: &AuditView, workspace: &Workspace) -> Markup {
    let own = &locale.words().access;
    html! {
        p.note { (fill(own.shown, &[&locale.integer(view.found.len() as i64)])) }
        div.scroll role="region" tabindex="0" aria-label=(own.events) {
            table.stacked {
                caption { (own.events) }
                thead { tr {
                    @for title in [own.at, own.kind, own.account, own.role, own.route] { th scope="col" { (title) } }
                    @for title in [own.rows, own.status] { th.n scope="col" { (title) } }
                    @for title in [own.parameters, own.typed, own.address] { th scope="col" { (title) } }
                    th.n scope="col" { "№" }
                } }
                tbody { @for found in &view.found { (row(locale, found, workspace)) } }
            }
        }
    }
}

fn row(locale: &Locale, found: &Found, workspace: &Workspace) -> Markup {
    let own = &locale.words().access;
    let line = &found.line;
    let personal = found.personal.clone().unwrap_or_default();
    let forgotten = found.is_forgotten().then(|| own.forgotten.to_owned());
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |value: Option<u64>| {
        value.map_or_else(String::new, |value| locale.integer(i64::try_from(value).unwrap_or(i64::MAX)))
    };
    let typed = forgotten.clone().unwrap_or_else(|| pairs(&personal.texts));
    let address = forgotten.unwrap_or_else(|| text(&personal.address));
    let texts = [
        (own.kind, own.kind_of(&line.kind).unwrap_or(&line.kind).to_owned()),
        (own.account, text(&line.account)),
        (
            own.role,
            line.role.as_deref().map(|name| role_title(workspace, name)).unwrap_or_default().to_owned(),
        ),
        (own.route, text(&line.route)),
    ];
    let status = line.status.map_or_else(String::new, |status| status.to_string());
    let numbers = [(own.rows, number(line.rows)), (own.status, status)];
    let details = [
        (own.parameters, event_codes(workspace, locale, &line.codes, str::to_owned)),
        (own.typed, typed),
        (own.address, address),
    ];
    html! {
        tr {
            th scope="row" { (moment(&line.at, &workspace.settings.zone)) }
            @for (title, text) in texts { td.none[text.is_empty()] data-of=(title) { (text) } }
            @for (title, number) in numbers { td.n.none[number.is_empty()] data-of=(title) { (number) } }
            @for (title, text) in details { td.none[text.is_empty()] data-of=(title) { (text) } }
            td.n data-of="№" { (line.n) }
        }
    }
}

/// What the events are narrowed to, which paper would not say otherwise: fields of forms are not printed.
fn chosen(view: &AuditView, locale: &Locale) -> Option<String> {
    let own = &locale.words().access;
    let kind = own.kind_of(&view.kind).unwrap_or(&view.kind);
    let since: Result<Day, _> = view.since.parse();
    let since = since.map_or_else(|_| view.since.clone(), |day| locale.date(day));
    let all = [(own.account, view.who.as_str()), (own.kind, kind), (own.since, &since)];
    let all = all.into_iter().filter(|(_, value)| !value.is_empty());
    let all: Vec<String> = all.map(|(title, value)| format!("{title}: {value}")).collect();
    (!all.is_empty() && !view.wrong).then(|| all.join("; "))
}

/// `27/11/2026 15:04:05`.
fn moment(at: &str, zone: &Zone) -> String {
    let moment = DateTime::parse_from_rfc3339(at).ok();
    moment.map_or_else(|| at.to_owned(), |at| zone.local(at.to_utc()).format("%d/%m/%Y %H:%M:%S").to_string())
}

fn pairs(all: &BTreeMap<String, String>) -> String {
    all.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(", ")
}
