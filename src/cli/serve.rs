//! `minhbach serve`: the dashboards, on this machine alone.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::log::LogFormat;
use super::opened::Opened;
use super::provider::provider;
use super::{Failure, Globals};
use crate::access::Private;
use crate::store::State;
use crate::web::{self, App, Door, LONGEST_WAIT, Reception, ReceptionSettings, Reloader, Site, Tls};
use crate::workspace::ACCESS_FILE;

/// Where to listen, and how to go on.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Serve {
    /// The address, 127.0.0.1:3890 if not given; port 0 takes a free one. One that other machines reach only where
    /// people sign in, over connections that are encrypted here or by a proxy of the settings.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// How often new data and edited files are looked for, 2 if not given; 0 = never.
    #[arg(long, value_name = "SECONDS")]
    reload: Option<u32>,
    /// A name, besides this machine's own, that a proxy passes on as `Host`; instead of the settings' `hosts`. Repeat for more.
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// The path below which all addresses lie, as `/kpi`; instead of the settings' `base`.
    #[arg(long, value_name = "PATH")]
    base: Option<String>,
    /// The folder of packs that pages list and give away; `folder` of `[export]` if not given.
    #[arg(long, value_name = "DIR")]
    packs: Option<PathBuf>,
    /// The chain of certificates by which connections are encrypted, PEM; read again when it changes.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// Its key, PEM.
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// How the log on stderr looks: text if not given.
    #[arg(long, value_enum, value_name = "FORMAT")]
    log_format: Option<LogFormat>,
}

/// Where it listens unless told otherwise.
const USUAL_ADDRESS: ([u8; 4], u16) = ([127, 0, 0, 1], 3890);

/// Seconds between two looks: what has arrived is served after two to four of them.
const USUAL_RELOAD: u32 = 2;

impl Serve {
    /// Whether anything was typed.
    pub(super) fn is_typed(&self) -> bool {
        let reached = !self.hosts.is_empty() || self.base.is_some() || self.tls_certificate.is_some();
        reached
            || self.packs.is_some()
            || self.listen.is_some()
            || self.reload.is_some()
            || self.log_format.is_some()
    }

    pub(super) fn log_format(&self) -> LogFormat {
        self.log_format.unwrap_or_default()
    }
}

/// What belongs to `serve` was typed before another command.
pub(super) fn misplaced() -> Failure {
    Failure::Typed {
        message:
            "`--listen`, `--reload`, `--host`, `--base`, `--packs`, `--tls-…` and `--log-format` stand behind `serve`"
                .to_owned(),
        hint: Some("write `minhbach serve --listen ADDRESS`".to_owned()),
    }
}

#[expect(clippy::print_stdout, reason = "the address is this command's data: its first line")]
pub(super) fn run(place: &Globals, args: &Serve) -> Result<ExitCode, Failure> {
    let listen = args.listen.unwrap_or_else(|| SocketAddr::from(USUAL_ADDRESS));
    // Asked first: who starts a second one learns it at once.
    let failed = |source| Failure::Listen { address: listen.to_string(), source };
    let listener = TcpListener::bind(listen).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let opened = Opened::definitions(place)?;
    opened.tell_problems();
    let site = site(&opened, args)?;
    let tls = args.tls_certificate.clone().zip(args.tls_key.clone());
    let tls = tls.map(|(certificate, key)| Tls::open(certificate, key)).transpose()?;
    let provider = provider(opened.workspace.settings.reached.oidc.as_ref(), &site)?;
    let reception = reception(&opened, place)?.map(|reception| match provider {
        Some(provider) => reception.with_provider(provider),
        None => reception,
    });
    is_allowed(
        listen,
        reception.as_ref(),
        tls.is_some() || !opened.workspace.settings.reached.proxies.is_empty(),
    )?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let base = site.base().to_owned();
    // Answers from now on: that it is alive, and that there is nothing to read yet.
    let door = Door::closed();
    let listener = {
        let _inside = opened.runtime.enter();
        tokio::net::TcpListener::from_std(listener).map_err(failed)?
    };
    let serving = opened.runtime.spawn(web::serve(listener, tls, door.clone()));
    let (dataset, stand) = opened.data_as_it_stands(place)?;
    if let Some(because) = dataset.elsewhere() {
        tracing::warn!(because, "nothing is kept: the state folder cannot be written to");
    }
    let app = App::new(Arc::new(dataset.patient(LONGEST_WAIT))).reached_at(site);
    let app = match reception {
        Some(reception) => app.with_reception(reception),
        None => app,
    };
    let own = || Some(opened.workspace.root.join(opened.workspace.settings.packing.folder.as_ref()?));
    let app = match args.packs.clone().or_else(own) {
        Some(folder) => app.with_packs(folder),
        None => app,
    };
    let reloader = Reloader::new(app.clone(), opened.source(place)?, stand);
    let every = Duration::from_secs(args.reload.unwrap_or(USUAL_RELOAD).into());
    let _reloading = reloader.start(every)?;
    door.open(app);
    println!("{scheme}://{address}{base}/");
    tracing::info!(%address, "serving");
    let served = opened.runtime.block_on(serving);
    served.expect("serving cannot panic, and nobody stops it").map_err(failed)?;
    Ok(ExitCode::SUCCESS)
}

