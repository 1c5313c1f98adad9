//! Things asked of a body that must be answered by a day: the table, and its kinds besides complaints.

use std::path::Path;

use crate::area::{Areas, NEW_PROVINCE, OLD_PROVINCE, any_district};
use crate::day::{Day, END, PLAN, PROVINCES_MERGED, day, is_working, plus, windows, working_days_after};
use crate::organization::Organizations;
use crate::random::Random;
use crate::sheet::{Cell, Failure, Kind, Sheet, Stamp, Table};

/// The table.
pub(crate) const REQUESTS: Table = Table {
    name: "requests",
    columns: &[
        ("request_id", Kind::Text),
        ("kind", Kind::Text),
        ("organization", Kind::Text),
        ("from_organization", Kind::Text),
        ("area", Kind::Text),
        ("channel", Kind::Text),
        ("platform", Kind::Text),
        ("network", Kind::Text),
        ("goods_group", Kind::Text),
        ("clause", Kind::Text),
        ("system", Kind::Text),
        ("dataset", Kind::Text),
        ("topic", Kind::Text),
        ("opened_on", Kind::Date),
        ("due_on", Kind::Date),
        ("first_due_on", Kind::Date),
        ("done_on", Kind::Date),
        ("quantity", Kind::Integer),
        ("amount", Kind::Money),
        ("updated_on", Kind::Date),
    ],
    sorted_by: &["opened_on", "request_id"],
};

/// One request; what a kind does not use is empty.
#[derive(Clone)]
pub(crate) struct Request {
    /// What is asked: takedown, payment_block, information, delivery, complaint, task, milestone.
    pub(crate) kind: &'static str,
    /// Who owes the answer.
    pub(crate) organization: String,
    /// Who asked.
    pub(crate) from_organization: Option<String>,
    /// Where.
    pub(crate) area: Option<String>,
    /// The channel of sale.
    pub(crate) channel: Option<&'static str>,
    /// The trading platform.
    pub(crate) platform: Option<&'static str>,
    /// The social network.
    pub(crate) network: Option<&'static str>,
    /// The group of goods.
    pub(crate) goods_group: Option<&'static str>,
    /// The clause of the plan.
    pub(crate) clause: Option<&'static str>,
    /// The system that a milestone belongs to.
    pub(crate) system: Option<&'static str>,
    /// The dataset that is delivered.
    pub(crate) dataset: Option<&'static str>,
    /// In words.
    pub(crate) topic: Option<&'static str>,
    /// When it was asked.
    pub(crate) opened_on: Day,
    /// By when it must be answered.
    pub(crate) due_on: Day,
    /// By when it had to be answered at first.
    pub(crate) first_due_on: Day,
    /// When it was answered.
    pub(crate) done_on: Option<Day>,
    /// How many links, accounts …
    pub(crate) quantity: Option<i64>,
    /// Đồng.
    pub(crate) amount: Option<i64>,
}

impl Request {
    /// A request of that kind between those days, with nothing else.
    pub(crate) fn new(kind: &'static str, organization: &str, opened_on: Day, due_on: Day) -> Self {
        Self {
            kind,
            organization: organization.to_owned(),
            from_organization: None,
            area: None,
            channel: None,
            platform: None,
            network: None,
            goods_group: None,
            clause: None,
            system: None,
            dataset: None,
            topic: None,
            opened_on,
            due_on,
            first_due_on: due_on,
            done_on: None,
            quantity: None,
            amount: None,
        }
    }

    /// Writes the request as it was known on the day of its export.
    pub(crate) fn push(&self, sheet: &mut Sheet, id: &str, exported: Day) -> Result<(), Failure> {
        sheet.push(&[
            id.into(),
            self.kind.into(),
            (&self.organization).into(),
            self.from_organization.as_ref().into(),
            self.area.as_ref().into(),
            self.channel.into(),
            self.platform.into(),
            self.network.into(),
            self.goods_group.into(),
            self.clause.into(),
            self.system.into(),
            self.dataset.into(),
            self.topic.into(),
            self.opened_on.into(),
            self.due_on.into(),
            self.first_due_on.into(),
            self.done_on.filter(|on| *on <= exported).into(),
            self.quantity.into(),
            self.amount.map_or(Cell::Null, Cell::Digits),
            exported.into(),
        ])
    }
}

