//! Reading a TOML form: what serde and the parser say becomes located diagnostics.
//!
//! All unknown keys of a form are reported, each with the nearest known one; of other mistakes the
//! first, since what follows it is often only its consequence. That a key is missing is no mistake of its
//! own where a key beside it is likely to be that one, misspelt.

use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use super::{Diagnostic, Diagnostics, SourceFile, Span, nearest};

/// Reads a form from TOML text that begins at byte `base_offset` of the file: 0 for a file that is
/// TOML as a whole, the beginning of the header for one inside a comment. Spans in the form
/// ([`super::Spanned`]) count from the beginning of `text`; [`place`] turns them into places.
///
/// `T` must deny unknown fields. A form whose only mistakes are unknown keys is returned without
/// them, so that the caller can go on looking; the accumulator then holds errors all the same.
pub fn read<T: DeserializeOwned>(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    base_offset: usize,
    text: &str,
) -> Option<T> {
    let shifted = |range: Option<Range<usize>>| match range {
        Some(range) => place(file, base_offset, range),
        None => file.span(base_offset..base_offset + text.find('\n').unwrap_or(text.len())),
    };
    let mut root = match DeTable::parse(text) {
        Ok(root) => root,
        Err(error) => {
            let message = lower_case(error.message());
            problems.push(Diagnostic::error("broken-toml", shifted(error.span()), message));
            return None;
        }
    };
    // What misspelt keys were probably meant to be, with the place of their table.
    let mut meant: Vec<(Range<usize>, String)> = Vec::new();
    loop {
        let error = match T::deserialize(Deserializer::from(root.clone())) {
            Ok(form) => return Some(form),
            Err(error) => error,
        };
        let missing = error.message().strip_prefix(MISSING_KEY).map(|rest| rest.trim_end_matches('`'));
        let misspelt = missing.is_some_and(|key| {
            meant.iter().any(|(table, meant)| meant == key && error.span().is_none_or(|own| own == *table))
        });
        if !misspelt {
            problems.push(explained(&error, text, shifted));
        }
        let unknown = error.message().strip_prefix(UNKNOWN_KEY).map(found_and_known);
        let ((found, known), key) = unknown.zip(error.span())?;
        let whole = root.span();
        let table = remove_from_table(root.get_mut(), whole, &key)?;
        meant.extend(nearest(found, known).map(|name| (table, name.to_owned())));
    }
}

/// The place of a span of a form that began at byte `base_offset` of the file.
pub fn place(file: &Arc<SourceFile>, base_offset: usize, range: Range<usize>) -> Span {
    file.span(range.start + base_offset..range.end + base_offset)
}

/// How serde begins the message about a key that a form does not have.
const UNKNOWN_KEY: &str = "unknown field `";
const UNKNOWN_WORD: &str = "unknown variant `";
const MISSING_KEY: &str = "missing field `";
const WRONG_TYPE: &str = "invalid type: ";
const WRONG_VALUE: &str = "invalid value: ";

fn explained(error: &Error, text: &str, shifted: impl Fn(Option<Range<usize>>) -> Span) -> Diagnostic {
    let message = error.message();
    if let Some(rest) = message.strip_prefix(UNKNOWN_KEY) {
        let (found, known) = found_and_known(rest);
        return Diagnostic::error("unknown-key", shifted(error.span()), format!("unknown key `{found}`"))
            .suggest(found, known);
    }
    if let Some(rest) = message.strip_prefix(UNKNOWN_WORD) {
        let (found, known) = found_and_known(rest);
        let place = shifted(error.span());
        return Diagnostic::error("unknown-word", place, format!("`{found}` cannot stand here"))
            .suggest(found, known);
    }
    if let Some(rest) = message.strip_prefix(MISSING_KEY) {
        let key = rest.trim_end_matches('`');
        // The span of what lacks a key is the whole of it: its first line is enough to find it.
        let range = error.span().map(|range| first_line(text, range));
        return Diagnostic::error("missing-key", shifted(range), format!("key `{key}` is missing"))
            .help(format!("add `{key} = …`"));
    }
    let wrong = message.strip_prefix(WRONG_TYPE).or_else(|| message.strip_prefix(WRONG_VALUE));
    if let Some((found, expected)) = wrong.and_then(|rest| rest.split_once(", expected ")) {
        let message = format!("expected {}, found {}", in_words(expected), in_words(found));
        return Diagnostic::error("wrong-type", shifted(error.span()), message);
    }
    Diagnostic::error("wrong-value", shifted(error.span()), lower_case(message))
}

/// From "`x`, expected one of `a`, `b`": what was found, and what exists.
fn found_and_known(rest: &str) -> (&str, Vec<&str>) {
    let (found, listed) = rest.split_once('`').unwrap_or((rest, ""));
    // Names stand between backticks, so every second piece is one.
    (found, listed.split('`').skip(1).step_by(2).collect())
}

/// What TOML calls things, in place of what serde calls them.
fn in_words(name: &str) -> String {
    match name {
        "a sequence" | "sequence" => "a list".to_owned(),
        "a map" | "map" => "a table".to_owned(),
        "a boolean" | "boolean" => "`true` or `false`".to_owned(),
        "string" => "a text".to_owned(),
        "integer" | "i64" | "i32" | "u32" | "u64" => "a whole number".to_owned(),
        other => match other.split_once(' ') {
            Some(("struct" | "enum", _)) => "a table".to_owned(),
            _ => other.replace("map", "a table").replace("sequence", "a list"),
        },
    }
}

fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let whole = text.get(range.clone()).unwrap_or("");
    let leading = whole.len() - whole.trim_start().len();
    let line = whole.trim_start().lines().next().unwrap_or("").trim_end().len();
    range.start + leading..range.start + leading + line
}

