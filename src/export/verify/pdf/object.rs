//! Objects of a PDF as they are written, no further than what a signature needs.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

/// A dictionary by its keys.
pub(super) type Dict = BTreeMap<Vec<u8>, Object>;

/// An object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Object {
    Null,
    Truth(bool),
    Number(Decimal),
    Name(Vec<u8>),
    Text(Vec<u8>),
    Array(Vec<Object>),
    Dict(Dict),
    /// Number and generation of another one.
    Ref(u32, u32),
}

/// An object with its number.
#[derive(Debug, Clone)]
pub(super) struct Numbered {
    pub(super) number: u32,
    /// From its number to behind `endobj`.
    pub(super) place: (usize, usize),
    pub(super) value: Object,
    /// The bytes of its stream, as they lie in the file.
    pub(super) stream: Option<(usize, usize)>,
}

/// Deeper than anything that a writer of signatures writes.
const DEEPEST: usize = 32;

impl Object {
    pub(super) fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    pub(super) fn array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(all) => Some(all),
            _ => None,
        }
    }

    pub(super) fn whole(&self) -> Option<u64> {
        match self {
            Self::Number(number) if number.is_integer() => u64::try_from(*number).ok(),
            _ => None,
        }
    }

    pub(super) fn is_name(&self, name: &str) -> bool {
        *self == Self::Name(name.as_bytes().to_vec())
    }

    /// The numbers of all objects to which it leads.
    pub(super) fn references(&self) -> Vec<u32> {
        match self {
            Self::Ref(number, _) => vec![*number],
            Self::Array(all) => all.iter().flat_map(Self::references).collect(),
            Self::Dict(dict) => dict.values().flat_map(Self::references).collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn reference(&self) -> Option<u32> {
        match self {
            Self::Ref(number, 0) => Some(*number),
            _ => None,
        }
    }
}

/// The entry of a dictionary.
pub(super) fn get<'a>(dict: &'a Dict, key: &str) -> Option<&'a Object> {
    dict.get(key.as_bytes())
}

/// Reads bytes from a place on.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn ends_word(byte: u8) -> bool {
    is_blank(byte) || b"()<>[]{}/%".contains(&byte)
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(super) fn blanks(&mut self) {
        self.at += self.rest().iter().take_while(|byte| is_blank(**byte)).count();
    }

    /// Steps over a word that stands next, blanks before it aside.
    pub(super) fn eat(&mut self, word: &str) -> Option<()> {
        self.blanks();
        self.rest().starts_with(word.as_bytes()).then(|| self.at += word.len())
    }

    fn word(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().position(|byte| ends_word(*byte)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A whole number that stands next.
    pub(super) fn whole(&mut self) -> Option<u64> {
        self.blanks();
        let word = std::str::from_utf8(self.word()).ok()?;
        (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())).then(|| word.parse().ok())?
    }

    /// An object with its number.
    pub(super) fn numbered(&mut self) -> Option<Numbered> {
        self.blanks();
        let start = self.at;
        let number = u32::try_from(self.whole()?).ok()?;
        if self.whole()? != 0 {
            return None;
        }
        self.eat("obj")?;
        let value = self.object(0)?;
        let mut stream = None;
        if self.eat("stream").is_some() {
            // The line's end, which begins the bytes, is one of two.
            if self.rest().starts_with(b"\r\n") {
                self.at += 2;
            } else if self.rest().starts_with(b"\n") {
                self.at += 1;
            } else {
                return None;
            }
            let length = usize::try_from(get(value.dict()?, "Length")?.whole()?).ok()?;
            let end = self.at.checked_add(length).filter(|end| *end <= self.bytes.len())?;
            stream = Some((self.at, end));
            self.at = end;
            self.eat("endstream")?;
        }
        self.eat("endobj")?;
        Some(Numbered { number, place: (start, self.at), value, stream })
    }

    pub(super) fn object(&mut self, depth: usize) -> Option<Object> {
        self.blanks();
        if depth > DEEPEST {
            return None;
        }
        let rest = self.rest();
        match rest.first()? {
            b'<' if rest.starts_with(b"<<") => self.dict(depth).map(Object::Dict),
            b'<' => self.hex().map(Object::Text),
            b'(' => self.literal().map(Object::Text),
            b'/' => self.name().map(Object::Name),
            b'[' => {
                self.at += 1;
                let mut all = Vec::new();
                while self.eat("]").is_none() {
                    all.push(self.object(depth + 1)?);
                }
                Some(Object::Array(all))
            }
            _ => self.plain(),
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Dict> {
        self.at += 2;
        let mut dict = Dict::new();
        while self.eat(">>").is_none() {
            let key = self.name()?;
            // Of two of a name nobody knows which one counts.
            if dict.insert(key, self.object(depth + 1)?).is_some() {
                return None;
            }
        }
        Some(dict)
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        self.eat("/")?;
        let word = self.word();
        let mut name = Vec::new();
        let mut at = 0;
        while let Some(byte) = word.get(at) {
            if *byte == b'#' {
                let digits = std::str::from_utf8(word.get(at + 1..at + 3)?).ok()?;
                name.push(u8::from_str_radix(digits, 16).ok()?);
                at += 3;
            } else {
                name.push(*byte);
                at += 1;
            }
        }
        Some(name)
    }

    fn hex(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let rest = self.rest();
        let length = rest.iter().position(|byte| *byte == b'>')?;
        self.at += length + 1;
        let mut digits: Vec<u8> = rest[..length].iter().copied().filter(|byte| !is_blank(*byte)).collect();
        if digits.len() % 2 == 1 {
            digits.push(b'0');
        }
        let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        digits.chunks(2).map(pair).collect()
    }

    fn literal(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let (mut text, mut depth) = (Vec::new(), 0_usize);
        loop {
            let byte = self.byte()?;
            match byte {
                b'(' => depth += 1,
                b')' if depth == 0 => return Some(text),
                b')' => depth -= 1,
                b'\\' => {
                    text.extend(self.escaped()?);
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = self.rest().first().copied();
        self.at += 1;
        byte
    }

    /// What stands for a byte behind a backslash; nothing for a line that goes on.
    fn escaped(&mut self) -> Option<Option<u8>> {
        let octal = self.rest().iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
        if octal > 0 {
            let digits = std::str::from_utf8(&self.rest()[..octal]).ok()?;
            self.at += octal;
            return Some(Some(u8::try_from(u32::from_str_radix(digits, 8).ok()? & 0xff).ok()?));
        }
        Some(Some(match self.byte()? {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\n' | b'\r' => return Some(None),
            other => other,
        }))
    }

    fn plain(&mut self) -> Option<Object> {
        // Two whole numbers and an R are one thing.
        let mut ahead = self.clone();
        if let (Some(number), Some(generation)) = (ahead.whole(), ahead.whole())
            && ahead.eat("R").is_some()
            && ahead.rest().first().is_none_or(|byte| ends_word(*byte))
        {
            self.at = ahead.at;
            return Some(Object::Ref(u32::try_from(number).ok()?, u32::try_from(generation).ok()?));
        }
        match self.word() {
            b"null" => Some(Object::Null),
            b"true" => Some(Object::Truth(true)),
            b"false" => Some(Object::Truth(false)),
            word => std::str::from_utf8(word).ok()?.parse().ok().map(Object::Number),
        }
    }
}
