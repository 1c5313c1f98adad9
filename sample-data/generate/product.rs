//! Local products with stars of the one-commune-one-product programme, and whether they can be traced.

use std::path::Path;

use crate::area::{Areas, any_district};
use crate::day::{Day, END, PROVINCES_MERGED, day, plus};
use crate::organization::Organizations;
use crate::random::Random;
use crate::sheet::{Cell, Failure, Kind, Sheet, Stamp, Table};

const PRODUCTS: Table = Table {
    name: "products",
    columns: &[
        ("product_id", Kind::Text),
        ("valid_from", Kind::Date),
        ("valid_to", Kind::Date),
        ("organization", Kind::Text),
        ("area", Kind::Text),
        ("goods_group", Kind::Text),
        ("star", Kind::Integer),
        ("linked_from", Kind::Date),
        ("linked_to", Kind::Date),
    ],
    sorted_by: &["product_id", "valid_from"],
};

const PRODUCTS_COUNT: u32 = 236;
const GOODS: &[(&str, u64)] =
    &[("food", 70), ("medicine", 14), ("cosmetics", 5), ("alcohol", 6), ("fashion", 3), ("other", 2)];

/// Draws and writes the products: a row for each stretch of time with the same stars and the same area.
pub(crate) fn write(
    out: &Path,
    seed: u64,
    areas: &Areas,
    organizations: &Organizations,
    stamp: Stamp,
) -> Result<(), Failure> {
    let mut random = Random::new(seed, "products");
    let mut sheet = Sheet::create(out, &PRODUCTS, "", stamp)?;
    for number in 1..=PRODUCTS_COUNT {
        let district = any_district(&mut random);
        let commune = areas.within(district, END, &mut random);
        let goods_group = random.weighted(GOODS);
        let from = if random.chance(500) {
            plus(day(2019, 12, 1), random.between(0, 930))
        } else {
            plus(day(2022, 7, 1), random.between(0, 1_270))
        };
        // Stars are given for three years; then the product rises, stays, or falls out of the programme.
        let star = random.weighted(&[(3, 74), (4, 25), (5, 1)]);
        let again = plus(from, 1_095);
        let next = match random.weighted(&[("same", 55), ("up", 20), ("out", 25)]) {
            "up" => Some((star + 1).min(5)),
            "same" => Some(star),
            _ => None,
        };
        let linked = random.chance(440).then(|| plus(from, random.between(20, 900)));
        let unlinked = linked.filter(|_| random.chance(80)).map(|on| plus(on, random.between(200, 600)));
        let mut stretches = vec![(from, Some(plus(again, -1)), star)];
        stretches.extend(next.map(|next| (again, None, next)));
        for (first, last, star) in stretches {
            for (from, to) in cut(first, last) {
                let area = if from < PROVINCES_MERGED { district } else { commune };
                let Some(body) = organizations.holder("agriculture", None, from) else { continue };
                sheet.push(&[
                    (&format!("SP{number:04}")).into(),
                    from.into(),
                    to.into(),
                    (&body.code).into(),
                    area.into(),
                    goods_group.into(),
                    Cell::Integer(star),
                    linked.filter(|on| *on <= END).into(),
                    unlinked.filter(|on| *on <= END).into(),
                ])?;
            }
        }
    }
    sheet.close()
}

/// A stretch before and after the merger, as far as the sample goes.
fn cut(from: Day, to: Option<Day>) -> Vec<(Day, Option<Day>)> {
    let last = plus(PROVINCES_MERGED, -1);
    let to = to.filter(|to| *to <= END);
    if from > END {
        Vec::new()
    } else if from >= PROVINCES_MERGED || to.is_some_and(|to| to <= last) {
        vec![(from, to)]
    } else {
        vec![(from, Some(last)), (PROVINCES_MERGED, to)]
    }
}
