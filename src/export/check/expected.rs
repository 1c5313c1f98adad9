//! What each figure must be when it is computed again, by its number.

use indexmap::IndexMap;
use serde::Serialize;

use crate::export::ExportError;
use crate::export::format::Sink;
use crate::report::{Answer, Digits, json};

/// The version of its form.
const FORM: u32 = 1;

/// The SQL of a KPI, or why there is none.
#[derive(Debug, Serialize)]
pub(super) struct ProofFile {
    pub(super) code: String,
    /// Beside the file of what is expected.
    pub(super) file: Option<String>,
    pub(super) because: Option<String>,
}

/// All of it.
pub(super) struct Expected<'a> {
    proofs: Vec<ProofFile>,
    figures: Vec<ExpectedFigure<'a>>,
}

/// One figure.
#[derive(Debug, Serialize)]
struct ExpectedFigure<'a> {
    /// Its place in the manifest, from 1.
    figure: usize,
    code: &'a str,
    calendar: &'a str,
    period: &'a str,
    by: &'a IndexMap<String, Option<String>>,
    state: &'static str,
    columns: IndexMap<&'a str, Option<Digits>>,
    numerator: Option<Digits>,
    /// Nothing where nothing is divided.
    denominator: Option<Digits>,
    value: Option<Digits>,
}

impl<'a> Expected<'a> {
    pub(super) fn of(figures: &'a [Answer], proofs: Vec<ProofFile>) -> Self {
        let digits = |number: &Option<_>| number.map(Digits::from);
        let one = |(at, figure): (usize, &'a Answer)| ExpectedFigure {
            figure: at + 1,
            code: &figure.code,
            calendar: &figure.calendar,
            period: &figure.period,
            by: &figure.by,
            state: figure.state.word(),
            columns: figure
                .parts
                .iter()
                .chain(&figure.beside)
                .map(|(name, number)| (name.as_str(), digits(number)))
                .collect(),
            numerator: digits(&figure.numerator),
            denominator: digits(&figure.denominator),
            value: digits(&figure.value),
        };
        Self { proofs, figures: figures.iter().enumerate().map(one).collect() }
    }

    /// A line a proof and a line a figure.
    pub(super) fn write(&self, sink: &mut Sink<'_>) -> Result<(), ExportError> {
        write!(sink, "{{\"form\":{FORM},\n\"proofs\":[")?;
        lines(&self.proofs, sink)?;
        write!(sink, "],\n\"figures\":[")?;
        lines(&self.figures, sink)?;
        Ok(sink.write_all(b"]}\n")?)
    }
}

fn lines(all: &[impl Serialize], sink: &mut Sink<'_>) -> Result<(), ExportError> {
    for (at, one) in all.iter().enumerate() {
        let before = if at == 0 { "\n" } else { ",\n" };
        write!(sink, "{before}{}", json(one))?;
    }
    Ok(())
}
