//! A KPI's header resolved against its query's columns.

mod filled;

use std::sync::Arc;

use arrow::datatypes::{DataType, Schema};
use indexmap::IndexMap;

use super::dimension::Dimension;
use super::header::Aggregate;
use super::header::{Columns, Header, Pace};
use super::kpi::{COUNTED_IN, Kpi, Role, Since, ValueColumn};
use crate::calendar::{Calendar, Calendars, Day, Over, PeriodKind};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span, Spanned, form, suggestion};
use crate::locale::Unit;
use crate::query::{header, type_in_words};

/// Names that proofs and record lists use for their own columns, so no value column may bear them.
const TAKEN: [&str; 4] = ["numerator", "denominator", "value", COUNTED_IN];

/// What a KPI's header is held against.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The workspace's units.
    pub units: &'a IndexMap<String, Unit>,
    /// The workspace's dimensions.
    pub dimensions: &'a IndexMap<String, Dimension>,
    /// The workspace's time.
    pub calendars: &'a Calendars,
    /// Whether the workspace says who owes which report.
    pub reporting: bool,
    /// From when on the plan declares its records whole, where it does.
    pub since: Option<Day>,
}

/// Reads a KPI's file against the columns that its query gives.
pub fn resolve(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    schema: &Schema,
    around: Surroundings<'_>,
) -> Option<Kpi> {
    let range = header::required(problems, file)?;
    let text = file.text.get(range.clone())?;
    let before = problems.len();
    let header: Header = form::read(problems, file, range.start, text)?;
    // It came back without what could not be read: its unknown keys, which are told.
    let whole = problems.len() == before;
    let mut reader = Reader { problems, file, base: range.start, schema, around, whole, failed: false };
    let kpi = reader.kpi(&header);
    // Without a key that its author wrote it would be another figure.
    (whole && !reader.failed).then_some(kpi).flatten()
}

/// Reads only the header of a KPI whose query is broken, so that one round finds the mistakes of both.
pub fn check_header(problems: &mut Diagnostics, file: &Arc<SourceFile>) {
    if let Some(range) = header::required(problems, file)
        && let Some(text) = file.text.get(range.clone())
    {
        form::read::<Header>(problems, file, range.start, text);
    }
}

struct Reader<'a> {
    problems: &'a mut Diagnostics,
    file: &'a Arc<SourceFile>,
    base: usize,
    schema: &'a Schema,
    around: Surroundings<'a>,
    /// Whether every key of the header is known. Where one is not, it may be what the others lack.
    whole: bool,
    failed: bool,
}

