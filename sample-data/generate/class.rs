//! Training classes: when, for whom, on what.

use std::path::Path;

use chrono::Datelike;

use crate::day::{Day, day};
use crate::organization::Organizations;
use crate::sheet::{Failure, Kind, Sheet, Stamp, Table};

const TABLE: Table = Table {
    name: "classes",
    columns: &[
        ("class_id", Kind::Text),
        ("organization", Kind::Text),
        ("topic", Kind::Text),
        ("level", Kind::Text),
        ("area", Kind::Text),
        ("began_on", Kind::Date),
        ("ended_on", Kind::Date),
    ],
    sorted_by: &["ended_on", "class_id"],
};

/// One class. It is counted on its last day, on which attendance is taken.
pub(crate) struct Class {
    /// Its last day.
    pub(crate) on: Day,
    /// How many can attend.
    pub(crate) seats: usize,
    /// The forces invited; none: all.
    pub(crate) forces: &'static [&'static str],
    /// Whether there was a test at the end.
    pub(crate) tested: bool,
    topic: &'static str,
    level: &'static str,
    /// The force that held it.
    held_by: &'static str,
}

const fn class(on: Day, seats: usize, forces: &'static [&'static str], tested: bool) -> Class {
    Class { on, seats, forces, tested, topic: "ecommerce_law", level: "basic", held_by: "industry" }
}

impl Class {
    const fn about(self, topic: &'static str, level: &'static str) -> Self {
        Self { topic, level, ..self }
    }

    const fn by(self, held_by: &'static str) -> Self {
        Self { held_by, ..self }
    }
}

/// All classes. The first two were before the plan.
pub(crate) const CLASSES: &[Class] = &[
    class(day(2022, 10, 20), 25, &["market", "industry"], false),
    class(day(2023, 3, 16), 30, &["market", "police", "tax"], true).about("inspection", "basic").by("market"),
    class(day(2023, 7, 27), 38, &["market", "industry", "police"], true),
    class(day(2023, 10, 12), 34, &["tax", "science", "media", "culture"], false),
    class(day(2023, 11, 23), 38, &["local"], false).about("consumer", "basic"),
    class(day(2024, 3, 21), 38, &["market", "police"], true).about("inspection", "advanced").by("market"),
    class(day(2024, 4, 25), 34, &["local"], true),
    class(day(2024, 6, 13), 43, &[], true).about("counterfeit", "basic").by("market"),
    class(day(2024, 7, 18), 30, &["health", "agriculture", "science"], false)
        .about("counterfeit", "basic")
        .by("science"),
    class(day(2024, 9, 26), 38, &["local", "industry"], true).about("consumer", "basic"),
    class(day(2024, 10, 24), 38, &["tax", "police", "bank"], true).about("tax_invoice", "advanced").by("tax"),
    class(day(2024, 11, 28), 34, &["market", "media", "culture", "transport", "front", "finance"], false),
    class(day(2025, 3, 27), 38, &["market", "police", "tax"], true).about("inspection", "advanced"),
    class(day(2025, 4, 24), 43, &["local"], true).about("consumer", "basic"),
    class(day(2025, 5, 29), 38, &[], true).about("counterfeit", "advanced").by("market"),
    class(day(2025, 8, 28), 47, &["local"], true),
    class(day(2025, 10, 16), 43, &["local", "market", "police"], true).about("inspection", "basic"),
    class(day(2025, 11, 20), 51, &[], true),
    class(day(2025, 12, 11), 38, &["local", "agriculture", "health", "culture", "science"], false)
        .about("counterfeit", "basic"),
];

/// The classes of a year with their keys.
pub(crate) fn of(year: i32) -> impl Iterator<Item = (String, &'static Class)> {
    let classes = CLASSES.iter().filter(move |class| class.on.year() == year);
    classes.enumerate().map(move |(number, class)| (format!("L{year}-{:02}", number + 1), class))
}

/// Writes the classes. Those at an advanced level took two days.
pub(crate) fn write(out: &Path, organizations: &Organizations, stamp: Stamp) -> Result<(), Failure> {
    let mut sheet = Sheet::create(out, &TABLE, "", stamp)?;
    for (id, class) in (2022..=2025).flat_map(of) {
        let Some(holder) = organizations.holder(class.held_by, None, class.on) else { continue };
        let began_on = if class.level == "advanced" { crate::day::plus(class.on, -1) } else { class.on };
        // All were held in the town, which a commune of that name governs since the merger.
        let area = if class.on < crate::day::PROVINCES_MERGED { "608" } else { "23293" };
        sheet.push(&[
            (&id).into(),
            (&holder.code).into(),
            class.topic.into(),
            class.level.into(),
            area.into(),
            began_on.into(),
            class.on.into(),
        ])?;
    }
    sheet.close()
}
