//! What else is known of traders than where they sell: commitments, barcodes, taxes, invoices.
//!
//! A row is a stretch of time. The area's code and the body that reports changed with the merger, so a stretch is cut there.

use std::path::Path;

use chrono::Datelike;

use crate::business::{BUSINESS_STATUSES, Business, Businesses};
use crate::day::{Day, END, PLAN, PROVINCES_MERGED, day, plus};
use crate::organization::Organizations;
use crate::random::Random;
use crate::sheet::{Failure, Sheet, Stamp};

const GOODS: &[(&str, u64)] = &[
    ("food", 38),
    ("fashion", 17),
    ("cosmetics", 14),
    ("electronics", 9),
    ("medicine", 8),
    ("farm_supplies", 8),
    ("alcohol", 3),
    ("tobacco", 3),
];
const MADE: &[(&str, u64)] =
    &[("food", 62), ("farm_supplies", 12), ("cosmetics", 8), ("medicine", 10), ("other", 8)];
const PLATFORMS: &[(&str, u64)] =
    &[("shopee", 52), ("tiktok_shop", 28), ("lazada", 12), ("tiki", 4), ("other", 4)];

/// Old districts whose lists of traders in scope of a commitment are known; elsewhere nobody drew one up.
const LISTED: &[&str] = &["608", "611", "612", "615"];

#[derive(Clone, Copy)]
struct Stretch {
    business: usize,
    status: &'static str,
    platform: Option<&'static str>,
    goods: Option<&'static str>,
    from: Day,
    to: Option<Day>,
}

