//! The log: on stderr, for people or for machines.

use std::io::{IsTerminal, stderr};

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum LogFormat {
    /// A line for people; in colour where a terminal shows it.
    #[default]
    Text,
    /// An object a line.
    Json,
}

/// What is logged where `RUST_LOG` says nothing: what goes wrong, and one line a request.
const USUAL: &str = "warn,minhbach=info";

/// The same where a command tells itself what it cannot compute, and asks itself.
const OF_COMMANDS: &str = "warn,minhbach=info,minhbach::workspace::dataset::once=off,minhbach::web=off";

/// Begins to log, for a service or for a command.
pub(super) fn start(format: LogFormat, serving: bool) {
    let usual = if serving { USUAL } else { OF_COMMANDS };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    match format {
        LogFormat::Text => log.with_ansi(stderr().is_terminal()).init(),
        LogFormat::Json => log.json().flatten_event(true).with_current_span(false).init(),
    }
}
