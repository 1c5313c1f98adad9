//! The bodies that have duties in the plan, and what became of them in 2025.

use std::path::Path;

use crate::area::Areas;
use crate::day::{DEPARTMENTS_MERGED, Day, LONG_AGO, MARKET_MOVED, PROVINCES_MERGED, plus};
use crate::sheet::{Failure, Kind, Sheet, Stamp, Table};

const ORGANIZATIONS: Table = Table {
    name: "organizations",
    columns: &[
        ("code", Kind::Text),
        ("name", Kind::Text),
        ("kind", Kind::Text),
        ("force", Kind::Text),
        ("parent", Kind::Text),
        ("valid_from", Kind::Date),
        ("valid_to", Kind::Date),
        ("successor", Kind::Text),
    ],
    sorted_by: &["code", "valid_from"],
};

/// A body for as long as it has this name and this place.
#[derive(Clone)]
pub(crate) struct Body {
    /// Its code; the same code may come again under a later `valid_from`.
    pub(crate) code: String,
    /// Its name.
    pub(crate) name: String,
    /// committee, department, agency, district, commune, front or province.
    pub(crate) kind: &'static str,
    /// What it does, the same word over all reorganisations; empty for a province.
    pub(crate) force: &'static str,
    /// The body above it.
    pub(crate) parent: Option<String>,
    /// Its first day.
    pub(crate) valid_from: Day,
    /// Its last day.
    pub(crate) valid_to: Option<Day>,
    /// Who took over, where that is one body.
    pub(crate) successor: Option<String>,
    /// The area that a local body governs.
    pub(crate) area: Option<String>,
}

/// Code, name, kind, force, parent, successor: the bodies of the province, in groups by their days.
type Line = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// There until the provinces were merged.
const TO_THE_MERGER: &[Line] = &[
    ("KT-BCD389", "Ban Chỉ đạo 389 tỉnh Kon Tum", "committee", "steering", "KT", "QN-BCD389"),
    ("KT-SCT", "Sở Công Thương tỉnh Kon Tum", "department", "industry", "KT", "QN-SCT"),
    ("KT-CA", "Công an tỉnh Kon Tum", "agency", "police", "KT", "QN-CA"),
    ("KT-STC", "Sở Tài chính tỉnh Kon Tum", "department", "finance", "KT", "QN-STC"),
    ("KT-SYT", "Sở Y tế tỉnh Kon Tum", "department", "health", "KT", "QN-SYT"),
    (
        "KT-SVHTTDL",
        "Sở Văn hóa, Thể thao và Du lịch tỉnh Kon Tum",
        "department",
        "culture",
        "KT",
        "QN-SVHTTDL",
    ),
    ("KT-MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Kon Tum", "front", "front", "KT", "QN-MTTQ"),
];

/// There until the departments were merged.
const TO_THE_DEPARTMENTS: &[Line] = &[
    ("KT-SKHCN", "Sở Khoa học và Công nghệ tỉnh Kon Tum", "department", "science", "KT", "KT-SKHCN"),
    ("KT-STTTT", "Sở Thông tin và Truyền thông tỉnh Kon Tum", "department", "media", "KT", "KT-SKHCN"),
    ("KT-NHNN", "Ngân hàng Nhà nước Chi nhánh tỉnh Kon Tum", "agency", "bank", "KT", "NHNN-KV"),
    ("KT-CT", "Cục Thuế tỉnh Kon Tum", "agency", "tax", "KT", "KT-CCT"),
    ("KT-SGTVT", "Sở Giao thông vận tải tỉnh Kon Tum", "department", "transport", "KT", "KT-SXD"),
    (
        "KT-SNN",
        "Sở Nông nghiệp và Phát triển nông thôn tỉnh Kon Tum",
        "department",
        "agriculture",
        "KT",
        "KT-SNNMT",
    ),
];

/// There for the four months between the two mergers.
const BETWEEN: &[Line] = &[
    (
        "KT-SKHCN",
        "Sở Khoa học và Công nghệ tỉnh Kon Tum (hợp nhất)",
        "department",
        "science",
        "KT",
        "QN-SKHCN",
    ),
    ("NHNN-KV", "Ngân hàng Nhà nước Khu vực, địa bàn Kon Tum", "agency", "bank", "KT", "NHNN-KV"),
    ("KT-CCT", "Chi cục Thuế khu vực, địa bàn Kon Tum", "agency", "tax", "KT", "QN-THUE"),
    ("KT-SXD", "Sở Xây dựng tỉnh Kon Tum", "department", "transport", "KT", "QN-SXD"),
    ("KT-SNNMT", "Sở Nông nghiệp và Môi trường tỉnh Kon Tum", "department", "agriculture", "KT", "QN-SNNMT"),
];

/// There since the provinces were merged.
const SINCE_THE_MERGER: &[Line] = &[
    ("QN-BCD389", "Ban Chỉ đạo 389 tỉnh Quảng Ngãi", "committee", "steering", "QN", ""),
    ("QN-SCT", "Sở Công Thương tỉnh Quảng Ngãi", "department", "industry", "QN", ""),
    ("QN-CCQLTT", "Chi cục Quản lý thị trường tỉnh Quảng Ngãi", "agency", "market", "QN", ""),
    ("QN-CA", "Công an tỉnh Quảng Ngãi", "agency", "police", "QN", ""),
    ("QN-STC", "Sở Tài chính tỉnh Quảng Ngãi", "department", "finance", "QN", ""),
    ("QN-SKHCN", "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi", "department", "science", "QN", ""),
    ("NHNN-KV", "Ngân hàng Nhà nước Khu vực, địa bàn Quảng Ngãi", "agency", "bank", "QN", ""),
    ("QN-THUE", "Thuế tỉnh Quảng Ngãi", "agency", "tax", "QN", ""),
    ("QN-SXD", "Sở Xây dựng tỉnh Quảng Ngãi", "department", "transport", "QN", ""),
    ("QN-SYT", "Sở Y tế tỉnh Quảng Ngãi", "department", "health", "QN", ""),
    ("QN-SNNMT", "Sở Nông nghiệp và Môi trường tỉnh Quảng Ngãi", "department", "agriculture", "QN", ""),
    ("QN-SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch tỉnh Quảng Ngãi", "department", "culture", "QN", ""),
    ("QN-MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Quảng Ngãi", "front", "front", "QN", ""),
];

