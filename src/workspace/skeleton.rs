//! Commented skeletons of the files that people write; each passes `check` where it is put.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Workspace;
use crate::locale::Language;

/// What a skeleton is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skeleton {
    /// A KPI's query with its header.
    Kpi,
    /// A dashboard.
    Dashboard,
    /// A table's contract.
    Table,
    /// A whole workspace.
    Workspace,
}

/// Why a skeleton cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum SkeletonError {
    /// A name that cannot name a file or a table.
    #[error(
        "`{name}` cannot be a name here: use letters without accents, digits, `_`, `-` and `.`, beginning with a letter"
    )]
    Name {
        /// The name.
        name: String,
    },
    /// A path that ends with no name.
    #[error("`{}` names no folder", .path.display())]
    Folder {
        /// The path.
        path: PathBuf,
    },
    /// Something is there already; nothing is overwritten.
    #[error("`{}` is there already", .path.display())]
    Exists {
        /// The file or folder.
        path: PathBuf,
    },
    /// The system refuses.
    #[error("`{}` could not be written", .path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What it says.
        #[source]
        source: io::Error,
    },
}

impl Skeleton {
    /// Writes the skeleton below the folder and gives the files written. A KPI and a dashboard are
    /// made from what the workspace has: its first unit, its first KPI.
    ///
    /// # Errors
    /// Where the name cannot be used, something is there already, or the system refuses.
    pub fn write(
        self,
        root: &Path,
        name: &str,
        workspace: Option<&Workspace>,
        language: Language,
    ) -> Result<Vec<PathBuf>, SkeletonError> {
        if self == Self::Workspace {
            return whole(&root.join(name), language);
        }
        let mut letters = name.chars();
        let sound = letters.next().is_some_and(|first| first.is_ascii_alphabetic())
            && letters.all(|letter| letter.is_ascii_alphanumeric() || "_-.".contains(letter));
        if !sound {
            return Err(SkeletonError::Name { name: name.to_owned() });
        }
        let files = match self {
            Self::Kpi => vec![(format!("queries/kpis/{name}.sql"), kpi(name, workspace))],
            Self::Dashboard => vec![(format!("dashboards/{name}.toml"), dashboard(name, workspace))],
            Self::Table => vec![(format!("queries/tables/{name}.toml"), TABLE.replace("NAME", name))],
            Self::Workspace => Vec::new(),
        };
        written(root, files)
    }
}

/// A whole workspace, which may lie anywhere: its folder is called as its title.
fn whole(folder: &Path, language: Language) -> Result<Vec<PathBuf>, SkeletonError> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let Some(name) = name.filter(|name| !name.is_empty()) else {
        return Err(SkeletonError::Folder { path: folder.to_owned() });
    };
    // A folder that was made for it is as good as none.
    let taken = fs::read_dir(folder).map_or(folder.exists(), |mut inside| inside.next().is_some());
    if taken {
        return Err(SkeletonError::Exists { path: folder.to_owned() });
    }
    let title = toml::Value::String(name).to_string();
    let own = |text: &str| {
        let text = text.replace("\"TITLE\"", &title).replace("LANGUAGE", language.code());
        let (words, one): (&[(&str, &str)], &str) = match language {
            // A noun has one form.
            Language::Vi => (&VIETNAMESE, ""),
            Language::En => (&[], OF_ONE),
        };
        let text = text.replace("ONE", one);
        words.iter().fold(text, |text, (english, word)| {
            text.replace(&format!("\"{english}\""), &format!("\"{word}\""))
        })
    };
    let table = TABLE.replace("\"NAME\"", "\"Events\"").replace("NAME", "events");
    // A period before the first event that arrived has no number, rather than 0.
    let table = table.replace("# day       =", "day         =");
    let files = [
        ("minhbach.toml", own(WORKSPACE)),
        ("queries/plan.toml", PLAN.to_owned()),
        ("queries/dimensions.toml", own(DIMENSIONS)),
        ("queries/working_days.toml", WORKING_DAYS.to_owned()),
        ("queries/tables/events.toml", own(&table)),
        ("queries/kpis/E01.sql", own(EVENTS)),
        ("dashboards/overview.toml", own(&OVERVIEW.replace("CODE", "E01"))),
        (".gitignore", "/state\n".to_owned()),
    ];
    let written = written(folder, files.map(|(path, text)| (path.to_owned(), text)).into())?;
    let data = folder.join("data");
    fs::create_dir_all(&data).map_err(|source| SkeletonError::Write { path: data, source })?;
    Ok(written)
}

/// What a reader of a new workspace sees, in the skeletons' words and in Vietnamese.
const VIETNAMESE: [(&str, &str); 8] = [
    ("Events", "Sự kiện"),
    ("How many events there were.", "Số sự kiện trong kỳ."),
    ("events", "sự kiện"),
    ("Event", "Mã sự kiện"),
    ("Day", "Ngày"),
    ("Kind", "Loại"),
    ("Overview", "Tổng quan"),
    ("Body", "Đơn vị"),
];

fn written(root: &Path, files: Vec<(String, String)>) -> Result<Vec<PathBuf>, SkeletonError> {
    let mut written = Vec::new();
    for (path, text) in files {
        let path = root.join(path);
        create(&path, &text)?;
        written.push(path);
    }
    Ok(written)
}

fn create(path: &Path, text: &str) -> Result<(), SkeletonError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => SkeletonError::Exists { path: path.to_owned() },
        _ => SkeletonError::Write { path: path.to_owned(), source },
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

