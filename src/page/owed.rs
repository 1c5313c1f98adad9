//! What bodies owe: the page, a panel of those who owe most, and the words of a thing that is owed.

use maud::{Markup, html};

use super::sentence::{capital, fill, inside};
use super::shell::{Here, dates, page};
use super::{address, caveat, downloads, period, plan, quantity, refusal};
use crate::calendar::Day;
use crate::kpi::Caveat;
use crate::locale::Locale;
use crate::report::{
    AsOf, Ask, OwedBasis, OwedBody, OwedItem, OwedKind, OwedList, OwedPage, OwedView, OwedWhat, ReportState,
};

/// More bodies than a reader looks over at once; a few more are no reason to fold.
const LONG: usize = 8;

/// The page.
pub fn owed(view: &OwedPage, locale: &Locale) -> Markup {
    let words = &locale.words().owed;
    let (front, list) = (&view.front, &view.list);
    let around = Around { locale, ask: &front.ask, list };
    // Whoever asks for one body wants its letter.
    let alone = front.ask.filters.get(&list.dimension).is_some() && list.bodies.len() + list.left.len() <= 1;
    let main = html! {
        h1 { (words.title) }
        (dates(locale, front))
        p.note { (words.about) }
        (around.summary())
        (around.form(view))
        (downloads::line(locale.words().downloads.dashboard, &front.formats, |format| address::owed_file(format, &front.ask, list.kind.as_deref())))
        @for (title, error) in &list.failed {
            p.broken { strong { (fill(words.failed, &[title])) "." } " " (refusal::refusal(error, locale).sentence) }
        }
        @for (titles, without) in &list.partial { p.broken { (unlisted(locale, titles, Some(without))) } }
        @if list.bodies.is_empty() && list.left.is_empty() && list.failed.is_empty() && list.partial.is_empty() { section.card.wide { p { (words.nothing) "." } } }
        @if !alone && !list.bodies.is_empty() {
            section.card.owed #kinds { h2 { (words.kinds) } (around.kinds()) }
            section.card.owed #bodies { h2 { (words.bodies) } (around.rankings(words.bodies, &list.bodies)) }
        }
        @for body in &list.bodies { (around.letter(body, alone)) }
        @if !list.left.is_empty() {
            section.card.owed #left {
                h2 { (words.undetermined) }
                p.note { (words.undetermined_note) }
                @if !alone { (around.rankings(words.undetermined, &list.left)) }
            }
            @for body in &list.left { (around.letter(body, alone)) }
        }
    };
    page(locale, front, Here::Owed, words.title, &main)
}

/// A panel of those who owe most.
pub(super) fn panel(locale: &Locale, ask: &Ask, view: &OwedView) -> Markup {
    let words = &locale.words().owed;
    let around = Around { locale, ask, list: &view.list };
    html! {
        h2 { a href=(around.all(None)) { (view.title) } }
        (around.summary())
        @if view.list.bodies.is_empty() { p { (words.nothing) "." } } @else { (around.ranking(words.bodies, view.list.foremost(view.most))) }
        p { a.more href=(around.all(None)) { (words.see_all) } }
    }
}

/// What is owed, in words.
pub fn owed_what(locale: &Locale, item: &OwedItem) -> String {
    match &item.what {
        OwedWhat::Text(text) => text.clone(),
        OwedWhat::Report { title, days, period, .. } => {
            let days = match period {
                Some(period) => period::within(locale, period),
                None => locale.date_range(days.first_day, days.last_day),
            };
            fill(locale.words().owed.report_of, &[title, &days])
        }
    }
}

/// As of which days things are overdue: `31/01/2026, riêng báo cáo tính đến ngày 05/02/2026` where these are two.
pub fn as_of_days(locale: &Locale, as_of: AsOf) -> String {
    match (as_of.work, as_of.reports) {
        (Some(work), Some(reports)) if work != reports => {
            fill(locale.words().owed.but_reports, &[&locale.date(work), &locale.date(reports)])
        }
        (Some(day), _) | (None, Some(day)) => locale.date(day),
        (None, None) => String::new(),
    }
}

