//! JSON as it was written: numbers keep all their digits, which a number of 64 bits would not.

use rust_decimal::Decimal;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Json {
    Null,
    Truth(bool),
    /// As its digits stand.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Map(Vec<(String, Json)>),
}

/// Deeper than anything that the program writes.
const DEEPEST: usize = 64;

static NOTHING: Json = Json::Null;

impl Json {
    /// Reads a text; nothing where it is no JSON.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut reader = JsonReader { text, at: 0 };
        let value = reader.value(0)?;
        reader.blanks();
        (reader.at == text.len()).then_some(value)
    }

    /// A field; null where there is none.
    pub(super) fn get(&self, name: &str) -> &Self {
        match self {
            Self::Map(fields) => {
                fields.iter().find(|(own, _)| own == name).map_or(&NOTHING, |(_, value)| value)
            }
            _ => &NOTHING,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text, or an empty one.
    pub(super) fn word(&self) -> String {
        self.text().unwrap_or_default().to_owned()
    }

    pub(super) fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(digits) => digits.parse().ok().or_else(|| Decimal::from_scientific(digits).ok()),
            _ => None,
        }
    }

    pub(super) fn list(&self) -> &[Self] {
        match self {
            Self::List(all) => all,
            _ => &[],
        }
    }

    pub(super) fn map(&self) -> &[(String, Self)] {
        match self {
            Self::Map(fields) => fields,
            _ => &[],
        }
    }
}

struct JsonReader<'a> {
    text: &'a str,
    at: usize,
}

impl JsonReader<'_> {
    fn blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    /// Steps over a word where it stands next.
    fn eat(&mut self, word: &str) -> Option<()> {
        self.blanks();
        self.text[self.at..].starts_with(word).then(|| self.at += word.len())
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        self.blanks();
        if depth > DEEPEST {
            return None;
        }
        match self.text[self.at..].bytes().next()? {
            b'{' => {
                let mut fields = Vec::new();
                self.items("{", "}", |reader| {
                    reader.blanks();
                    let name = reader.string()?;
                    reader.eat(":")?;
                    fields.push((name, reader.value(depth + 1)?));
                    Some(())
                })?;
                Some(Json::Map(fields))
            }
            b'[' => {
                let mut all = Vec::new();
                self.items("[", "]", |reader| {
                    all.push(reader.value(depth + 1)?);
                    Some(())
                })?;
                Some(Json::List(all))
            }
            b'"' => self.string().map(Json::Text),
            b't' => self.eat("true").map(|()| Json::Truth(true)),
            b'f' => self.eat("false").map(|()| Json::Truth(false)),
            b'n' => self.eat("null").map(|()| Json::Null),
            _ => {
                let rest = &self.text[self.at..];
                let number = |letter: char| letter.is_ascii_digit() || "+-.eE".contains(letter);
                let length = rest.find(|letter| !number(letter)).unwrap_or(rest.len());
                self.at += length;
                rest[..length].parse::<f64>().is_ok().then(|| Json::Number(rest[..length].to_owned()))
            }
        }
    }

    fn items(&mut self, open: &str, close: &str, mut one: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.eat(open)?;
        if self.eat(close).is_some() {
            return Some(());
        }
        loop {
            one(self)?;
            if self.eat(close).is_some() {
                return Some(());
            }
            self.eat(",")?;
        }
    }

    fn string(&mut self) -> Option<String> {
        let rest = self.text[self.at..].strip_prefix('"')?;
        let mut escaped = false;
        let length = rest.find(|letter| {
            let ends = letter == '"' && !escaped;
            escaped = letter == '\\' && !escaped;
            ends
        })?;
        let whole = &self.text[self.at..self.at + length + 2];
        self.at += whole.len();
        // Escapes are what everybody reads alike.
        serde_json::from_str(whole).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits_and_texts_their_letters() {
        let read = Json::read(
            r#" {"a": [12345678901234567890.12345678, -1e3, null], "b\"": "\u00e9\\", "c": true} "#,
        );
        let read = read.unwrap();
        assert_eq!(read.get("a").list()[0], Json::Number("12345678901234567890.12345678".to_owned()));
        assert_eq!(read.get("a").list()[1].number(), Some(Decimal::from(-1000)));
        assert_eq!((read.get("b\"").text(), read.get("z")), (Some("é\\"), &Json::Null));
        for wrong in ["", "{", "[1,]", "{\"a\" 1}", "nul", "1 2", "\"\\q\"", &"[".repeat(100_000)] {
            assert_eq!(Json::read(wrong), None, "{}", &wrong[..wrong.len().min(9)]);
        }
    }
}
