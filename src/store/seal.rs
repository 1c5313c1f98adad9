//! The seal of an entry: who reads it knows that it is whole, and the one that was asked for.
//!
//! ```text
//! mark and form   8 bytes   "MBkept 1"
//! length          8 bytes   of the body, least byte first
//! seal           16 bytes   xxh3-128 of kind, key and body, least byte first
//! body                      zstd
//! ```

use std::io;

use xxhash_rust::xxh3::Xxh3;

/// What every sealed file begins with; the digit is the form of all that follows.
const MARK: &[u8; 8] = b"MBkept 1";
/// Bytes before the body.
const HEAD: usize = 32;
/// What costs little time: most of what is kept are numbers of columns, which are much alike.
const LEVEL: i32 = 1;

/// Bytes as they are kept under a key.
pub(super) fn sealed(kind: &str, key: &str, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let body = zstd::bulk::compress(bytes, LEVEL)?;
    let mut whole = Vec::with_capacity(HEAD + body.len());
    whole.extend_from_slice(MARK);
    whole.extend_from_slice(&(body.len() as u64).to_le_bytes());
    whole.extend_from_slice(&seal(kind, key, &body).to_le_bytes());
    whole.extend_from_slice(&body);
    Ok(whole)
}

/// The bytes that were sealed; nothing where anything at all is not as it was written.
pub(super) fn unsealed(kind: &str, key: &str, whole: &[u8]) -> Option<Vec<u8>> {
    let (head, body) = whole.split_at_checked(HEAD)?;
    let mut expected = Vec::with_capacity(HEAD);
    expected.extend_from_slice(MARK);
    expected.extend_from_slice(&(body.len() as u64).to_le_bytes());
    expected.extend_from_slice(&seal(kind, key, body).to_le_bytes());
    (head == expected).then(|| zstd::stream::decode_all(body).ok()).flatten()
}

fn seal(kind: &str, key: &str, body: &[u8]) -> u128 {
    let mut hash = Xxh3::new();
    for part in [kind.as_bytes(), key.as_bytes()] {
        hash.update(part);
        hash.update(&[0]);
    }
    hash.update(body);
    hash.digest128()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_sealed_is_unsealed() {
        for body in [&b""[..], b"a", &[7; 5_000]] {
            let whole = sealed("cubes", "00ff", body).unwrap();
            assert_eq!(unsealed("cubes", "00ff", &whole).unwrap(), body);
            assert_eq!(unsealed("cubes", "00fe", &whole), None, "another key");
            assert_eq!(unsealed("cube", "s00ff", &whole), None, "another kind");
            for length in 0..whole.len() {
                assert_eq!(unsealed("cubes", "00ff", &whole[..length]), None, "cut to {length}");
            }
            for at in 0..whole.len() {
                for bit in 0..8 {
                    let mut damaged = whole.clone();
                    damaged[at] ^= 1 << bit;
                    assert_eq!(unsealed("cubes", "00ff", &damaged), None, "byte {at}, bit {bit}");
                }
            }
            let longer = [&whole[..], b"x"].concat();
            assert_eq!(unsealed("cubes", "00ff", &longer), None);
        }
    }

    #[test]
    fn the_form_on_the_disk_is_as_it_is_written_down() {
        // Two programs on one folder must agree on it: another form needs another mark.
        let whole = sealed("kind", "key", b"body").unwrap();
        assert_eq!(&whole[..8], b"MBkept 1");
        assert_eq!(whole[8..16], 13_u64.to_le_bytes());
        assert_eq!(seal("kind", "key", b"body"), xxhash_rust::xxh3::xxh3_128(b"kind\0key\0body"));
    }
}
