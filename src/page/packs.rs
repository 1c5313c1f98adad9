//! The packs that have been made, and the way to another.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::sentence::fill;
use super::shell::{Here, facts, page};
use super::{address, controls, downloads, period, quantity};
use crate::locale::Locale;
use crate::report::{PackView, PacksView};

/// The page of packs.
pub fn packs(view: &PacksView, locale: &Locale) -> Markup {
    let words = locale.words();
    let own = &words.downloads;
    let front = &view.front;
    let shown = &front.edition.period;
    let name = front.ask.period.clone().unwrap_or_else(|| shown.name());
    let pack = address::with_period("/exports/pack.zip", &front.ask, Some(&name));
    let main = html! {
        h1 { (words.exports) }
        (facts(locale, front, shown))
        @if !front.edition.chosen.is_empty() {
            @let chosen = front.edition.chosen.iter().map(|(title, labels)| format!("{title}: {}", labels.join(", ")));
            p.filtered { (words.pages.filtered) ": " b { (chosen.collect::<Vec<_>>().join("; ")) } }
        }
        (controls::controls(locale, address::PACKS, front, &[]))
        (controls::parted(locale, address::PACKS, front, false))
        section.card.wide {
            p { (own.packs_about) }
            @if view.can_be_made { p { a href=(pack) download rel="nofollow" { b { (fill(own.make, &[&period::full(locale, front, shown)])) } } }
            p.note { (own.make_note) } }
        }
        section.card.wide {
            h2 { (own.made) }
            @match &view.packs {
                None => p.note { (own.not_here) },
                Some(packs) if packs.is_empty() => p.note { (own.none) },
                Some(packs) => { (table(locale, packs)) p.note { (own.identity_note) } },
            }
        }
    };
    page(locale, front, Here::Exports, words.exports, &main)
}

fn table(locale: &Locale, packs: &[PackView]) -> Markup {
    let words = locale.words();
    let own = &words.downloads;
    html! {
        div.scroll role="region" tabindex="0" aria-label=(own.made) {
            table {
                caption { (own.made) }
                thead { tr {
                    th scope="col" { (own.pack) }
                    th scope="col" { (words.reporting_period) }
                    th scope="col" { (words.data_date) }
                    th.n scope="col" { (own.size) }
                    th.n scope="col" { (own.files) }
                    th scope="col" { (own.identity) }
                } }
                tbody {
                    @for pack in packs {
                        tr {
                            th scope="row" { a href=(downloads::pack(&pack.name)) download rel="nofollow" { (pack.name) ".zip" } }
                            td { @match &pack.period {
                                Some(shown) => { (period::name(locale, shown)) " (" (period::days(locale, shown)) ")" },
                                None => { (quantity::NONE) },
                            } }
                            td { @match pack.data_date { Some(day) => (locale.date(day)), None => (quantity::NONE) } }
                            td.n { (bytes(locale, pack.size)) }
                            td.n { (locale.integer(i64::try_from(pack.files).unwrap_or(i64::MAX))) }
                            td { code.hash { (pack.identity) } }
                        }
                    }
                }
            }
        }
    }
}

/// `1,2 MB`.
fn bytes(locale: &Locale, count: u64) -> String {
    let (unit, size) = if count < 1_000_000 { ("kB", 1_000) } else { ("MB", 1_000_000) };
    format!("{}\u{a0}{unit}", locale.number(Decimal::from(count) / Decimal::from(size), 1))
}
