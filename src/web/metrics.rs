//! What an operator watches, in the OpenMetrics text format.

use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::App;
use super::pages::Origin;
use super::watch::Lost;
use crate::calendar::Day;

/// Media type of the text.
pub(super) const KIND: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Seconds: a page that is there takes a tenth of the first, one behind a heavy query all of the last.
const BUCKETS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 30.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelSet)]
struct From {
    from: AnswerFrom,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
enum AnswerFrom {
    Kept,
    Made,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: Reload,
}

/// What became of a new state of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub(super) enum Reload {
    /// It is served.
    Swapped,
    /// It, or a part of it, is held back.
    Held,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelSet)]
struct How {
    how: Stopped,
}

/// What became of a thread that looked at the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
enum Stopped {
    Panicked,
    Hung,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Serving {
    snapshot: String,
    workspace: String,
    version: &'static str,
}

/// Counters that requests and reloads add to.
#[derive(Debug)]
pub(super) struct Metrics {
    requests: Family<Answered, Counter>,
    seconds: Family<Route, Histogram>,
    pages: Family<From, Counter>,
    reloads: Family<Outcome, Counter>,
    lost: Family<How, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        let reloads = Family::<Outcome, Counter>::default();
        for outcome in [Reload::Swapped, Reload::Held] {
            // Present from the start, so that the first one is seen as a change.
            drop(reloads.get_or_create(&Outcome { outcome }));
        }
        let lost = Family::<How, Counter>::default();
        for how in [Stopped::Panicked, Stopped::Hung] {
            drop(lost.get_or_create(&How { how }));
        }
        Self {
            lost,
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            pages: Family::default(),
            reloads,
        }
    }
}

impl Metrics {
    /// Counts an answer. `route` is a pattern, so that their number does not grow with addresses.
    pub(super) fn answered(&self, route: &str, status: u16, seconds: f64, origin: Option<Origin>) {
        let route = if route.is_empty() { "none" } else { route };
        self.requests.get_or_create(&Answered { route: route.to_owned(), status }).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(seconds);
        let from = match origin {
            Some(Origin::Kept) => AnswerFrom::Kept,
            Some(Origin::Made) => AnswerFrom::Made,
            None => return,
        };
        self.pages.get_or_create(&From { from }).inc();
    }

    /// Counts a thread that looked at the files and does so no more.
    pub(super) fn lost(&self, what: Lost) {
        let how = match what {
            Lost::Panicked => Stopped::Panicked,
            Lost::Hung => Stopped::Hung,
        };
        self.lost.get_or_create(&How { how }).inc();
    }

    pub(super) fn reloaded(&self, outcome: Reload) {
        self.reloads.get_or_create(&Outcome { outcome }).inc();
    }
}

/// Everything as it stands now.
pub(super) fn text(app: &App) -> String {
    let mut registry = Registry::with_prefix("minhbach");
    let metrics = app.metrics();
    registry.register("http_requests", "Answers by route and status", metrics.requests.clone());
    registry.register_with_unit(
        "http_request",
        "How long an answer took",
        Unit::Seconds,
        metrics.seconds.clone(),
    );
    registry.register("pages", "Pages answered, by where they came from", metrics.pages.clone());
    registry.register("reloads", "New states of the files, by what became of them", metrics.reloads.clone());

    let help = "Threads that looked at the files and stopped or hung; another took their place";
    registry.register("lookers_lost", help, metrics.lost.clone());

    let served = app.served();
    let dataset = &served.dataset;
    let snapshot = dataset.snapshot();
    let serving = Family::<Serving, Gauge>::default();
    let short = |id: &str| id.get(..12).unwrap_or(id).to_owned();
    serving
        .get_or_create(&Serving {
            snapshot: short(dataset.snapshot_id()),
            workspace: short(&dataset.workspace().identity),
            version: env!("CARGO_PKG_VERSION"),
        })
        .set(1);
    registry.register("serving", "The state of the files that is served, always 1", serving);
    let (kept, bytes) = app.pages().size();
    let aside: u64 = snapshot.files().map(|file| file.set_aside).sum();
    let gauges = [
        ("pages_kept", "Finished pages in memory", kept),
        ("pages_kept_bytes", "Bytes of finished pages in memory, packed forms estimated", bytes),
        (
            "held",
            "1 while a newer state of the files is held back, see /problems",
            u64::from(served.held.is_some()),
        ),
        (
            "looking",
            "1 while new files are looked for, see /readyz",
            u64::from(app.watch().silent().is_none()),
        ),
        ("kpis_failed", "KPIs that cannot be computed over these data", dataset.hindered().count() as u64),
        ("files", "Data files that are served", snapshot.files().count() as u64),
        ("files_unusable", "Data files of which no row is used", snapshot.fatal_files.len() as u64),
        ("rows_set_aside", "Rows that failed a check and are not served", aside),
        ("queries_running", "Queries that the engine runs now", dataset.queries_running() as u64),
    ];
    for (name, help, value) in gauges {
        let gauge = Gauge::<u64, AtomicU64>::default();
        gauge.set(value);
        registry.register(name, help, gauge);
    }
    let date = Gauge::<i64>::default();
    date.set(seconds(dataset.data_date()));
    let help = "The day until which the data speak, as seconds since 1970; time() minus it is their age";
    registry.register("data_date_seconds", help, date);
    if let Some(bytes) = resident() {
        let gauge = Gauge::<u64, AtomicU64>::default();
        gauge.set(bytes);
        registry.register("resident_memory_bytes", "Memory of the process", gauge);
    }
    let mut text = String::new();
    encode(&mut text, &registry).expect("writing into memory cannot fail");
    text
}

fn seconds(day: Day) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp()
}

/// Bytes in memory, where the system tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
