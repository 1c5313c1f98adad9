//! `minhbach serve`: the dashboards, on this machine alone.

use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::opened::Opened;
use super::{Failure, Place};
use crate::web::{self, App};

/// Where to listen.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The address; port 0 takes a free one. Only this machine can reach it.
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_ADDRESS)]
    listen: SocketAddr,
}

const DEFAULT_ADDRESS: &str = "127.0.0.1:3890";

impl Default for Serve {
    fn default() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 3890)) }
    }
}

#[expect(clippy::print_stdout, reason = "the address is this command's data: its first line")]
pub(super) fn run(place: &Place, args: &Serve) -> Result<ExitCode, Failure> {
    if !args.listen.ip().is_loopback() {
        return Err(Failure::Typed {
            message: format!("{} can be reached from other machines, and nobody signs in", args.listen),
            hint: Some(
                "listen on 127.0.0.1, and let a proxy that asks who is there pass requests on".to_owned(),
            ),
        });
    }
    // Asked first: who starts a second one learns it at once.
    let failed = |source| Failure::Listen { address: args.listen.to_string(), source };
    let listener = TcpListener::bind(args.listen).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let opened = Opened::definitions(place)?;
    opened.tell_problems();
    let app = App::new(Arc::new(opened.data(place)?));
    opened.runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(failed)?;
        println!("http://{address}/");
        tracing::info!(%address, "serving");
        web::serve(listener, app).await.map_err(failed)
    })?;
    Ok(ExitCode::SUCCESS)
}