/// Draws and writes these statuses, a file each.
pub(crate) fn write(
    out: &Path,
    seed: u64,
    businesses: &Businesses,
    organizations: &Organizations,
    stamp: Stamp,
) -> Result<(), Failure> {
    let parts: [(&str, &str, &str, Draw); 4] = [
        ("commitments", "C", "market", commitments),
        ("codes", "M", "science", codes),
        ("tax", "K", "tax", taxes),
        ("invoices", "H", "tax", invoices),
    ];
    for (part, letter, force, draw) in parts {
        let mut random = Random::new(seed, part);
        let mut rows = Vec::new();
        for (place, business) in businesses.all().iter().enumerate().filter(|(_, one)| one.district.is_some())
        {
            draw(&mut random, place, business, &mut rows);
        }
        let mut rows: Vec<Stretch> = rows.into_iter().flat_map(cut).collect();
        rows.sort_by_key(|row| (row.business, row.from));
        let mut sheet = Sheet::create(out, &BUSINESS_STATUSES, part, stamp)?;
        for (number, row) in (1..).zip(rows) {
            let business = &businesses.all()[row.business];
            let Some(body) = organizations.holder(force, None, row.from) else { continue };
            sheet.push(&[
                (&format!("{letter}{number:07}")).into(),
                (&business.id).into(),
                (&body.code).into(),
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

type Draw = fn(&mut Random, usize, &Business, &mut Vec<Stretch>);

/// The parts of a stretch before and after the merger; nothing of what lies after the sample.
fn cut(row: Stretch) -> Vec<Stretch> {
    let last = plus(PROVINCES_MERGED, -1);
    let to = row.to.filter(|to| *to <= END);
    if row.from > END || to.is_some_and(|to| to < row.from) {
        return Vec::new();
    }
    if row.from >= PROVINCES_MERGED || to.is_some_and(|to| to <= last) {
        return vec![Stretch { to, ..row }];
    }
    vec![Stretch { to: Some(last), ..row }, Stretch { from: PROVINCES_MERGED, to, ..row }]
}

/// Shops that market surveillance asks not to trade counterfeits; some sign that nobody had listed.
fn commitments(random: &mut Random, business: usize, trader: &Business, rows: &mut Vec<Stretch>) {
    let goods = Some(random.weighted(GOODS));
    let also = random.weighted(GOODS);
    let listed = trader.district.is_some_and(|district| LISTED.contains(&district)) && random.chance(420);
    let signs = random.chance(if listed { 560 } else { 70 });
    let first = trader.from.max(day(2022, 9, 1));
    let on = plus(first, random.between(20, 1_150));
    let mut add =
        |status, goods, from, to| rows.push(Stretch { business, status, platform: None, goods, from, to });
    if listed {
        add("commitment_scope", goods, first, None);
        if Some(also) != goods && also != "other" {
            add("commitment_scope", Some(also), plus(first, 90), None);
        }
    }
    if signs {
        add("commitment_signed", goods, on, None);
    }
}

/// Producers that should put barcodes on their goods, and those whose code is paid for and valid.
fn codes(random: &mut Random, business: usize, maker: &Business, rows: &mut Vec<Stretch>) {
    if !matches!(maker.kind, "enterprise" | "cooperative") || !random.chance(620) {
        return;
    }
    let goods = Some(random.weighted(MADE));
    let since = maker.from.max(day(2022, 8, 1));
    let mut add = |status, from, to| rows.push(Stretch { business, status, platform: None, goods, from, to });
    add("code_scope", since, None);
    if random.chance(410) {
        let from = plus(since, random.between(0, 900));
        // A code whose yearly fee is not paid is withdrawn, and some take it up again.
        let to = random.chance(140).then(|| plus(from, random.between(300, 800)));
        add("code_valid", from, to);
        if let (Some(to), true) = (to, random.chance(500)) {
            add("code_valid", plus(to, random.between(60, 240)), None);
        }
    }
}

/// Sellers that the tax office knows by name, and those among them that have registered.
fn taxes(random: &mut Random, business: usize, seller: &Business, rows: &mut Vec<Stretch>) {
    // Some shops without the Internet register too and were never looked for as sellers on it.
    if !seller.online {
        if random.chance(60) {
            let from = plus(day(2023, 1, 1), random.between(0, 700));
            rows.push(Stretch {
                business,
                status: "tax_registered",
                platform: None,
                goods: None,
                from,
                to: None,
            });
        }
        return;
    }
    let found = plus(seller.from.max(day(2022, 9, 1)), random.between(30, 700));
    let registers =
        random.chance(if matches!(seller.kind, "enterprise" | "cooperative") { 940 } else { 520 });
    let later = plus(found, random.between(-60, 420)).max(seller.from);
    let platforms = if random.chance(220) { 2 } else { 1 };
    let mut known: Vec<&'static str> = Vec::new();
    for _ in 0..platforms {
        let platform = random.weighted(PLATFORMS);
        if !known.contains(&platform) {
            known.push(platform);
        }
    }
    if !random.chance(780) {
        return;
    }
    for platform in known {
        let platform = Some(platform);
        rows.push(Stretch {
            business,
            status: "tax_identified",
            platform,
            goods: None,
            from: found,
            to: None,
        });
        if registers {
            rows.push(Stretch {
                business,
                status: "tax_registered",
                platform,
                goods: None,
                from: later,
                to: None,
            });
        }
    }
}

/// Sellers obliged to issue electronic invoices, and the calendar months in which they issued any.
fn invoices(random: &mut Random, business: usize, seller: &Business, rows: &mut Vec<Stretch>) {
    if !seller.online {
        return;
    }
    let from = match seller.kind {
        "enterprise" | "cooperative" => day(2022, 7, 1),
        // Since 1/6/2025 large household businesses are obliged too.
        "household" if random.chance(170) => day(2025, 6, 1),
        _ => return,
    };
    let from = seller.from.max(from);
    let diligent = random.between(700, 990);
    let mut add =
        |status, from, to| rows.push(Stretch { business, status, platform: None, goods: None, from, to });
    add("einvoice_obliged", from, None);
    let mut first = day(from.year(), from.month(), 1).max(day(2022, 9, 1));
    while first <= END {
        let next = plus(first, 31);
        let next = day(next.year(), next.month(), 1);
        // Use grew since the plan came.
        let share = u64::try_from(if first < PLAN { diligent * 8 / 10 } else { diligent }).unwrap_or(0);
        if random.chance(share) {
            add("einvoice_issued", first.max(from), Some(plus(next, -1)));
        }
        first = next;
    }
}