const PLATFORMS: &[(&str, u64)] =
    &[("shopee", 52), ("tiktok_shop", 30), ("lazada", 13), ("sendo", 3), ("tiki", 2)];
const NETWORKS: &[(&str, u64)] = &[("facebook", 62), ("tiktok", 20), ("zalo", 14), ("youtube", 4)];
const GOODS: &[(&str, u64)] = &[
    ("fashion", 34),
    ("cosmetics", 22),
    ("medicine", 14),
    ("food", 12),
    ("electronics", 10),
    ("tobacco", 8),
];

/// Who asks whom for information: the asking force, the asked one.
const EXCHANGES: &[((&str, &str), u64)] = &[
    (("market", "tax"), 22),
    (("police", "bank"), 12),
    (("market", "science"), 14),
    (("market", "police"), 12),
    (("tax", "industry"), 12),
    (("police", "tax"), 10),
    (("industry", "tax"), 8),
    (("health", "market"), 5),
    (("agriculture", "science"), 5),
];

/// Datasets that are shared every quarter, and their owner.
const DATASETS: &[(&str, &str)] = &[
    ("tax_sellers", "tax"),
    ("handled_cases", "market"),
    ("complaints", "industry"),
    ("barcodes", "science"),
];

/// The world that requests are made in.
pub(crate) struct Desk<'a> {
    /// Places.
    pub(crate) areas: &'a Areas,
    /// Bodies.
    pub(crate) organizations: &'a Organizations,
}

