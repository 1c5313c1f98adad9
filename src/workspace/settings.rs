//! `minhbach.toml`: what the workspace is called, its data, its time, its units.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, schema_for};
use serde::Deserialize;
use toml::Value;

use super::packing::{self, Packing};
use super::reached::{self, Reached};
use crate::calendar::{Break, Calendar, Calendars, Day, DayRange, MonthDay, WorkingDays};
use crate::diagnostic::{Date, Diagnostic, Diagnostics, SourceFile, Span, Spanned, form};
use crate::kpi::Dimension;
use crate::locale::{Language, Locale, Unit};
use crate::table::{ColumnType, Contract, Zone};

/// The version of the workspace's file forms that this program reads.
pub(crate) const FORMAT: i64 = 1;

/// The workspace's settings, resolved.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What the workspace is called.
    pub title: String,
    /// The language that its readers read.
    pub language: Language,
    /// The zone in which moments become days.
    pub zone: Zone,
    /// The dashboards in their order.
    pub dashboards: Vec<Spanned<String>>,
    /// Where the data are: a folder below the workspace, or an address.
    pub data_location: String,
    /// The data date, where the file says it.
    pub as_of: Option<AsOf>,
    /// From when on the plan declares its records whole, where no KPI says otherwise.
    pub since: Option<Day>,
    /// The plan's file.
    pub plan_file: Option<Spanned<String>>,
    /// Who reports.
    pub reporting: Reporting,
    /// How its pages are reached, and whether people sign in.
    pub reached: Reached,
    /// Which packs are written when their reports are due.
    pub packing: Packing,
    /// The units by name.
    pub units: IndexMap<String, Unit>,
}

/// Who owes reports, and how that is known.
#[derive(Debug, Clone, Default)]
pub struct Reporting {
    /// The dimension of the bodies that owe them.
    pub bodies: Option<Spanned<String>>,
    /// The dimension of the reports, where one says what they are called.
    pub reports: Option<Spanned<String>>,
    /// The model that lists who owed which report.
    pub query: Option<Spanned<String>>,
    /// The KPIs that the page on the data shows by body.
    pub kpis: Vec<Spanned<String>>,
}

impl Reporting {
    /// Holds the dimensions against those that there are.
    pub(super) fn check(
        &self,
        problems: &mut Diagnostics,
        file: &Arc<SourceFile>,
        dimensions: &IndexMap<String, Dimension>,
    ) {
        for name in self.bodies.iter().chain(&self.reports) {
            if !dimensions.contains_key(name.get_ref()) {
                let message = format!("there is no dimension `{}`", name.get_ref());
                let problem = Diagnostic::error("unknown-dimension", file.span(name.span()), message);
                problems.push(problem.suggest(name.get_ref(), dimensions.keys().map(String::as_str)));
            }
        }
    }
}

impl Settings {
    /// The dimension of the bodies that owe reports.
    pub fn bodies(&self) -> Option<&str> {
        self.reporting.bodies.as_ref().map(|name| name.get_ref().as_str())
    }

    /// How readers read: in the language, amounts that no KPI tells in the first unit of money. A workspace without
    /// one says no currency.
    pub fn locale(&self) -> Locale {
        let currency = self.units.values().find(|unit| unit.money).cloned();
        Locale::new(self.language).with_currency(currency.unwrap_or_else(Unit::plain))
    }
}

/// What says until when the data speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AsOf {
    /// The file itself.
    Day(Day),
    /// The newest day of a column.
    Newest {
        /// The table.
        table: String,
        /// Its column of dates.
        column: String,
        /// Where the file says so.
        place: Span,
    },
}

