//! What the KPIs of a pack are, and where its figures come from, as tables.

use crate::export::{readme, traced};
use crate::kpi::{Kpi, Role};
use crate::page;
use crate::report::{Column, Digits, Edition, Kind, RowCell, Table};
use crate::workspace::Reader;

/// What each KPI is: what is counted, what it answers, how it is computed, of which tables, who answers for it.
pub(super) fn definitions(reader: &Reader<'_>, codes: &[String]) -> Table {
    let words = reader.locale().words();
    let heads = [
        words.code,
        words.kpi,
        words.definition,
        words.clause,
        words.formula,
        words.workbook.columns,
        words.workbook.column_codes,
        words.unit,
        words.target,
        words.workbook.tables,
        words.workbook.table_codes,
        words.workbook.reports,
        words.workbook.owners,
    ];
    let rows = codes.iter().filter_map(|code| reader.kpi(code).ok()).map(|kpi| {
        vec![
            text(&kpi.code),
            text(&kpi.title),
            text(&kpi.definition),
            text(&clauses(reader, kpi)),
            text(&page::formula(reader.locale(), kpi, None)),
            text(&columns(reader, kpi)),
            text(&column_codes(kpi)),
            text(&kpi.unit.label),
            text(&target(reader, kpi)),
            text(&tables(reader, kpi, |table| Some(reader.workspace().contracts.get(table)?.title.clone()))),
            text(&tables(reader, kpi, |table| Some(table.to_owned()))),
            text(&reports(reader, kpi)),
            text(&owners(reader, kpi)),
        ]
    });
    Table::of_values(heads.map(|title| titled(title, Kind::Text)).to_vec(), rows.collect())
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
    let words = reader.locale().words();
    let columns = vec![
        titled(words.pages.table, Kind::Text),
        titled(words.pages.file, Kind::Text),
        titled(words.workbook.bytes, Kind::Whole),
        titled(words.rows, Kind::Whole),
        titled(words.pages.file_set_aside, Kind::Whole),
        titled(words.workbook.copies, Kind::Whole),
        titled(words.workbook.superseded, Kind::Whole),
        titled(words.hash, Kind::Text),
    ];
    let files = reader.snapshot().into_iter().flat_map(|snapshot| snapshot.files());
    let rows = files.map(|file| {
        vec![
            text(&table_title(reader, &file.table)),
            text(&file.path),
            count(file.size),
            count(file.rows),
            count(file.set_aside),
            count(file.copies),
            count(file.superseded),
            text(&file.sha256),
        ]
    });
    Table::of_values(columns, rows.collect())
}

fn titled(title: &str, kind: Kind) -> Column {
    Column::new(title, kind)
}

fn text(text: &str) -> RowCell {
    if text.is_empty() { RowCell::Nothing } else { RowCell::Text(text.to_owned()) }
}

fn count(count: u64) -> RowCell {
    RowCell::Number(Digits::from(rust_decimal::Decimal::from(count)))
}

/// The clauses of the plan that it answers, each with its place.
fn clauses(reader: &Reader<'_>, kpi: &Kpi) -> String {
    let clauses = reader.workspace().plan.clauses_of(&kpi.code);
    let each =
        clauses.map(|clause| format!("{}: {}", page::clause_place(reader.locale(), &clause.id), clause.text));
    each.collect::<Vec<_>>().join("\n")
}

/// What its query calls its columns, a line each.
fn column_codes(kpi: &Kpi) -> String {
    kpi.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join("\n")
}

/// Its columns, each with its place in the formula, in words, and how it is taken.
fn columns(reader: &Reader<'_>, kpi: &Kpi) -> String {
    let words = reader.locale().words();
    let each = kpi.columns.iter().map(|column| {
        let role = match column.role {
            Role::Numerator if kpi.is_ratio() => words.numerator,
            Role::Numerator => words.value,
            Role::Denominator => words.denominator,
            Role::Beside => words.pages.beside,
        };
        let taken = page::taken(reader.locale(), column, 0);
        format!("{role}: {}. {taken}", column.label)
    });
    each.collect::<Vec<_>>().join("\n")
}

fn target(reader: &Reader<'_>, kpi: &Kpi) -> String {
    let Some(target) = reader.workspace().plan.target(&kpi.code) else { return String::new() };
    let unit =
        crate::locale::Unit { decimals: target.value.normalize().scale(), scaled: false, ..kpi.unit.clone() };
    let value = reader.locale().quantity(target.value, &unit);
    match target.by {
        Some(by) => {
            let by = reader.locale().words().pages.by_day.replace("{0}", &reader.locale().date(by));
            format!("{value} {by}")
        }
        None => value,
    }
}

/// The tables that it reads, a line each; the program's own have no title.
fn tables(reader: &Reader<'_>, kpi: &Kpi, called: impl Fn(&str) -> Option<String>) -> String {
    let uses = reader.workspace().uses.get(&kpi.code).into_iter().flat_map(|uses| uses.tables.keys());
    uses.filter_map(|table| called(table)).collect::<Vec<_>>().join("\n")
}

fn table_title(reader: &Reader<'_>, table: &str) -> String {
    let contract = reader.workspace().contracts.get(table);
    contract.map_or_else(|| table.to_owned(), |contract| contract.title.clone())
}

fn reports(reader: &Reader<'_>, kpi: &Kpi) -> String {
    kpi.reports
        .iter()
        .map(|code| reader.report_label(code, reader.data_date()))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Who answers for its clauses, each body once.
fn owners(reader: &Reader<'_>, kpi: &Kpi) -> String {
    let mut names: Vec<String> = Vec::new();
    for owner in reader.workspace().plan.clauses_of(&kpi.code).flat_map(|clause| &clause.owners) {
        let name = reader.body_label(owner, reader.data_date());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join("\n")
}