/// All bodies.
pub(crate) struct Organizations(Vec<Body>);

impl Organizations {
    /// The bodies of the plan, with a local one for each district and, later, each commune.
    pub(crate) fn new(areas: &Areas) -> Self {
        let merger = plus(PROVINCES_MERGED, -1);
        let departments = plus(DEPARTMENTS_MERGED, -1);
        let market = plus(MARKET_MOVED, -1);
        let mut bodies = vec![
            body(("KT", "Ủy ban nhân dân tỉnh Kon Tum", "province", "", "", "QN"), LONG_AGO, Some(merger)),
            body(("QN", "Ủy ban nhân dân tỉnh Quảng Ngãi", "province", "", "", ""), PROVINCES_MERGED, None),
        ];
        let old = ("KT-QLTT", "Cục Quản lý thị trường tỉnh Kon Tum", "agency", "market", "KT", "KT-CCQLTT");
        bodies.push(body(old, LONG_AGO, Some(market)));
        // It belongs to a department now and goes on reporting for itself: below the department a filter on
        // that one would show a jump that nobody made.
        let sub =
            ("KT-CCQLTT", "Chi cục Quản lý thị trường tỉnh Kon Tum", "agency", "market", "KT", "QN-CCQLTT");
        bodies.push(body(sub, MARKET_MOVED, Some(merger)));
        for (lines, from, to) in [
            (TO_THE_MERGER, LONG_AGO, Some(merger)),
            (TO_THE_DEPARTMENTS, LONG_AGO, Some(departments)),
            (BETWEEN, DEPARTMENTS_MERGED, Some(merger)),
            (SINCE_THE_MERGER, PROVINCES_MERGED, None),
        ] {
            bodies.extend(lines.iter().map(|line| body(*line, from, to)));
        }
        // A district became several communes, so it has no one successor.
        for area in areas.districts() {
            bodies.push(local("KT", &area.code, &area.name, "district", LONG_AGO, Some(merger)));
        }
        for area in areas.communes(None) {
            bodies.push(local("QN", &area.code, &area.name, "commune", PROVINCES_MERGED, None));
        }
        bodies.sort_by(|a, b| (&a.code, a.valid_from).cmp(&(&b.code, b.valid_from)));
        Self(bodies)
    }

    /// The bodies that have duties in the plan (all but the provinces themselves), by code and first day.
    pub(crate) fn reporting(&self) -> impl Iterator<Item = &Body> {
        self.0.iter().filter(|body| body.kind != "province")
    }

    /// The bodies that have duties on that day.
    pub(crate) fn on(&self, day: Day) -> impl Iterator<Item = &Body> {
        self.reporting()
            .filter(move |body| body.valid_from <= day && body.valid_to.is_none_or(|last| day <= last))
    }

    /// The body that has that force's duties on that day; a local force is sought by its area. The media's duties went to
    /// science when their department ended.
    pub(crate) fn holder(&self, force: &str, area: Option<&str>, day: Day) -> Option<&Body> {
        let mut found = self.on(day);
        let found =
            found.find(|body| body.force == force && (force != "local" || body.area.as_deref() == area));
        match (found, force) {
            (None, "media") => self.holder("science", None, day),
            (found, _) => found,
        }
    }

    /// From the first to the last day of each code, over all its names.
    pub(crate) fn lives(&self) -> Vec<Body> {
        let mut lives: Vec<Body> = Vec::new();
        for body in self.reporting() {
            match lives.last_mut() {
                Some(life) if life.code == body.code => life.valid_to = body.valid_to,
                _ => lives.push(body.clone()),
            }
        }
        lives
    }

    /// Writes the table.
    pub(crate) fn write(&self, out: &Path, stamp: Stamp) -> Result<(), Failure> {
        let mut sheet = Sheet::create(out, &ORGANIZATIONS, "", stamp)?;
        for body in &self.0 {
            sheet.push(&[
                (&body.code).into(),
                (&body.name).into(),
                body.kind.into(),
                Some(body.force).filter(|force| !force.is_empty()).into(),
                body.parent.as_ref().into(),
                body.valid_from.into(),
                body.valid_to.into(),
                body.successor.as_ref().into(),
            ])?;
        }
        sheet.close()
    }
}

fn body(line: Line, valid_from: Day, valid_to: Option<Day>) -> Body {
    let (code, name, kind, force, parent, successor) = line;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Body {
        code: code.to_owned(),
        name: name.to_owned(),
        kind,
        force,
        parent: some(parent),
        valid_from,
        valid_to,
        successor: some(successor),
        area: None,
    }
}

fn local(province: &str, code: &str, area: &str, kind: &'static str, from: Day, to: Option<Day>) -> Body {
    let mut letters = area.chars();
    let lower: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
    Body {
        code: format!("{province}-{code}"),
        name: format!("Ủy ban nhân dân {lower}"),
        kind,
        force: "local",
        parent: Some(province.to_owned()),
        valid_from: from,
        valid_to: to,
        successor: None,
        area: Some(code.to_owned()),
    }
}
