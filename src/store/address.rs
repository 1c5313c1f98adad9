//! Content addresses: the SHA-256 of bytes, in lower-case hexadecimal.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::StoreError;

/// Large enough that hashing, not reading, is the work.
const CHUNK: usize = 256 * 1024;

/// The address of bytes in memory: 64 hexadecimal digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The size in bytes and the address of a file, read once in bounded memory. The size is that of
/// the bytes hashed, also while somebody appends to the file.
///
/// # Errors
/// [`StoreError::Read`] if the file is not there or cannot be read.
pub fn sha256_file(path: &Path) -> Result<(u64, String), StoreError> {
    File::open(path)
        .and_then(sha256_reader)
        .map_err(|source| StoreError::Read { path: path.to_owned(), source })
}

/// Size and address of all that a reader gives.
pub(super) fn sha256_reader(mut reader: impl Read) -> io::Result<(u64, String)> {
    let mut hash = Sha256::new();
    let mut chunk = vec![0; CHUNK];
    let mut size = 0;
    loop {
        match reader.read(&mut chunk) {
            Ok(0) => return Ok((size, hex(&hash.finalize()))),
            Ok(read) => {
                hash.update(&chunk[..read]);
                size += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0xf])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_the_standard() {
        for (bytes, expected) in [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ] {
            assert_eq!(sha256_hex(bytes.as_bytes()), expected);
        }
    }

    #[test]
    fn a_file_has_the_address_of_its_bytes() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("file");
        for size in [0, 1, CHUNK, 2 * CHUNK + 7] {
            let bytes: Vec<u8> = (0..size).map(|place| (place % 251) as u8).collect();
            std::fs::write(&path, &bytes).unwrap();
            assert_eq!(sha256_file(&path).unwrap(), (size as u64, sha256_hex(&bytes)));
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = sha256_file(Path::new("no/such/file")).unwrap_err();
        assert_eq!(error.to_string(), "file `no/such/file` cannot be read");
    }
}
