//! The proof of one figure as a folder that runs elsewhere.

use super::edition::in_words;
use super::{Ask, ReportError};
use crate::calendar::{Period, PeriodKind};
use crate::kpi::{Kpi, proof as printed};
use crate::workspace::{PROOF_FILE, ProofFolder, ProofHead, Reader, SUMS_FILE};

/// The first version of DuckDB that numbers the files of a list.
const DUCKDB: &str = "1.3";

/// Proves a KPI's figure to whoever has the data, which are said to lie in `data`.
///
/// # Errors
/// For an unknown KPI, period or member, where its query fails, and where SQL cannot say how a file is read.
pub async fn proof(
    reader: &Reader<'_>,
    kind: PeriodKind,
    code: &str,
    ask: &Ask,
    data: &str,
) -> Result<ProofFolder, ReportError> {
    let kpi = reader.kpi(code)?;
    // What can be no figure can be no proof of one.
    reader.cube(kpi).await?;
    let (question, period) = reader.asked(kpi, kind, ask).await?;
    let slice = question.at(&period);
    let statement = printed::statement(&slice, &slice.total());
    let mut head = head(reader, kpi, ask, &period);
    let words = &reader.locale().words().elsewhere;
    head.about.push(filled(words.run, &[DUCKDB, PROOF_FILE]));
    head.data = vec![words.data.to_owned(), filled(words.sums, &[SUMS_FILE])];
    Ok(reader.proof_folder(kpi, &statement, data, &head)?)
}

/// What is said above the statements of a pack's KPI, which name no place.
pub(super) fn pack_head(reader: &Reader<'_>, kpi: &Kpi, ask: &Ask, period: &Period) -> ProofHead {
    let mut head = head(reader, kpi, ask, period);
    let words = &reader.locale().words().elsewhere;
    head.about.push(filled(words.run_pack, &[DUCKDB, &format!("kpis/{}.sql", kpi.code)]));
    head.data = vec![words.data_pack.to_owned()];
    head
}

fn filled(template: &str, values: &[&str]) -> String {
    let values = values.iter().enumerate();
    values.fold(template.to_owned(), |text, (at, value)| text.replace(&format!("{{{at}}}"), value))
}

/// What is said above either, but for how it is run and where the data lie.
fn head(reader: &Reader<'_>, kpi: &Kpi, ask: &Ask, period: &Period) -> ProofHead {
    let locale = reader.locale();
    let words = &locale.words().elsewhere;
    let (first, last) = (locale.date(period.first_day()), locale.date(period.last_day()));
    let mut about = vec![
        format!("{}: {}", kpi.code, kpi.title),
        filled(words.period, &[&period.qualified(), &first, &last]),
    ];
    let own = |title: &str| kpi.dimensions.iter().any(|name| reader.dimension_title(name) == title);
    let filters = in_words(reader, &ask.filters);
    let filters = filters.iter().filter(|(title, _)| own(title));
    let filters: Vec<String> =
        filters.map(|(title, labels)| format!("{title}: {}", labels.join(", "))).collect();
    if !filters.is_empty() {
        about.push(format!("{}: {}.", locale.words().pages.filtered, filters.join("; ")));
    }
    about.extend(ask.view.iter().map(|view| format!("view = {view}")));
    about.push(filled(words.as_of, &[&locale.date(reader.data_date()), &reader.identity()]));
    about.push(words.unreported.to_owned());
    ProofHead {
        about,
        data: Vec::new(),
        excluded: vec![filled(words.excluded, &["excluded.parquet"])],
        patterns: vec![words.patterns.to_owned()],
        blanks: vec![words.blanks.to_owned()],
        engine: vec![words.engine.to_owned()],
    }
}
