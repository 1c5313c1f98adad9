//! The objects of a PDF as a pack records it. Its bytes are known by their hash, so that they are looked for and not
//! doubted: what is found wrong only makes what follows count as something else than a signature.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;

use super::object::{Cursor, Dict, Numbered, Object, get};

/// More than any object stream of such a file unpacks to.
const LARGEST: u64 = 64 << 20;

/// What is known of a file before something is appended.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// The objects by number.
    pub(super) objects: BTreeMap<u32, Object>,
    /// The catalog's number.
    pub(super) root: u32,
    /// The number of what the file says of itself.
    pub(super) info: Option<u32>,
    /// One more than the highest number.
    pub(super) size: u64,
    /// Where the newest table of objects lies.
    pub(super) start: u64,
}

impl Known {
    /// Of all bytes of a file.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let mut objects = BTreeMap::new();
        let mut trailer: Option<Dict> = None;
        for at in places(bytes, b" obj") {
            let Some(object) = at_number(bytes, at) else { continue };
            if let (Some(dict), Some(stream)) = (object.value.dict(), object.stream) {
                if get(dict, "Type").is_some_and(|kind| kind.is_name("XRef")) {
                    trailer = Some(dict.clone());
                }
                if get(dict, "Type").is_some_and(|kind| kind.is_name("ObjStm")) {
                    objects.extend(packed(dict, bytes.get(stream.0..stream.1)?)?);
                }
            }
            objects.insert(object.number, object.value);
        }
        for at in places(bytes, b"trailer") {
            let mut cursor = Cursor { bytes, at: at + b"trailer".len() };
            if let Some(Object::Dict(dict)) = cursor.object(0) {
                trailer = Some(dict);
            }
        }
        let trailer = trailer.filter(|trailer| get(trailer, "Encrypt").is_none())?;
        let last = places(bytes, b"startxref").last()?;
        Some(Self {
            objects,
            root: get(&trailer, "Root")?.reference()?,
            info: get(&trailer, "Info").and_then(Object::reference),
            size: get(&trailer, "Size")?.whole()?,
            start: Cursor { bytes, at: last + b"startxref".len() }.whole()?,
        })
    }

    /// An object, or what a reference leads to.
    pub(super) fn resolved<'a>(&'a self, object: &'a Object) -> Option<&'a Object> {
        match object {
            Object::Ref(number, 0) => self.objects.get(number),
            Object::Ref(_, _) => None,
            direct => Some(direct),
        }
    }

    pub(super) fn catalog(&self) -> Option<&Dict> {
        self.objects.get(&self.root)?.dict()
    }
}

fn places<'a>(bytes: &'a [u8], word: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    bytes.windows(word.len()).enumerate().filter(move |(_, window)| *window == word).map(|(at, _)| at)
}

/// The object whose word `obj` stands at a place, two numbers before it.
fn at_number(bytes: &[u8], at: usize) -> Option<Numbered> {
    let digits = |end: usize| bytes[..end].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let generation = at - digits(at);
    let number = generation.checked_sub(1)?;
    let mut cursor = Cursor { bytes, at: number - digits(number) };
    cursor.numbered()
}

/// The objects of a stream of objects.
fn packed(dict: &Dict, stream: &[u8]) -> Option<Vec<(u32, Object)>> {
    let bytes = unpacked(dict, stream)?;
    let first = usize::try_from(get(dict, "First")?.whole()?).ok()?;
    let mut head = Cursor { bytes: &bytes, at: 0 };
    let mut all = Vec::new();
    for _ in 0..get(dict, "N")?.whole()? {
        let (number, offset) = (u32::try_from(head.whole()?).ok()?, usize::try_from(head.whole()?).ok()?);
        let mut cursor = Cursor { bytes: &bytes, at: first.checked_add(offset)? };
        all.push((number, cursor.object(0)?));
    }
    Some(all)
}

/// The bytes of a stream that is packed in the usual way, or not at all.
pub(super) fn unpacked(dict: &Dict, stream: &[u8]) -> Option<Vec<u8>> {
    if get(dict, "DecodeParms").is_some() {
        return None;
    }
    match get(dict, "Filter") {
        None => Some(stream.to_vec()),
        Some(filter) if filter.is_name("FlateDecode") => {
            let mut bytes = Vec::new();
            ZlibDecoder::new(stream).take(LARGEST).read_to_end(&mut bytes).ok()?;
            Some(bytes)
        }
        Some(_) => None,
    }
}
