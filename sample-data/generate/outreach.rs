//! What was published, held and handed out to make the law known, and how many saw it.

use std::path::Path;

use chrono::Datelike;

use crate::day::{Day, END, PLAN, day, is_working, plus, working, working_days_after};
use crate::organization::Organizations;
use crate::random::Random;
use crate::sanction::Notice;
use crate::sheet::{Failure, Kind, Sheet, Stamp, Table};

const OUTREACH: Table = Table {
    name: "outreach",
    columns: &[
        ("item_id", Kind::Text),
        ("line", Kind::Integer),
        ("organization", Kind::Text),
        ("kind", Kind::Text),
        ("type", Kind::Text),
        ("medium", Kind::Text),
        ("audience", Kind::Text),
        ("language", Kind::Text),
        ("member", Kind::Text),
        ("published_on", Kind::Date),
        ("decision_id", Kind::Text),
    ],
    sorted_by: &["published_on", "item_id", "line"],
};

const OUTREACH_REACH: Table = Table {
    name: "outreach_reach",
    columns: &[
        ("item_id", Kind::Text),
        ("organization", Kind::Text),
        ("first_day", Kind::Date),
        ("last_day", Kind::Date),
        ("impressions", Kind::Integer),
    ],
    sorted_by: &["first_day", "item_id"],
};

/// Who makes media items, and of what type.
const MAKERS: &[(&str, u64)] =
    &[("media", 48), ("market", 22), ("industry", 20), ("police", 6), ("health", 4)];
const TYPES: &[(&str, u64)] = &[("news", 62), ("article", 20), ("clip", 9), ("reportage", 6), ("talk", 3)];
const MEDIA: &[(&str, u64)] =
    &[("portal", 38), ("newspaper", 22), ("broadcast", 18), ("social_network", 16), ("loudspeaker", 6)];
const AUDIENCES: &[(&str, u64)] = &[("consumers", 52), ("sellers", 22), ("general", 26)];
/// Languages of the province's peoples, into which broadcasts and loudspeaker texts are put.
const TRANSLATIONS: &[(&str, u64)] = &[("sed", 46), ("bdq", 32), ("jra", 22)];
const MEMBERS: &[(&str, u64)] =
    &[("women", 30), ("farmers", 26), ("youth", 20), ("front", 14), ("veterans", 6), ("labour", 4)];

