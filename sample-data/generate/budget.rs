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

/// Force; millions granted at the start of 2024, 2025, 2026 (2023 has its own list; districts stand for each one); and
/// the lines on which they are granted: the share in a hundred, the budget's category, the plan's purpose.
type Grant = (&'static str, [i64; 3], &'static [(i64, &'static str, &'static str)]);

const GRANTS: &[Grant] = &[
    (
        "industry",
        [310, 365, 520],
        &[(34, "085", "training"), (30, "171", "outreach"), (22, "341", "inspection"), (14, "321", "system")],
    ),
    ("science", [85, 95, 230], &[(50, "108", "inspection"), (30, "108", "system"), (20, "085", "training")]),
    ("media", [105, 90, 0], &[(85, "171", "outreach"), (15, "085", "training")]),
    ("health", [40, 45, 60], &[(60, "341", "inspection"), (40, "085", "training")]),
    ("agriculture", [45, 45, 70], &[(60, "341", "inspection"), (40, "085", "training")]),
    ("culture", [25, 30, 60], &[(50, "171", "outreach"), (50, "341", "inspection")]),
    ("front", [30, 40, 50], &[(100, "171", "outreach")]),
    ("finance", [15, 15, 20], &[(100, "085", "training")]),
    ("local", [20, 24, 0], &[(50, "171", "outreach"), (50, "341", "inspection")]),
];

/// Money granted on one line: it is spent on that line only, so that every breakdown of it makes sense.
#[derive(Clone, PartialEq)]
struct Line {
    /// The force, and for a local body its district: who holds the money depends on the day.
    force: &'static str,
    district: Option<String>,
    category: &'static str,
    purpose: &'static str,
}

/// What may be spent on a line in a year, and what has been.
struct Purse {
    line: Line,
    available: i64,
    spent: i64,
    /// The advance that is still out when the year's books close, and what is left of it.
    rest: Option<(String, i64)>,
}

/// What goes over from one year to the next: of which line, the advance if it is one, how much.
struct Carried {
    line: Line,
    advance: Option<String>,
    amount: i64,
}

/// What pays for the plan beside its own money: the programmes that part IV of the plan speaks of.
const PROGRAMMES: &[(&str, u64)] =
    &[("Chương trình thương mại điện tử quốc gia", 2), ("Chương trình thương mại điện tử của địa phương", 3)];

/// The district that pays once more after its money was moved to the new province.
const SPENDS_TOO_MUCH: &str = "613";

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