/// Where people sign in. Nothing is kept in a folder that is gone with the process: who is disabled in the one that cannot
/// be used would be let in.
fn reception(opened: &Opened, place: &Globals) -> Result<Option<Reception>, Failure> {
    let reached = &opened.workspace.settings.reached;
    let folder = place.state.clone().unwrap_or_else(|| opened.workspace.root.join("state"));
    let settings = ReceptionSettings {
        demanded: reached.sign_in,
        proxies: reached.proxies.clone(),
        ..ReceptionSettings::default()
    };
    let state = opened.opening(place)?.state;
    if state.root() != std::path::absolute(&folder)? {
        let may_have_accounts = reached.sign_in || !matches!(folder.join("private").try_exists(), Ok(false));
        return if may_have_accounts {
            Err(State::open(&folder).err().map_or_else(|| unusable(&folder), Failure::from))
        } else {
            Ok(None)
        };
    }
    let reception = Reception::open(&Private::open(&state)?, settings)?;
    if reception.is_on() && opened.workspace.access.is_none() {
        eprintln!(
            "warning: people sign in, and no {ACCESS_FILE} says what they may see: nobody sees anything"
        );
    }
    Ok(Some(reception))
}

fn unusable(folder: &Path) -> Failure {
    Failure::Typed {
        message: format!(
            "`{}` could not be used a moment ago, and may hold who may sign in",
            folder.display()
        ),
        hint: Some("start it again".to_owned()),
    }
}

/// Whether an address may be listened on: what other machines reach asks who is there, and nobody on the way reads
/// passwords.
fn is_allowed(listen: SocketAddr, reception: Option<&Reception>, encrypted: bool) -> Result<(), Failure> {
    let (what, hint) = match reception {
        _ if listen.ip().is_loopback() => return Ok(()),
        Some(reception) if reception.is_on() && encrypted => return Ok(()),
        Some(reception) if reception.is_on() => (
            "passwords could be read on the way",
            "give `--tls-certificate` and `--tls-key`, or name the proxy that encrypts in `[serve]` `proxies`",
        ),
        Some(_) | None => (
            "nobody signs in",
            "add an account by `minhbach user add`, or listen on 127.0.0.1 and let a proxy ask who is there",
        ),
    };
    Err(Failure::Typed {
        message: format!("{listen} can be reached from other machines, and {what}"),
        hint: Some(hint.to_owned()),
    })
}

/// How the pages are reached: as was typed, else as the settings say.
fn site(opened: &Opened, args: &Serve) -> Result<Site, Failure> {
    let settings = &opened.workspace.settings.reached;
    let hosts = if args.hosts.is_empty() { &settings.hosts } else { &args.hosts };
    let base = args.base.as_ref().unwrap_or(&settings.base);
    Site::new(hosts.clone(), base).map_err(|error| Failure::Typed { message: error.to_string(), hint: None })
}
