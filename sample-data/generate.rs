//! Makes the sample: synthetic Parquet files of a small province, the same bytes for the same seed.
//!
//! `cargo run --release --example sample -- --out DIR [--scale N] [--seed S]`
//!
//! It shares no code with the program and knows nothing of it. `--scale` multiplies inspections and what hangs on them
//! (decisions, payments, fines at the treasury); people, bodies, sellers, reports and grants stay as they are.
//!
//! Real: the names and codes of areas (`reference/areas.csv`) and of bodies, holidays, code lists. All else is drawn.
//!
//! Dirty rows, so that there is something to set aside or to mark:
//! - a payment whose key stands in the files of two years, a payment for a decision that is not there, an amount below
//!   zero (`sanction.rs`);
//! - a channel that no list knows (`inspection.rs`);
//! - a name written with decomposed letters (`business.rs`).

#[path = "generate/area.rs"]
mod area;
#[path = "generate/budget.rs"]
mod budget;
#[path = "generate/business.rs"]
mod business;
#[path = "generate/class.rs"]
mod class;
#[path = "generate/code.rs"]
mod code;
#[path = "generate/complaint.rs"]
mod complaint;
#[path = "generate/course.rs"]
mod course;
#[path = "generate/day.rs"]
mod day;
#[path = "generate/inspection.rs"]
mod inspection;
#[path = "generate/joint.rs"]
mod joint;
#[path = "generate/lot.rs"]
mod lot;
#[path = "generate/organization.rs"]
mod organization;
#[path = "generate/outreach.rs"]
mod outreach;
#[path = "generate/product.rs"]
mod product;
#[path = "generate/published.rs"]
mod published;
#[path = "generate/random.rs"]
mod random;
#[path = "generate/repeated.rs"]
mod repeated;
#[path = "generate/report.rs"]
mod report;
#[path = "generate/request.rs"]
mod request;
#[path = "generate/sanction.rs"]
mod sanction;
#[path = "generate/sheet.rs"]
mod sheet;
#[path = "generate/staff.rs"]
mod staff;
#[path = "generate/status.rs"]
mod status;
#[path = "generate/survey.rs"]
mod survey;
#[path = "generate/task.rs"]
mod task;
#[path = "generate/treasury.rs"]
mod treasury;
#[path = "generate/voucher.rs"]
mod voucher;

use std::path::PathBuf;

use clap::Parser;

use crate::area::Areas;
use crate::business::Businesses;
use crate::inspection::World;
use crate::organization::Organizations;
use crate::report::Reports;
use crate::request::Desk;
use crate::sheet::{Failure, Stamp};
use crate::staff::Staff;

/// Writes the sample's Parquet files.
#[derive(Parser)]
struct Arguments {
    /// The folder to write to.
    #[arg(long)]
    out: PathBuf,
    /// How many times as many inspections as a small province has.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=20_000))]
    scale: u64,
    /// Another seed gives another sample.
    #[arg(long, default_value_t = 1309)]
    seed: u64,
}

fn main() -> Result<(), Failure> {
    let Arguments { out, scale, seed } = Arguments::parse();
    let stamp = Stamp { seed, scale };
    let areas = Areas::read()?;
    let organizations = Organizations::new(&areas);
    let reports = Reports::new(seed, &organizations);
    let staff = Staff::new(seed, &areas, &organizations);
    let businesses = Businesses::new(seed, &areas);

    areas.write(&out, stamp)?;
    organizations.write(&out, stamp)?;
    code::write(&out, stamp)?;
    reports.write(&out, stamp)?;
    staff.write(&out, stamp)?;
    staff.write_attendance(&out, seed, stamp)?;
    class::write(&out, &organizations, stamp)?;
    survey::write(&out, seed, &areas, stamp)?;
    businesses.write(&out, stamp)?;
    businesses.write_statuses(&out, seed, stamp)?;
    status::write(&out, seed, &businesses, &organizations, stamp)?;
    let world =
        World { areas: &areas, organizations: &organizations, businesses: &businesses, reports: &reports };
    let outcome = inspection::write(&out, &world, seed, stamp)?;
    outcome.tally.write(&out, stamp)?;
    outreach::write(&out, seed, &organizations, &outcome.notices, stamp)?;
    complaint::write(&out, seed, &areas, &organizations, stamp)?;
    Desk { areas: &areas, organizations: &organizations }.write(&out, seed, stamp)?;
    task::write(&out, seed, &organizations, stamp)?;
    product::write(&out, seed, &areas, &organizations, stamp)?;
    budget::write(&out, seed, &organizations, &outcome.treasury, stamp)
}