impl Ledger<'_> {
    /// One budget year of state money: grants, spending, advances, settlement. Returns what is carried over.
    fn year(&mut self, year: i32, carried: Vec<Carried>) -> Vec<Carried> {
        let mut purses = self.grant(year);
        let mut old_advances = Vec::new();
        for Carried { line, advance, amount } in carried {
            self.post(year, working(day(year, 2, 10)), "carried_in", &line, amount);
            match advance {
                Some(advance) => old_advances.push((line, advance, amount)),
                None => {
                    if let Some(purse) = purses.iter_mut().find(|purse| purse.line == line) {
                        purse.available += amount;
                    }
                }
            }
        }
        // Money advanced in the old year is settled in the new one: taken back and paid in one step.
        for (line, advance, amount) in old_advances {
            let on = working(day(year, 2, 12));
            self.post(year, on, "recovery", &line, amount);
            self.mark(advance, None);
            self.post(year, on, "payment", &line, amount);
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
        for (force, grants, shares) in GRANTS {
            let districts: Vec<Option<String>> = if *force == "local" {
                let local = self.organizations.on(day(2023, 1, 1)).filter(|body| body.kind == "district");
                local.map(|body| body.area.clone()).collect()
            } else {
                vec![None]
            };
            for district in districts {
                let town = if district.as_deref() == Some("608") { 2 } else { 1 };
                let mut own: Vec<Purse> = shares
                    .iter()
                    .map(|(_, category, purpose)| Purse {
                        line: Line { force, district: district.clone(), category, purpose },
                        available: 0,
                        spent: 0,
                        rest: None,
                    })
                    .collect();
                if year == 2023 {
                    if *force == "industry" {
                        self.allot(year, day(2022, 12, 20), "initial", &mut own, shares, 130);
                    }
                    let millions = grants[0] * 6 / 10 * town;
                    self.allot(year, working(day(2023, 6, 20)), "supplement", &mut own, shares, millions);
                } else {
                    let place = usize::try_from(year - 2024).unwrap_or(0);
                    let on = working(plus(day(year - 1, 12, 17), self.random.between(0, 8)));
                    let millions =
                        grants[place] * town + self.random.between(-2, 2) * i64::from(grants[place] > 0);
                    self.allot(year, on, "initial", &mut own, shares, millions);
                }
                for purse in &mut own {
                    // Before the merger in 2025, so that what is left then is known.
                    let later = match (year, *force, purse.line.purpose) {
                        (2024, "industry", "system") => Some(("supplement", day(year, 9, 16), 70)),
                        (2024, "agriculture", "inspection") => Some(("supplement", day(year, 10, 14), 30)),
                        (2024, "media", "outreach") => Some(("adjustment", day(year, 10, 8), -20)),
                        (2024, "culture", "outreach") => Some(("adjustment", day(year, 10, 8), 20)),
                        (2025, "science", "system") => Some(("supplement", day(year, 5, 16), 70)),
                        _ => None,
                    };
                    if let Some((kind, on, millions)) = later {
                        purse.available +=
                            self.post(year, working(on), kind, &purse.line, millions * MILLION);
                    }
                }
                purses.append(&mut own);
            }
        }
        purses
    }

    /// Divides a grant over the lines of a body, a voucher each; the first one has what does not divide.
    fn allot(
        &mut self,
        year: i32,
        on: Day,
        kind: &'static str,
        purses: &mut [Purse],
        shares: &[(i64, &str, &str)],
        millions: i64,
    ) {
        let others: i64 = shares.iter().skip(1).map(|share| millions * share.0 / 100).sum();
        for (place, (purse, share)) in purses.iter_mut().zip(shares).enumerate() {
            let part = if place == 0 { millions - others } else { millions * share.0 / 100 };
            purse.available += self.post(year, on, kind, &purse.line, part * MILLION);
        }
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
            (2026, _) => i64::from((purse.line.force, purse.line.purpose) == ("industry", "inspection")),
            (_, millions) => (millions / 9).clamp(1, 26),
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
            if aim >= 40 * MILLION && year < 2026 { aim * self.random.between(60, 150) / 1_000 } else { 0 };
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
            let amount = settled / 100_000 * 100_000;
            purse.spent += self.post(year, working(day(year + 1, 1, 20)), "payment", &purse.line, amount);
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
            let amount = amount.clamp(0, (in_year - purse.spent).max(0)) / 10_000 * 10_000;
            purse.spent += self.post(year, on, "payment", &purse.line, amount);
        }
        for at in breaks.iter().skip(moved) {
            self.transfer(year, purse, *at);
        }
    }

    /// Moves what is left to the body that has the duty from that day on, where it is another one.
    fn transfer(&mut self, year: i32, purse: &mut Purse, at: Day) {
        let left = purse.available - purse.spent;
        let old = self.holder(&purse.line, plus(at, -1)).to_owned();
        let new = self.holder(&purse.line, at).to_owned();
        if old == new || left <= 0 {
            return;
        }
        for (organization, amount) in [(old, -left), (new, left)] {
            let mut entry = plain(year, at, "adjustment", &organization, amount);
            entry.legal_ground = Some("reorganisation");
            entry.chapter = chapter(&organization);
            (entry.category, entry.purpose) = (Some(purse.line.category), Some(purse.line.purpose));
            self.entries.push(entry);
        }
        let late =
            (purse.line.district.as_deref(), purse.line.purpose) == (Some(SPENDS_TOO_MUCH), "inspection");
        if late && at == PROVINCES_MERGED {
            // Does not agree: paid on the body's last day, after all that was left had been moved.
            let amount = (left / 2).min(1_850_000);
            purse.spent += self.post(year, working_by(plus(at, -1)), "payment", &purse.line, amount);
        }
    }

    fn advance(&mut self, year: i32, purse: &mut Purse, amount: i64) {
        self.advances += 1;
        let id = format!("U{year}-{:03}", self.advances);
        let on = working(day(year, 10, u32::try_from(self.random.between(6, 28)).unwrap_or(6)));
        self.post(year, on, "advance", &purse.line, amount);
        // Some contracts end within the year, so that their advance falls due before the books close.
        let ends = purse.line.purpose == "system" || self.advances.is_multiple_of(3);
        let due_on = if ends { day(year, 11, 30) } else { day(year + 1, 1, 31) };
        self.mark(id.clone(), Some(due_on));
        // Most is recovered before the year's books close: the work is done and paid. Some never is in whole; what the
        // department of industry has made for it always takes longer.
        let slow = purse.line.force == "industry" && matches!(purse.line.purpose, "outreach" | "system");
        let rest = if self.random.chance(150) || slow { amount * 4 / 10 / 100_000 * 100_000 } else { 0 };
        let done = amount - rest;
        let first = done / 2 / 100_000 * 100_000;
        for (on, part) in [(working(day(year, 12, 18)), first), (working(day(year + 1, 1, 22)), done - first)]
        {
            self.post(year, on, "recovery", &purse.line, part);
            self.mark(id.clone(), None);
            purse.spent += self.post(year, on, "payment", &purse.line, part);
        }
        if rest > 0 {
            purse.spent += rest;
            self.post(year, working(day(year + 1, 2, 14)), "carried_out", &purse.line, rest);
            self.mark(id.clone(), None);
            self.ground("contract");
            purse.rest = Some((id, rest));
        }
    }

    /// What is left at the end: most is cancelled, some is carried over on a legal ground.
    fn settle(&mut self, year: i32, purse: &Purse) -> Vec<Carried> {
        let mut over = Vec::new();
        if year == 2026 {
            return over;
        }
        let line = || purse.line.clone();
        if let Some((advance, amount)) = &purse.rest {
            over.push(Carried { line: line(), advance: Some(advance.clone()), amount: *amount });
        }
        let left = purse.available - purse.spent;
        let on = working_by(day(year + 1, 1, 30));
        let ground = match (year, purse.line.force, purse.line.category) {
            (_, "science", "108") => Some("science_digital"),
            (2024, "agriculture", "341") => Some("late_supplement"),
            _ => None,
        };
        match ground {
            _ if left <= 0 => {}
            Some(ground) => {
                self.post(year, on, "carried_out", &purse.line, left);
                self.ground(ground);
                over.push(Carried { line: line(), advance: None, amount: left });
            }
            None => {
                self.post(year, on, "cancelled", &purse.line, left);
            }
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
            entry.programme = Some(self.random.weighted(PROGRAMMES));
            entry.purpose = Some(self.random.weighted(&[("outreach", 3), ("training", 2), ("system", 1)]));
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

    /// The body that holds the money of a line on that day: what a district had goes to the province's department of
    /// industry.
    fn holder(&self, line: &Line, on: Day) -> &str {
        let body = self.organizations.holder(line.force, line.district.as_deref(), on);
        let body = body.or_else(|| self.organizations.holder("industry", None, on));
        body.map_or("", |body| body.code.as_str())
    }

    /// Posts state money for the body that has the duty on that day; returns the amount.
    fn post(&mut self, year: i32, on: Day, kind: &'static str, line: &Line, amount: i64) -> i64 {
        let organization = self.holder(line, on).to_owned();
        let mut entry = plain(year, on, kind, &organization, amount);
        entry.chapter = chapter(&organization);
        (entry.category, entry.purpose) = (Some(line.category), Some(line.purpose));
        // Real vouchers come without a chapter or a category now and then.
        if kind == "payment" && self.random.chance(12) {
            entry.chapter = None;
        }
        if kind == "payment" && self.random.chance(8) {
            entry.category = None;
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
