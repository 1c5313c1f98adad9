//! Reports made by hand, as small as a page needs them.

use minhbach::kpi::records::CountedIn;

use super::*;

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(super) fn calendars() -> Calendars {
    let months = |name: &str, month_starts_on_day| Calendar {
        name: name.to_owned(),
        title: format!("Lịch {name}"),
        month_starts_on_day,
        due_working_days: None,
        settlement_until: None,
    };
    let all = vec![months("reporting", 15), months("budget", 1)];
    let plan = DayRange { first_day: day("2023-05-08"), last_day: day("2025-12-31") };
    Calendars::new(day("2022-01-01"), all, Some(plan), vec![], WorkingDays::default()).unwrap()
}

pub(super) fn period(name: &str) -> Period {
    let calendars = calendars();
    calendars.parse(calendars.default_calendar(), name).unwrap()
}

/// Where a variable hides [`period`].
pub(super) fn year(name: &str) -> Period {
    period(name)
}

pub(super) fn unit(label: &str) -> Unit {
    let percent = label == "%";
    Unit {
        label: label.to_owned(),
        decimals: u32::from(percent),
        times: percent.then_some(100),
        ..Unit::plain()
    }
}

pub(super) fn column(name: &str, label: &str, role: Role) -> ValueColumn {
    ValueColumn {
        name: name.to_owned(),
        role,
        over: Over::Sum,
        aggregate: Aggregate::Sum,
        ignores: vec![],
        label: label.to_owned(),
        unit: unit("vụ"),
        scale: 0,
        alone: false,
    }
}

/// Share of cases closed, of those found and those carried over.
pub(super) fn kpi(title: &str) -> Kpi {
    Kpi {
        code: "X01".to_owned(),
        title: title.to_owned(),
        definition: "Số vụ đã xử lý trên số vụ phải xử lý.".to_owned(),
        unit: unit("%"),
        better: Better::Higher,
        reports: vec!["cases".to_owned()],
        key: vec!["id".to_owned()],
        columns: vec![
            column("closed", "vụ đã xử lý", Role::Numerator),
            column("found", "vụ phát hiện trong kỳ", Role::Denominator),
            column("carried", "vụ tồn đầu kỳ", Role::Denominator),
        ],
        dimensions: vec!["organization".to_owned()],
        details: vec![],
        titles: IndexMap::new(),
        calendars: vec![],
        periods: vec![],
        pace: None,
        since: Some(Since { day: day("2023-05-08"), of_plan: false }),
        empty: None,
        target: None,
        file: SourceFile::new("queries/kpis/X01.sql", "SELECT 1 AS \"<b>\""),
    }
}

/// A figure of `numbers[0]` out of `numbers[1] + numbers[2]`.
pub(super) fn figure(name: &str, numbers: [i64; 3]) -> Figure {
    let period = period(name);
    let numbers = numbers.map(Decimal::from);
    let below = numbers[1] + numbers[2];
    let part = |(column, number): (&str, Decimal)| Part {
        column: column.to_owned(),
        cell: Cell { number: Some(number), records: 1, ..Cell::default() },
        days: Some(period.days()),
        no_window: None,
    };
    Figure {
        parts: ["closed", "found", "carried"].into_iter().zip(numbers).map(part).collect(),
        by: None,
        numerator: Some(numbers[0]),
        denominator: Some(below),
        value: (!below.is_zero()).then(|| numbers[0] * Decimal::ONE_HUNDRED / below),
        state: if below.is_zero() { State::NoValue } else { State::Value },
        reason: below.is_zero().then_some(Reason::NothingBelow),
        provisional: false,
        unsettled: false,
        before_since: false,
        view: None,
        left_out: Vec::new(),
        caveats: Vec::new(),
        completeness: Completeness {
            expected: 24,
            reported: 18,
            missing: vec!["a".to_owned()],
            of_one: false,
        },
        period,
    }
}

