//! The outlines of reports, read with what they name.

use super::files::Files;
use crate::calendar::{Calendars, DayRange};
use crate::dashboard::outline::{FOLDER, Held, Outline, parse};
use crate::diagnostic::Diagnostics;
use crate::kpi::Plan;

/// The outlines, in the order of their names. Somebody must issue each on every day of the plan's life, or on the first
/// day of the data where there is no plan.
pub(super) fn read(
    problems: &mut Diagnostics,
    files: &Files,
    plan: &Plan,
    codes: &[&str],
    calendars: &Calendars,
) -> Vec<Outline> {
    // Twins among the dashboards have been told.
    let dashboards = files.kind(&mut Diagnostics::default(), "dashboards/", ".toml");
    let dashboards: Vec<&str> = dashboards.iter().map(|file| file.stem()).collect();
    let sections: Vec<&str> = plan.sections.iter().map(|section| section.id.as_str()).collect();
    let held = Held { sections: &sections, dashboards: &dashboards, codes };
    let first_day = calendars.first_day();
    let needed = calendars.plan().unwrap_or(DayRange { first_day, last_day: first_day });
    let all = files.kind(problems, FOLDER, ".toml");
    all.iter().filter_map(|file| parse(problems, file, &held, needed)).collect()
}
