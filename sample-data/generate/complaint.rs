//! Complaints of consumers about electronic commerce.
//!
//! A year's export holds the complaints opened in it, and those of the year before that were still open, as they stand at
//! the end: the row with the latest `updated_on` is the one that holds.

use std::path::Path;

use chrono::Datelike;

use crate::area::{Areas, any_district};
use crate::day::{Day, END, PROVINCES_MERGED, START, day, is_working, plus, working_days_after};
use crate::organization::Organizations;
use crate::random::Random;
use crate::request::{REQUESTS, Request};
use crate::sheet::{Failure, Sheet, Stamp};

const CHANNELS: &[(&str, u64)] = &[
    ("large_platform", 47),
    ("social_network", 36),
    ("website", 8),
    ("express_delivery", 5),
    ("other_platform", 4),
];
const PLATFORMS: &[(&str, u64)] =
    &[("shopee", 55), ("tiktok_shop", 27), ("lazada", 13), ("tiki", 3), ("sendo", 2)];
const GOODS: &[(&str, u64)] =
    &[("fashion", 28), ("electronics", 26), ("cosmetics", 16), ("food", 10), ("medicine", 9), ("other", 11)];
const TOPICS: &[(&str, u64)] = &[
    ("Hàng giao không đúng mô tả", 34),
    ("Nghi hàng giả, hàng nhái", 22),
    ("Không hoàn tiền, không đổi trả", 21),
    ("Không giao hàng sau khi đã thanh toán", 14),
    ("Từ chối bảo hành", 9),
];

/// Draws and writes the complaints, a file a year.
pub(crate) fn write(
    out: &Path,
    seed: u64,
    areas: &Areas,
    organizations: &Organizations,
    stamp: Stamp,
) -> Result<(), Failure> {
    let mut random = Random::new(seed, "complaints");
    let mut all = Vec::new();
    let mut today = START;
    while today <= END {
        let year = match today.year() {
            2022 => 28,
            2023 => 35,
            2024 => 48,
            _ => 60,
        };
        // Sales days at the year's end bring more complaints a little later.
        let season = if matches!(today.month(), 11 | 12 | 1) { 150 } else { 90 };
        let share = if is_working(today) { 100 } else { 25 };
        for _ in 0..random.count(year * season * share / 2_900) {
            all.extend(complaint(&mut random, areas, organizations, today));
        }
        today = plus(today, 1);
    }
    for year in 2022..=2026 {
        let mut sheet = Sheet::create(out, &REQUESTS, &format!("complaints-{year}"), stamp)?;
        let exported = day(year, 12, 31).min(END);
        for (number, one) in (1..).zip(&all) {
            let still_open =
                one.opened_on.year() == year - 1 && one.done_on.is_none_or(|on| on.year() >= year);
            if one.opened_on.year() == year || still_open {
                push(&mut sheet, number, one, exported)?;
            }
        }
        sheet.close()?;
    }
    Ok(())
}

fn complaint(random: &mut Random, areas: &Areas, organizations: &Organizations, on: Day) -> Option<Request> {
    let area = areas.within(any_district(random), on, random);
    let force = if random.chance(on_local(on)) { "local" } else { "industry" };
    let channel = random.weighted(CHANNELS);
    let first_due_on = working_days_after(on, 15);
    let due_on = if random.chance(70) { working_days_after(first_due_on, 10) } else { first_due_on };
    let days = if random.chance(860) { random.between(2, 15) } else { random.between(16, 75) };
    // A platform settles at once or not at all; some complaints are never closed.
    let done_on = (!random.chance(15)).then(|| working_days_after(on, days)).filter(|on| *on <= END);
    let organization = &organizations.holder(force, Some(area), on)?.code;
    let mut one = Request::new("complaint", organization, on, due_on);
    one.area = Some(area.to_owned());
    one.channel = Some(channel);
    one.platform = (channel == "large_platform").then(|| random.weighted(PLATFORMS));
    one.goods_group = Some(random.weighted(GOODS));
    one.topic = Some(random.weighted(TOPICS));
    (one.first_due_on, one.done_on) = (first_due_on, done_on);
    one.amount = (!random.chance(200)).then(|| random.between(8, 450) * 10_000);
    Some(one)
}

/// Of a thousand complaints, those that a district or commune settles itself.
fn on_local(day: Day) -> u64 {
    if day < PROVINCES_MERGED { 260 } else { 180 }
}

/// Writes a complaint as it was known when its file was exported.
fn push(sheet: &mut Sheet, number: i64, one: &Request, exported: Day) -> Result<(), Failure> {
    // A longer time is granted when the first one runs out.
    let due_on = if one.first_due_on <= exported { one.due_on } else { one.first_due_on };
    Request { due_on, ..one.clone() }.push(sheet, &format!("Y{number:05}"), exported)
}
