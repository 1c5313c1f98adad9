//! Budget vouchers of the plan's three sources, and the fines that the treasury booked.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::Datelike;

use crate::day::{DEPARTMENTS_MERGED, Day, END, PROVINCES_MERGED, day, plus, working, working_by};
use crate::organization::Organizations;
use crate::random::Random;
use crate::sheet::{Failure, Stamp};
use crate::treasury;
use crate::voucher::{self, Entry, chapter, plain};

/// A million đồng.
const MILLION: i64 = 1_000_000;

/// Force, then millions granted at the start of 2024, 2025, 2026; 2023 has its own list. Districts stand for each one.
const GRANTS: &[(&str, [i64; 3])] = &[
    ("industry", [310, 365, 520]),
    ("science", [85, 95, 230]),
    ("media", [105, 90, 0]),
    ("health", [40, 45, 60]),
    ("agriculture", [45, 45, 70]),
    ("culture", [25, 30, 60]),
    ("front", [30, 40, 50]),
    ("finance", [15, 15, 20]),
    ("local", [20, 24, 0]),
];

/// Purposes of state spending: the budget's category, the plan's purpose.
const PURPOSES: &[((&str, &str), u64)] = &[
    (("085", "training"), 34),
    (("171", "outreach"), 30),
    (("341", "inspection"), 22),
    (("321", "system"), 14),
];

/// What a body may spend in a year, and what it has spent.
struct Purse {
    /// The force, and for a local body its district: who holds the purse depends on the day.
    force: &'static str,
    district: Option<String>,
    available: i64,
    spent: i64,
    /// The advance that is still out when the year's books close, and what is left of it.
    rest: Option<(String, i64)>,
}

/// Draws and writes the vouchers, a file a budget year.
pub(crate) fn write(
    out: &Path,
    seed: u64,
    organizations: &Organizations,
    fines: &BTreeMap<(Day, String, &'static str), i64>,
    stamp: Stamp,
) -> Result<(), Failure> {
    let mut ledger =
        Ledger { random: Random::new(seed, "budget"), organizations, entries: Vec::new(), advances: 0 };
    let mut carried = Vec::new();
    for year in 2023..=2026 {
        carried = ledger.year(year, carried);
        ledger.other_sources(year);
    }
    for ((month, organization, sub_item), amount) in fines {
        let mut entry = plain(month.year(), *month, "fine_revenue", organization, *amount);
        entry.sub_item = Some(sub_item);
        ledger.entries.push(entry);
    }
    let mut entries = ledger.entries;
    entries.retain(|entry| entry.posted_on <= END && entry.amount != 0);
    treasury::write(out, &entries, stamp)?;
    voucher::write(out, entries, stamp)
}

struct Ledger<'a> {
    random: Random,
    organizations: &'a Organizations,
    entries: Vec<Entry>,
    advances: u32,
}