impl Desk<'_> {
    /// Draws and writes takedowns, payment blocks, questions and deliveries: a file each.
    pub(crate) fn write(&self, out: &Path, seed: u64, stamp: Stamp) -> Result<(), Failure> {
        self.drawn(out, seed, ("takedown", "G"), (day(2022, 8, 15), 190), stamp, Self::takedown)?;
        self.drawn(out, seed, ("payment_block", "P"), (day(2023, 5, 15), 48), stamp, Self::payment_block)?;
        self.drawn(out, seed, ("information", "I"), (day(2022, 10, 15), 260), stamp, Self::information)?;
        write(out, "delivery", "D", &self.deliveries(&mut Random::new(seed, "delivery")), stamp)
    }

    /// Draws a kind of request from its first day on, so many thousandths a working day, and writes it.
    fn drawn(
        &self,
        out: &Path,
        seed: u64,
        (kind, letter): (&str, &str),
        (from, millis): (Day, u64),
        stamp: Stamp,
        draw: impl Fn(&Self, &mut Random, Day) -> Option<Request>,
    ) -> Result<(), Failure> {
        let mut random = Random::new(seed, kind);
        let mut all = Vec::new();
        let mut today = from;
        while today <= END {
            if is_working(today) {
                for _ in 0..random.count(millis) {
                    all.extend(draw(self, &mut random, today));
                }
            }
            today = plus(today, 1);
        }
        write(out, kind, letter, &all, stamp)
    }

    fn holder(&self, force: &str, on: Day) -> Option<&str> {
        self.organizations.holder(force, None, on).map(|body| body.code.as_str())
    }

    /// Links or shops that a platform or network is asked to remove within a working day or two.
    fn takedown(&self, random: &mut Random, on: Day) -> Option<Request> {
        let asked_by = self.holder(random.weighted(&[("market", 55), ("industry", 45)]), on)?.to_owned();
        let due_on = working_days_after(on, 2);
        let mut one = Request::new("takedown", &asked_by, on, due_on);
        if random.chance(560) {
            (one.channel, one.network) = (Some("social_network"), Some(random.weighted(NETWORKS)));
        } else {
            (one.channel, one.platform) = (Some("large_platform"), Some(random.weighted(PLATFORMS)));
        }
        one.goods_group = Some(random.weighted(GOODS));
        one.quantity = Some(random.weighted(&[(1, 44), (2, 20), (4, 16), (9, 12), (22, 6), (45, 2)]));
        let days = random.weighted(&[(0, 22), (1, 30), (2, 18), (4, 10), (9, 8), (25, 4)]);
        one.done_on = (!random.chance(90)).then(|| working_days_after(on, days));
        one.area = Some(if on < PROVINCES_MERGED { OLD_PROVINCE } else { NEW_PROVINCE }.to_owned());
        Some(one)
    }

    /// Written requests to stop payments to a seller.
    fn payment_block(&self, random: &mut Random, on: Day) -> Option<Request> {
        let bank = self.holder("bank", on)?.to_owned();
        let asking = random.weighted(&[("police", 66), ("market", 22), ("tax", 12)]);
        let mut one = Request::new("payment_block", &bank, on, working_days_after(on, 3));
        one.from_organization = Some(self.holder(asking, on)?.to_owned());
        one.quantity = Some(random.between(1, 4));
        one.amount = Some(random.between(3, 240) * 1_000_000);
        let days = random.weighted(&[(1, 40), (2, 26), (3, 18), (5, 9), (10, 7)]);
        one.done_on = (!random.chance(40)).then(|| working_days_after(on, days));
        Some(one)
    }

    /// Questions from one body to another, to be answered in ten working days.
    fn information(&self, random: &mut Random, on: Day) -> Option<Request> {
        let (from, to) = random.weighted(EXCHANGES);
        let mut one = Request::new("information", self.holder(to, on)?, on, working_days_after(on, 10));
        one.from_organization = Some(self.holder(from, on)?.to_owned());
        one.area = Some(self.areas.within(any_district(random), on, random).to_owned());
        let days = if random.chance(780) { random.between(1, 10) } else { random.between(11, 45) };
        one.done_on = (!random.chance(35)).then(|| working_days_after(on, days));
        Some(one)
    }

    /// Datasets shared with the department of industry and trade a week after each quarter; its own go to market surveillance.
    fn deliveries(&self, random: &mut Random) -> Vec<Request> {
        let mut all = Vec::new();
        for quarter in windows(day(2023, 7, 1), END, 3, 15) {
            for &(dataset, owner) in DATASETS {
                // The duty is its holder's on the day on which the delivery is due.
                let due_on = working_days_after(quarter.last, 5);
                let reader = if owner == "industry" { "market" } else { "industry" };
                let (Some(owner), Some(reader)) = (self.holder(owner, due_on), self.holder(reader, due_on))
                else {
                    continue;
                };
                let mut one = Request::new("delivery", owner, quarter.last, due_on);
                one.from_organization = Some(reader.to_owned());
                (one.dataset, one.clause) = (Some(dataset), Some("III.1/3"));
                let days = random.weighted(&[(2, 22), (4, 26), (5, 20), (8, 14), (16, 10)]);
                one.done_on = (!random.chance(110)).then(|| working_days_after(quarter.last, days));
                all.push(one);
            }
        }
        all
    }
}

/// Writes a file of requests with keys of that letter; none that was made before the plan could be a task of it.
pub(crate) fn write(
    out: &Path,
    part: &str,
    letter: &str,
    all: &[Request],
    stamp: Stamp,
) -> Result<(), Failure> {
    let mut sorted: Vec<&Request> = all.iter().filter(|one| one.opened_on <= END).collect();
    sorted.sort_by_key(|one| one.opened_on);
    debug_assert!(sorted.iter().all(|one| one.kind != "task" || one.opened_on >= PLAN));
    let mut sheet = Sheet::create(out, &REQUESTS, part, stamp)?;
    for (number, one) in (1..).zip(sorted) {
        one.push(&mut sheet, &format!("{letter}{number:05}"), END)?;
    }
    sheet.close()
}
