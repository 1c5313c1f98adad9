//! The TOML header of a SQL file: its leading block comment.
//!
//! The whole file goes to the planner, header and all, so that places in messages are the file's.
//! SQL ends the comment at the first `*/`, whatever TOML thinks of it; so the slips that come of
//! that are looked for here and said plainly, before TOML complains about something else.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile};

/// What stands at the beginning of a SQL file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Header {
    /// The bytes between `/*` and `*/`, to be read as TOML.
    Found(Range<usize>),
    /// The file does not begin with a block comment.
    Missing,
    /// It begins with one that cannot be used; the reason has been told.
    Broken,
}

/// Finds the header of a file that may have one, and reports a broken one.
pub fn find(problems: &mut Diagnostics, file: &Arc<SourceFile>) -> Header {
    let text = &file.text;
    let opening = text.len() - text.trim_start().len();
    if !text[opening..].starts_with("/*") {
        return Header::Missing;
    }
    let start = opening + 2;
    let Some(length) = text[start..].find("*/") else {
        problems.push(
            Diagnostic::error(
                "unclosed-header",
                file.span(opening..start),
                "the header comment is not closed",
            )
            .help("end it with `*/` on a line of its own, before the SELECT"),
        );
        return Header::Broken;
    };
    let end = start + length;
    if let Some(inner) = text[start..end].find("/*") {
        let place = file.span(start + inner..start + inner + 2);
        problems.push(
            Diagnostic::error("nested-comment", place, "`/*` stands inside the header")
                .label("some engines begin a second comment here")
                .help("write it without the `/*`; a note in the header begins with `#`"),
        );
        return Header::Broken;
    }
    if inside_string(&text[start..end]) || closes_again(&text[end + 2..]) {
        problems.push(
            Diagnostic::error("header-ends-early", file.span(end..end + 2), "`*/` stands inside the header")
                .label("the comment ends here, and with it the header")
                .help("write the value or the note without `*/`"),
        );
        return Header::Broken;
    }
    Header::Found(start..end)
}

/// Finds the header of a file that must have one, and reports a missing or broken one.
pub fn required(problems: &mut Diagnostics, file: &Arc<SourceFile>) -> Option<Range<usize>> {
    match find(problems, file) {
        Header::Found(range) => Some(range),
        Header::Broken => None,
        Header::Missing => {
            problems.push(
                Diagnostic::error("missing-header", file.whole(), "the file does not begin with a header")
                    .help("begin it with `/*`, the header as TOML, and `*/`, before anything else"),
            );
            None
        }
    }
}

/// Whether TOML text ends in the middle of a string.
fn inside_string(toml: &str) -> bool {
    let mut rest = toml;
    while let Some(at) = rest.find(['"', '\'', '#']) {
        rest = &rest[at..];
        if rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
            continue;
        }
        let quote = &rest[..1];
        let long = quote.repeat(3);
        let delimiter = if rest.starts_with(&long) { long.as_str() } else { quote };
        match after_string(&rest[delimiter.len()..], delimiter) {
            After::Closed(after) | After::Broken(after) => rest = after,
            After::Open => return true,
        }
    }
    false
}

enum After<'a> {
    Closed(&'a str),
    /// A short string that its line does not close: TOML will say so.
    Broken(&'a str),
    Open,
}

fn after_string<'a>(text: &'a str, delimiter: &str) -> After<'a> {
    let mut from = 0;
    loop {
        let tail = &text[from..];
        if let Some(after) = tail.strip_prefix(delimiter) {
            return After::Closed(after);
        }
        let mut letters = tail.chars();
        match letters.next() {
            None => return After::Open,
            Some('\n') if delimiter.len() == 1 => return After::Broken(tail),
            Some('\\') if delimiter.starts_with('"') => {
                from += 1 + letters.next().map_or(0, char::len_utf8);
            }
            Some(letter) => from += letter.len_utf8(),
        }
    }
}

/// Whether a second `*/` follows without a `/*` of its own: then the first was not meant.
fn closes_again(sql: &str) -> bool {
    sql.find("*/").is_some_and(|closing| !sql[..closing].contains("/*"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::short;

    fn check(text: &str, expected: Result<&str, &str>) {
        let file = SourceFile::new("a.sql", text);
        let mut problems = Diagnostics::default();
        let found = required(&mut problems, &file);
        let told: Vec<String> = problems.sorted().iter().map(short).collect();
        match expected {
            Ok(header) => assert_eq!((found.map(|r| &file.text[r]), told), (Some(header), vec![]), "{text}"),
            Err(start) => {
                assert_eq!(found, None, "{text}");
                assert!(told.len() == 1 && told[0].starts_with(start), "{told:?}");
            }
        }
    }

    #[test]
    fn the_header_is_what_stands_in_the_leading_comment() {
        check("/*a = 1*/ SELECT 1", Ok("a = 1"));
        check("\u{feff}\n /*\na = \"đ\"\n*/\nSELECT 1 /* note */", Ok("\na = \"đ\"\n"));
        check(
            "/* a = 'it\"s' # \" \n b = \"\"\"x \" y\"\"\" */ SELECT 1",
            Ok(" a = 'it\"s' # \" \n b = \"\"\"x \" y\"\"\" "),
        );
        check("/* a = \"\\\\\" */ SELECT 1", Ok(" a = \"\\\\\" "));
    }

    #[test]
    fn slips_of_the_comment_are_said_plainly() {
        check("SELECT 1", Err("a.sql:1:1: error[missing-header]"));
        check("-- note\n/* a = 1 */ SELECT 1", Err("a.sql:1:1: error[missing-header]"));
        check("\n/* a = 1\nSELECT 1", Err("a.sql:2:1: error[unclosed-header]"));
        check("/*\na = \"đ /* x\"\n*/ SELECT 1", Err("a.sql:2:8: error[nested-comment]"));
        check("/*\na = \"x */ y\"\n*/ SELECT 1", Err("a.sql:2:8: error[header-ends-early]"));
        check("/*\na = 'x */ y'\n SELECT 1", Err("a.sql:2:8: error[header-ends-early]"));
        check("/*\n# all */ of it\na = 1\n*/ SELECT 1", Err("a.sql:2:7: error[header-ends-early]"));
        check("/*\na = \"\"\"x\n */ y\"\"\"\n*/ SELECT 1", Err("a.sql:3:2: error[header-ends-early]"));
    }
}
