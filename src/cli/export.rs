//! `minhbach export`: a period's figures as a pack that its receiver can check.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use clap::{ArgGroup, Args};

use super::opened::{Opened, ask};
use super::written::Bom;
use super::{Failure, Globals, composed};
use crate::calendar::Day;
use crate::export::{ExportError, PackOrder, changed, is_unfinished, pack, pack_formats};
use crate::kpi::Scope;
use crate::report::Ask;
use crate::table::Zone;
use crate::workspace::{Packing, Reader};

/// What is packed, and where it goes.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["period", "due"]))]
pub(super) struct ExportArgs {
    /// A period, as for `kpi`.
    #[arg(long, value_name = "P", value_parser = composed)]
    period: Option<String>,
    /// A pack for each period whose report is past due and that has none, as `[export]` in minhbach.toml says.
    #[arg(long, conflicts_with = "filters")]
    due: bool,
    /// The day that is taken for today's, instead of the clock's.
    #[arg(long, value_name = "DATE", requires = "due")]
    today: Option<Day>,
    /// The dashboards, by id; all if none is named.
    #[arg(long, value_name = "ID", value_delimiter = ',', value_parser = composed)]
    dashboards: Vec<String>,
    /// The formats; all if none is named.
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', help = formats())]
    formats: Vec<String>,
    /// Whether figures.csv begins with the mark by which spreadsheets know UTF-8 (BOM).
    #[arg(long, value_enum, default_value_t = Bom::Always, value_name = "WHEN")]
    bom: Bom,
    /// Only what lies below a member; `~` is not known. Repeat for more.
    #[arg(long = "where", value_name = "DIM=VALUE", value_parser = composed)]
    filters: Vec<String>,
    /// The folder in which packs lie; it is made if it is not there. `folder` of `[export]` if not given.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// How the program ends where some of what was due could not be written.
const PARTLY: u8 = 3;

fn formats() -> String {
    format!("The formats, of {}; all if none is named", pack_formats().join(", "))
}

pub(super) fn run(place: &Globals, args: &ExportArgs) -> Result<ExitCode, Failure> {
    let opened = Opened::definitions(place)?;
    if opened.workspace.has_errors() {
        let what = "a workspace with mistakes".to_owned();
        return Err(Failure::Mistakes { what, problems: opened.workspace.problems.clone() });
    }
    let packing = opened.workspace.settings.packing.clone();
    let out = match args
        .out
        .clone()
        .or_else(|| packing.folder.as_ref().map(|name| opened.workspace.root.join(name)))
    {
        Some(out) => out,
        None => {
            let message = "nobody says where packs go".to_owned();
            let hint = "give `--out DIR`, or `folder` of `[export]` in minhbach.toml".to_owned();
            return Err(Failure::Typed { message, hint: Some(hint) });
        }
    };
    let dataset = opened.data(place)?;
    let reader = dataset.for_reader(Scope::everything()).unhurried();
    clear_unfinished(&out);
    let work = Work { opened: &opened, reader: &reader, out: &out };
    if args.due {
        return work.due(args, &packing);
    }
    let ask = ask(&reader, args.period.as_ref(), &args.filters, None)?;
    let (dashboards, formats) = (args.dashboards.clone(), args.formats.clone());
    let order = PackOrder { ask, dashboards, formats, bom: args.bom.into() };
    work.write(&order)?;
    Ok(ExitCode::SUCCESS)
}

/// What every pack of a run shares.
struct Work<'a> {
    opened: &'a Opened,
    reader: &'a Reader<'a>,
    out: &'a Path,
}

