//! A proxy that does to answers what networks and busy stores do.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::stores::{BUCKET, Store};

/// What is done to one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    /// The store is busy.
    Busy,
    /// The connection ends after so many bytes of the body.
    Cut(usize),
    /// No answer for so long, then none at all.
    Silent(Duration),
    /// A byte now and then.
    Drip,
}

/// A request as it came by.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// Whether an object is asked for, and not a list.
    pub(super) object: bool,
    /// From which byte on.
    pub(super) from: Option<u64>,
    /// Whether one version is asked for.
    pub(super) matched: bool,
}

/// Which fault the next request meets.
type Plan = Box<dyn FnMut(&Asked) -> Fault + Send>;

struct Shared {
    plan: Plan,
    asked: Vec<Asked>,
    /// Bytes of objects that were sent on.
    sent: u64,
}

/// Listens until the process ends.
pub(super) struct Proxy {
    at: SocketAddr,
    shared: Arc<Mutex<Shared>>,
}

impl Proxy {
    pub(super) fn before(store: &Store) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (at, store) = (listener.local_addr().unwrap(), store.at());
        let shared =
            Arc::new(Mutex::new(Shared { plan: Box::new(|_| Fault::None), asked: Vec::new(), sent: 0 }));
        let own = Arc::clone(&shared);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let shared = Arc::clone(&own);
                // Whoever asked may be gone.
                thread::spawn(move || drop(pass(client, store, &shared)));
            }
        });
        Self { at, shared }
    }

    pub(super) fn at(&self) -> SocketAddr {
        self.at
    }

    /// From now on answers meet these faults.
    pub(super) fn does(&self, plan: impl FnMut(&Asked) -> Fault + Send + 'static) {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        (shared.plan, shared.asked, shared.sent) = (Box::new(plan), Vec::new(), 0);
    }

    /// What was asked for since, and how many bytes of objects were sent.
    pub(super) fn seen(&self) -> (Vec<Asked>, u64) {
        let shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        (shared.asked.clone(), shared.sent)
    }
}

fn pass(mut client: TcpStream, store: SocketAddr, shared: &Mutex<Shared>) -> std::io::Result<()> {
    let head = head_of(&mut client)?;
    let text = String::from_utf8_lossy(&head).into_owned();
    let header = |name: &str| {
        let mut lines = text.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    };
    let path = text.split(' ').nth(1).unwrap_or_default();
    let asked = Asked {
        object: path
            .trim_start_matches('/')
            .strip_prefix(BUCKET)
            .is_some_and(|rest| rest.starts_with('/') && rest.len() > 1 && !rest.contains('?')),
        from: header("range").and_then(|range| range.strip_prefix("bytes=")?.split('-').next()?.parse().ok()),
        matched: header("if-match").is_some(),
    };
    let fault = {
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared.asked.push(asked.clone());
        (shared.plan)(&asked)
    };
    match fault {
        Fault::Busy => {
            let body = "<Error><Code>SlowDown</Code><Message>hidden</Message></Error>";
            let length = body.len();
            write!(
                client,
                "HTTP/1.1 503 Slow Down\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            )?;
            return client.shutdown(Shutdown::Both);
        }
        Fault::Silent(time) => {
            thread::sleep(time);
            return client.shutdown(Shutdown::Both);
        }
        Fault::None | Fault::Cut(_) | Fault::Drip => {}
    }
    let mut upstream = TcpStream::connect(store)?;
    // One request, one connection: so it is plain where an answer ends.
    let kept: Vec<&str> = text
        .trim_end()
        .lines()
        .filter(|line| !line.to_ascii_lowercase().starts_with("connection:"))
        .collect();
    upstream.write_all(format!("{}\r\nConnection: close\r\n\r\n", kept.join("\r\n")).as_bytes())?;
    let head = head_of(&mut upstream)?;
    client.write_all(&head)?;
    let (mut left, mut piece) =
        (if let Fault::Cut(most) = fault { most } else { usize::MAX }, vec![0; 16_384]);
    let pace = if fault == Fault::Drip { 1 } else { piece.len() };
    loop {
        let most = pace.min(left);
        let read = upstream.read(&mut piece[..most])?;
        if read == 0 {
            return client.shutdown(Shutdown::Both);
        }
        client.write_all(&piece[..read])?;
        left -= read;
        if asked.object {
            shared.lock().unwrap_or_else(PoisonError::into_inner).sent += read as u64;
        }
        if fault == Fault::Drip {
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// What stands before a body.
fn head_of(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        head.push(byte[0]);
    }
    Ok(head)
}
