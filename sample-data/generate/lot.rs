//! Goods of violating cases, and what became of them.

use crate::course::Course;
use crate::day::{Day, END, plus, working, working_days_after};
use crate::random::Random;
use crate::sheet::{Cell, Failure, Kind, Sheet, Table};

/// The table of goods.
pub(crate) const GOODS_LOTS: Table = Table {
    name: "goods_lots",
    columns: &[
        ("lot_id", Kind::Text),
        ("case_id", Kind::Text),
        ("organization", Kind::Text),
        ("goods_group", Kind::Text),
        ("value", Kind::Money),
        ("seized_on", Kind::Date),
        ("confiscated_on", Kind::Date),
        ("destroyed_on", Kind::Date),
        ("disposed_on", Kind::Date),
    ],
    sorted_by: &["case_id", "lot_id"],
};

const SMUGGLED: &[(&str, u64)] = &[
    ("tobacco", 24),
    ("electronics", 20),
    ("fashion", 18),
    ("food", 14),
    ("cosmetics", 14),
    ("alcohol", 10),
];
const FAKED: &[(&str, u64)] =
    &[("fashion", 46), ("cosmetics", 22), ("electronics", 16), ("medicine", 8), ("food", 8)];
const USUAL: &[(&str, u64)] = &[
    ("food", 30),
    ("fashion", 20),
    ("cosmetics", 16),
    ("electronics", 10),
    ("other", 9),
    ("medicine", 7),
    ("farm_supplies", 4),
    ("alcohol", 2),
    ("fuel", 1),
    ("gold", 1),
];

/// The group of goods that a violation is mostly about.
fn group(random: &mut Random, violation: &str) -> &'static str {
    match violation {
        "AT01" | "HG02" => "food",
        "HG04" => "farm_supplies",
        "YT01" => "medicine",
        "HG03" => random.weighted(&[("cosmetics", 60), ("medicine", 40)]),
        "HL01" | "HC01" => random.weighted(SMUGGLED),
        "HG01" | "HG05" | "HG06" | "SH01" | "SH02" => random.weighted(FAKED),
        _ => random.weighted(USUAL),
    }
}

/// Draws and writes the goods of one case: one lot, sometimes two; what has not happened by the sample's end has no day.
pub(crate) fn write(
    sheet: &mut Sheet,
    random: &mut Random,
    case: &str,
    organization: &str,
    course: &Course,
    decided_on: Option<Day>,
) -> Result<(), Failure> {
    let (Some(record_on), Some(first)) = (course.record_on, course.violations.first()) else { return Ok(()) };
    let known = |day: Option<Day>| day.filter(|day| *day <= END);
    let lots = random.weighted(&[(1, 82), (2, 18)]);
    let mut groups: Vec<&'static str> = Vec::new();
    for number in 1..=lots {
        let goods_group = group(random, first.code);
        // Hundreds of thousands to some millions; once in a while a store's worth.
        let large = if random.chance(60) { 8 } else { 1 };
        let value = random.between(4, 160) * large * 100_000;
        // In one case in nine nobody wrote down what the goods were.
        let written = !random.chance(110);
        let (sold, wait, lag) = (random.chance(450), random.between(30, 150), random.between(4, 45));
        let spoiled = random.chance(300);
        if groups.contains(&goods_group) {
            continue;
        }
        groups.push(goods_group);
        let fate = course.violations.iter().find_map(|violation| violation.goods);
        let confiscated_on = known(decided_on.filter(|_| fate == Some("confiscation")));
        let destroyed_on = match fate {
            Some("destruction") => decided_on.map(|on| working_days_after(on, lag)),
            // Confiscated goods that may not be sold are destroyed as well.
            Some("confiscation") if spoiled => decided_on.map(|on| working(plus(on, wait))),
            _ => None,
        };
        let disposed_on = decided_on
            .filter(|_| fate == Some("confiscation") && !spoiled && sold)
            .map(|on| working(plus(on, wait)));
        let seized_on = known(fate.map(|_| record_on));
        sheet.push(&[
            (&format!("H{}-{number}", &case[1..])).into(),
            case.into(),
            organization.into(),
            written.then_some(goods_group).into(),
            Cell::Digits(value),
            seized_on.into(),
            confiscated_on.into(),
            known(destroyed_on).into(),
            known(disposed_on).into(),
        ])?;
    }
    Ok(())
}
