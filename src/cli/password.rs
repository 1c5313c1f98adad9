//! A new password: typed without showing, or the first line of the standard input; never an argument, which anybody on
//! the machine can read.

use std::io::{self, IsTerminal, Read};

use super::Failure;
use crate::access::{Hashed, MOST_BYTES, usable};

/// Asks for a password, twice where a person types it, and hashes it.
pub(super) fn asked() -> Result<Hashed, Failure> {
    let typed = if io::stdin().is_terminal() { from_terminal()? } else { first_line(io::stdin().lock())? };
    Ok(Hashed::of(&usable(&typed)?)?)
}

fn from_terminal() -> Result<String, Failure> {
    let first = rpassword::prompt_password("password: ")?;
    // Before it is typed again.
    usable(&first)?;
    if rpassword::prompt_password("the same again: ")? != first {
        let message = "these are two different passwords".to_owned();
        return Err(Failure::Typed { message, hint: None });
    }
    Ok(first)
}

/// The first line, of which no more is read than a password may have.
fn first_line(input: impl Read) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    input.take(4 * MOST_BYTES as u64).read_to_end(&mut bytes)?;
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    String::from_utf8(line.to_vec())
        .map_err(|_| Failure::Typed { message: "the password is not UTF-8".to_owned(), hint: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_the_first_line_without_its_end() {
        for (input, line) in
            [("a b\n", "a b"), ("a b\r\nc\n", "a b"), ("a b", "a b"), ("", ""), (" a \n", " a ")]
        {
            assert_eq!(first_line(input.as_bytes()).unwrap(), line, "{input:?}");
        }
        assert!(first_line(&b"\xff\n"[..]).is_err());
    }
}
