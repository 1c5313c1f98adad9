//! What stands above every page, and what its reader can choose.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bodies::Bodies;
use super::{Ask, AskError, Edition, Held, ReportError};
use crate::calendar::{Break, Calendar, Day, DayRange, Over, Period, PeriodKind};
use crate::kpi::Kpi;
use crate::table::by_place;
use crate::workspace::{AUDIT, PAGES, Reader};

/// What stands above every page, and the menus of its reader.
#[derive(Debug, Clone)]
pub struct Frontmatter {
    /// Whose numbers these are, and of when.
    pub edition: Edition,
    /// The dashboards: id and title.
    pub dashboards: Vec<(String, String)>,
    /// The pages that belong to no dashboard and that the reader may open, by the words of [`PAGES`]: the plan's where
    /// there is a plan, that of what is owed where there are bodies; and `account` for who has signed in.
    pub pages: Vec<&'static str>,
    /// The day as of which something is overdue, where that is another than the data date: the newest arrival.
    pub known: Option<Day>,
    /// Views in which bodies and areas compare across reorganisations, each by its name and what it is called.
    pub views: Vec<(String, String)>,
    /// How many mistakes the workspace's files have.
    pub problems: usize,
    /// Other periods to choose.
    pub periods: PeriodMenu,
    /// The question, to be carried from page to page.
    pub ask: Ask,
    /// The formats in which what is shown can be taken away, by name; none where nobody offers any.
    pub formats: Vec<&'static str>,
    /// Whether people are not shown because nobody has said for what.
    pub unstated: bool,
    /// Why a newer state of the files is not served, on the page that tells of mistakes.
    pub held: Option<Arc<Held>>,
}

/// A period's neighbours, and what else can be chosen in its place.
#[derive(Debug, Clone)]
pub struct PeriodMenu {
    /// The one before, where there is one since the data began.
    pub previous: Option<Period>,
    /// The one after, where it has begun.
    pub next: Option<Period>,
    /// The running one of its kind, where it is another.
    pub running: Option<Period>,
    /// Breaks inside it across which nothing compares, and the days on either side of them; a side that has
    /// not begun is left out.
    pub parted: Vec<Break>,
    /// The sides of these breaks, in order; empty where there is none.
    pub sides: Vec<Period>,
    /// What a picker offers, by calendar; the page's own calendar first.
    pub choices: Vec<CalendarChoices>,
}

/// The periods of one calendar that a picker offers.
#[derive(Debug, Clone)]
pub struct CalendarChoices {
    /// What the calendar is called.
    pub calendar: String,
    /// Whether an address must name the calendar: it is not the page's own.
    pub named: bool,
    /// Whether it is the one that is meant where nobody names any: the workspace's first.
    pub usual: bool,
    /// The periods, the longest first, of one kind the newest first.
    pub periods: Vec<Period>,
}

/// One filter of a dashboard.
#[derive(Debug, Clone)]
pub struct FilterView {
    /// The dimension.
    pub dimension: String,
    /// Its title.
    pub title: String,
    /// What can be chosen, each followed by what lies below it.
    pub options: Vec<FilterOption>,
    /// Whether records whose member is not known are chosen.
    pub unknown: bool,
}