/// A figure without any number.
pub(super) fn nothing(name: &str, state: State, reason: Reason) -> Figure {
    let mut figure = figure(name, [0, 0, 0]);
    for part in &mut figure.parts {
        part.cell = Cell::default();
        part.days = None;
        part.no_window = Some(NoWindow::NoSingleYear);
    }
    Figure { numerator: None, denominator: None, value: None, state, reason: Some(reason), ..figure }
}

pub(super) fn head(title: &str, target: Option<i64>) -> Head {
    Head {
        kpi: kpi(title),
        title: title.to_owned(),
        target: target.map(|value| Target {
            value: Decimal::from(value),
            by: Some(day("2025-12-31")),
            source: TargetSource::Plan,
            each: vec![],
        }),
        unfiltered: vec![],
        listed: true,
        ways: CountedIn::all(&kpi(title)),
        filters: Filters::default(),
    }
}

pub(super) fn tile(figure: Figure) -> TileView {
    TileView {
        head: head("Tỷ lệ xử lý vụ vi phạm", None),
        year_gone: None,
        course: vec![figure.clone()],
        cuts: Vec::new(),
        change: Err(NotCompared::Reports(Box::new(self::figure("2023", [9, 12, 0])))),
        against: Some(Against::LastYear),
        plan: None,
        status: None,
        figure,
    }
}

pub(super) fn front() -> Frontmatter {
    let period = period("2024");
    Frontmatter {
        periods: PeriodMenu {
            parted: Vec::new(),
            sides: Vec::new(),
            previous: period.predecessor(),
            next: Some(year("2025")),
            running: Some(year("2025")),
            choices: choices(),
        },
        edition: Edition {
            plan: "Kế hoạch <thử>".to_owned(),
            period,
            data_date: day("2025-01-31"),
            snapshot: "0123456789abcdef".repeat(4),
            is_of_snapshot: true,
            scope: Vec::new(),
            chosen: vec![("Đơn vị".to_owned(), vec!["Sở B & C".to_owned()])],
            synthetic: true,
            unread: Vec::new(),
        },
        dashboards: vec![
            ("first".to_owned(), "Tổng quan".to_owned()),
            ("other".to_owned(), "Khác".to_owned()),
        ],
        pages: minhbach::workspace::PAGES.to_vec(),
        known: None,
        views: vec![("comparable".to_owned(), "Quy đổi theo đơn vị sau sắp xếp".to_owned())],
        problems: 0,
        unstated: false,
        ask: Ask { period: Some("2024".to_owned()), filters: filters(), ..Ask::default() },
        formats: Vec::new(),
        held: None,
    }
}

/// What a picker offers: the plan and two years, and one year of the other calendar.
fn choices() -> Vec<CalendarChoices> {
    let calendars = calendars();
    let plan = calendars.plan_period(calendars.default_calendar()).unwrap();
    let budget = calendars.parse(calendars.default_calendar(), "budget:2024").unwrap();
    let group = |calendar: &str, named, periods| CalendarChoices {
        calendar: calendar.to_owned(),
        named,
        usual: !named,
        periods,
    };
    vec![
        group("Lịch báo cáo", false, vec![plan, year("2025"), year("2024")]),
        group("Năm ngân sách", true, vec![budget]),
    ]
}

pub(super) fn filters() -> Filters {
    let mut filters = Filters::default();
    filters.allow("organization", "b&c");
    filters.allow("network", "~");
    filters
}

pub(super) fn report(panels: Vec<PanelView>) -> Report {
    let option = |code: &str, label: &str, depth, chosen| FilterOption {
        code: code.into(),
        label: label.into(),
        depth,
        until: None,
        chosen,
    };
    Report {
        front: front(),
        id: "first".to_owned(),
        title: "Tổng quan <script>alert(1)</script>".to_owned(),
        audience: Some("Lãnh đạo".to_owned()),
        filters: vec![FilterView {
            dimension: "organization".to_owned(),
            title: "Đơn vị".to_owned(),
            options: vec![option("a", "Sở A", 0, false), option("b&c", "Sở B & C", 1, true)],
            unknown: false,
        }],
        brief: vec![],
        panels,
        unchecked: vec![],
        widths: vec![],
    }
}

pub(super) fn vietnamese() -> Locale {
    Locale::new(Language::Vi)
}
