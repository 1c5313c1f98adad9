//! Sellers and traders, where they sell, and when they were told about the law.

use std::path::Path;

use crate::area::{Areas, NEW_PROVINCE, any_district};
use crate::day::{Day, END, PLAN, PROVINCES_MERGED, day, plus};
use crate::random::Random;
use crate::sheet::{Failure, Kind, Sheet, Stamp, Table};

const BUSINESSES: Table = Table {
    name: "businesses",
    columns: &[
        ("business_id", Kind::Text),
        ("organization", Kind::Text),
        ("kind", Kind::Text),
        ("name", Kind::Text),
        ("tax_code", Kind::Text),
    ],
    sorted_by: &["business_id"],
};

/// The table of what each of them is and does, and from when to when.
pub(crate) const BUSINESS_STATUSES: Table = Table {
    name: "business_statuses",
    columns: &[
        ("status_id", Kind::Text),
        ("business_id", Kind::Text),
        ("organization", Kind::Text),
        ("status", Kind::Text),
        ("platform", Kind::Text),
        ("goods_group", Kind::Text),
        ("area", Kind::Text),
        ("valid_from", Kind::Date),
        ("valid_to", Kind::Date),
    ],
    sorted_by: &["business_id", "valid_from", "status_id"],
};

/// Sellers on the Internet, traders without, and traders outside the old province (known to the new one only).
const ONLINE: usize = 640;
const OFFLINE: usize = 420;
const OUTSIDE: usize = 90;

/// The business whose name comes decomposed, as some exports write it.
const DECOMPOSED: &str = "S000077";

const PLATFORMS: &[(&str, u64)] = &[
    ("shopee", 46),
    ("tiktok_shop", 24),
    ("lazada", 14),
    ("tiki", 6),
    ("sendo", 5),
    ("voso", 3),
    ("other", 2),
];
const GOODS: &[(&str, u64)] = &[
    ("food", 30),
    ("fashion", 25),
    ("cosmetics", 14),
    ("electronics", 11),
    ("other", 9),
    ("medicine", 6),
    ("farm_supplies", 4),
    ("alcohol", 1),
];

/// A seller or trader.
pub(crate) struct Business {
    /// Its opaque key.
    pub(crate) id: String,
    /// Whether it sells on the Internet.
    pub(crate) online: bool,
    /// Its first day in trade.
    pub(crate) from: Day,
    /// Its old district; none outside the old province.
    pub(crate) district: Option<&'static str>,
    /// individual, household, enterprise or cooperative.
    pub(crate) kind: &'static str,
    commune: String,
    name: String,
    tax_code: Option<String>,
}

impl Business {
    /// Where it sits, by the area's code of that day.
    pub(crate) fn area(&self, on: Day) -> &str {
        match self.district {
            Some(district) if on < PROVINCES_MERGED => district,
            Some(_) => &self.commune,
            None => NEW_PROVINCE,
        }
    }
}

struct Status {
    business: usize,
    status: &'static str,
    platform: Option<&'static str>,
    goods: Option<&'static str>,
    from: Day,
    to: Option<Day>,
}

/// All sellers and traders.
pub(crate) struct Businesses(Vec<Business>);

impl Businesses {
    /// Draws them.
    pub(crate) fn new(seed: u64, areas: &Areas) -> Self {
        let mut random = Random::new(seed, "businesses");
        let mut all = Vec::new();
        for number in 1..=ONLINE + OFFLINE + OUTSIDE {
            let online = number <= ONLINE || (number > ONLINE + OFFLINE && number % 4 == 0);
            let district = (number <= ONLINE + OFFLINE).then(|| any_district(&mut random));
            let kind = if online {
                random.weighted(&[
                    ("individual", 52),
                    ("household", 34),
                    ("enterprise", 11),
                    ("cooperative", 3),
                ])
            } else {
                random.weighted(&[
                    ("individual", 12),
                    ("household", 74),
                    ("enterprise", 13),
                    ("cooperative", 1),
                ])
            };
            let id = format!("S{number:06}");
            let name = match kind {
                "individual" => format!("Cá nhân mẫu {number}"),
                "household" => format!("Hộ kinh doanh mẫu {number}"),
                "enterprise" => format!("Công ty TNHH mẫu {number}"),
                _ => format!("Hợp tác xã mẫu {number}"),
            };
            all.push(Business {
                // "ộ", "ẫ" … as a letter and its marks; the program must make them one again.
                name: if id == DECOMPOSED {
                    format!("Ho\u{323}\u{302} kinh doanh ma\u{302}\u{303}u {number}")
                } else {
                    name
                },
                tax_code: (kind != "individual" || random.chance(300)).then(|| format!("MAU{number:07}")),
                commune: district
                    .map(|district| areas.within(district, END, &mut random).to_owned())
                    .unwrap_or_default(),
                // Trade on the Internet grew over the years; old traders were always there.
                from: if online && !random.chance(420) {
                    plus(day(2022, 4, 1), random.between(0, 1_330))
                } else {
                    plus(day(2018, 1, 1), random.between(0, 1_500))
                },
                id,
                online,
                district,
                kind,
            });
        }
        Self(all)
    }

    /// All of them, by key.
    pub(crate) fn all(&self) -> &[Business] {
        &self.0
    }

