//! What is doubtful about a figure, in the reader's language.

use maud::{Markup, html};

use super::sentence::{capital, fill, inside};
use super::{figure, period};
use crate::calendar::{DayRange, Period};
use crate::diagnostic::visible_ends;
use crate::kpi::{Caveat, Figure, Gap, Outside, few, fewer};
use crate::locale::Locale;

/// Caveats as notes, each a sentence.
pub(super) fn notes(locale: &Locale, caveats: &[Caveat]) -> Markup {
    html! { @for own in caveats { p.note.incomplete[!own.is_information()] { (caveat(locale, own)) "." } } }
}

/// Figures that are shown together: what is doubtful about all of them is told once and marks none.
pub(super) struct Together<'a> {
    /// Those that have a value.
    shown: Vec<&'a Figure>,
    /// What is doubtful about each of them.
    common: Vec<&'a Caveat>,
}

impl<'a> Together<'a> {
    /// Of these figures, as far as they have values: why others have none is told in their place.
    pub(super) fn of(figures: impl IntoIterator<Item = &'a Figure>) -> Self {
        let shown: Vec<&Figure> = figures.into_iter().filter(|one| figure::has_value(one)).collect();
        let has = |figure: &Figure, caveat: &Caveat| figure.caveats.iter().any(|own| alike(own, caveat));
        let common = shown.first().map_or_else(Vec::new, |first| {
            let common = |caveat: &&Caveat| shown.iter().all(|figure| has(figure, caveat));
            first.caveats.iter().filter(common).collect()
        });
        Self { shown, common }
    }

    fn is_common(&self, caveat: &Caveat) -> bool {
        self.common.iter().any(|common| alike(common, caveat))
    }