/// Documents: day of the first issue, type, audiences, reprinted on, languages besides Vietnamese.
type Document = (Day, &'static str, &'static [&'static str], Option<Day>, &'static [&'static str]);
const DOCUMENTS: &[Document] = &[
    (day(2023, 2, 24), "leaflet", &["consumers"], None, &[]),
    (day(2023, 7, 20), "course_book", &["officials"], None, &[]),
    (day(2023, 9, 15), "leaflet", &["consumers", "sellers"], Some(day(2024, 3, 8)), &["sed", "bdq"]),
    (day(2023, 11, 28), "handbook", &["sellers"], None, &[]),
    (day(2024, 3, 14), "course_book", &["officials"], Some(day(2025, 3, 20)), &[]),
    (day(2024, 6, 6), "course_book", &["officials"], None, &[]),
    (day(2024, 8, 22), "handbook", &["consumers", "sellers"], None, &["sed"]),
    (day(2024, 12, 18), "leaflet", &["consumers"], None, &["sed", "bdq", "jra"]),
    (day(2025, 4, 17), "course_book", &["officials"], None, &[]),
    (day(2025, 6, 12), "leaflet", &["sellers"], None, &[]),
    (day(2025, 10, 9), "handbook", &["officials", "sellers"], None, &[]),
];

/// One line of an item: an audience, a language, a member body.
struct Line {
    item: String,
    line: i64,
    organization: String,
    kind: &'static str,
    form: Option<&'static str>,
    medium: Option<&'static str>,
    audience: Option<&'static str>,
    language: &'static str,
    member: Option<&'static str>,
    published_on: Day,
    decision: Option<String>,
}

/// Views of an item in a calendar month.
struct Reach {
    item: String,
    organization: String,
    first_day: Day,
    last_day: Day,
    impressions: i64,
}

/// Draws and writes the items and their views, a file a year. `notices` are the decisions that the law wants published.
pub(crate) fn write(
    out: &Path,
    seed: u64,
    organizations: &Organizations,
    notices: &[Notice],
    stamp: Stamp,
) -> Result<(), Failure> {
    let mut maker =
        Maker { random: Random::new(seed, "outreach"), organizations, lines: Vec::new(), items: 0 };
    let mut reach = Vec::new();
    maker.documents();
    let mut today = day(2022, 8, 1);
    while today <= END {
        if is_working(today) {
            maker.media(today, &mut reach);
            maker.activities(today);
        }
        today = plus(today, 1);
    }
    maker.publications(notices);
    let mut lines = maker.lines;
    lines.retain(|line| line.published_on <= END);
    lines.sort_by(|a, b| (a.published_on, &a.item, a.line).cmp(&(b.published_on, &b.item, b.line)));
    reach.retain(|one: &Reach| one.first_day <= END);
    reach.sort_by(|a, b| (a.first_day, &a.item).cmp(&(b.first_day, &b.item)));
    for year in 2022..=2026 {
        let mut sheet = Sheet::create(out, &OUTREACH, &year.to_string(), stamp)?;
        for line in lines.iter().filter(|line| line.published_on.year() == year) {
            push(&mut sheet, line)?;
        }
        sheet.close()?;
        let mut sheet = Sheet::create(out, &OUTREACH_REACH, &year.to_string(), stamp)?;
        for one in reach.iter().filter(|one| one.first_day.year() == year) {
            sheet.push(&[
                (&one.item).into(),
                (&one.organization).into(),
                one.first_day.into(),
                one.last_day.into(),
                one.impressions.into(),
            ])?;
        }
        sheet.close()?;
    }
    Ok(())
}

struct Maker<'a> {
    random: Random,
    organizations: &'a Organizations,
    lines: Vec<Line>,
    items: u32,
}

impl Maker<'_> {
    /// Begins an item of that body; its first line is in Vietnamese.
    fn item(&mut self, force: &str, kind: &'static str, on: Day) -> Option<Line> {
        let organization = self.organizations.holder(force, None, on)?.code.clone();
        self.items += 1;
        Some(Line {
            item: format!("TT{:05}", self.items),
            line: 1,
            organization,
            kind,
            form: None,
            medium: None,
            audience: None,
            language: "vi",
            member: None,
            published_on: on,
            decision: None,
        })
    }

    fn documents(&mut self) {
        for (on, form, audiences, reprinted, languages) in DOCUMENTS {
            let Some(first) = self.item("industry", "document", *on) else { continue };
            let mut number = 0;
            for printed_on in [Some(*on), *reprinted].into_iter().flatten() {
                for audience in *audiences {
                    for language in std::iter::once(&"vi").chain(*languages) {
                        number += 1;
                        self.lines.push(Line {
                            line: number,
                            form: Some(form),
                            medium: Some("print"),
                            audience: Some(audience),
                            language,
                            item: first.item.clone(),
                            organization: first.organization.clone(),
                            published_on: printed_on,
                            decision: None,
                            ..first
                        });
                    }
                }
            }
        }
    }

    /// The day's news, articles and films; some are put into another language of the province.
    fn media(&mut self, today: Day, reach: &mut Vec<Reach>) {
        let (before, grown) = (today < PLAN, 300 + 40 * u64::from(today.year().abs_diff(2023)));
        for _ in 0..self.random.count(if before { 110 } else { grown }) {
            let force = self.random.weighted(MAKERS);
            let Some(first) = self.item(force, "media", today) else { continue };
            let form = self.random.weighted(TYPES);
            let medium = match form {
                "clip" => "social_network",
                "reportage" | "talk" => "broadcast",
                _ => self.random.weighted(MEDIA),
            };
            let line = Line {
                form: Some(form),
                medium: Some(medium),
                audience: Some(self.random.weighted(AUDIENCES)),
                ..first
            };
            if matches!(medium, "portal" | "social_network") {
                self.views(&line, reach);
            }
            if matches!(medium, "broadcast" | "loudspeaker") && self.random.chance(350) {
                let (item, organization) = (line.item.clone(), line.organization.clone());
                let language = self.random.weighted(TRANSLATIONS);
                // The translation goes out some days after the original.
                let published_on = working_days_after(today, self.random.between(1, 6));
                self.lines.push(Line {
                    line: 2,
                    item,
                    organization,
                    language,
                    published_on,
                    decision: None,
                    ..line
                });
            }
            self.lines.push(line);
        }
    }

    /// Views by calendar month, as portals count them: many in the first one, few later.
    fn views(&mut self, line: &Line, reach: &mut Vec<Reach>) {
        let popular = if line.form == Some("clip") { 6 } else { 1 };
        let mut views = self.random.between(80, 900) * popular;
        let mut first = day(line.published_on.year(), line.published_on.month(), 1);
        for _ in 0..self.random.between(1, 4) {
            let next = plus(first, 31);
            let next = day(next.year(), next.month(), 1);
            reach.push(Reach {
                item: line.item.clone(),
                organization: line.organization.clone(),
                first_day: first,
                last_day: plus(next, -1),
                impressions: views,
            });
            (first, views) = (next, views * self.random.between(10, 40) / 100);
        }
    }

    /// Activities of the Front and its member bodies, one in six held by two of them together.
    fn activities(&mut self, today: Day) {
        for _ in 0..self.random.count(if today < PLAN { 40 } else { 105 }) {
            let Some(first) = self.item("front", "activity", today) else { continue };
            let form = self.random.weighted(&[("outreach_event", 78), ("supervision", 16), ("review", 6)]);
            let member = self.random.weighted(MEMBERS);
            let second = self.random.weighted(MEMBERS);
            let line = Line {
                form: Some(form),
                audience: (form == "outreach_event").then_some("general"),
                member: Some(member),
                ..first
            };
            if second != member && self.random.chance(200) {
                let (item, organization) = (line.item.clone(), line.organization.clone());
                self.lines.push(Line {
                    line: 2,
                    item,
                    organization,
                    member: Some(second),
                    decision: None,
                    ..line
                });
            }
            self.lines.push(line);
        }
    }

    /// Sanctioned sellers made public: most in time, some late, some never; now and then on two channels.
    fn publications(&mut self, notices: &[Notice]) {
        for notice in notices {
            let delay = self.random.weighted(&[(0, 30), (1, 26), (3, 18), (5, 8), (12, 6), (30, 3)]);
            let twice = self.random.chance(300);
            if self.random.chance(170) {
                continue;
            }
            let on = working(plus(working_days_after(notice.decided_on, 1), delay));
            self.items += 1;
            let media = if twice { &["portal", "newspaper"][..] } else { &["portal"][..] };
            for (number, medium) in (1..).zip(media) {
                self.lines.push(Line {
                    item: format!("TT{:05}", self.items),
                    line: number,
                    organization: notice.organization.clone(),
                    kind: "publication",
                    form: None,
                    medium: Some(medium),
                    audience: None,
                    language: "vi",
                    member: None,
                    published_on: on,
                    decision: Some(notice.decision.clone()),
                });
            }
        }
    }
}

fn push(sheet: &mut Sheet, line: &Line) -> Result<(), Failure> {
    sheet.push(&[
        (&line.item).into(),
        line.line.into(),
        (&line.organization).into(),
        line.kind.into(),
        line.form.into(),
        line.medium.into(),
        line.audience.into(),
        line.language.into(),
        line.member.into(),
        line.published_on.into(),
        line.decision.as_ref().into(),
    ])
}