fn kpi(name: &str, workspace: Option<&Workspace>) -> String {
    let first = workspace.and_then(|workspace| workspace.settings.units.keys().next());
    KPI.replace("NAME", name).replace("UNIT", first.map_or("case", String::as_str))
}

fn dashboard(name: &str, workspace: Option<&Workspace>) -> String {
    let first = workspace.and_then(|workspace| workspace.kpis.keys().next());
    match first {
        Some(code) => OVERVIEW.replace("CODE", code).replace("Overview", name),
        None => format!("# A page of panels.\ntitle  = \"{name}\"\nperiod = \"year\"\n"),
    }
}

/// One record for each day of the calendar, until something better stands there.
const KPI: &str = r#"/*
# What stands here is TOML. Keys that may follow: reports, calendars, periods, since, beside, alone, empty,
# units.
title      = "NAME"                # what a reader calls it
definition = "..."                 # what is counted, in a sentence
unit       = "UNIT"                # one of [units] in minhbach.toml
better     = "neither"             # higher | lower | neither
key        = "day"                 # the column or columns that say what a record is
value      = { days = "sum" }      # sum | last | opening | running | year_to_date
# where something is divided, instead of value:
# numerator   = { done = "sum" }
# denominator = { due = "sum", carried = "opening" }
# a column that holds a key, of which different ones are counted:
# value       = { persons = { over = "sum", as = "distinct" } }
labels     = { days = "days" }     # every value column in words
*/
-- The list of records that count. `day` says when; the columns named above are numbers (NULL where a
-- record does not count in one); columns named in dimensions.toml are dimensions; the rest is what a
-- reader sees. One SELECT, no `/`, no `;`; engine tables: calendar, slots, loaded_files, rejected_rows.
SELECT c.day AS day,
       1     AS days
FROM   calendar AS c
WHERE  c.slot IS NOT NULL
"#;

const EVENTS: &str = r#"/*
title      = "Events"
definition = "How many events there were."
unit       = "event"
better     = "neither"
key        = "event_id"
value      = { events = "sum" }
labels     = { events = "events" }
*/
-- The list of records that count, one row an event. Dimensions: queries/dimensions.toml.
SELECT e.happened_on AS day,
       1             AS events,
       e.kind        AS kind,
       e.event_id    AS event_id
FROM   events AS e
"#;

const TABLE: &str = r#"# The contract of table NAME: what its Parquet files hold (NAME.parquet or NAME/**/*.parquet).
title       = "NAME"
description = "..."
key         = ["event_id"]        # unique within and across files
sorted_by   = ["happened_on"]
# replace   = { latest = "COLUMN" }   # of several rows of one key the greatest counts
# organization = "COLUMN"             # who reports a row
# day       = "happened_on"           # where rows of every day arrive: before the first and after the last nothing is known

# Types: text, date, integer, boolean, money, decimal(p,s). Columns are filled unless optional = true.
# Checks: references = "TABLE.COLUMN", where = {...}, values = [...], min, max;
# on_fail = keep | set_aside | fatal. Sensitivity: public | internal | personal | sensitive.
# Files that differ: aliases = ["NAME"], trim = true, naive = "local" | "utc", round = true, nan = "missing".
[columns.event_id]
title = "Event"
type  = "text"

[columns.happened_on]
title = "Day"
type  = "date"

[columns.kind]
title    = "Kind"
type     = "text"
optional = true
"#;

const WORKSPACE: &str = r#"# The workspace: what it is called, its data, its time, its units.
format     = 1
title      = "TITLE"
language   = "LANGUAGE"                  # vi | en: what readers see
timezone   = "Asia/Ho_Chi_Minh"  # yours? it says to which day a moment belongs
dashboards = ["overview"]          # their order; the first is /
# breaks   = [{ on = 2025-07-01, label = "..." }]

[data]
location  = "data"
first_day = 2022-01-01
# Until when the data speak: a date like 2024-12-31, or the newest day of a column. With [reporting]
# the reports say it.
as_of     = { newest = "events.happened_on" }

# The first calendar is the one that is meant where none is named.
[calendars.calendar]
month_starts_on_day = 1

[plan]
file      = "queries/plan.toml"
first_day = 2023-01-01
last_day  = 2025-12-31

# [reporting]
# query = "obligations"            # queries/models/obligations.sql: who owed which report

[units.event]
label    = "events"
ONEdecimals = 0
"#;

/// What a unit of the first workspace is called after 1.
const OF_ONE: &str = "one      = \"event\"               # the word after 1\n";

const PLAN: &str = r#"# The promises, in the plan's own words and order. No target in the plan, none here.
[[clause]]
id   = "1"
text = "..."

[[clause.kpi]]
code = "E01"
# target = 100
# by     = 2025-12-31
# source = "plan"                  # plan | law
"#;

const DIMENSIONS: &str = r#"# What figures can be broken down and filtered by: output columns of these names, in any KPI.
[kind]
title  = "Kind"
values = { a = "A", b = "B" }

# [organization]
# title  = "Body"
# table  = "bodies"
# key    = "code"
# label  = "name"
# parent = "parent"
# valid  = ["valid_from", "valid_to"]
"#;

const WORKING_DAYS: &str =
    "# Days off besides weekends, and weekend days that are worked on.\noff     = []\nworking = []\n";

const OVERVIEW: &str = r#"# A page of panels.
title   = "Overview"
period  = "year"                   # month | quarter | half | nine_months | year | plan
filters = []                       # dimensions that a reader may filter by

[[panel]]
kpi  = "CODE"
show = "tile"                      # tile | trend | bars | table

[[panel]]
kpi     = "CODE"
show    = "trend"
periods = 12
"#;