    /// A business that is in trade on that day, in the old province or outside it; on the Internet or not.
    pub(crate) fn inspected(
        &self,
        on: Day,
        online: bool,
        outside: bool,
        random: &mut Random,
    ) -> Option<&Business> {
        // A busy district is drawn at once, because businesses are spread over districts in the same way.
        (0..60).find_map(|_| {
            let business = random.pick(&self.0);
            let fits =
                business.online == online && business.district.is_none() == outside && business.from <= on;
            fits.then_some(business)
        })
    }

    /// Writes the businesses.
    pub(crate) fn write(&self, out: &Path, stamp: Stamp) -> Result<(), Failure> {
        let mut sheet = Sheet::create(out, &BUSINESSES, "", stamp)?;
        for business in &self.0 {
            let organization = match (business.district, business.online) {
                (None, _) => "QN-SCT",
                (Some(_), true) => "KT-SCT",
                (Some(_), false) => "KT-QLTT",
            };
            sheet.push(&[
                (&business.id).into(),
                organization.into(),
                business.kind.into(),
                (&business.name).into(),
                business.tax_code.as_ref().into(),
            ])?;
        }
        sheet.close()
    }

    /// Draws and writes what each seller did and what was done about it: a file for each status.
    pub(crate) fn write_statuses(&self, out: &Path, seed: u64, stamp: Stamp) -> Result<(), Failure> {
        let mut random = Random::new(seed, "statuses");
        let (mut selling, mut reached) = (Vec::new(), Vec::new());
        for (place, business) in
            self.0.iter().enumerate().filter(|(_, one)| one.online && one.district.is_some())
        {
            sell(&mut random, place, business, &mut selling);
            reach(&mut random, place, business, &mut reached);
        }
        let mut number = 0;
        for (part, mut rows) in [("reached", reached), ("selling", selling)] {
            let mut sheet = Sheet::create(out, &BUSINESS_STATUSES, part, stamp)?;
            rows.sort_by_key(|row| (row.business, row.from));
            for row in rows {
                number += 1;
                let id = format!("T{number:07}");
                let business = &self.0[row.business];
                sheet.push(&[
                    (&id).into(),
                    (&business.id).into(),
                    if row.from < PROVINCES_MERGED { "KT-SCT" } else { "QN-SCT" }.into(),
                    row.status.into(),
                    row.platform.into(),
                    row.goods.into(),
                    business.area(row.from).into(),
                    row.from.into(),
                    row.to.into(),
                ])?;
            }
            sheet.close()?;
        }
        Ok(())
    }
}

/// Where and what a seller sells: up to three platforms, up to two groups of goods; one in five stops again.
fn sell(random: &mut Random, business: usize, seller: &Business, rows: &mut Vec<Status>) {
    let stopped =
        random.chance(190).then(|| plus(seller.from, random.between(150, 1_400))).filter(|on| *on <= END);
    let (mut platforms, mut goods) = (Vec::new(), Vec::new());
    for _ in 0..random.weighted(&[(1, 62), (2, 29), (3, 9)]) {
        let platform = random.weighted(PLATFORMS);
        if !platforms.contains(&platform) {
            platforms.push(platform);
        }
    }
    for _ in 0..random.weighted(&[(1, 76), (2, 24)]) {
        let group = random.weighted(GOODS);
        if !goods.contains(&group) {
            goods.push(group);
        }
    }
    for (order, platform) in platforms.iter().enumerate() {
        let from = if order == 0 { seller.from } else { plus(seller.from, random.between(30, 400)) };
        let left =
            if order == 0 || random.chance(800) { None } else { Some(plus(from, random.between(60, 700))) };
        let to = match (left.filter(|on| *on <= END), stopped) {
            (Some(left), Some(stopped)) => Some(left.min(stopped)),
            (left, stopped) => left.or(stopped),
        };
        for group in &goods {
            // The area's code changed with the merger, so a seller's time is cut there.
            let cut = plus(PROVINCES_MERGED, -1);
            let mut add = |from: Day, to: Option<Day>| {
                if from <= END && to.is_none_or(|to| from <= to) {
                    let (platform, goods) = (Some(*platform), Some(*group));
                    rows.push(Status { business, status: "selling", platform, goods, from, to });
                }
            };
            if from >= PROVINCES_MERGED || to.is_some_and(|to| to <= cut) {
                add(from, to);
            } else {
                add(from, Some(cut));
                add(PROVINCES_MERGED, to);
            }
        }
    }
}

/// When a seller was told about the law: some before the plan, most in its years, a third never.
fn reach(random: &mut Random, business: usize, seller: &Business, rows: &mut Vec<Status>) {
    let mut add = |from: Day| {
        if seller.from <= from && from <= END {
            rows.push(Status { business, status: "reached", platform: None, goods: None, from, to: None });
        }
    };
    if random.chance(90) {
        add(plus(day(2022, 9, 1), random.between(0, 240)));
    }
    if random.chance(740) {
        let first = PLAN.max(seller.from);
        let days = (day(2025, 12, 20) - first).num_days().max(1);
        // Campaigns go out early rather than late: of two days drawn, the earlier one.
        let offset = random.between(0, days).min(random.between(0, days + 200));
        let on = plus(first, offset);
        add(on);
        if random.chance(220) {
            add(plus(on, random.between(60, 400)));
        }
    }
}
