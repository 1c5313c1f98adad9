//! Whether what is appended to a PDF is a signature and nothing else.
//!
//! Sure of little and strict: appended sections may hold signatures, their fields, the form that lists them, the notes
//! of a page that show them and what these draw. Whatever else is written, or written anew, is something else, and so
//! is all that this does not understand. Whether a signature is valid, and whose it is, others say.

mod object;
mod original;
mod section;

use std::collections::BTreeSet;
use std::fmt;

use self::object::{Dict, Numbered, Object, get};
use self::original::Known;
use self::section::Section;

/// Signatures behind the bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signed {
    signatures: usize,
    /// How many of them draw something on a page.
    visible: usize,
}

impl fmt::Display for Signed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = crate::diagnostic::counted(self.signatures, "signature");
        write!(out, "{count} behind the recorded bytes and nothing else, not checked for validity")?;
        match self.visible {
            0 => Ok(()),
            _ => write!(out, "; a mark is drawn on a page and hides what lies under it"),
        }
    }
}

/// Why it is not sure that there is nothing else.
type Unsure = String;

/// Looks at what stands behind the first `start` bytes.
///
/// # Errors
/// Why that is not surely a signature and nothing else.
pub(super) fn signatures(bytes: &[u8], start: usize) -> Result<Signed, Unsure> {
    let original = bytes.get(..start).filter(|original| original.starts_with(b"%PDF-"));
    let original = original.ok_or("the file is no PDF, and only PDF files bear signatures")?;
    let mut known = Known::of(original).ok_or("the recorded file is not understood well enough")?;
    let mut signed = Signed { signatures: 0, visible: 0 };
    let mut at = start;
    while at < bytes.len() {
        let section = Section::read(bytes, at).ok_or("what is appended is no plain section of a PDF")?;
        let added = Update { bytes, known: &known, section: &section }.judge()?;
        if section.end == bytes.len() && added.signatures == 0 {
            return Err("no signature covers all of it".to_owned());
        }
        signed.signatures += added.signatures;
        signed.visible += added.visible;
        for object in &section.objects {
            known.objects.insert(object.number, object.value.clone());
            known.size = known.size.max(u64::from(object.number) + 1);
        }
        (known.start, at) = (section.start, section.end);
    }
    Ok(signed)
}

/// A section and what was there before it.
struct Update<'a> {
    bytes: &'a [u8],
    known: &'a Known,
    section: &'a Section,
}

const SIGNATURE: [&str; 13] = [
    "Type",
    "Filter",
    "SubFilter",
    "Contents",
    "ByteRange",
    "M",
    "Name",
    "Reason",
    "Location",
    "ContactInfo",
    "Prop_Build",
    "Prop_AuthTime",
    "Prop_AuthType",
];
const FIELD: [&str; 12] = ["Type", "Subtype", "FT", "T", "F", "Ff", "Rect", "P", "V", "AP", "Lock", "MK"];
const FORM: [&str; 2] = ["Fields", "SigFlags"];

