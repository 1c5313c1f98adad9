//! Waves of a sample survey among consumers.

use std::path::Path;

use crate::area::Areas;
use crate::day::{Day, PROVINCES_MERGED, day};
use crate::random::Random;
use crate::sheet::{Cell, Failure, Kind, Sheet, Stamp, Table};

const SURVEY_ANSWERS: Table = Table {
    name: "survey_answers",
    columns: &[
        ("wave", Kind::Text),
        ("respondent_id", Kind::Text),
        ("organization", Kind::Text),
        ("fielded_to", Kind::Date),
        ("area", Kind::Text),
        ("weight", Kind::Decimal(9, 4)),
        ("aware", Kind::Boolean),
    ],
    sorted_by: &["wave", "respondent_id"],
};

/// Wave, last day in the field, how many of a thousand had been reached.
const WAVES: &[(&str, Day, i64)] = &[
    ("2023-1", day(2023, 6, 10), 205),
    ("2023-2", day(2023, 12, 8), 270),
    ("2024-1", day(2024, 6, 7), 335),
    ("2024-2", day(2024, 12, 6), 405),
    ("2025-1", day(2025, 6, 6), 455),
    ("2025-2", day(2025, 12, 5), 505),
];

/// By how many of a thousand an old district lies above or below the province: the town above, the far ones below.
const LEANING: &[(&str, i64)] = &[
    ("608", 90),
    ("611", 30),
    ("615", 10),
    ("612", 0),
    ("616", -40),
    ("610", -80),
    ("613", -60),
    ("614", -50),
    ("617", -130),
    ("618", -100),
];

/// Of a thousand people, those of 15 years and more.
const GROWN_UP: i64 = 705;

/// Draws and writes the answers, a file a wave.
pub(crate) fn write(out: &Path, seed: u64, areas: &Areas, stamp: Stamp) -> Result<(), Failure> {
    let mut random = Random::new(seed, "survey");
    for (wave, fielded_to, aware) in WAVES {
        let organization = if *fielded_to < PROVINCES_MERGED { "KT-SCT" } else { "QN-SCT" };
        let mut sheet = Sheet::create(out, &SURVEY_ANSWERS, wave, stamp)?;
        let mut number = 0;
        for district in areas.districts() {
            let people = district.population.unwrap_or(0) * GROWN_UP / 1_000;
            // At least thirty people a district, more in the populous ones.
            let asked = 30 + people / 1_500 + random.between(0, 4);
            let leaning = LEANING.iter().find(|(code, _)| *code == district.code).map_or(0, |(_, by)| *by);
            for place in 0..asked {
                number += 1;
                // The weight is how many people one answer stands for; rounding goes to the first of them.
                let all = people * 10_000;
                let weight = all / asked + if place == 0 { all % asked } else { 0 };
                let yes = u64::try_from(aware + leaning).unwrap_or(0);
                let answer = (!random.chance(38)).then(|| random.chance(yes));
                let respondent = format!("{wave}-{number:04}");
                sheet.push(&[
                    (*wave).into(),
                    (&respondent).into(),
                    organization.into(),
                    (*fielded_to).into(),
                    areas.within(&district.code, *fielded_to, &mut random).into(),
                    Cell::Digits(weight),
                    answer.into(),
                ])?;
            }
        }
        sheet.close()?;
    }
    Ok(())
}
