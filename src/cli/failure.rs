//! Why a command did not do its work: one message, with a hint.

use crate::access::AccessError;
use crate::diagnostic::{Diagnostic, full};
use crate::export::ExportError;
use crate::export::verify::PackError;
use crate::query::{ParameterError, QueryError};
use crate::report::ReportError;
use crate::store::StoreError;
use crate::web::{ProviderError, TlsError};
use crate::workspace::{DataError, OpenError, SkeletonError, UnknownKpi};

/// What stopped a command.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The workspace cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Its data cannot be.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The state folder cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A query failed.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// A question has no answer.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// A file or a pack cannot be written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// Accounts or the audit cannot be read or changed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// A query's parameters do not fit.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// A skeleton cannot be written.
    #[error(transparent)]
    Skeleton(#[from] SkeletonError),
    /// A KPI whose file has mistakes, or a file that does.
    #[error("{what} cannot be used")]
    Mistakes {
        /// What.
        what: String,
        /// Its mistakes.
        problems: Vec<Diagnostic>,
    },
    /// Something that was typed.
    #[error("{message}")]
    Typed {
        /// What is wrong with it.
        message: String,
        /// What to do instead.
        hint: Option<String>,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: String,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// Connections cannot be encrypted.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// Nobody can be sent to the provider.
    #[error(transparent)]
    Provider(ProviderError),
    /// Output could not be written.
    #[error("the output could not be written")]
    Output(#[from] std::io::Error),
    /// A pack, or a file that was sent, cannot be read.
    #[error("the pack `{}` cannot be checked", .path.display())]
    Pack {
        /// The pack.
        path: std::path::PathBuf,
        /// Why.
        #[source]
        source: PackError,
    },
    /// Rows could not be written in a format.
    #[error("the rows could not be written")]
    Rows(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<UnknownKpi> for Failure {
    fn from(error: UnknownKpi) -> Self {
        Self::Report(error.into())
    }
}

impl Failure {
    /// What to do about it.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::Open(OpenError::NotAWorkspace { .. }) => {
                Some("name one with `--workspace DIR`, or make one with `minhbach new workspace NAME`".to_owned())
            }
            Self::Data(error) => error.help().map(str::to_owned),
            Self::Report(error) | Self::Export(ExportError::Report(error)) => error.help(),
            Self::Export(error) => error.help(),
            Self::Access(error) => error.help(),
            Self::Pack { source, .. } => source.help(),
            Self::Typed { hint, .. } => hint.clone(),
            Self::Listen { source, .. } if source.kind() == std::io::ErrorKind::AddrInUse => {
                Some("another program listens there; choose another port, or `--listen 127.0.0.1:0` for a free one".to_owned())
            }
            Self::Open(_)
            | Self::Store(_)
            | Self::Query(_)
            | Self::Parameter(_)
            | Self::Skeleton(_)
            | Self::Tls(_)
            | Self::Provider(_)
            | Self::Mistakes { .. }
            | Self::Listen { .. }
            | Self::Output(_)
            | Self::Rows(_) => None,
        }
    }

    /// Whether whoever read the output has seen enough: `| head` is no mistake.
    pub(super) fn is_closed_pipe(&self) -> bool {
        let closed = |error: &(dyn std::error::Error + 'static)| {
            let json = error.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
            let kind = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind).or(json);
            kind == Some(std::io::ErrorKind::BrokenPipe)
        };
        let own: &(dyn std::error::Error + 'static) = self;
        std::iter::successors(Some(own), |error| error.source()).any(closed)
    }

    /// Tells it on stderr: the message, its causes, its hint.
    pub(super) fn tell(&self) {
        let problems = match self {
            Self::Mistakes { problems, .. }
            | Self::Open(OpenError::Settings { problems })
            | Self::Access(AccessError::Mistakes { problems, .. }) => problems.as_slice(),
            _ => &[],
        };
        for problem in problems {
            eprintln!("{}\n", full(problem));
        }
        eprintln!("error: {self}");
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            eprintln!("  because: {error}");
            cause = error.source();
        }
        if let Some(hint) = self.hint() {
            eprintln!("hint: {hint}");
        }
    }
}
