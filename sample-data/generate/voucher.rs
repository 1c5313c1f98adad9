//! Budget vouchers: one row each, a file a budget year.

use std::path::Path;

use crate::day::Day;
use crate::sheet::{Cell, Failure, Kind, Sheet, Stamp, Table};

const BUDGET_ENTRIES: Table = Table {
    name: "budget_entries",
    columns: &[
        ("entry_id", Kind::Text),
        ("budget_year", Kind::Integer),
        ("posted_on", Kind::Date),
        ("kind", Kind::Text),
        ("source", Kind::Text),
        ("organization", Kind::Text),
        ("chapter", Kind::Text),
        ("category", Kind::Text),
        ("programme", Kind::Text),
        ("purpose", Kind::Text),
        ("sub_item", Kind::Text),
        ("amount", Kind::Money),
        ("attributed", Kind::Money),
        ("advance_id", Kind::Text),
        ("due_on", Kind::Date),
        ("legal_ground", Kind::Text),
    ],
    sorted_by: &["budget_year", "posted_on", "entry_id"],
};

/// One voucher; its key is given when all are sorted.
pub(crate) struct Entry {
    /// The budget year that it belongs to.
    pub(crate) year: i32,
    /// The day on which it was booked.
    pub(crate) posted_on: Day,
    /// What it is: a grant, a payment, an advance …
    pub(crate) kind: &'static str,
    /// state, integrated or private.
    pub(crate) source: &'static str,
    /// Who spends.
    pub(crate) organization: String,
    /// The budget chapter.
    pub(crate) chapter: Option<&'static str>,
    /// The budget category (khoản).
    pub(crate) category: Option<&'static str>,
    /// The programme that pays, for integrated money.
    pub(crate) programme: Option<&'static str>,
    /// What for.
    pub(crate) purpose: Option<&'static str>,
    /// The revenue sub-item, for fines.
    pub(crate) sub_item: Option<&'static str>,
    /// Đồng.
    pub(crate) amount: i64,
    /// The part of it, in đồng, that counts for the plan.
    pub(crate) attributed: i64,
    /// The advance that it makes or takes back.
    pub(crate) advance: Option<String>,
    /// By when an advance must be recovered.
    pub(crate) due_on: Option<Day>,
    /// Why it was moved, carried over or cancelled.
    pub(crate) legal_ground: Option<&'static str>,
}

/// Gives the vouchers their keys, by year and day, and writes them.
pub(crate) fn write(out: &Path, mut entries: Vec<Entry>, stamp: Stamp) -> Result<(), Failure> {
    entries.sort_by_key(|entry| (entry.year, entry.posted_on));
    for year in 2022..=2026 {
        let mut sheet = Sheet::create(out, &BUDGET_ENTRIES, &year.to_string(), stamp)?;
        for (number, one) in (1..).zip(entries.iter().filter(|entry| entry.year == year)) {
            let id = format!("E{year}-{number:05}");
            sheet.push(&[
                (&id).into(),
                i64::from(one.year).into(),
                one.posted_on.into(),
                one.kind.into(),
                one.source.into(),
                (&one.organization).into(),
                one.chapter.into(),
                one.category.into(),
                one.programme.into(),
                one.purpose.into(),
                one.sub_item.into(),
                Cell::Digits(one.amount),
                Cell::Digits(one.attributed),
                one.advance.as_ref().into(),
                one.due_on.into(),
                one.legal_ground.into(),
            ])?;
        }
        sheet.close()?;
    }
    Ok(())
}

/// A voucher of state money with nothing but its amount.
pub(crate) fn plain(year: i32, posted_on: Day, kind: &'static str, organization: &str, amount: i64) -> Entry {
    Entry {
        year,
        posted_on,
        kind,
        source: "state",
        organization: organization.to_owned(),
        chapter: None,
        category: None,
        programme: None,
        purpose: None,
        sub_item: None,
        amount,
        attributed: amount,
        advance: None,
        due_on: None,
        legal_ground: None,
    }
}

/// The budget chapter of a body. Which chapter of 600–799 a district's unit had is not known here: one stands for all.
pub(crate) fn chapter(organization: &str) -> Option<&'static str> {
    Some(match organization.split_once('-')?.1 {
        district if district.starts_with('6') => "690",
        "SCT" => "416",
        "SKHCN" => "417",
        "STC" => "418",
        "SYT" => "423",
        "SVHTTDL" => "425",
        "STTTT" => "427",
        "SNN" | "SNNMT" => "412",
        "MTTQ" => "510",
        _ => return None,
    })
}
