//! Inspections and what follows from them, day by day.
//!
//! The days are walked in order. What lies ahead (decisions, payments) waits in a queue until its day comes, so that
//! memory holds a few months of the future, however large the scale.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{Datelike, Weekday};

use crate::area::{Areas, NEW_PROVINCE, OLD_PROVINCE, any_district};
use crate::business::Businesses;
use crate::code::violation_group;
use crate::course::{Course, course};
use crate::day::{Day, END, PROVINCES_MERGED, START, day, is_working, plus};
use crate::joint::{self, CASE_PARTNERS};
use crate::lot::{self, GOODS_LOTS};
use crate::organization::Organizations;
use crate::published::Tally;
use crate::random::Random;
use crate::repeated::Repeated;
use crate::report::Reports;
use crate::sanction::{Fines, Notice};
use crate::sheet::{Cell, Failure, Kind, Sheet, Stamp, Table};

const CASES: Table = Table {
    name: "cases",
    columns: &[
        ("case_id", Kind::Text),
        ("organization", Kind::Text),
        ("area", Kind::Text),
        ("channel", Kind::Text),
        ("inspection_kind", Kind::Text),
        ("source", Kind::Text),
        ("business_id", Kind::Text),
        ("inspected_on", Kind::Date),
        ("record_on", Kind::Date),
        ("clock", Kind::Text),
        ("transferred_on", Kind::Date),
        ("prosecuted_on", Kind::Date),
        ("accused", Kind::Integer),
        ("article_group", Kind::Text),
    ],
    sorted_by: &["inspected_on", "case_id"],
};

const CASE_CHANNELS: Table = Table {
    name: "case_channels",
    columns: &[
        ("case_id", Kind::Text),
        ("line", Kind::Integer),
        ("organization", Kind::Text),
        ("platform", Kind::Text),
        ("network", Kind::Text),
        ("livestream", Kind::Boolean),
    ],
    sorted_by: &["case_id", "line"],
};

const VIOLATIONS: Table = Table {
    name: "violations",
    columns: &[
        ("case_id", Kind::Text),
        ("line", Kind::Integer),
        ("organization", Kind::Text),
        ("decision_id", Kind::Text),
        ("violation", Kind::Text),
        ("violation_group", Kind::Text),
        ("sanction_form", Kind::Text),
        ("fine", Kind::Money),
    ],
    sorted_by: &["case_id", "line"],
};

/// Expected inspections on an ordinary working day, in thousandths, at scale 1.
const ORDINARY_DAY: u64 = 1_240;

/// Peak campaigns: first day, last day, how much busier in hundredths.
const CAMPAIGNS: &[(Day, Day, u64)] = &[
    (day(2022, 11, 15), day(2023, 1, 18), 135),
    (day(2023, 11, 20), day(2024, 2, 29), 130),
    (day(2024, 11, 1), day(2025, 3, 1), 125),
    (day(2025, 5, 15), day(2025, 6, 15), 190),
    (day(2025, 12, 15), day(2026, 3, 15), 130),
];

/// Where e-commerce cases are found.
const CHANNELS: &[(&str, u64)] = &[
    ("social_network", 54),
    ("large_platform", 22),
    ("website", 8),
    ("express_delivery", 8),
    ("other_platform", 5),
    ("app", 3),
];
const NETWORKS: &[(&str, u64)] = &[("facebook", 60), ("zalo", 18), ("tiktok", 18), ("youtube", 4)];
const LARGE: &[(&str, u64)] =
    &[("shopee", 52), ("tiktok_shop", 28), ("lazada", 14), ("sendo", 3), ("tiki", 3)];
const SMALL: &[(&str, u64)] = &[("voso", 40), ("other", 60)];

/// Which force leads, inside and outside e-commerce.
const LEADS: &[(&str, u64)] = &[
    ("market", 640),
    ("police", 125),
    ("local", 75),
    ("health", 45),
    ("agriculture", 45),
    ("tax", 25),
    ("science", 18),
    ("culture", 14),
    ("industry", 8),
    ("transport", 5),
];
const ONLINE_LEADS: &[(&str, u64)] = &[
    ("market", 700),
    ("police", 140),
    ("tax", 60),
    ("industry", 40),
    ("health", 30),
    ("culture", 12),
    ("media", 18),
];

/// The channel of one dirty row: an abbreviation that no list knows.
const UNKNOWN_CHANNEL: &str = "mxh";

/// The tables of a year's inspections.
struct Sheets {
    cases: Sheet,
    channels: Sheet,
    violations: Sheet,
    lots: Sheet,
    partners: Sheet,
}

impl Sheets {
    fn create(out: &Path, year: i32, stamp: Stamp) -> Result<Self, Failure> {
        let year = year.to_string();
        Ok(Self {
            cases: Sheet::create(out, &CASES, &year, stamp)?,
            channels: Sheet::create(out, &CASE_CHANNELS, &year, stamp)?,
            violations: Sheet::create(out, &VIOLATIONS, &year, stamp)?,
            lots: Sheet::create(out, &GOODS_LOTS, &year, stamp)?,
            partners: Sheet::create(out, &CASE_PARTNERS, &year, stamp)?,
        })
    }

