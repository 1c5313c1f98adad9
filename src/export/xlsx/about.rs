//! What the KPIs of a pack are, and where its figures come from, as tables.

use crate::export::listed::text;
use crate::export::{arrived, catalogue, readme, traced};
use crate::page;
use crate::report::{Column, Edition, Kind, Table};
use crate::workspace::Reader;

/// What each KPI is.
pub(super) fn definitions(reader: &Reader<'_>, codes: &[String]) -> Table {
    let kpis = codes.iter().filter_map(|code| reader.kpi(code).ok());
    Table::of_values(catalogue::heads(reader), kpis.map(|kpi| catalogue::definition(reader, kpi)).collect())
}

/// Whose figures these are, of which data by which definitions, and how that is checked.
pub(super) fn facts(reader: &Reader<'_>, edition: &Edition) -> Table {
    let (locale, words) = (reader.locale(), reader.locale().words());
    let own = &words.workbook;
    let period = &edition.period;
    let chosen = |pairs: &[(String, Vec<String>)]| {
        let each = pairs.iter().map(|(title, labels)| format!("{title}: {}", labels.join(", ")));
        each.collect::<Vec<_>>().join("; ")
    };
    let filters = match edition.chosen.is_empty() {
        true => own.unfiltered.to_owned(),
        false => chosen(&edition.chosen),
    };
    let mut facts = vec![
        (own.plan, edition.plan.clone()),
        (
            words.reporting_period,
            format!("{} ({})", page::period_name(locale, period), page::period_days(locale, period)),
        ),
        (words.data_date, format!("{}. {}", locale.date(edition.data_date), words.print.data_date_note)),
        (words.filters, filters),
    ];
    if !edition.scope.is_empty() {
        facts.push((own.scope, chosen(&edition.scope)));
    }
    facts.extend([
        (
            words.print.code,
            format!("{} ({})", traced::code(edition, reader.workspace()), words.print.code_note),
        ),
        (words.snapshot, edition.snapshot.clone()),
        (own.workspace, reader.workspace().identity.clone()),
        (own.program, format!("{} – minhbach {}", words.product, env!("CARGO_PKG_VERSION"))),
        (own.writer, own.written.to_owned()),
        (own.check, format!("{}\n{}", own.checked, readme::COMMANDS.join("\n"))),
    ]);
    if edition.synthetic {
        facts.insert(0, (own.note, words.synthetic_note.to_owned()));
    }
    let columns = vec![titled(own.fact, Kind::Text), titled(own.content, Kind::Text)];
    Table::of_values(columns, facts.into_iter().map(|(name, said)| vec![text(name), text(&said)]).collect())
}

/// The files of the data, for who sees all of them.
pub(super) fn files(reader: &Reader<'_>) -> Table {
    Table::of_values(arrived::file_heads(reader), arrived::files(reader))
}

fn titled(title: &str, kind: Kind) -> Column {
    Column::new(title, kind)
}
