//! Who took part in joint inspections besides the body that led them.

use crate::day::Day;
use crate::organization::{Body, Organizations};
use crate::random::Random;
use crate::sheet::{Failure, Kind, Sheet, Table};

/// The table of partners.
pub(crate) const CASE_PARTNERS: Table = Table {
    name: "case_partners",
    columns: &[("case_id", Kind::Text), ("partner", Kind::Text), ("organization", Kind::Text)],
    sorted_by: &["case_id", "partner"],
};

const PARTNERS: &[(&str, u64)] = &[
    ("market", 30),
    ("police", 28),
    ("local", 12),
    ("health", 8),
    ("agriculture", 7),
    ("industry", 6),
    ("tax", 5),
    ("science", 4),
];

/// Draws and writes the partners of one joint inspection: one to three bodies, not the one that led it.
pub(crate) fn write(
    sheet: &mut Sheet,
    random: &mut Random,
    organizations: &Organizations,
    case: &str,
    lead: &Body,
    area: &str,
    on: Day,
) -> Result<(), Failure> {
    let mut partners: Vec<&str> = Vec::new();
    for _ in 0..random.weighted(&[(1, 55), (2, 33), (3, 12)]) {
        let force = random.weighted(PARTNERS);
        let body = organizations.holder(force, Some(area), on);
        if let Some(body) = body.filter(|body| body.code != lead.code)
            && !partners.contains(&body.code.as_str())
        {
            partners.push(&body.code);
        }
    }
    partners.sort_unstable();
    for partner in partners {
        sheet.push(&[case.into(), partner.into(), lead.code.as_str().into()])?;
    }
    Ok(())
}