/// By what it is owed, in words; nothing where nobody says so.
pub fn owed_basis(locale: &Locale, item: &OwedItem) -> Option<String> {
    Some(match item.basis.as_ref()? {
        OwedBasis::Clause(id) => plan::place(locale, id),
        OwedBasis::Text(text) => text.clone(),
    })
}

/// Kinds of which no list could be made, or one that stands without files.
pub(super) fn unlisted(locale: &Locale, titles: &[String], without: Option<&Caveat>) -> String {
    let words = &locale.words().owed;
    match without {
        Some(without) => {
            format!(
                "{}.",
                fill(words.partial, &[&titles.join("; "), &inside(&caveat::caveat(locale, without))])
            )
        }
        None => format!("{}.", fill(words.failed, &[&titles.join("”; “")])),
    }
}

/// What every part of it stands in.
struct Around<'a> {
    locale: &'a Locale,
    ask: &'a Ask,
    list: &'a OwedList,
}

impl Around<'_> {
    fn whole(&self, number: usize) -> String {
        self.locale.integer(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// Everything, of the body if one is named.
    fn all(&self, body: Option<&str>) -> String {
        address::owed(self.ask, &self.list.dimension, body, self.list.kind.as_deref())
    }

    /// How much is owed, what of it the longest, and as of when.
    fn summary(&self) -> Markup {
        let words = &self.locale.words().owed;
        let (count, left) = (self.list.count(), self.list.count_left());
        html! {
            div.summary { p {
                @if count > 0 { a href=(format!("{}#bodies", self.all(None))) { b { (fill(words.count, &[&self.whole(count), &self.whole(self.list.bodies.len())])) } } }
                @if left > 0 {
                    @if count > 0 { "; " }
                    a href=(format!("{}#left", self.all(None))) { (fill(words.count_left, &[&self.whole(left)])) }
                }
                @if count + left > 0 { ". " }
                (fill(words.as_of, &[&as_of_days(self.locale, self.list.as_of())]))
            }
            // Of one body the first line says so.
            @if let Some((body, item)) = self.list.oldest().filter(|_| self.list.bodies.len() > 1) { p { (self.oldest(&self.name(body), item)) } } }
        }
    }

    /// The choice of a body and of a kind: a plain form.
    fn form(&self, view: &OwedPage) -> Markup {
        let (words, pages) = (&self.locale.words().owed, self.locale.words());
        let chosen = self.ask.filters.get(&self.list.dimension);
        let is_chosen = |code: &str| chosen.is_some_and(|chosen| chosen.contains(&Some(code.to_owned())));
        html! {
            form.controls method="get" action=(address::OWED) aria-label=(words.title) {
                div.field {
                    label for="choose-body" { (words.body) }
                    select #choose-body name=(self.list.dimension) {
                        option value="" selected[chosen.is_none()] { (words.all) }
                        @for (code, name) in &view.choices { option value=(code) selected[is_chosen(code)] { (name) } }
                    }
                }
                div.field {
                    label for="choose-kind" { (words.choose_kind) }
                    select #choose-kind name="list" {
                        option value="" selected[self.list.kind.is_none()] { (words.all) }
                        @for kind in &self.list.kinds {
                            option value=(kind.name) selected[self.list.kind.as_ref() == Some(&kind.name)] { (kind.called(self.locale)) " (" (self.whole(kind.count + kind.left)) ")" }
                        }
                    }
                }
                @if let Some(period) = &self.ask.period { input type="hidden" name="period" value=(period); }
                @for (name, value) in address::others(self.ask) { input type="hidden" name=(name) value=(value); }
                div.actions {
                    button type="submit" { (pages.apply) }
                    @if chosen.is_some() || self.list.kind.is_some() { a href=(address::owed(self.ask, &self.list.dimension, None, None)) { (pages.clear_filters) } }
                }
            }
        }
    }

    /// Each kind: how many, who owes most, and the oldest.
    fn kinds(&self) -> Markup {
        let (locale, words) = (self.locale, &self.locale.words().owed);
        let wanted = |kind: &&OwedKind| {
            kind.count + kind.left > 0 && self.list.kind.as_ref().is_none_or(|own| *own == kind.name)
        };
        let at = |body: Option<&str>, kind: &OwedKind| {
            address::owed(self.ask, &self.list.dimension, body, Some(&kind.name))
        };
        html! {
            ul.kinds { @for kind in self.list.kinds.iter().filter(wanted) { li {
                h3 {
                    a href=(at(None, kind)) { (capital(kind.called(locale))) ": " (self.whole(kind.count)) }
                    @if kind.cut { " " span.mark.late { (fill(locale.words().pages.truncated, &[&self.whole(kind.count + kind.left)])) } }
                }
                @if !kind.most.is_empty() { p {
                    (words.most) ": "
                    @for (index, own) in kind.most.iter().enumerate() {
                        @if index > 0 { "; " }
                        a href=(at(Some(&own.code), kind)) { b { (own.name) } }
                        " (" (fill(words.most_one, &[&self.whole(own.count), &locale.date(own.since)])) ")"
                    }
                    "."
                } }
                @if let Some((body, item)) = &kind.oldest { p { (self.oldest(&body.name, item)) } }
            } } }
        }
    }

    /// The one that is owed the longest, with who answers for it.
    fn oldest(&self, body: &str, item: &OwedItem) -> Markup {
        let words = &self.locale.words().owed;
        html! {
            (words.oldest) ": " b { (body) }
            @if let Some(from) = &item.from { " (" (fill(words.from, &[from])) ")" }
            ": " (self.what(item)) ", " (self.late(item.since, item.days())) "."
        }
    }

    /// All of many bodies, of which a screen shows the first.
    fn rankings(&self, title: &str, bodies: &[OwedBody]) -> Markup {
        if bodies.len() <= LONG + 3 {
            return self.ranking(title, bodies);
        }
        let (first, rest) = bodies.split_at(LONG);
        let more = fill(self.locale.words().panels.rest, &[&self.whole(rest.len())]);
        html! {
            (self.ranking(title, first))
            details.rest { summary { (more) } (self.ranking(&format!("{title} ({more})"), rest)) }
        }
    }

    /// Bodies, with how many things each owes and the oldest of them.
    fn ranking(&self, title: &str, bodies: &[OwedBody]) -> Markup {
        let (locale, words) = (self.locale, &self.locale.words().owed);
        html! {
            div.scroll role="region" tabindex="0" aria-label=(title) { table.stacked {
                caption { (title) }
                thead { tr {
                    th scope="col" { (words.body) } th.n scope="col" { (words.number) }
                    th.n scope="col" { (words.inherited) } th scope="col" { (words.oldest_since) }
                } }
                tbody { @for body in bodies { tr {
                    td role="rowheader" { b { (self.name(body)) } }
                    td.n data-of=(words.number) { @match &body.code {
                        Some(code) => a href=(self.all(Some(code))) { (self.whole(body.items.len())) },
                        None => (self.whole(body.items.len())),
                    } }
                    @match body.inherited() {
                        0 => td.n.none { (quantity::NONE) },
                        many => td.n data-of=(words.inherited) { (self.whole(many)) },
                    }
                    @if let Some(oldest) = body.items.first() { td data-of=(words.oldest_since) {
                        (locale.date(oldest.since)) ": " (self.what(oldest))
                        @if let Some(from) = &oldest.from { small { (fill(words.from, &[from])) } }
                    } }
                } } }
            } }
        }
    }

    /// What a letter to a body must list; one of many is folded on a screen.
    fn letter(&self, body: &OwedBody, alone: bool) -> Markup {
        let id = body.code.as_ref().map(|code| format!("body-{code}"));
        let told = fill(
            self.locale.words().owed.letter,
            &[&self.whole(body.items.len()), &as_of_days(self.locale, AsOf::of(&body.items))],
        );
        let list = html! {
            p.note {
                (told)
                @if body.inherited() > 0 { "; " (fill(self.locale.words().owed.of_them, &[&self.whole(body.inherited())])) }
                "."
            }
            (self.items(body, &told))
        };
        let name = self.name(body);
        match alone {
            true => html! { section.card.owed.letter id=[id] { h2 { (name) } (list) } },
            false => html! {
                details.card.owed.letter id=[id] { summary { h2 { (name) } " (" (self.whole(body.items.len())) ")" } (list) }
            },
        }
    }

    /// All that a body owes, a line each.
    fn items(&self, body: &OwedBody, told: &str) -> Markup {
        let (locale, words) = (self.locale, &self.locale.words().owed);
        let name = self.name(body);
        html! {
            div.scroll role="region" tabindex="0" aria-label=(name) { table.stacked {
                caption { (name) ": " (inside(told)) }
                thead { tr {
                    th.line scope="col" { (words.line) } th scope="col" { (words.what) }
                    th scope="col" { (words.since) } th.n scope="col" { (words.late_days) } th scope="col" { (words.basis) }
                } }
                tbody { @for (index, item) in body.items.iter().enumerate() { tr {
                    td.line { (self.whole(index + 1)) }
                    td { (self.what(item)) small { (self.about(item)) } }
                    td data-of=(words.since) { (locale.date(item.since)) }
                    td.n data-of=(words.late_days) { (locale.integer(item.days())) }
                    @match &item.basis {
                        Some(OwedBasis::Clause(id)) => td data-of=(words.basis) { a href=(format!("{}#{id}", address::same("/plan", self.ask))) { (plan::place(locale, id)) } },
                        Some(OwedBasis::Text(text)) => td data-of=(words.basis) { (text) },
                        None => td data-of=(words.basis) { (words.no_basis) },
                    }
                } } }
            } }
        }
    }

    /// What kind a thing is, by what it is found again, and from whom it is inherited.
    fn about(&self, item: &OwedItem) -> Markup {
        let words = &self.locale.words().owed;
        let of = self.list.kinds.get(item.kind).map(|kind| html! { (kind.called(self.locale)) });
        let id = item.id.as_ref().map(|id| {
            let row = item.table.as_ref().map(|table| address::record(self.ask, table, id));
            html! { (inside(words.id)) " " @if let Some(row) = row { a href=(row) { (id) } } @else { (id) } }
        });
        let from = item.from.as_ref().map(|from| html! { (fill(words.from, &[from])) });
        let told = of.into_iter().chain(id).chain(from);
        html! { @for (place, told) in told.enumerate() { @if place > 0 { "; " } (told) } }
    }

    fn name(&self, body: &OwedBody) -> String {
        body.name.clone().unwrap_or_else(|| self.locale.words().owed.unknown_body.to_owned())
    }

    fn late(&self, since: Day, days: i64) -> String {
        let words = &self.locale.words().owed;
        fill(words.since_for, &[&self.locale.date(since), &self.locale.integer(days)])
    }

    /// What is owed, which leads to its record or to the list in which it stands.
    fn what(&self, item: &OwedItem) -> Markup {
        let text = capital(&owed_what(self.locale, item));
        match self.place(item) {
            Some(href) => html! { a href=(href) { (text) } },
            None => html! { (text) },
        }
    }

    fn place(&self, item: &OwedItem) -> Option<String> {
        let body = item.body.as_deref()?;
        let mut ask = Ask::default();
        ask.filters.allow(&self.list.dimension, body);
        match (&item.what, &item.records) {
            (OwedWhat::Report { code, listed: Some(period), .. }, _) => {
                ask.filters.allow(self.list.reports_dimension.as_deref()?, code);
                ask.period = Some(period.qualified());
                Some(address::reports(&ask, &address::ReportsAt::Period, Some(ReportState::Missing)))
            }
            (_, Some((code, period))) => {
                ask.period = Some(period.qualified());
                Some(address::same(&address::records_path(code), &ask))
            }
            (OwedWhat::Report { .. } | OwedWhat::Text(_), None) => None,
        }
    }
}