impl Work<'_> {
    /// Writes one pack and prints its identity and its place.
    #[expect(clippy::print_stdout, reason = "the pack and its identity are this command's data")]
    fn write(&self, order: &PackOrder) -> Result<(), Failure> {
        let folder = self.place(order)?;
        let mut progress = |part: &str| eprintln!("writing {part}");
        let packed = self.opened.runtime.block_on(pack(self.reader, order, &folder, &mut progress))?;
        println!("{}  {}", packed.identity, folder.display());
        Ok(())
    }

    /// Writes what is due and not there; tells of what is there whether it still holds.
    fn due(&self, args: &ExportArgs, packing: &Packing) -> Result<ExitCode, Failure> {
        let calendars = self.reader.calendars();
        let today = args.today.map_or_else(|| today(&self.opened.workspace.settings.zone), Ok)?;
        if packing.periods.is_empty() {
            let message = "no kinds of period are named for packs".to_owned();
            let hint = "write `periods = [\"quarter\"]` below `[export]` in minhbach.toml".to_owned();
            return Err(Failure::Typed { message, hint: Some(hint) });
        }
        let named = |given: &[String], own: Vec<String>| if given.is_empty() { own } else { given.to_vec() };
        let own_formats = packing.formats.iter().map(|(name, _)| name.clone()).collect();
        let formats = named(&args.formats, own_formats);
        let own_dashboards = packing.dashboards.iter().map(|name| name.get_ref().clone()).collect();
        let dashboards = named(&args.dashboards, own_dashboards);
        let mut whole = true;
        for (period, on) in packing.due(calendars, today) {
            let ask = Ask { period: Some(period.qualified()), ..Ask::default() };
            let (dashboards, formats) = (dashboards.clone(), formats.clone());
            let order = PackOrder { ask, dashboards, formats, bom: args.bom.into() };
            let place = self.place(&order)?;
            if place.symlink_metadata().is_ok() {
                self.hold_against(&order, &place)?;
            } else if period.is_provisional(self.reader.data_date()) {
                whole = false;
                eprintln!(
                    "warning: no pack of {period} is written: it was due on {on} and ends on {}, but the data speak only \
                     until {}. A pack is never replaced, so one written now would stay without the rest; it is written \
                     by the first run that finds newer data",
                    period.last_day(),
                    self.reader.data_date()
                );
            } else {
                match self.write(&order) {
                    // Another run was faster.
                    Err(Failure::Export(ExportError::Exists { .. })) => {}
                    done => done?,
                }
            }
        }
        Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(PARTLY) })
    }

    /// Tells where the data say something else now than a pack does.
    fn hold_against(&self, order: &PackOrder, place: &Path) -> Result<(), Failure> {
        let found = self.opened.runtime.block_on(changed(self.reader, order, place))?;
        match found {
            Some(found) if !found.figures.is_empty() => {
                let codes: Vec<String> =
                    found.figures.iter().map(|(code, count)| format!("{code} ({count})")).collect();
                eprintln!(
                    "warning: {} stays as it was written; the data have changed since, and figures of {} would be others",
                    place.display(),
                    codes.join(", ")
                );
            }
            Some(_) | None => {}
        }
        Ok(())
    }

    fn place(&self, order: &PackOrder) -> Result<PathBuf, Failure> {
        Ok(self.out.join(order.name(self.reader)?))
    }
}

/// The day that the workspace's clocks show.
fn today(zone: &Zone) -> Result<Day, Failure> {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok();
    let day = seconds.and_then(|since| zone.day_at(i64::try_from(since.as_secs()).ok()?));
    let message = "the clock shows no day".to_owned();
    day.ok_or(Failure::Typed { message, hint: Some("`--today DATE` says which it is".to_owned()) })
}

/// Takes away what killed exports left. What another export writes just now is younger.
fn clear_unfinished(out: &Path) {
    let Ok(entries) = fs::read_dir(out) else { return };
    let old = |entry: &fs::DirEntry| {
        let age = entry.metadata().ok()?.modified().ok()?.elapsed().ok()?;
        Some(age > LONGEST_EXPORT)
    };
    for entry in entries.flatten() {
        if is_unfinished(&entry.path()) && old(&entry) == Some(true) {
            // What cannot be taken away now is another time.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// No export takes as long.
const LONGEST_EXPORT: Duration = Duration::from_secs(24 * 60 * 60);
