//! The style sheet, the script, the fonts and the icon, served under names that change with their bytes, so that a browser
//! may keep them for ever.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::locale::Language;
use crate::store::sha256_hex;

/// The style sheet as it is written, a file a subject; fonts stand in it under their plain names.
pub const STYLESHEET: &str = concat!(
    include_str!("../../assets/css/base.css"),
    include_str!("../../assets/css/controls.css"),
    include_str!("../../assets/css/cards.css"),
    include_str!("../../assets/css/chart.css"),
    include_str!("../../assets/css/table.css"),
    include_str!("../../assets/css/passport.css"),
    include_str!("../../assets/css/plan.css"),
    include_str!("../../assets/css/data.css"),
    include_str!("../../assets/css/brief.css"),
    include_str!("../../assets/css/owed.css"),
    include_str!("../../assets/css/wide.css"),
    include_str!("../../assets/css/print.css"),
);

/// A file that pages need.
#[derive(Debug)]
pub struct Asset {
    /// Its name below `/assets/`, with the first 12 digits of its hash.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
}

macro_rules! fonts {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_bytes!(concat!("../../assets/fonts/", $name)) as &[u8])),+]
    };
}

/// Each subset is fetched only where a page has letters of it.
static FONTS: [(&str, &[u8]); 6] = fonts![
    "noto-sans-latin-400-normal.woff2",
    "noto-sans-latin-600-normal.woff2",
    "noto-sans-latin-ext-400-normal.woff2",
    "noto-sans-latin-ext-600-normal.woff2",
    "noto-sans-vietnamese-400-normal.woff2",
    "noto-sans-vietnamese-600-normal.woff2",
];

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let mut css = tightened(STYLESHEET);
    let mut assets = Vec::new();
    for (name, bytes) in FONTS {
        let hashed = hashed(name, bytes);
        css = css.replace(name, &hashed);
        assets.push(Asset { name: hashed, kind: "font/woff2", bytes: Cow::Borrowed(bytes) });
    }
    let icon = include_bytes!("../../assets/icon.svg") as &[u8];
    let name = hashed("icon.svg", icon);
    assets.push(Asset { name, kind: "image/svg+xml", bytes: Cow::Borrowed(icon) });
    let script = include_str!("../../assets/page.js").as_bytes();
    let name = hashed("page.js", script);
    assets.insert(0, Asset { name, kind: "text/javascript; charset=utf-8", bytes: Cow::Borrowed(script) });
    let name = hashed("page.css", css.as_bytes());
    let sheet = Asset { name, kind: "text/css; charset=utf-8", bytes: Cow::Owned(css.into_bytes()) };
    assets.insert(0, sheet);
    assets
});

/// Addresses of the style sheet and of the script, which are the first assets, and of the icon, which is the last.
static ADDRESSES: LazyLock<[String; 3]> = LazyLock::new(|| {
    [ASSETS.first(), ASSETS.get(1), ASSETS.last()]
        .map(|asset| format!("/assets/{}", asset.map_or("", |asset| &asset.name)))
});

/// The file of a name below `/assets/`.
pub fn asset(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// The address of the style sheet.
pub(super) fn stylesheet() -> &'static str {
    &ADDRESSES[0]
}

/// The address of the script.
pub(super) fn script() -> &'static str {
    &ADDRESSES[1]
}

/// Addresses of the fonts in a language's every page: asked for at once they are there before the first line is
/// drawn, so that no line moves when they come. `latin-ext` is fetched where a page has letters of it.
pub(super) fn fonts(language: Language) -> impl Iterator<Item = String> {
    let wanted = move |name: &str| match language {
        Language::Vi => !name.contains("latin-ext"),
        Language::En => !name.contains("latin-ext") && !name.contains("vietnamese"),
    };
    let fonts = ASSETS.iter().filter(move |asset| asset.kind == "font/woff2" && wanted(&asset.name));
    fonts.map(|asset| format!("/assets/{}", asset.name))
}

/// The address of the icon.
pub(super) fn icon() -> &'static str {
    &ADDRESSES[2]
}

/// The names of colours and of the face, which are for who writes the sheet, with what a browser reads in their place.
const SHORT: [(&str, &str); 13] = [
    ("--warn-ground", "--y"),
    ("--warn", "--w"),
    ("--ground", "--g"),
    ("--card", "--c"),
    ("--text", "--t"),
    ("--soft", "--s"),
    ("--line", "--l"),
    ("--link", "--k"),
    ("--met", "--m"),
    ("--missed", "--x"),
    ("--head", "--h"),
    ("--edge", "--e"),
    ("--face", "--f"),
];

/// The same rules without comments, without the space that people need between them, and with short names.
fn tightened(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    let code = parts.filter_map(|part| part.split_once("*/")).fold(first, |code, (_, rest)| code + rest);
    let words = code.split_whitespace().collect::<Vec<_>>().join(" ");
    [
        (" {", "{"),
        ("{ ", "{"),
        ("; }", "}"),
        (" }", "}"),
        ("} ", "}"),
        ("; ", ";"),
        (", ", ","),
        (": ", ":"),
        (" > ", ">"),
        (" + ", "+"),
        (" / ", "/"),
        ("(> ", "(>"),
        ("(~ ", "(~"),
        ("::before", ":before"),
        ("::after", ":after"),
    ]
    .into_iter()
    .chain(SHORT)
    .fold(words, |css, (wide, tight)| css.replace(wide, tight))
}

/// `page.css` → `page.0123456789ab.css`.
fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = sha256_hex(bytes);
    let short = hash.get(..12).unwrap_or(&hash);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    format!("{stem}.{short}.{extension}")
}
