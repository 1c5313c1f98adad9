//! What nobody can guess.

use super::AccessError;
use crate::store::hex;

/// So many random bytes, in lower-case hexadecimal.
pub(super) fn random_hex<const BYTES: usize>() -> Result<String, AccessError> {
    Ok(hex(&random_bytes::<BYTES>()?))
}

/// So many random bytes of the system's.
pub(super) fn random_bytes<const BYTES: usize>() -> Result<[u8; BYTES], AccessError> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(AccessError::Random)?;
    Ok(bytes)
}

/// Whether a text is so many lower-case hexadecimal digits: one spelling for each value.
pub(super) fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_are_the_same_and_each_has_one_spelling() {
        let (one, other) = (random_hex::<32>().unwrap(), random_hex::<32>().unwrap());
        assert_ne!(one, other);
        assert!(is_hex(&one, 64));
        for wrong in [one.to_uppercase().as_str(), &one[1..], "", &format!("{one}0"), &one.replace('0', "g")]
        {
            assert!(!is_hex(wrong, 64) || wrong == one, "{wrong}");
        }
        assert!(!is_hex("A", 1) && !is_hex("g", 1) && is_hex("a", 1));
    }
}
