//! A file on its way to a reader: written wholly before its first byte is sent, then sent from the disk.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use sha2::{Digest, Sha256};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::attachment::attachment;
use super::reception::RowsOut;
use crate::store::hex;

/// Bytes that are read at once.
const PIECE: u64 = 256 << 10;

/// Whether anybody still waits.
#[derive(Clone)]
pub(super) struct Left(watch::Receiver<()>);

impl Left {
    /// Those who wait hold the sender.
    pub(super) fn new() -> (watch::Sender<()>, Self) {
        let (waiting, left) = watch::channel(());
        (waiting, Self(left))
    }

    /// Whether nobody waits any more.
    pub(super) fn is_so(&self) -> bool {
        self.0.has_changed().is_err()
    }

    /// Ends when nobody waits any more.
    pub(super) async fn wait(&mut self) {
        while self.0.changed().await.is_ok() {}
    }
}

/// A file that is being written, for as long as somebody waits for it.
pub(super) struct Scratch {
    file: BufWriter<File>,
    left: Left,
}

impl Scratch {
    pub(super) fn new(file: File, left: Left) -> Self {
        Self { file: BufWriter::with_capacity(64 << 10, file), left }
    }

    /// The whole file.
    pub(super) fn end(self) -> io::Result<File> {
        self.file.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

impl Write for Scratch {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.left.is_so() {
            true => Err(io::Error::other("whoever asked has left")),
            false => self.file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A whole file, gone from the disk with the last who holds it.
pub(super) struct TakenFile {
    file: Mutex<File>,
    size: u64,
    kind: &'static str,
    name: String,
    rows: Option<u64>,
    /// What it is known by, where that is what it says.
    own: Option<String>,
    /// Whether it may be sent again.
    pub(super) kept: bool,
}

impl std::fmt::Debug for TakenFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of size {}", self.name, self.size)
    }
}

impl TakenFile {
    pub(super) fn new(
        file: File,
        kind: &'static str,
        name: String,
        rows: Option<u64>,
        kept: bool,
    ) -> io::Result<Self> {
        let size = file.metadata()?.len();
        Ok(Self { file: Mutex::new(file), size, kind, name, rows, own: None, kept })
    }

    /// Known by what it says, for who may not learn that something else has changed.
    pub(super) fn known_by_itself(mut self) -> io::Result<Self> {
        let mut hash = Sha256::new();
        let mut at = 0;
        while at < self.size {
            let piece = self.piece(at)?;
            at += piece.len() as u64;
            hash.update(&piece);
        }
        let mut own = hex(&hash.finalize());
        own.truncate(32);
        self.own = Some(own);
        Ok(self)
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    fn piece(&self, at: u64) -> io::Result<Bytes> {
        let length = PIECE.min(self.size - at);
        let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// What a file's answer is known by.
pub(super) fn tag(identity: &str) -> String {
    format!("\"{identity}\"")
}

/// Where a request names the very file, nothing is made: it was given that name together with the file.
pub(super) fn held(identity: &str, asked: &HeaderMap) -> Option<Response> {
    let held = asked.get_all(IF_NONE_MATCH).iter().filter_map(|held| held.to_str().ok());
    let tag = tag(identity);
    let mut each = held.flat_map(|held| held.split(',')).map(str::trim);
    each.any(|each| each.strip_prefix("W/").unwrap_or(each) == tag).then(|| {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        mark(&mut response, Some(&tag));
        response
    })
}

/// The answer that sends a file.
pub(super) fn answer(file: &Arc<TakenFile>, identity: &str, asked: &HeaderMap) -> Response {
    let identity = file.own.as_deref().unwrap_or(identity);
    if let Some(response) = held(identity, asked).filter(|_| file.kept && file.own.is_some()) {
        return response;
    }
    let body = Pieces { file: Arc::clone(file), at: 0, reading: None };
    let mut response = Response::new(Body::new(body));
    if let Some(rows) = file.rows {
        response.extensions_mut().insert(RowsOut(rows));
    }
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.kind));
    headers.insert(CONTENT_LENGTH, file.size.into());
    if let Some(attached) = attachment(&file.name) {
        headers.insert(CONTENT_DISPOSITION, attached);
    }
    mark(&mut response, file.kept.then(|| tag(identity)).as_deref());
    response
}

fn mark(response: &mut Response, tag: Option<&str>) {
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(tag).ok()) {
        response.headers_mut().insert(ETAG, tag);
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
}

/// A file's bytes, read a piece at a time beside the threads that answer.
struct Pieces {
    file: Arc<TakenFile>,
    at: u64,
    reading: Option<JoinHandle<io::Result<Bytes>>>,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.at >= self.file.size {
            return Poll::Ready(None);
        }
        let (file, at) = (Arc::clone(&self.file), self.at);
        let reading = self.reading.get_or_insert_with(|| tokio::task::spawn_blocking(move || file.piece(at)));
        let read = ready!(Pin::new(reading).poll(context));
        self.reading = None;
        let piece = read.map_err(io::Error::other).flatten();
        if let Ok(bytes) = &piece {
            self.at += bytes.len() as u64;
        }
        Poll::Ready(Some(piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.at >= self.file.size
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.file.size - self.at)
    }
}