impl Update<'_> {
    fn judge(&self) -> Result<Signed, Unsure> {
        let trailer = &self.section.trailer;
        let before = get(trailer, "Prev").and_then(Object::whole);
        let root = get(trailer, "Root").and_then(Object::reference);
        let strange = ["Encrypt", "XRefStm"].iter().any(|key| get(trailer, key).is_some());
        if before != Some(self.known.start) || root != Some(self.known.root) || strange {
            return Err("the appended trailer does not go on from the recorded file".to_owned());
        }
        let info = get(trailer, "Info").and_then(Object::reference);
        if info.is_some() && info != self.known.info {
            return Err("the file says something else of itself".to_owned());
        }
        let fields: BTreeSet<u32> =
            self.added().filter(|object| is_field(object)).map(|object| object.number).collect();
        let (drawn, named) = (self.drawn(&fields), self.named());
        let mut signed = Signed { signatures: 0, visible: 0 };
        for object in &self.section.objects {
            let written_anew = u64::from(object.number) < self.known.size;
            let is_table = object.place.0 as u64 == self.section.start;
            let fine = match self.known.objects.get(&object.number) {
                Some(old) => self.changed(object, old, &fields),
                // A number that was given away and is of nothing known may be of anything.
                None if written_anew => false,
                // What nothing leads to is never seen.
                None if is_table || drawn.contains(&object.number) || !named.contains(&object.number) => true,
                None if is_signature(object) => {
                    signed.signatures += 1;
                    self.covers(object)
                }
                None if fields.contains(&object.number) => {
                    signed.visible +=
                        usize::from(object.value.dict().is_some_and(|field| get(field, "AP").is_some()));
                    object.value.dict().is_some_and(|field| only(field, &FIELD))
                }
                None => {
                    object.stream.is_none()
                        && (self.is_form(&object.value, None, &fields)
                            || self.is_notes(&object.value, &[], &fields))
                }
            };
            if !fine {
                let how = if written_anew { "is written anew" } else { "is added" };
                return Err(format!("object {} {how}, and it is no part of a signature", object.number));
            }
        }
        Ok(signed)
    }

    /// The objects whose numbers are new.
    fn added(&self) -> impl Iterator<Item = &Numbered> {
        self.section.objects.iter().filter(|object| u64::from(object.number) >= self.known.size)
    }

    /// Whether an object that is written anew differs only by what a signature must change.
    fn changed(&self, object: &Numbered, old: &Object, fields: &BTreeSet<u32>) -> bool {
        if object.value == *old && object.stream.is_none() {
            return true;
        }
        let number = object.number;
        let properties = self.known.catalog().and_then(|catalog| get(catalog, "Metadata"));
        if object.stream.is_some() {
            // Whoever signs notes in the file's properties that it was changed.
            return properties.and_then(Object::reference) == Some(number);
        }
        let form = self.known.catalog().and_then(|catalog| get(catalog, "AcroForm"));
        if form.and_then(Object::reference) == Some(number) {
            return self.is_form(&object.value, Some(old), fields);
        }
        let notes_of =
            |page: &Object| page.dict().and_then(|page| get(page, "Annots")).and_then(Object::reference);
        if self.known.objects.values().any(|page| is_page(page) && notes_of(page) == Some(number)) {
            return old.array().is_some_and(|old| self.is_notes(&object.value, old, fields));
        }
        let (Some(own), Some(was)) = (object.value.dict(), old.dict()) else { return false };
        if number == self.known.root {
            let old = get(was, "AcroForm").and_then(|form| self.known.resolved(form));
            let new = get(own, "AcroForm").and_then(|form| self.resolved(form));
            return alike(own, was, &["AcroForm", "Version"])
                && new.is_some_and(|new| self.is_form(new, old, fields));
        }
        if is_page(old) {
            let old =
                get(was, "Annots").and_then(|notes| self.known.resolved(notes)?.array()).unwrap_or_default();
            let new = get(own, "Annots").and_then(|notes| self.resolved(notes));
            return alike(own, was, &["Annots"]) && new.is_some_and(|new| self.is_notes(new, old, fields));
        }
        Some(number) == self.known.info && alike(own, was, &["ModDate", "Producer"])
    }

    /// What a reference leads to once the section is there.
    fn resolved<'o>(&'o self, object: &'o Object) -> Option<&'o Object> {
        let own = object
            .reference()
            .and_then(|number| self.section.objects.iter().find(|own| own.number == number));
        own.map(|own| &own.value).or_else(|| self.known.resolved(object))
    }

    /// Whether a form lists what it listed, and new fields of signatures.
    fn is_form(&self, form: &Object, old: Option<&Object>, fields: &BTreeSet<u32>) -> bool {
        let Some(form) = form.dict() else { return false };
        let listed = |form: &Dict| match get(form, "Fields") {
            Some(fields) => self.resolved(fields).and_then(Object::array).map(<[Object]>::to_vec),
            None => Some(Vec::new()),
        };
        let rest = match old.map(Object::dict) {
            Some(Some(old)) => alike(form, old, &FORM),
            Some(None) => false,
            None => only(form, &FORM),
        };
        let before = old.and_then(Object::dict).and_then(|old| match get(old, "Fields") {
            Some(fields) => self.known.resolved(fields)?.array(),
            None => Some(&[]),
        });
        let now = listed(form);
        rest && now.is_some_and(|now| grown(&now, before.unwrap_or_default(), fields))
    }

    /// Whether the notes of a page are what they were, and new fields of signatures.
    fn is_notes(&self, notes: &Object, old: &[Object], fields: &BTreeSet<u32>) -> bool {
        notes.array().is_some_and(|notes| grown(notes, old, fields))
    }

    /// The new objects that new fields draw, and nothing else refers to.
    fn drawn(&self, fields: &BTreeSet<u32>) -> BTreeSet<u32> {
        let looks = self.added().filter(|object| fields.contains(&object.number));
        let looks = looks.filter_map(|field| get(field.value.dict()?, "AP"));
        let mut next: Vec<u32> = looks.flat_map(Object::references).collect();
        let mut drawn = BTreeSet::new();
        while let Some(number) = next.pop() {
            let own = self.added().find(|own| own.number == number && !is_signature(own) && !is_field(own));
            if let Some(own) = own.filter(|own| drawn.insert(own.number)) {
                next.extend(own.value.references());
            }
        }
        drawn
    }

    /// All numbers to which anything in the section leads.
    fn named(&self) -> BTreeSet<u32> {
        let objects = self.section.objects.iter().flat_map(|object| object.value.references());
        objects.chain(self.section.trailer.values().flat_map(Object::references)).collect()
    }

    /// Whether a signature is over all bytes up to its section's end but those of itself.
    fn covers(&self, object: &Numbered) -> bool {
        let Some(signature) = object.value.dict() else { return false };
        let range = get(signature, "ByteRange").and_then(Object::array);
        let range: Option<Vec<u64>> = range.and_then(|range| range.iter().map(Object::whole).collect());
        let Some([0, before, after, rest]) = range.as_deref() else { return false };
        let (Ok(from), Ok(to)) = (usize::try_from(*before), usize::try_from(*after)) else { return false };
        let inside = object.place.0 < from && from < to && to < object.place.1;
        let gap = self.bytes.get(from..to).unwrap_or_default();
        let hex = gap.len() > 2
            && gap.starts_with(b"<")
            && gap.ends_with(b">")
            && gap[1..gap.len() - 1].iter().all(u8::is_ascii_hexdigit);
        let own = get(signature, "Contents").is_some_and(|contents| match contents {
            Object::Text(bytes) => bytes.len() == (gap.len().saturating_sub(2)) / 2,
            _ => false,
        });
        // Blanks behind an earlier section may be of who wrote the next one.
        let (last, end) = (self.section.last as u64, self.section.end as u64);
        let reaches =
            after.checked_add(*rest).is_some_and(|reached| match self.section.end == self.bytes.len() {
                true => reached == end,
                false => (last..=end).contains(&reached),
            });
        only(signature, &SIGNATURE) && inside && hex && own && reaches
    }
}