    fn close(self) -> Result<(), Failure> {
        self.cases.close()?;
        self.channels.close()?;
        self.violations.close()?;
        self.lots.close()?;
        self.partners.close()
    }
}

/// Streams of random numbers of their own: what they draw leaves all else as it was.
struct Streams<'a> {
    lots: Random,
    partners: Random,
    repeated: Repeated<'a>,
    tally: Tally,
}

/// What other tables need to know of the inspections.
pub(crate) struct Outcome {
    /// Fines that reached the treasury, by last day of the month, body and sub-item.
    pub(crate) treasury: BTreeMap<(Day, String, &'static str), i64>,
    /// Decisions that the law wants published.
    pub(crate) notices: Vec<Notice>,
    /// What happened in electronic commerce.
    pub(crate) tally: Tally,
}

/// The world that inspections happen in.
pub(crate) struct World<'a> {
    /// Places.
    pub(crate) areas: &'a Areas,
    /// Who inspects.
    pub(crate) organizations: &'a Organizations,
    /// Who is inspected.
    pub(crate) businesses: &'a Businesses,
    /// Who never reported.
    pub(crate) reports: &'a Reports,
}

/// Writes cases and what hangs on them, decisions and payments, a file a year.
pub(crate) fn write(out: &Path, world: &World<'_>, seed: u64, stamp: Stamp) -> Result<Outcome, Failure> {
    let mut random = Random::new(seed, "inspections");
    let mut streams = Streams {
        lots: Random::new(seed, "goods"),
        partners: Random::new(seed, "partners"),
        repeated: Repeated::new(seed),
        tally: Tally::default(),
    };
    let mut fines = Fines::new(out, seed, stamp);
    let mut number = 0;
    let mut sheets = None;
    let mut today = START;
    while today <= END {
        if today == START || (today.month(), today.day()) == (1, 1) {
            sheets.take().map_or(Ok(()), Sheets::close)?;
            sheets = Some(Sheets::create(out, today.year(), stamp)?);
            number = 0;
        }
        if let Some(sheets) = &mut sheets {
            for _ in 0..random.count(expected(today) * stamp.scale) {
                if inspect(sheets, &mut fines, world, &mut random, &mut streams, today, number + 1)? {
                    number += 1;
                }
            }
        }
        fines.settle(today)?;
        today = plus(today, 1);
    }
    sheets.map_or(Ok(()), Sheets::close)?;
    let (treasury, notices) = fines.close()?;
    Ok(Outcome { treasury, notices, tally: streams.tally })
}

/// Inspections expected on that day, in thousandths.
fn expected(on: Day) -> u64 {
    let weekday = match (is_working(on), on.weekday()) {
        (true, _) => 100,
        (false, Weekday::Sat | Weekday::Sun) => 16,
        (false, Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri) => 8,
    };
    let campaign =
        CAMPAIGNS.iter().find(|(first, last, _)| (*first..=*last).contains(&on)).map_or(100, |one| one.2);
    // August and September: mid-autumn goods, the school year.
    let season = if matches!(on.month(), 8 | 9) { 112 } else { 96 };
    let year = match on.year() {
        2022 => 86,
        2023 => 90,
        2024 => 98,
        _ => 100,
    };
    // The larger province adds what its bodies find outside the old one.
    let outside = if on < PROVINCES_MERGED { 100 } else { 132 };
    ORDINARY_DAY * weekday * campaign / 10_000 * season / 100 * year / 100 * outside / 100
}

/// Of a thousand inspections, those in e-commerce.
fn online_share(on: Day) -> u64 {
    match on.year() {
        2022 => 65,
        2023 => 80,
        2024 => 104,
        _ => 118,
    }
}