/// What goes over from one year to the next: who, the advance if it is one, how much.
type Carried = (&'static str, Option<String>, Option<String>, i64);

impl Ledger<'_> {
    /// One budget year of state money: grants, spending, advances, settlement. Returns what is carried over.
    fn year(&mut self, year: i32, carried: Vec<Carried>) -> Vec<Carried> {
        let mut purses = self.grant(year);
        let mut old_advances = Vec::new();
        for (force, district, advance, amount) in carried {
            let on = working(day(year, 2, 10));
            self.post(year, on, "carried_in", force, district.as_deref(), amount);
            match advance {
                Some(advance) => old_advances.push((force, district, advance, amount)),
                None => {
                    let purse =
                        purses.iter_mut().find(|purse| purse.force == force && purse.district == district);
                    if let Some(purse) = purse {
                        purse.available += amount;
                    }
                }
            }
        }
        // Money advanced in the old year is settled in the new one: taken back and paid in one step.
        for (force, district, advance, amount) in old_advances {
            let on = working(day(year, 2, 12));
            self.post(year, on, "recovery", force, district.as_deref(), amount);
            self.mark(advance, None);
            self.post(year, on, "payment", force, district.as_deref(), amount);
        }
        let mut left = Vec::new();
        for mut purse in purses {
            self.spend(year, &mut purse);
            left.extend(self.settle(year, &purse));
        }
        left
    }

    /// The year's grants. The plan came in May 2023, so most of that year's money is a supplement.
    fn grant(&mut self, year: i32) -> Vec<Purse> {
        let mut purses = Vec::new();
        for (force, grants) in GRANTS {
            let districts: Vec<Option<String>> = if *force == "local" {
                let local = self.organizations.on(day(2023, 1, 1)).filter(|body| body.kind == "district");
                local.map(|body| body.area.clone()).collect()
            } else {
                vec![None]
            };
            for district in districts {
                let district = district.as_deref();
                let town = if district == Some("608") { 2 } else { 1 };
                let mut available = 0;
                if year == 2023 {
                    if *force == "industry" {
                        available +=
                            self.post(year, day(2022, 12, 20), "initial", force, district, 130 * MILLION);
                    }
                    let on = working(day(2023, 6, 20));
                    let amount = grants[0] * 6 / 10 * town * MILLION;
                    available += self.post(year, on, "supplement", force, district, amount);
                } else {
                    let place = usize::try_from(year - 2024).unwrap_or(0);
                    let on = working(plus(day(year - 1, 12, 17), self.random.between(0, 8)));
                    let amount = (grants[place] * town
                        + self.random.between(-2, 2) * i64::from(grants[place] > 0))
                        * MILLION;
                    available += self.post(year, on, "initial", force, district, amount);
                }
                // Before the merger in 2025, so that what is left then is known.
                let supplement = match (year, *force) {
                    (2024, "industry") => Some(day(year, 9, 16)),
                    (2025, "science") => Some(day(year, 5, 16)),
                    _ => None,
                };
                if let Some(on) = supplement {
                    available += self.post(year, working(on), "supplement", force, district, 70 * MILLION);
                }
                if matches!((year, *force), (2024, "media")) {
                    available += self.post(
                        year,
                        working(day(year, 10, 8)),
                        "adjustment",
                        force,
                        district,
                        -20 * MILLION,
                    );
                }
                if matches!((year, *force), (2024, "culture")) {
                    available += self.post(
                        year,
                        working(day(year, 10, 8)),
                        "adjustment",
                        force,
                        district,
                        20 * MILLION,
                    );
                }
                let district = district.map(str::to_owned);
                purses.push(Purse { force, district, available, spent: 0, rest: None });
            }
        }
        purses
    }

    /// Payments over the year, more of them towards its end, and advances in its last quarter. Where a body ends, what is
    /// left is moved to its successor by two adjustments that add up to nothing.
    fn spend(&mut self, year: i32, purse: &mut Purse) {
        let share = self.random.between(830, 980);
        let aim = purse.available * share / 1_000 / 100_000 * 100_000;
        let months: &[(u32, u64)] = match year {
            2023 => &[(7, 3), (8, 8), (9, 12), (10, 18), (11, 26), (12, 33)],
            2026 => &[(1, 1)],
            _ => &[
                (2, 2),
                (3, 6),
                (4, 7),
                (5, 9),
                (6, 9),
                (7, 6),
                (8, 8),
                (9, 11),
                (10, 12),
                (11, 14),
                (12, 16),
            ],
        };
        let vouchers = match (year, purse.available / MILLION) {
            (2026, _) => i64::from(purse.force == "industry"),
            (_, millions) => (millions / 11).clamp(2, 26),
        };
        let mut days: Vec<Day> = (0..vouchers)
            .map(|_| {
                let month = self.random.weighted(months);
                let last = if month == 12 { 26 } else { 27 };
                working(day(year, month, u32::try_from(self.random.between(3, last)).unwrap_or(3)))
            })
            .collect();
        days.sort_unstable();
        // Some of the money goes out in the last quarter as an advance, some in January's settlement.
        let advanced =
            if aim >= 60 * MILLION && year < 2026 { aim * self.random.between(60, 150) / 1_000 } else { 0 };
        let settled = if year < 2026 && self.random.chance(600) {
            aim * self.random.between(30, 90) / 1_000
        } else {
            0
        };
        let in_year = if year == 2026 { 12 * MILLION } else { aim - advanced - settled };
        self.hand_over(year, purse, &mut days, in_year);
        if advanced > 0 {
            self.advance(year, purse, advanced / 100_000 * 100_000);
        }
        if settled > 0 {
            let on = working(day(year + 1, 1, 20));
            let amount = settled / 100_000 * 100_000;
            purse.spent += self.post(year, on, "payment", purse.force, purse.district.as_deref(), amount);
        }
    }

    fn hand_over(&mut self, year: i32, purse: &mut Purse, days: &mut Vec<Day>, in_year: i64) {
        let count = i64::try_from(days.len()).unwrap_or(1).max(1);
        let breaks: &[Day] = if year == 2025 { &[DEPARTMENTS_MERGED, PROVINCES_MERGED] } else { &[] };
        let mut moved = 0;
        for (place, on) in (1..).zip(days.drain(..)) {
            while let Some(at) = breaks.get(moved).filter(|at| **at <= on) {
                self.transfer(year, purse, *at);
                moved += 1;
            }
            let even = in_year / count;
            let amount = if place == count {
                in_year - purse.spent
            } else {
                even * self.random.between(70, 130) / 100
            };
            let amount = amount.clamp(0, in_year - purse.spent) / 10_000 * 10_000;
            purse.spent += self.post(year, on, "payment", purse.force, purse.district.as_deref(), amount);
        }
        for at in breaks.iter().skip(moved) {
            self.transfer(year, purse, *at);
        }
    }

    /// Moves what is left to the body that has the duty from that day on, where it is another one.
    fn transfer(&mut self, year: i32, purse: &Purse, at: Day) {
        let left = purse.available - purse.spent;
        let old = self.holder(purse, plus(at, -1));
        let new = self.holder(purse, at);
        if old != new && left > 0 {
            let (old, new) = (old.to_owned(), new.to_owned());
            for (organization, amount) in [(old, -left), (new, left)] {
                let mut entry = plain(year, at, "adjustment", &organization, amount);
                entry.legal_ground = Some("reorganisation");
                entry.chapter = chapter(&organization);
                self.entries.push(entry);
            }
        }
    }

    fn advance(&mut self, year: i32, purse: &mut Purse, amount: i64) {
        self.advances += 1;
        let id = format!("U{year}-{:03}", self.advances);
        let on = working(day(year, 10, u32::try_from(self.random.between(6, 28)).unwrap_or(6)));
        self.post(year, on, "advance", purse.force, purse.district.as_deref(), amount);
        // Every third contract ends within the year, so that its advance falls due before the books close.
        let due_on = if self.advances.is_multiple_of(3) { day(year, 11, 30) } else { day(year + 1, 1, 31) };
        self.mark(id.clone(), Some(due_on));
        // Most is recovered before the year's books close: the work is done and paid. The largest one never is in whole.
        let unfinished = self.random.chance(150) || purse.force == "industry";
        let rest = if unfinished { amount * 4 / 10 / 100_000 * 100_000 } else { 0 };
        let done = amount - rest;
        let first = done / 2 / 100_000 * 100_000;
        for (on, part) in [(working(day(year, 12, 18)), first), (working(day(year + 1, 1, 22)), done - first)]
        {
            self.post(year, on, "recovery", purse.force, purse.district.as_deref(), part);
            self.mark(id.clone(), None);
            purse.spent += self.post(year, on, "payment", purse.force, purse.district.as_deref(), part);
        }
        if rest > 0 {
            purse.spent += rest;
            let on = working(day(year + 1, 2, 14));
            self.post(year, on, "carried_out", purse.force, purse.district.as_deref(), rest);
            self.ground("contract");
            purse.rest = Some((id, rest));
        }
    }

    /// What is left at the end: a rest is cancelled, a little is carried over on a legal ground.
    fn settle(&mut self, year: i32, purse: &Purse) -> Vec<Carried> {
        let mut over = Vec::new();
        if year == 2026 {
            return over;
        }
        if let Some((advance, amount)) = &purse.rest {
            over.push((purse.force, purse.district.clone(), Some(advance.clone()), *amount));
        }
        let left = purse.available - purse.spent;
        let on = working_by(day(year + 1, 1, 30));
        if left > 0 && purse.force == "science" {
            self.post(year, on, "carried_out", purse.force, purse.district.as_deref(), left);
            self.ground("science_digital");
            over.push((purse.force, purse.district.clone(), None, left));
        } else if left > 0 {
            self.post(year, on, "cancelled", purse.force, purse.district.as_deref(), left);
        }
        over
    }

    /// Money of other programmes, of which a share counts for this plan, and of sponsors.
    fn other_sources(&mut self, year: i32) {
        let months: &[u32] = match year {
            2023 => &[8, 10, 11, 12],
            2026 => &[],
            _ => &[3, 5, 6, 9, 10, 11, 12],
        };
        for month in months {
            let on = working(day(year, *month, u32::try_from(self.random.between(5, 25)).unwrap_or(5)));
            let organization = self.industry(on);
            let amount = self.random.between(30, 160) * MILLION;
            let share = self.random.weighted(&[(20, 3), (30, 4), (40, 2)]);
            let mut entry = plain(year, on, "payment", &organization, amount);
            (entry.source, entry.attributed) = ("integrated", amount * share / 100);
            entry.programme = Some("Chương trình phát triển thương mại điện tử");
            entry.purpose = Some("outreach");
            entry.chapter = Some("416");
            self.entries.push(entry);
        }
        for month in months.iter().step_by(3) {
            let on = working(day(year, *month, u32::try_from(self.random.between(5, 25)).unwrap_or(5)));
            let organization = self.industry(on);
            let amount = self.random.between(5, 35) * MILLION;
            for (kind, later, part) in [("pledged", 0, 100), ("received", 12, 100), ("payment", 40, 90)] {
                let on = working(plus(on, later)).min(day(year, 12, 31));
                let mut entry = plain(year, on, kind, &organization, amount * part / 100);
                (entry.source, entry.purpose) = ("private", Some("outreach"));
                entry.organization = self.industry(on);
                self.entries.push(entry);
            }
        }
    }

    fn industry(&self, on: Day) -> String {
        self.organizations.holder("industry", None, on).map(|body| body.code.clone()).unwrap_or_default()
    }

    /// The body that holds a purse on that day: what a district had goes to the province's department of industry.
    fn holder(&self, purse: &Purse, on: Day) -> &str {
        let body = self.organizations.holder(purse.force, purse.district.as_deref(), on);
        let body = body.or_else(|| self.organizations.holder("industry", None, on));
        body.map_or("", |body| body.code.as_str())
    }

    /// Posts state money for the body that has the duty on that day; returns the amount.
    fn post(
        &mut self,
        year: i32,
        on: Day,
        kind: &'static str,
        force: &'static str,
        district: Option<&str>,
        amount: i64,
    ) -> i64 {
        let purse =
            Purse { force, district: district.map(str::to_owned), available: 0, spent: 0, rest: None };
        let organization = self.holder(&purse, on).to_owned();
        let mut entry = plain(year, on, kind, &organization, amount);
        entry.chapter = chapter(&organization);
        if matches!(kind, "payment" | "advance") {
            let (category, purpose) = self.random.weighted(PURPOSES);
            (entry.category, entry.purpose) = (Some(category), Some(purpose));
        }
        self.entries.push(entry);
        amount
    }

    /// Gives the voucher just posted its advance, and the day by which that must be recovered.
    fn mark(&mut self, advance: String, due_on: Option<Day>) {
        if let Some(entry) = self.entries.last_mut() {
            (entry.advance, entry.due_on) = (Some(advance), due_on);
        }
    }

    fn ground(&mut self, legal_ground: &'static str) {
        if let Some(entry) = self.entries.last_mut() {
            entry.legal_ground = Some(legal_ground);
        }
    }
}
