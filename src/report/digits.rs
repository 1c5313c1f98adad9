//! Numbers in JSON with all their digits.
//!
//! What serde_json calls a number has 64 bits. A longer one goes to it as the bytes of its digits,
//! which the writer of this file, and no other, writes as they stand; to all others it is the nearest
//! number.

use std::cell::Cell;
use std::io::{self, Write};

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

/// A number as JSON writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digits(String);

impl Digits {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Of digits with a point; zeros that end a fraction say nothing.
    pub(super) fn of_text(text: String) -> Self {
        if !text.contains('.') || text.contains(['e', 'E']) {
            return Self(text);
        }
        let short = text.trim_end_matches('0').trim_end_matches('.').len();
        Self(text[..short].to_owned())
    }
}

impl From<Decimal> for Digits {
    fn from(value: Decimal) -> Self {
        Self(value.normalize().to_string())
    }
}

impl From<Digits> for String {
    fn from(digits: Digits) -> Self {
        digits.0
    }
}

thread_local! {
    /// Whether the writer of this file writes: serde passes nothing along that could say so.
    static EXACTLY: Cell<bool> = const { Cell::new(false) };
}

impl Serialize for Digits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if EXACTLY.get() {
            return serializer.serialize_bytes(self.0.as_bytes());
        }
        match (self.0.parse::<i64>(), self.0.parse::<u64>(), self.0.parse::<f64>()) {
            (Ok(whole), _, _) => serializer.serialize_i64(whole),
            (_, Ok(whole), _) => serializer.serialize_u64(whole),
            // The shortest text of a number parses to the double nearest to it.
            (_, _, Ok(near)) => serializer.serialize_f64(near),
            (_, _, Err(_)) => serializer.serialize_str(&self.0),
        }
    }
}

/// An answer as JSON, its numbers with all their digits.
///
/// # Panics
/// Where something that is written has keys that are no text; none of the program's answers has.
pub fn json(answer: &impl Serialize) -> String {
    let mut text = Vec::new();
    write(&mut text, Exact(CompactFormatter), answer)
        .expect("answers have text keys and nothing that can fail");
    String::from_utf8(text).expect("JSON is text")
}

/// The same, laid out for people.
///
/// # Errors
/// Those of the writer.
pub fn write_json(writer: impl Write, answer: &impl Serialize) -> Result<(), serde_json::Error> {
    write(writer, Exact(PrettyFormatter::new()), answer)
}

fn write<F: Formatter>(
    writer: impl Write,
    formatter: Exact<F>,
    answer: &impl Serialize,
) -> Result<(), serde_json::Error> {
    /// Ends also where the writing fails.
    struct Exactly;
    impl Drop for Exactly {
        fn drop(&mut self) {
            EXACTLY.set(false);
        }
    }
    EXACTLY.set(true);
    let _ends = Exactly;
    answer.serialize(&mut serde_json::Serializer::with_formatter(writer, formatter))
}

/// A layout in which bytes are the digits of a number: no answer holds other bytes.
struct Exact<F>(F);

/// Passes a layout's own ways on.
macro_rules! as_inner {
    ($($name:ident($($given:ident: $kind:ty),*);)*) => {
        $(fn $name<W: ?Sized + Write>(&mut self, writer: &mut W $(, $given: $kind)*) -> io::Result<()> {
            self.0.$name(writer $(, $given)*)
        })*
    };
}

impl<F: Formatter> Formatter for Exact<F> {
    fn write_byte_array<W: ?Sized + Write>(&mut self, writer: &mut W, digits: &[u8]) -> io::Result<()> {
        writer.write_all(digits)
    }

    as_inner! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        end_object_key();
        begin_object_value();
        end_object_value();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_with_all_its_digits_and_is_the_nearest_one_to_others() {
        for (text, exact, nearest) in [
            ("12", "12", "12"),
            ("12.50", "12.5", "12.5"),
            ("-0.10", "-0.1", "-0.1"),
            ("100", "100", "100"),
            ("33.333333333333333333333333333", "33.333333333333333333333333333", "33.333333333333336"),
            ("18446744073709551615", "18446744073709551615", "18446744073709551615"),
            ("79228162514264337593543950335", "79228162514264337593543950335", "7.922816251426434e+28"),
        ] {
            let value: Decimal = text.parse().unwrap();
            let digits = [Digits::from(value), Digits::of_text(text.to_owned())];
            for digits in digits {
                assert_eq!(json(&digits), exact);
                assert_eq!(serde_json::to_string(&digits).unwrap(), nearest);
            }
        }
    }

    #[test]
    fn layouts_differ_in_space_only() {
        let mut pretty = Vec::new();
        write_json(&mut pretty, &[Digits::of_text("1".to_owned())]).unwrap();
        assert_eq!(String::from_utf8(pretty).unwrap(), "[\n  1\n]");
        assert_eq!(json(&[Digits::of_text("1".to_owned())]), "[1]");
    }
}