/// What the calendars are made of, until the working days are read.
#[derive(Debug)]
pub(super) struct Time {
    first_day: Day,
    calendars: Vec<Calendar>,
    plan: Option<DayRange>,
    breaks: Vec<Break>,
    place: Span,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    /// The version of the forms of the workspace's files: 1.
    format: Spanned<i64>,
    /// What the workspace is called.
    title: String,
    /// The language of its readers: `vi` or `en`.
    language: Spanned<String>,
    /// The time zone in which moments become days, as the IANA database names it.
    timezone: Spanned<String>,
    /// The dashboards in their order; the first one is `/`.
    #[serde(default)]
    dashboards: Vec<Spanned<String>>,
    /// Days on which something changed, so that figures of before and after compare badly.
    #[serde(default)]
    breaks: Vec<BreakForm>,
    /// Where the data are, and from when on.
    data: DataForm,
    /// The ways to cut time into periods, by name; the first one is the default.
    calendars: Spanned<IndexMap<String, CalendarForm>>,
    /// The plan that is measured.
    plan: Option<PlanForm>,
    /// Who owes which report.
    reporting: Option<ReportingForm>,
    /// How its pages are reached from elsewhere.
    #[serde(default)]
    serve: reached::Form,
    /// Which packs are written when their reports are due.
    #[serde(default)]
    export: packing::Form,
    /// The units of figures, by name.
    units: IndexMap<String, UnitForm>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct BreakForm {
    /// The first day of the new state.
    on: Spanned<Date>,
    /// What changed, as a reader is told.
    label: String,
    /// Whether figures of before and after compare.
    #[serde(default = "yes")]
    comparable: bool,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DataForm {
    /// A folder below the workspace, or an address.
    location: String,
    /// The first day that the data speak for.
    first_day: Spanned<Date>,
    /// The data date, where it is not the reports'.
    #[schemars(with = "Option<AsOfForm>")]
    as_of: Option<Spanned<Value>>,
}

/// How `as_of` is written, for the JSON Schema alone.
#[derive(JsonSchema)]
#[schemars(untagged, deny_unknown_fields)]
#[expect(dead_code, reason = "it describes, it holds nothing")]
enum AsOfForm {
    /// The day itself.
    Day(Date),
    /// The newest day that a column of dates holds.
    Newest {
        /// `TABLE.COLUMN`.
        newest: String,
    },
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CalendarForm {
    /// What a reader calls it.
    title: Option<String>,
    /// 1 (calendar months) to 28; a month that starts in the middle is named after the one in which it ends.
    month_starts_on_day: Option<u32>,
    /// When reports of its periods are due.
    due: Option<DueForm>,
    /// Until which day (`MM-DD`) of the next year a year's figures may still change.
    settlement_until: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DueForm {
    /// So many working days after a period's last day.
    working_days: u32,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanForm {
    /// The file of its clauses.
    file: Spanned<String>,
    /// Its first day.
    first_day: Spanned<Date>,
    /// Its last day.
    last_day: Spanned<Date>,
    /// From when on the records are whole of every KPI that does not say it itself.
    since: Option<Spanned<Date>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReportingForm {
    /// The dimension of the bodies that owe reports.
    bodies: Spanned<String>,
    /// The dimension of the reports, where one says what they are called.
    reports: Option<Spanned<String>>,
    /// The model that lists who owed which report for which days, due when, received when.
    query: Option<Spanned<String>>,
    /// The KPIs that speak of reports and data: the page on the data shows them by body.
    #[serde(default)]
    kpis: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UnitForm {
    /// What stands after a number.
    label: String,
    /// What stands after 1, where it is another word: "day" beside "days".
    #[serde(default)]
    one: String,
    /// Digits after the decimal mark.
    #[serde(default)]
    decimals: u32,
    /// What a quotient is multiplied by: 100 for a percentage.
    times: Option<i64>,
    /// Whether amounts may be told in thousands, millions and so on.
    #[serde(default)]
    money: bool,
    /// Whether what is counted is estimated from a sample, as the sum of weights is.
    #[serde(default)]
    estimated: bool,
}

/// The JSON Schema of `minhbach.toml`.
pub(super) fn settings_schema() -> Schema {
    schema_for!(Form)
}

/// Reads the settings; nothing where the file cannot be used at all.
pub(super) fn parse(problems: &mut Diagnostics, file: &Arc<SourceFile>) -> Option<(Settings, Time)> {
    let form: Form = form::read(problems, file, 0, &file.text)?;
    if *form.format.get_ref() != FORMAT {
        let message =
            format!("this program reads format {FORMAT}, the file is in format {}", form.format.get_ref());
        problems.push(Diagnostic::error("format", file.span(form.format.span()), message));
        return None;
    }
    let language = Language::from_code(form.language.get_ref());
    if language.is_none() {
        let message = format!("there is no language `{}`", form.language.get_ref());
        let known = Language::ALL.iter().map(|language| language.code());
        let problem = Diagnostic::error("unknown-language", file.span(form.language.span()), message);
        problems.push(problem.suggest(form.language.get_ref(), known));
    }
    let zone = Zone::named(form.timezone.get_ref());
    if zone.is_none() {
        let message = format!("there is no time zone `{}`", form.timezone.get_ref());
        let problem = Diagnostic::error("unknown-time-zone", file.span(form.timezone.span()), message);
        problems.push(problem.help("a name of the IANA database, as `Asia/Ho_Chi_Minh`"));
    }
    let first_day = day(problems, file, &form.data.first_day);
    let as_of = form.data.as_of.as_ref().and_then(|given| as_of(problems, file, given));
    let plan = form.plan.as_ref().and_then(|plan| {
        let first_day = day(problems, file, &plan.first_day);
        let last_day = day(problems, file, &plan.last_day);
        Some(DayRange { first_day: first_day?, last_day: last_day? })
    });
    let since = form.plan.as_ref().and_then(|plan| plan.since.as_ref());
    let since = since.and_then(|given| day(problems, file, given));
    let breaks = form
        .breaks
        .iter()
        .filter_map(|each| {
            Some(Break {
                on: day(problems, file, &each.on)?,
                label: each.label.clone(),
                comparable: each.comparable,
            })
        })
        .collect();
    let place = file.span(form.calendars.span());
    let calendars = form.calendars.get_ref().iter();
    let calendars: Vec<Calendar> =
        calendars.map(|(name, given)| calendar(problems, file, name, given)).collect();
    let packing = form.export.read(problems, file, &calendars);
    let units = form.units.into_iter().map(|(name, unit)| {
        let UnitForm { label, one, decimals, times, money, estimated } = unit;
        (name, Unit { label, one, decimals, times, money, scaled: money, estimated })
    });
    let reached = form.serve.read(problems, file);
    let reporting = form.reporting.map_or_else(Reporting::default, |own| {
        let ReportingForm { bodies, reports, query, kpis } = own;
        Reporting { bodies: Some(bodies), reports, query, kpis }
    });
    let settings = Settings {
        title: form.title,
        language: language?,
        zone: zone?,
        dashboards: form.dashboards,
        data_location: form.data.location,
        as_of,
        since,
        plan_file: form.plan.map(|plan| plan.file),
        reached,
        reporting,
        packing,
        units: units.collect(),
    };
    Some((settings, Time { first_day: first_day?, calendars, plan, breaks, place }))
}

fn as_of(problems: &mut Diagnostics, file: &Arc<SourceFile>, given: &Spanned<Value>) -> Option<AsOf> {
    let place = file.span(given.span());
    let found = match given.get_ref() {
        Value::Datetime(_) => {
            Date::deserialize(given.get_ref().clone()).ok().and_then(|date| date.day()).map(AsOf::Day)
        }
        Value::Table(table) if table.len() == 1 => {
            table.get("newest").and_then(Value::as_str).and_then(|name| name.split_once('.')).map(
                |(table, column)| AsOf::Newest {
                    table: table.to_owned(),
                    column: column.to_owned(),
                    place: place.clone(),
                },
            )
        }
        _ => None,
    };
    if found.is_none() {
        let problem = Diagnostic::error("date", place, "this is no data date");
        problems.push(problem.help("write a date like 2023-05-08, or `{ newest = \"TABLE.COLUMN\" }`"));
    }
    found
}

impl AsOf {
    /// Holds the column against the contracts.
    pub(super) fn check(&self, problems: &mut Diagnostics, contracts: &IndexMap<String, Contract>) {
        let Self::Newest { table, column, place } = self else { return };
        let unknown = |code, message: String, name: &str, known: Vec<&str>| {
            Diagnostic::error(code, place.clone(), message).suggest(name, known)
        };
        let Some(contract) = contracts.get(table) else {
            let known = contracts.keys().map(String::as_str).collect();
            problems.push(unknown("unknown-table", format!("there is no table `{table}`"), table, known));
            return;
        };
        match contract.columns.get(column) {
            None => {
                let message = format!("table `{table}` has no column `{column}`");
                let known = contract.columns.keys().map(String::as_str).collect();
                problems.push(unknown("unknown-column", message, column, known));
            }
            Some(found) if found.kind != ColumnType::Date => {
                let message = format!("`{table}.{column}` is {}, which has no newest day", found.kind.name());
                let problem = Diagnostic::error("wrong-type", place.clone(), message);
                problems.push(problem.help("name a column of dates"));
            }
            Some(_) => {}
        }
    }
}

/// Most breaks change who reports, not what is measured.
fn yes() -> bool {
    true
}

fn calendar(problems: &mut Diagnostics, file: &Arc<SourceFile>, name: &str, form: &CalendarForm) -> Calendar {
    let settlement_until = form.settlement_until.as_ref().and_then(|given| {
        let parsed: Result<MonthDay, _> = given.get_ref().parse();
        parsed
            .map_err(|error| {
                problems.push(Diagnostic::error("date", file.span(given.span()), error.to_string()));
            })
            .ok()
    });
    Calendar {
        name: name.to_owned(),
        title: form.title.clone().unwrap_or_else(|| name.to_owned()),
        month_starts_on_day: form.month_starts_on_day.unwrap_or(1),
        due_working_days: form.due.as_ref().map(|due| due.working_days),
        settlement_until,
    }
}

pub(super) fn day(problems: &mut Diagnostics, file: &Arc<SourceFile>, given: &Spanned<Date>) -> Option<Day> {
    let day = given.get_ref().day();
    if day.is_none() {
        problems.push(
            Diagnostic::error("date", file.span(given.span()), "expected a date")
                .help("write it as 2023-05-08, without quotes and without a time"),
        );
    }
    day
}

impl Time {
    /// Joins the calendars with the working days.
    pub(super) fn calendars(
        self,
        problems: &mut Diagnostics,
        working_days: WorkingDays,
    ) -> Option<Calendars> {
        let Self { first_day, calendars, plan, breaks, place } = self;
        Calendars::new(first_day, calendars, plan, breaks, working_days)
            .map_err(|errors| {
                for error in errors {
                    problems.push(Diagnostic::error("calendar", place.clone(), error.to_string()));
                }
            })
            .ok()
    }
}