impl Reader<'_> {
    fn kpi(&mut self, header: &Header) -> Option<Kpi> {
        let unit = self.unit(&header.unit);
        let mut columns = Vec::new();
        if header.numerator.is_empty() == header.value.is_empty() {
            let here = self.file.span(self.base..self.base);
            let problem =
                Diagnostic::error("formula", here, "a KPI has either `numerator` or `value` columns").help(
                    "`numerator` with `denominator` where something is divided, `value` where nothing is",
                );
            self.lack(problem);
        }
        if header.numerator.is_empty() != header.denominator.is_empty() {
            let here = self.file.span(self.base..self.base);
            self.lack(Diagnostic::error("formula", here, "`numerator` and `denominator` go together"));
        }
        for (role, given) in [
            (Role::Numerator, &header.numerator),
            (Role::Numerator, &header.value),
            (Role::Denominator, &header.denominator),
            (Role::Beside, &header.beside),
        ] {
            self.columns(role, given, header, unit.as_ref(), &mut columns);
            self.added_medians(role, given);
        }
        self.names(header);
        self.day();
        let dimensions: Vec<String> = self
            .schema
            .fields()
            .iter()
            .filter(|field| self.around.dimensions.contains_key(field.name()))
            .map(|field| field.name().clone())
            .collect();
        for column in header.key.get_ref().0.iter().filter(|name| self.schema.field_with_name(name).is_err())
        {
            let problem = self.unknown_column(self.span(&header.key), column);
            self.fail(problem);
        }
        self.ignored(header, &dimensions);
        self.alone(header, &mut columns);
        let details = self
            .schema
            .fields()
            .iter()
            .map(|field| field.name())
            .filter(|name| {
                *name != "day"
                    && !dimensions.contains(name)
                    && !columns.iter().any(|column: &ValueColumn| &column.name == *name)
            })
            .cloned()
            .collect();
        let titles = header.labels.iter().map(|(name, title)| (name.get_ref().clone(), title.clone()));
        let (calendars, periods) = self.limits(header);
        Some(Kpi {
            code: self.file.stem().to_owned(),
            title: header.title.clone(),
            definition: header.definition.clone(),
            unit: unit?,
            better: header.better,
            reports: self.reports(header),
            key: header.key.get_ref().0.clone(),
            columns,
            dimensions,
            details,
            titles: titles.collect(),
            calendars,
            periods,
            since: self.since(header),
            empty: header.empty.as_ref().map(|empty| *empty.get_ref()),
            target: None,
            pace: self.pace(header),
            file: Arc::clone(self.file),
        })
    }

    fn columns(
        &mut self,
        role: Role,
        given: &Columns,
        header: &Header,
        unit: Option<&Unit>,
        into: &mut Vec<ValueColumn>,
    ) {
        for (name, rule) in given {
            let span = self.span(name);
            let name = name.get_ref();
            if TAKEN.contains(&name.as_str()) {
                let message = format!("`{name}` is what the proof of a figure calls its own columns");
                self.fail(Diagnostic::error("reserved-name", span, message).help("choose another name"));
                continue;
            }
            if into.iter().any(|column| &column.name == name) {
                self.fail(Diagnostic::error(
                    "formula",
                    span,
                    format!("`{name}` stands in the formula twice"),
                ));
                continue;
            }
            let Ok(field) = self.schema.field_with_name(name) else {
                let problem = self.unknown_column(span, name);
                self.fail(problem);
                continue;
            };
            let Some(scale) = self.scale(&span, name, field.data_type(), rule.aggregate) else { continue };
            if rule.over == Over::Running && self.around.calendars.plan().is_none() {
                let problem = Diagnostic::error(
                    "no-plan",
                    span.clone(),
                    "`running` counts since the plan began, but there is no plan",
                )
                .help("give `[plan]` a `first_day` and a `last_day` in minhbach.toml");
                self.fail(problem);
            }
            let own = header.units.iter().find(|(column, _)| column.get_ref() == name).map(|(_, unit)| unit);
            let column_unit = match own {
                Some(unit) => self.unit(unit),
                None if unit.is_some_and(|unit| unit.times.is_some()) => Some(Unit::plain()),
                None => unit.cloned(),
            };
            let label = header.labels.iter().find(|(column, _)| column.get_ref() == name);
            if label.is_none() {
                let problem = Diagnostic::error(
                    "no-label",
                    span,
                    format!("value column `{name}` has no word in `labels`"),
                )
                .help(format!("labels = {{ {name} = \"…\" }}"));
                self.lack(problem);
            }
            into.push(ValueColumn {
                name: name.clone(),
                role,
                over: rule.over,
                aggregate: rule.aggregate,
                ignores: rule.ignores.iter().map(|name| name.get_ref().clone()).collect(),
                label: label.map_or_else(String::new, |(_, text)| text.clone()),
                unit: column_unit.unwrap_or_else(Unit::plain),
                scale,
                alone: false,
            });
        }
    }

    /// Digits after the mark, or a complaint about a column that cannot make exact numbers.
    fn scale(&mut self, span: &Span, name: &str, kind: &DataType, aggregate: Aggregate) -> Option<u32> {
        let (message, help) = match (aggregate, kind) {
            (Aggregate::Distinct, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) => {
                return Some(0);
            }
            (_, kind) if kind.is_integer() => return Some(0),
            (Aggregate::Sum | Aggregate::Median | Aggregate::P90, DataType::Decimal128(_, scale))
                if *scale >= 0 =>
            {
                return Some(u32::from(scale.unsigned_abs()));
            }
            (_, kind) if kind.is_floating() => (
                format!("value column `{name}` is a floating point number, which does not add up exactly"),
                "cast it: `CAST(… AS DECIMAL(18, 4))`",
            ),
            (Aggregate::Distinct, kind) => (
                format!(
                    "`{name}` is {}, but `distinct` counts a key: text or an integer",
                    type_in_words(kind)
                ),
                "use the key's column, NULL where the record does not count",
            ),
            (Aggregate::Sum | Aggregate::Median | Aggregate::P90, kind) => (
                format!("value column `{name}` is {}, but a number is wanted", type_in_words(kind)),
                "an integer or a decimal; NULL where the record does not count",
            ),
        };
        self.fail(Diagnostic::error("value-type", span.clone(), message).help(help));
        None
    }

    fn day(&mut self) {
        let problem = match self.schema.field_with_name("day") {
            Ok(field) if *field.data_type() == DataType::Date32 => return,
            Ok(field) => Diagnostic::error(
                "day",
                self.file.whole(),
                format!("column `day` is {}, but a date is wanted", type_in_words(field.data_type())),
            )
            .help("cast it: `CAST(… AS DATE) AS day`"),
            Err(_) => Diagnostic::error("day", self.file.whole(), "the query has no column `day`").help(
                "`day` says when a record counts: `recorded_on AS day`, for a state `s.last_day AS day`",
            ),
        };
        self.fail(problem);
    }

    /// Units name value columns, labels also what else a reader sees of a record.
    fn names(&mut self, header: &Header) {
        let roles = [&header.numerator, &header.denominator, &header.value, &header.beside];
        let values: Vec<&str> =
            roles.iter().flat_map(|columns| columns.keys()).map(|n| n.get_ref().as_str()).collect();
        let own = |name: &&str| *name != "day" && !self.around.dimensions.contains_key(*name);
        let shown: Vec<&str> =
            self.schema.fields().iter().map(|field| field.name().as_str()).filter(own).collect();
        let labels = header.labels.keys().map(|name| (name, &shown, "a column of this KPI's own"));
        let units = header.units.keys().map(|name| (name, &values, "a value column of this KPI"));
        let named: Vec<_> = labels.chain(units).collect();
        for (name, known, what) in named.into_iter().filter(|(name, known, _)| {
            let name = name.get_ref().as_str();
            !known.contains(&name) && !values.contains(&name)
        }) {
            let problem = Diagnostic::error(
                "unknown-column",
                self.span(name),
                format!("`{}` is not {what}", name.get_ref()),
            )
            .suggest(name.get_ref(), known.iter().copied());
            self.lack(problem);
        }
    }

    fn ignored(&mut self, header: &Header, dimensions: &[String]) {
        let rules = [&header.numerator, &header.denominator, &header.value, &header.beside];
        for name in rules.iter().flat_map(|columns| columns.values()).flat_map(|rule| &rule.ignores) {
            if !dimensions.contains(name.get_ref()) {
                let problem = Diagnostic::error(
                    "unknown-dimension",
                    self.span(name),
                    format!("`ignores` names `{}`, which is not a dimension of this KPI", name.get_ref()),
                )
                .suggest(name.get_ref(), dimensions.iter().map(String::as_str));
                self.fail(problem);
            }
        }
    }

    fn limits(&mut self, header: &Header) -> (Vec<Arc<Calendar>>, Vec<PeriodKind>) {
        let calendars = self.around.calendars;
        for name in header.calendars.iter().filter(|name| calendars.get(name.get_ref()).is_none()) {
            let problem = Diagnostic::error(
                "unknown-calendar",
                self.span(name),
                format!("there is no calendar `{}`", name.get_ref()),
            )
            .suggest(name.get_ref(), calendars.all().iter().map(|calendar| calendar.name.as_str()));
            self.fail(problem);
        }
        let mut kinds = Vec::new();
        for name in &header.periods {
            match PeriodKind::ALL.into_iter().find(|kind| kind.word() == name.get_ref()) {
                Some(kind) => kinds.push(kind),
                None => {
                    let problem = Diagnostic::error(
                        "unknown-period",
                        self.span(name),
                        format!("there is no kind of period `{}`", name.get_ref()),
                    )
                    .suggest(name.get_ref(), PeriodKind::ALL.iter().map(|kind| kind.word()));
                    self.fail(problem);
                }
            }
        }
        (header.calendars.iter().filter_map(|name| calendars.get(name.get_ref()).cloned()).collect(), kinds)
    }

    fn reports(&mut self, header: &Header) -> Vec<String> {
        if let Some(first) = header.reports.first().filter(|_| !self.around.reporting) {
            let problem = Diagnostic::error(
                "no-reporting",
                self.span(first),
                "a KPI that needs reports needs to know who owes them",
            )
            .help("name the query that lists them in minhbach.toml: `[reporting] query = \"…\"`");
            self.fail(problem);
        }
        header.reports.iter().map(|name| name.get_ref().clone()).collect()
    }

    /// An even pace is a percentage, so that only a percentage can be held against it.
    fn pace(&mut self, header: &Header) -> Option<Pace> {
        let pace = header.pace.as_ref()?;
        let unit = self.around.units.get(header.unit.get_ref());
        if header.denominator.is_empty() || unit.is_some_and(|unit| !unit.is_percent()) {
            let span = self.span(pace);
            self.lack(Diagnostic::error("formula", span, "only a percentage can be held against a `pace`"));
        }
        Some(*pace.get_ref())
    }

    fn since(&mut self, header: &Header) -> Option<Since> {
        let Some(given) = &header.since else {
            return self.around.since.map(|day| Since { day, of_plan: true });
        };
        let day = given.get_ref().day();
        if day.is_none() {
            let problem = Diagnostic::error("date", self.span(given), "`since` is not a date");
            self.fail(problem.help("write it as 2023-05-08, without quotes"));
        }
        day.map(|day| Since { day, of_plan: false })
    }

    fn unit(&mut self, name: &Spanned<String>) -> Option<Unit> {
        let unit = self.around.units.get(name.get_ref());
        if unit.is_none() {
            let known = self.around.units.keys().map(String::as_str);
            let problem = Diagnostic::error(
                "unknown-unit",
                self.span(name),
                format!("there is no unit `{}`", name.get_ref()),
            )
            .suggest(name.get_ref(), known);
            self.fail(problem);
        }
        unit.cloned()
    }

    fn unknown_column(&self, span: Span, name: &str) -> Diagnostic {
        let known = self.schema.fields().iter().map(|field| field.name().as_str());
        let mut problem =
            Diagnostic::error("unknown-column", span, format!("the query gives no column `{name}`"));
        problem.help = suggestion(name, known);
        problem
    }

    fn span<T>(&self, value: &Spanned<T>) -> Span {
        let range = value.span();
        self.file.span(self.base + range.start..self.base + range.end)
    }

    fn fail(&mut self, problem: Diagnostic) {
        self.failed = true;
        self.problems.push(problem);
    }

    /// Fails because another key lacks something: told only where no unknown key may be why.
    fn lack(&mut self, problem: Diagnostic) {
        self.failed = true;
        if self.whole {
            self.problems.push(problem);
        }
    }
}
