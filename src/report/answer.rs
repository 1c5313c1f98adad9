//! A figure as the stable JSON object that the command line and the API answer.

use indexmap::IndexMap;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{Ask, Digits, Head, ReportError};
use crate::calendar::{Day, DayRange, Period};
use crate::kpi::{Caveat, Figure, Kpi, Reason, Role, SliceError, State, Status, ToldCaveat};
use crate::workspace::Reader;

/// One figure. Numbers are JSON numbers (money as integer đồng or the currency's unit, a percentage
/// as 0–100 unrounded); no value is `null`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Answer {
    /// The KPI.
    pub code: String,
    /// The calendar in which the period is read.
    pub calendar: String,
    /// The period's name in that calendar.
    pub period: String,
    /// Its first day.
    #[serde(serialize_with = "iso")]
    #[schemars(with = "String", extend("format" = "date"))]
    pub first_day: Day,
    /// Its last day.
    #[serde(serialize_with = "iso")]
    #[schemars(with = "String", extend("format" = "date"))]
    pub last_day: Day,
    /// The days that it tells of, where its formula reaches back before its period: [`Figure::days_told`].
    #[serde(skip)]
    pub days: DayRange,
    /// Whether it ends after the data date.
    pub provisional: bool,
    /// Dimension and member of a part; empty for the whole. `null` = not known.
    pub by: IndexMap<String, Option<String>>,
    /// The sum of the columns above the line, or of the `value` columns.
    #[serde(serialize_with = "one")]
    #[schemars(with = "Option<f64>")]
    pub numerator: Option<Decimal>,
    /// The sum of the columns below the line.
    #[serde(serialize_with = "one")]
    #[schemars(with = "Option<f64>")]
    pub denominator: Option<Decimal>,
    /// Each column of the formula by itself.
    #[serde(serialize_with = "each")]
    #[schemars(with = "IndexMap<String, Option<f64>>")]
    pub parts: IndexMap<String, Option<Decimal>>,
    /// Columns shown and never added.
    #[serde(serialize_with = "each")]
    #[schemars(with = "IndexMap<String, Option<f64>>")]
    pub beside: IndexMap<String, Option<Decimal>>,
    /// The number in the KPI's unit.
    #[serde(serialize_with = "one")]
    #[schemars(with = "Option<f64>")]
    pub value: Option<Decimal>,
    /// The unit's word.
    pub unit: String,
    /// What the plan promises, where it names a number.
    #[serde(serialize_with = "one")]
    #[schemars(with = "Option<f64>")]
    pub target: Option<Decimal>,
    /// Where it stands against the target; nothing where no target applies.
    pub status: Option<Status>,
    /// Whether there is a value.
    pub state: State,
    /// Why there is no value.
    pub reason: Option<String>,
    /// The same for whoever says it in another language.
    #[serde(skip)]
    pub why: Option<Reason>,
    /// Filters asked for that the KPI lacks.
    pub unfiltered: Vec<String>,
    /// Bodies that have sent all the reports they owed.
    pub reported: usize,
    /// Bodies that owed a report.
    pub expected: usize,
    /// The view that it is in: members are its units.
    pub view: Option<String>,
    /// Of a whole in a view: the columns of what belongs to none of its units.
    #[serde(serialize_with = "each")]
    #[schemars(with = "IndexMap<String, Option<f64>>")]
    pub left_out: IndexMap<String, Option<Decimal>>,
    /// Files of its tables of which no row can be read: the value stands without them.
    pub unread: Vec<String>,
    /// What is doubtful about it.
    #[serde(serialize_with = "told")]
    #[schemars(with = "Vec<ToldCaveat>")]
    pub caveats: Vec<Caveat>,
    /// The files that it was computed from.
    pub snapshot: String,
}