fn lower_case(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

/// Takes the key at a place out of a table at `own` or what is below it; the place of the table that had it.
fn remove_from_table(
    table: &mut DeTable<'_>,
    own: Range<usize>,
    place: &Range<usize>,
) -> Option<Range<usize>> {
    match table.keys().find(|key| key.span() == *place).cloned() {
        Some(key) => table.remove(&key).map(|_| own),
        None => table.iter_mut().find_map(|(_, value)| remove_below(value, place)),
    }
}

fn remove_below(value: &mut Spanned<DeValue<'_>>, place: &Range<usize>) -> Option<Range<usize>> {
    let own = value.span();
    match value.get_mut() {
        DeValue::Table(table) => remove_from_table(table, own, place),
        DeValue::Array(array) => array.iter_mut().find_map(|value| remove_below(value, place)),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::short;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Form {
        title: Spanned<String>,
        #[serde(default)]
        optional: bool,
        #[serde(default)]
        part: indexmap::IndexMap<String, Part>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Part {
        kind: Kind,
        #[serde(default)]
        names: Vec<String>,
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Round,
        Square,
    }

    fn problems(text: &str) -> Vec<String> {
        let file = SourceFile::new("a.toml", text);
        let mut problems = Diagnostics::default();
        let _: Option<Form> = read(&mut problems, &file, 0, text);
        problems.sorted().iter().map(short).collect()
    }

    #[test]
    fn a_form_is_read_in_the_order_of_the_file() {
        let text =
            "title = \"x\"\n[part.b]\nkind = \"square\"\nnames = [\"q\"]\n[part.a]\nkind = \"round\"\n";
        let file = SourceFile::new("a.toml", text);
        let mut problems = Diagnostics::default();
        let form: Form = read(&mut problems, &file, 0, text).unwrap();
        assert!(problems.is_empty() && !form.optional);
        let parts: Vec<_> = form.part.iter().map(|(name, part)| (name.as_str(), &part.kind)).collect();
        assert_eq!(parts, [("b", &Kind::Square), ("a", &Kind::Round)]);
        assert_eq!(form.part["b"].names, ["q"]);
    }

    #[test]
    fn mistakes_are_located_and_explained() {
        for (text, expected) in [
            (
                "titel = 1\ntitle = \"x\"\noptionl = true\n[part.a]\nkind = \"round\"\nname = 3\n",
                &[
                    "a.toml:1:1: error[unknown-key]: unknown key `titel` (did you mean `title`? \
                     there are `title`, `optional`, `part`)",
                    "a.toml:3:1: error[unknown-key]: unknown key `optionl` (did you mean `optional`? \
                     there are `title`, `optional`, `part`)",
                    "a.toml:6:1: error[unknown-key]: unknown key `name` (did you mean `names`? \
                     there are `kind`, `names`)",
                ][..],
            ),
            (
                "optional = true\n",
                &["a.toml:1:1: error[missing-key]: key `title` is missing (add `title = …`)"],
            ),
            (
                "title = \"x\"\n[part.a]\nnames = []\n",
                &["a.toml:2:1: error[missing-key]: key `kind` is missing (add `kind = …`)"],
            ),
            (
                "titel = \"x\"\n[part.a]\nkidn = \"round\"\n[part.b]\nknd = \"round\"\n",
                &[
                    "a.toml:1:1: error[unknown-key]: unknown key `titel` (did you mean `title`? \
                     there are `title`, `optional`, `part`)",
                    "a.toml:3:1: error[unknown-key]: unknown key `kidn` (did you mean `kind`? \
                     there are `kind`, `names`)",
                ],
            ),
            (
                "titel = \"x\"\n[part.a]\nnames = []\n",
                &[
                    "a.toml:1:1: error[unknown-key]: unknown key `titel` (did you mean `title`? \
                     there are `title`, `optional`, `part`)",
                    "a.toml:2:1: error[missing-key]: key `kind` is missing (add `kind = …`)",
                ],
            ),
            (
                "title = \"x\"\noptional = \"yes\"\n",
                &["a.toml:2:12: error[wrong-type]: expected `true` or `false`, found string \"yes\""],
            ),
            (
                "title = \"x\"\n[part.a]\nkind = \"squar\"\n",
                &["a.toml:3:8: error[unknown-word]: `squar` cannot stand here (did you mean `square`? \
                   there are `round`, `square`)"],
            ),
            (
                "title = \"x\"\n[part.a]\nkind = \"round\"\nnames = \"a\"\n",
                &["a.toml:4:9: error[wrong-type]: expected a list, found string \"a\""],
            ),
            (
                "title = \"x\"\npart = 1\n",
                &["a.toml:2:8: error[wrong-type]: expected a table, found integer `1`"],
            ),
            ("title = \"x\"\ntitle = \"y\"\n", &["a.toml:2:1: error[broken-toml]: duplicate key"]),
            ("title = \"x\n", &["a.toml:1:11: error[broken-toml]: invalid basic string, expected `\"`"]),
        ] {
            assert_eq!(problems(text), expected, "{text}");
        }
    }

    #[test]
    fn a_header_inside_a_file_is_located_in_the_file() {
        let text = "/*\ntitle = \"đ\"\nextra = 1\n*/ SELECT 1";
        let file = SourceFile::new("a.sql", text);
        let mut problems = Diagnostics::default();
        let form: Form = read(&mut problems, &file, 3, &text[3..text.find("*/").unwrap()]).unwrap();
        let found = place(&file, 3, form.title.span());
        assert_eq!(&text[found.range.clone()], "\"đ\"");
        assert!(short(&problems.sorted()[0]).starts_with("a.sql:3:1: error[unknown-key]"));
    }
}