/// One member to choose.
#[derive(Debug, Clone)]
pub struct FilterOption {
    /// Its code.
    pub code: String,
    /// What a reader sees.
    pub label: String,
    /// Under how many others it lies.
    pub depth: usize,
    /// Its last day, where that is over.
    pub until: Option<Day>,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Frontmatter {
    /// Whether the reader may open one of these pages.
    pub fn opens(&self, page: &str) -> bool {
        self.pages.contains(&page)
    }
}

/// What stands above a page that opens with a kind of period, in the question's calendar.
///
/// # Errors
/// For a text that is no period.
pub fn front(reader: &Reader<'_>, kind: PeriodKind, ask: &Ask) -> Result<Frontmatter, ReportError> {
    let period = ask.period(reader, kind).map_err(AskError::from)?;
    let workspace = reader.workspace();
    let view = |name: &str| (name.to_owned(), workspace.view_title(name).to_owned());
    let has = |page: &str| match page {
        "plan" => !workspace.plan.clauses.is_empty(),
        "owed" => reader.bodies().is_some(),
        // Where nobody signs in nothing is on record.
        AUDIT => reader.sight().role().is_some(),
        _ => true,
    };
    let snapshot = || reader.snapshot().into_iter();
    let fatal = || snapshot().flat_map(|own| &own.fatal_files);
    let unknown = snapshot().map(|own| by_place(&own.unknown_files).count()).sum::<usize>();
    // Who has a role has signed in, and may sign out.
    let account = reader.sight().role().map(|_| "account");
    Ok(Frontmatter {
        periods: period_menu(reader, &period, ask.home(reader), None),
        edition: Edition::of(reader, period, ask),
        dashboards: reader.dashboards().map(|each| (each.id.clone(), each.title.clone())).collect(),
        known: Some(Bodies::new(reader, ask).known()).filter(|known| *known != reader.data_date()),
        pages: PAGES
            .into_iter()
            .filter(|page| reader.sight().page(page) && has(page))
            .chain(account)
            .collect(),
        views: reader.views().into_iter().map(view).collect(),
        problems: workspace.problems.len() + fatal().count() + unknown,
        ask: ask.clone(),
        formats: Vec::new(),
        unstated: reader.sight().is_unstated(),
        held: None,
    })
}

/// A period's neighbours, and what a picker offers on a page of a calendar: on one of a KPI only what its data speak of.
pub(super) fn period_menu(
    reader: &Reader<'_>,
    period: &Period,
    own: &Arc<Calendar>,
    kpi: Option<&Kpi>,
) -> PeriodMenu {
    let calendars = reader.calendars();
    let date = reader.data_date();
    let offered = |each: &Period| {
        each.first_day() >= calendars.first_day()
            && each.has_begun(date)
            && kpi.is_none_or(|kpi| {
                kpi.unspoken(each).is_none() && kpi.since.is_none_or(|since| since.day <= each.last_day())
            })
    };
    let others = calendars.all().iter().filter(|each| *each != own);
    let choices = std::iter::once(own).chain(others).map(|calendar| CalendarChoices {
        calendar: calendar.title.clone(),
        named: calendar != own,
        usual: calendar == calendars.default_calendar(),
        periods: periods_of(reader, calendar, calendar == own).into_iter().filter(offered).collect(),
    });
    let parted = calendars.straddled_breaks(period).into_iter().filter(|each| !each.comparable);
    let parted: Vec<Break> = parted.cloned().collect();
    let sides = if parted.is_empty() { Vec::new() } else { calendars.sides(period) };
    PeriodMenu {
        sides: sides.into_iter().filter(|side| offered(side) && kpi.is_none_or(has_sides)).collect(),
        parted,
        previous: period.predecessor().filter(offered),
        next: period.successor().filter(offered),
        running: calendars
            .running(period.kind(), period.calendar(), date)
            .filter(|each| each != period && offered(each)),
        choices: choices.filter(|each| !each.periods.is_empty()).collect(),
    }
}

/// Whether a KPI's figure of some days speaks of these days alone: what runs on from a year's or the plan's
/// beginning does not, nor what is read in a calendar of its own.
pub(super) fn has_sides(kpi: &Kpi) -> bool {
    kpi.calendars.is_empty()
        && kpi.columns.iter().all(|column| match column.over {
            Over::Sum | Over::Last | Over::Opening => true,
            Over::Running | Over::YearToDate => false,
        })
}

/// Every period of a calendar since the data began, and the plan's once.
fn periods_of(reader: &Reader<'_>, calendar: &Arc<Calendar>, with_plan: bool) -> Vec<Period> {
    let calendars = reader.calendars();
    let whole = DayRange { first_day: calendars.first_day(), last_day: reader.data_date() };
    let plan = calendars.plan_period(calendar).filter(|_| with_plan);
    let mut periods: Vec<Period> = plan.into_iter().collect();
    use PeriodKind::{Half, Month, NineMonths, Quarter, Year};
    for kind in [Year, NineMonths, Half, Quarter, Month] {
        periods.extend(calendars.periods_between(kind, calendar, whole).into_iter().rev());
    }
    periods
}

/// What a reader may filter by: members in the order of their labels, each followed by what lies below it.
pub fn filters(reader: &Reader<'_>, dimensions: &[String], ask: &Ask) -> Vec<FilterView> {
    let of = |dimension: &String| {
        let wanted = ask.filters.get(dimension);
        let chosen = |code: &str| wanted.is_some_and(|all| all.iter().flatten().any(|own| own == code));
        let mut options = members(reader, dimension, ask.view.as_deref());
        for option in &mut options {
            option.chosen = chosen(&option.code);
        }
        // A code may be in the data alone; a form that dropped it would widen the question unasked.
        let listed: BTreeSet<String> = options.iter().map(|option| option.code.clone()).collect();
        for code in wanted.into_iter().flatten().flatten().filter(|code| !listed.contains(*code)) {
            let label = reader.unit_label(dimension, ask.view.as_deref(), code, reader.data_date());
            options.push(FilterOption { code: code.clone(), label, depth: 0, until: None, chosen: true });
        }
        FilterView {
            dimension: dimension.clone(),
            title: reader.dimension_title(dimension),
            options,
            unknown: wanted.is_some_and(|wanted| wanted.contains(&None)),
        }
    };
    dimensions.iter().map(of).collect()
}

/// The members of a dimension, none of them chosen; its units, which lie side by side, in a view.
fn members(reader: &Reader<'_>, dimension: &str, view: Option<&str>) -> Vec<FilterOption> {
    let Some(members) = reader.members(dimension) else { return Vec::new() };
    let date = reader.data_date();
    let mut choices = reader.choices(dimension, view);
    choices.sort_by(|a, b| reader.locale().compare(&a.1, &b.1).then_with(|| a.0.cmp(&b.0)));
    if let Ok(Some(_)) = reader.units(dimension, view) {
        let flat = |(code, label)| FilterOption { code, label, depth: 0, until: None, chosen: false };
        return choices.into_iter().map(flat).collect();
    }
    let offered: BTreeSet<&str> = choices.iter().map(|(code, _)| code.as_str()).collect();
    let mut below: BTreeMap<Option<String>, Vec<FilterOption>> = BTreeMap::new();
    for (code, label) in &choices {
        // In a circle of parents everybody lies below everybody: it is shown flat.
        let above = members.ancestors(code, date);
        let circle = above.contains(code);
        let parent = above.into_iter().find(|above| offered.contains(above.as_str()) && !circle);
        let until = members.on(code, date).and_then(|life| life.last_day).filter(|day| *day < date);
        let (code, label) = (code.clone(), label.clone());
        let option = FilterOption { code, label, depth: 0, until, chosen: false };
        below.entry(parent).or_default().push(option);
    }
    let mut options = Vec::new();
    descend(&mut below, None, 0, &mut options);
    options
}

fn descend(
    below: &mut BTreeMap<Option<String>, Vec<FilterOption>>,
    parent: Option<&str>,
    depth: usize,
    into: &mut Vec<FilterOption>,
) {
    for option in below.remove(&parent.map(str::to_owned)).unwrap_or_default() {
        let code = option.code.clone();
        into.push(FilterOption { depth, ..option });
        descend(below, Some(&code), depth + 1, into);
    }
}