    /// What is doubtful about one of them and not about all, in few words each.
    pub(super) fn marks(&self, locale: &Locale, figure: &Figure) -> Vec<String> {
        let words = &locale.words().numbers;
        let own = figure.caveats.iter().filter(|caveat| !self.is_common(caveat));
        let mut marks = Vec::new();
        for caveat in own.filter(|own| figure::has_value(figure) && !own.is_information()) {
            let mark = match caveat {
                Caveat::Partial { .. } | Caveat::Gap(_) => words.partial_mark.to_owned(),
                Caveat::Unfilled { records, .. } => fill(words.unfilled_mark, &[&count(locale, *records)]),
                other => inside(&self::caveat(locale, other)),
            };
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        marks
    }

    /// What is doubtful about them, each told once: of some of them only, under the names of their periods.
    /// What was `told` already is left out.
    pub(super) fn notes(&self, locale: &Locale, told: &[Caveat]) -> Markup {
        let mut groups: Vec<Vec<&Caveat>> = Vec::new();
        for caveat in self.shown.iter().flat_map(|figure| &figure.caveats) {
            match groups.iter_mut().find(|group| alike(group[0], caveat)) {
                Some(group) if group.contains(&caveat) => {}
                Some(group) => group.push(caveat),
                None => groups.push(vec![caveat]),
            }
        }
        groups.retain(|group| group.iter().any(|caveat| !told.contains(caveat)));
        html! {
            @for group in groups {
                p.note.incomplete[!group.iter().all(|own| own.is_information())] { (self.note(locale, &group)) "." }
            }
        }
    }

    /// One note for what differs in numbers only.
    fn note(&self, locale: &Locale, group: &[&Caveat]) -> String {
        let words = &locale.words().numbers;
        let counts = || {
            let counts = group.iter().map(|one| (one, records(one)));
            let counts = counts.map(|(one, records)| {
                format!("{} ({})", count(locale, records), self.names(locale, one, period::short))
            });
            counts.collect::<Vec<_>>().join("; ")
        };
        match group {
            [only] if self.is_common(only) => caveat(locale, only),
            [only] => {
                let names = self.names(locale, only, period::name);
                format!("{names}: {}", inside(&caveat(locale, only)))
            }
            [Caveat::Unfilled { column, .. }, ..] => fill(words.unfilled_course, &[column, &counts()]),
            [Caveat::UnknownCodes { dimension, .. }, ..] => {
                fill(words.unknown_course, &[dimension, &counts()])
            }
            others => others.iter().map(|one| caveat(locale, one)).collect::<Vec<_>>().join("; "),
        }
    }

    /// The periods of the figures that have a caveat, each once.
    fn names(&self, locale: &Locale, caveat: &Caveat, name: impl Fn(&Locale, &Period) -> String) -> String {
        let having = self.shown.iter().filter(|figure| figure.caveats.contains(caveat));
        let mut names: Vec<String> = Vec::new();
        for name in having.map(|figure| name(locale, &figure.period)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    }
}

/// Whether two say the same but for how many records they speak of.
fn alike(one: &Caveat, other: &Caveat) -> bool {
    match (one, other) {
        (Caveat::Unfilled { column, .. }, Caveat::Unfilled { column: other, .. }) => column == other,
        (Caveat::UnknownCodes { dimension, .. }, Caveat::UnknownCodes { dimension: other, .. }) => {
            dimension == other
        }
        (one, other) => one == other,
    }
}

/// How many records a caveat speaks of that differs from others in that.
fn records(caveat: &Caveat) -> u64 {
    match caveat {
        Caveat::Unfilled { records, .. } | Caveat::UnknownCodes { records, .. } => *records,
        _ => 0,
    }
}

/// A caveat as a sentence without its full stop.
pub fn caveat(locale: &Locale, caveat: &Caveat) -> String {
    let words = &locale.words().numbers;
    let text = match caveat {
        Caveat::Incomplete => words.incomplete.to_owned(),
        Caveat::Excused { reason } => fill(words.excused, &[reason]),
        Caveat::Unread { files } => fill(words.without_files, &[&few(files)]),
        Caveat::Lost { table, files } => fill(words.lost, &[&table.title, &few(files)]),
        Caveat::Unlisted { table } => fill(words.unlisted, &[&table.title]),
        Caveat::Lacking { table, column, files, of } => fill(
            words.lacking,
            &[
                &count(locale, files.len() as u64),
                &count(locale, *of as u64),
                &table.title,
                &column.title,
                &fewer(files),
            ],
        ),
        Caveat::Repeated { table, files } => fill(words.repeated, &[&table.title, &few(files)]),
        Caveat::Copies { table, rows } => fill(words.copies, &[&count(locale, *rows), &table.title]),
        Caveat::SetAside { table, rows, money, unstated } => {
            let (rows, more) = (count(locale, *rows), count(locale, *unstated));
            match (money.is_zero(), unstated) {
                (true, 0) => fill(words.set_aside, &[&rows, &table.title]),
                (false, 0) => fill(words.set_aside_money, &[&rows, &table.title, &locale.money(*money)]),
                (true, _) => fill(words.set_aside_unstated, &[&rows, &table.title]),
                (false, _) => {
                    fill(words.set_aside_both, &[&rows, &table.title, &locale.money(*money), &more])
                }
            }
        }
        Caveat::Kept { table, column, rows } => {
            fill(words.kept, &[&count(locale, *rows), &table.title, column])
        }
        Caveat::Arriving { table, files } => fill(words.still_arriving, &[&table.title, &few(files)]),
        Caveat::Undated { table: None, outside: own } => fill(words.undated, &[&outside(locale, *own)]),
        Caveat::Undated { table: Some(table), outside: own } => {
            fill(words.undated_rows, &[&table.title, &outside(locale, *own)])
        }
        Caveat::Rounded { table, column, values, largest } => fill(
            words.rounded,
            &[
                &count(locale, *values),
                &column.title,
                &table.title,
                &locale.number(*largest, largest.normalize().scale()),
            ],
        ),
        Caveat::Zoneless { table, column, rows, of } => {
            fill(words.zoneless, &[&count(locale, *rows), &count(locale, *of), &table.title, &column.title])
        }
        Caveat::BlankEnds { table, column, rows } => {
            fill(words.blank_ends, &[&count(locale, *rows), &table.title, &column.title])
        }
        Caveat::UnknownCodes { dimension, records, codes, others } => {
            let codes: Vec<String> = codes.iter().map(|code| format!("“{}”", visible_ends(code))).collect();
            let others = match others {
                0 => String::new(),
                1 => format!(" {}", words.one_other_code),
                others => format!(" {}", fill(words.other_codes, &[&count(locale, *others)])),
            };
            let codes = format!("{}{others}", codes.join(", "));
            fill(words.unknown_codes, &[&count(locale, *records), dimension, &codes])
        }
        Caveat::Unfilled { column, records } => fill(words.unfilled, &[&count(locale, *records), column]),
        Caveat::Again { keys } => fill(words.again, &[&count(locale, *keys)]),
        Caveat::Spread { dimension, keys } => fill(words.spread, &[&count(locale, *keys), dimension]),
        Caveat::Unchecked => words.unchecked_keys.to_owned(),
        Caveat::Partial { from, until } => match (from, until) {
            (Some(from), Some(until)) => fill(words.partial, &[&locale.date(*from), &locale.date(*until)]),
            (from, None) => {
                fill(words.partial_from, &[&from.map_or_else(String::new, |day| locale.date(day))])
            }
            (None, Some(until)) => fill(words.partial_until, &[&locale.date(*until)]),
        },
        Caveat::Gap(own) => gap(locale, own),
        Caveat::Silent { table, days, wholly: _ } => silent(locale, &table.title, *days),
    };
    capital(&text)
}

/// Days without a row of a table.
pub(super) fn silent(locale: &Locale, table: &str, days: DayRange) -> String {
    let [first, last] = [days.first_day, days.last_day].map(|day| locale.date(day));
    fill(locale.words().numbers.silent, &[table, &first, &last])
}

/// Days without data.
pub(super) fn gap(locale: &Locale, gap: &Gap) -> String {
    let words = &locale.words().numbers;
    let days = [gap.days.first_day, gap.days.last_day].map(|day| locale.date(day));
    let label = inside(&gap.label);
    match gap.rows {
        0 => fill(words.gap, &[&days[0], &days[1], &label]),
        rows => fill(words.gap_rows, &[&days[0], &days[1], &label, &count(locale, rows)]),
    }
}

/// Why records have no period, and how many; what comes after the data date waits for its own.
pub fn outside(locale: &Locale, outside: Outside) -> String {
    let words = &locale.words().pages;
    let why = [
        (outside.no_day, words.outside_no_day),
        (outside.before, words.outside_before),
        (outside.beyond, words.outside_beyond),
    ];
    let why = why.iter().filter(|(number, _)| *number > 0);
    why.map(|(number, text)| fill(text, &[&count(locale, *number)])).collect::<Vec<_>>().join("; ")
}

/// A count as a reader writes it.
pub(super) fn count(locale: &Locale, number: u64) -> String {
    locale.integer(i64::try_from(number).unwrap_or(i64::MAX))
}