fn is_signature(object: &Numbered) -> bool {
    let dict = object.value.dict().filter(|_| object.stream.is_none());
    dict.is_some_and(|dict| get(dict, "Type").is_some_and(|kind| kind.is_name("Sig")))
}

fn is_field(object: &Numbered) -> bool {
    let dict = object.value.dict().filter(|_| object.stream.is_none());
    dict.is_some_and(|dict| get(dict, "FT").is_some_and(|kind| kind.is_name("Sig")))
}

fn is_page(object: &Object) -> bool {
    object.dict().and_then(|dict| get(dict, "Type")).is_some_and(|kind| kind.is_name("Page"))
}

/// Whether a dictionary has none but these keys.
fn only(dict: &Dict, keys: &[&str]) -> bool {
    dict.keys().all(|key| keys.iter().any(|own| own.as_bytes() == key.as_slice()))
}

/// Whether two dictionaries say the same but under these keys.
fn alike(one: &Dict, other: &Dict, but: &[&str]) -> bool {
    let rest = |dict: &Dict| {
        let mut dict = dict.clone();
        dict.retain(|key, _| !but.iter().any(|own| own.as_bytes() == key.as_slice()));
        dict
    };
    rest(one) == rest(other)
}

/// Whether a list is what it was, and behind it new fields.
fn grown(now: &[Object], before: &[Object], fields: &BTreeSet<u32>) -> bool {
    let added = now.strip_prefix(before);
    added.is_some_and(|added| {
        added.iter().all(|one| one.reference().is_some_and(|number| fields.contains(&number)))
    })
}
