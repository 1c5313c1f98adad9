//! How an answer is packed on its way: what a client takes, and the packing itself.

use std::io::{self, Write};

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

/// A packing, in the order in which they are preferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    /// As it is.
    Identity,
}

/// Smaller bodies fit into one packet anyway.
const LEAST: usize = 1_024;

/// Beyond it packing takes longer than the bytes that it saves take to send.
const BROTLI_QUALITY: i32 = 5;

impl Encoding {
    /// The best that a request takes. What it calls impossible (`q=0`) is not used; nothing said is
    /// nothing packed.
    pub(super) fn of(asked: &HeaderMap) -> Self {
        let all = asked.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let named: Vec<(&str, bool)> = all.flat_map(|value| value.split(',')).map(taken).collect();
        let takes = |name: &str| {
            let said = named.iter().find(|(each, _)| each.eq_ignore_ascii_case(name));
            said.or_else(|| named.iter().find(|(each, _)| *each == "*")).is_some_and(|(_, taken)| *taken)
        };
        [Self::Brotli, Self::Gzip].into_iter().find(|each| takes(each.name())).unwrap_or(Self::Identity)
    }

    /// For a body that may be too small, or of a kind that is packed already.
    pub(super) fn fitting(self, kind: &str, length: usize) -> Self {
        if length >= LEAST && packable(kind) { self } else { Self::Identity }
    }

    /// What HTTP calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }

    /// What tells the tag of the packed bytes from that of the plain ones.
    pub(super) fn mark(self) -> &'static str {
        match self {
            Self::Brotli => "-br",
            Self::Gzip => "-gz",
            Self::Identity => "",
        }
    }

    /// The packed bytes; the same for the same bytes.
    pub(super) fn pack(self, body: &[u8]) -> Vec<u8> {
        let mut packed = Vec::with_capacity(body.len() / 4);
        let written: io::Result<()> = match self {
            Self::Brotli => {
                let parameters = BrotliEncoderParams { quality: BROTLI_QUALITY, ..Default::default() };
                brotli::BrotliCompress(&mut &body[..], &mut packed, &parameters).map(|_| ())
            }
            Self::Gzip => {
                let mut encoder = GzEncoder::new(&mut packed, Compression::default());
                encoder.write_all(body).and_then(|()| encoder.finish().map(|_| ()))
            }
            Self::Identity => packed.write_all(body),
        };
        written.expect("writing into memory cannot fail");
        packed
    }
}

/// A name, and whether it is taken: `gzip;q=0` is not.
fn taken(part: &str) -> (&str, bool) {
    let mut parts = part.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    (name, weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0)))
}

/// Whether packing makes such bytes smaller: fonts and pictures are packed in themselves.
pub(super) fn packable(kind: &str) -> bool {
    kind.starts_with("text/")
        || ["application/json", "image/svg+xml", "application/openmetrics-text"]
            .iter()
            .any(|each| kind.starts_with(each))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_best_that_a_client_takes_is_used_and_nothing_that_it_does_not() {
        for (said, expected) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip", Encoding::Gzip),
            ("br;q=0, gzip;q=0.5", Encoding::Gzip),
            ("BR", Encoding::Brotli),
            ("*", Encoding::Brotli),
            ("*;q=0", Encoding::Identity),
            ("br;q=0, *", Encoding::Gzip),
            ("identity", Encoding::Identity),
            ("deflate", Encoding::Identity),
            ("", Encoding::Identity),
            ("br;q=soon", Encoding::Identity),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(said));
            assert_eq!(Encoding::of(&headers), expected, "{said}");
        }
        assert_eq!(Encoding::of(&HeaderMap::new()), Encoding::Identity);
    }

    #[test]
    fn what_is_packed_is_found_again() {
        let body = "chưa có số liệu ".repeat(200);
        let mut read = Vec::new();
        brotli::BrotliDecompress(&mut &Encoding::Brotli.pack(body.as_bytes())[..], &mut read).unwrap();
        assert_eq!(read, body.as_bytes());
        let mut read = String::new();
        let packed = Encoding::Gzip.pack(body.as_bytes());
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut read).unwrap();
        assert_eq!(read, body);
        assert_eq!(packed, Encoding::Gzip.pack(body.as_bytes()));
    }

    #[test]
    fn small_bodies_and_packed_kinds_go_as_they_are() {
        assert_eq!(Encoding::Brotli.fitting("text/html; charset=utf-8", 5_000), Encoding::Brotli);
        assert_eq!(Encoding::Brotli.fitting("text/html; charset=utf-8", 500), Encoding::Identity);
        assert_eq!(Encoding::Gzip.fitting("font/woff2", 50_000), Encoding::Identity);
    }
}