/// One inspection; false where its body never reported it.
fn inspect<'a>(
    sheets: &mut Sheets,
    fines: &mut Fines,
    world: &World<'a>,
    random: &mut Random,
    streams: &mut Streams<'a>,
    on: Day,
    number: u64,
) -> Result<bool, Failure> {
    let online = random.chance(online_share(on));
    let outside = on >= PROVINCES_MERGED && random.chance(240);
    let business = world.businesses.inspected(on, online, outside, random).filter(|_| !random.chance(60));
    let business = business.map(|drawn| if online { streams.repeated.instead(drawn, on) } else { drawn });
    let area = match business {
        Some(business) => business.area(on),
        None if outside => NEW_PROVINCE,
        // The place of an unknown seller on the Internet is often not known either.
        None if online && on < PROVINCES_MERGED => OLD_PROVINCE,
        None => world.areas.within(any_district(random), on, random),
    };
    let force = random.weighted(if online { ONLINE_LEADS } else { LEADS });
    let lead = world.organizations.holder(force, Some(area), on);
    let Some(lead) = lead.or_else(|| world.organizations.holder("market", None, on)) else {
        return Ok(false);
    };
    let force = if online && lead.force == "local" { "market" } else { lead.force };
    let course = course(random, on, online, force);
    if world.reports.silent_until(&lead.code, on).is_some() {
        return Ok(false);
    }

    let case = format!("V{}-{number:07}", on.year());
    let channel = match (online, (on.year(), number)) {
        (true, _) => random.weighted(CHANNELS),
        // Dirty row: a code that no list knows.
        (false, (2023, 40)) => UNKNOWN_CHANNEL,
        (false, _) => "traditional",
    };
    let kind = random.weighted(&[("unscheduled", 52), ("thematic", 27), ("periodic", 15), ("joint", 6)]);
    let source = if online {
        random.weighted(&[("monitoring", 45), ("tip_off", 27), ("scouting", 20), ("transferred", 8)])
    } else {
        random.weighted(&[("scouting", 58), ("tip_off", 24), ("transferred", 12), ("monitoring", 6)])
    };
    sheets.cases.push(&[
        (&case).into(),
        (&lead.code).into(),
        area.into(),
        channel.into(),
        kind.into(),
        source.into(),
        business.map(|business| business.id.as_str()).into(),
        on.into(),
        course.record_on.into(),
        course.record_on.map(|_| course.clock).into(),
        course.transferred_on.into(),
        course.prosecuted_on.into(),
        course.prosecuted_on.map(|_| course.accused).into(),
        course.transferred_on.map(|_| course.article_group).into(),
    ])?;
    channels(&mut sheets.channels, random, &case, &lead.code, channel)?;
    if kind == "joint" {
        let partners = &mut sheets.partners;
        joint::write(partners, &mut streams.partners, world.organizations, &case, lead, area, on)?;
    }
    if online {
        streams.tally.count("inspected", on);
        course.record_on.into_iter().for_each(|on| streams.tally.count("detected", on));
    }
    if course.record_on.is_none() {
        return Ok(true);
    }

    let decided = decided(world, &course, force, area);
    let decision = decided.map(|(body, decided_on)| {
        if let (true, Some(business)) = (online, business) {
            streams.repeated.remember(decided_on, business);
        }
        let business = business.map(|business| business.id.as_str());
        fines.decide(random, &case, business, body, force, decided_on, &course, online)
    });
    let decided_on = decided.map(|(_, on)| on);
    lot::write(&mut sheets.lots, &mut streams.lots, &case, &lead.code, &course, decided_on)?;
    let mut line = 0;
    for violation in &course.violations {
        let forms: &[Option<&str>] = match (&decision, violation.goods) {
            (None, _) => &[None],
            (Some(_), None) => &[Some(violation.form)],
            (Some(_), Some(goods)) => &[Some(violation.form), Some(goods)],
        };
        for form in forms {
            line += 1;
            let fine = if *form == Some("fine") { Cell::Digits(violation.fine) } else { Cell::Null };
            sheets.violations.push(&[
                (&case).into(),
                Cell::Integer(line),
                (&lead.code).into(),
                decision.as_ref().into(),
                violation.code.into(),
                violation_group(violation.code).into(),
                (*form).into(),
                fine,
            ])?;
        }
    }
    Ok(true)
}

/// Who decides the case and when, where that happens in the sample's time: the body that has the duty on that day; what
/// falls into a stretch that it never reported is decided after it.
fn decided<'a>(world: &'a World<'_>, course: &Course, force: &str, area: &str) -> Option<(&'a str, Day)> {
    let mut on = course.decided_on?;
    loop {
        // A district's case falls to market surveillance once districts have ended.
        let body = world.organizations.holder(force, Some(area), on);
        let body = body.or_else(|| world.organizations.holder("market", None, on))?;
        match world.reports.silent_until(&body.code, on) {
            Some(last) => on = plus(last, 1),
            None => return (on <= END).then_some((body.code.as_str(), on)),
        }
    }
}

/// The platforms and networks of a case: none for a website or a parcel, two for one case in eight on networks.
fn channels(
    sheet: &mut Sheet,
    random: &mut Random,
    case: &str,
    body: &str,
    channel: &str,
) -> Result<(), Failure> {
    let rows: Vec<(Option<&str>, Option<&str>, bool)> = match channel {
        "social_network" => {
            let first = random.weighted(NETWORKS);
            let mut rows = vec![(None, Some(first), random.chance(330))];
            let second = random.weighted(NETWORKS);
            if second != first && random.chance(200) {
                rows.push((None, Some(second), random.chance(200)));
            }
            rows
        }
        "large_platform" => {
            let platform = random.weighted(LARGE);
            vec![(Some(platform), None, platform == "tiktok_shop" && random.chance(450))]
        }
        "other_platform" => vec![(Some(random.weighted(SMALL)), None, false)],
        _ => Vec::new(),
    };
    for (line, (platform, network, livestream)) in (1_i64..).zip(rows) {
        sheet.push(&[
            case.into(),
            line.into(),
            body.into(),
            platform.into(),
            network.into(),
            livestream.into(),
        ])?;
    }
    Ok(())
}