impl Answer {
    /// The object of a figure.
    pub fn new(
        kpi: &Kpi,
        figure: &Figure,
        target: Option<Decimal>,
        status: Option<Status>,
        unfiltered: &[String],
        snapshot: &str,
    ) -> Self {
        let columns = |beside: bool| {
            kpi.columns
                .iter()
                .zip(&figure.parts)
                .filter(|(column, _)| (column.role == Role::Beside) == beside)
                .map(|(column, part)| (column.name.clone(), part.cell.number))
                .collect()
        };
        Self {
            code: kpi.code.clone(),
            calendar: figure.period.calendar().name.clone(),
            period: figure.period.name(),
            first_day: figure.period.first_day(),
            last_day: figure.period.last_day(),
            days: figure.days_told(kpi),
            provisional: figure.provisional,
            by: figure.by.iter().cloned().collect(),
            numerator: figure.numerator,
            denominator: figure.denominator,
            parts: columns(false),
            beside: columns(true),
            value: figure.value,
            unit: kpi.unit.label.clone(),
            target,
            status,
            state: figure.state,
            reason: figure.reason.as_ref().filter(|_| figure.state != State::Value).map(|r| r.sentence()),
            why: figure.reason.clone(),
            unfiltered: unfiltered.to_vec(),
            reported: figure.completeness.reported,
            expected: figure.completeness.expected,
            view: figure.view.clone(),
            left_out: figure.left_out.iter().map(|(name, cell)| (name.clone(), cell.number)).collect(),
            unread: figure.caveats.iter().flat_map(unread).cloned().collect(),
            caveats: figure.caveats.clone(),
            snapshot: snapshot.to_owned(),
        }
    }

    /// The object as a JSON value, whose numbers have 64 bits; [`super::json`] writes all digits.
    pub fn json(&self) -> Value {
        serde_json::to_value(self).unwrap_or(Value::Null)
    }
}

impl Reader<'_> {
    /// The object of a figure that was made for a question.
    pub fn answer(&self, head: &Head, figure: &Figure, ask: &Ask) -> Answer {
        let status = self.workspace().plan.judge(&head.kpi, figure, &head.filters, self.data_date());
        let target = head.target.as_ref().map(|target| target.value);
        let (_, unfiltered) = ask.filters.split(&head.kpi);
        Answer::new(&head.kpi, figure, target, status, &unfiltered, &self.identity())
    }
}

/// A KPI's figures for periods, or for one period and the members of a dimension (the total first).
/// Every filter must be on a dimension that the KPI has.
///
/// # Errors
/// For a filter, a member or a dimension that does not fit, and where the query fails.
pub async fn answers<'a>(
    reader: &Reader<'a>,
    kpi: &'a Kpi,
    periods: &[Period],
    ask: &Ask,
    by: Option<&str>,
) -> Result<Vec<Answer>, ReportError> {
    let question = reader.question(kpi, ask.filters.clone(), ask.view.clone()).await?;
    let mut figures = Vec::new();
    for period in periods {
        match by {
            Some(by) => {
                let whole = question.at(period).breakdown(by).map_err(SliceError::from)?;
                figures.push(whole.total);
                figures.extend(whole.parts);
            }
            None => figures.push(question.at(period).total()),
        }
    }
    let (plan, identity) = (&reader.workspace().plan, reader.identity());
    let target = plan.target(&kpi.code).map(|target| target.value);
    let answer = |figure: &Figure| {
        let status = plan.judge(kpi, figure, &ask.filters, reader.data_date());
        Answer::new(kpi, figure, target, status, &[], &identity)
    };
    Ok(figures.iter().map(answer).collect())
}

/// Writes a number as [`Digits`], for `serialize_with`.
///
/// # Errors
/// Those of the writer.
pub fn one<S: serde::Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    value.map(Digits::from).serialize(serializer)
}

fn each<S: serde::Serializer>(
    values: &IndexMap<String, Option<Decimal>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(values.iter().map(|(name, value)| (name, value.map(Digits::from))))
}

/// The files of the caveat that speaks of files that cannot be read.
fn unread(caveat: &Caveat) -> &[String] {
    match caveat {
        Caveat::Unread { files } => files,
        _ => &[],
    }
}

fn told<S: serde::Serializer>(caveats: &[Caveat], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(caveats.iter().map(Caveat::told))
}

fn iso<S: serde::Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}
