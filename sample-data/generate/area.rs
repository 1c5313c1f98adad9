//! Provinces, districts and communes: real data, read from `reference/areas.csv`.

use std::path::Path;

use crate::day::{Day, LONG_AGO, PROVINCES_MERGED};
use crate::random::Random;
use crate::sheet::{Cell, Failure, Kind, Sheet, Stamp, Table};

/// The province until 30/6/2025.
pub(crate) const OLD_PROVINCE: &str = "62";
/// The province from 1/7/2025.
pub(crate) const NEW_PROVINCE: &str = "51";

const AREAS: Table = Table {
    name: "areas",
    columns: &[
        ("code", Kind::Text),
        ("name", Kind::Text),
        ("kind", Kind::Text),
        ("parent", Kind::Text),
        ("valid_from", Kind::Date),
        ("valid_to", Kind::Date),
        ("district", Kind::Text),
        ("area_km2", Kind::Decimal(12, 4)),
        ("population_2022", Kind::Integer),
        ("latitude", Kind::Decimal(9, 6)),
        ("longitude", Kind::Decimal(9, 6)),
    ],
    sorted_by: &["code", "valid_from"],
};

/// Old districts, and how many of a thousand things happen in each: by people and by trade, the border gate included.
const BUSY: [(&str, u64); 10] = [
    ("608", 360),
    ("611", 140),
    ("615", 115),
    ("612", 95),
    ("616", 80),
    ("610", 70),
    ("613", 60),
    ("614", 40),
    ("617", 25),
    ("618", 15),
];

/// An administrative area.
pub(crate) struct Area {
    /// Its official code.
    pub(crate) code: String,
    /// Its official name.
    pub(crate) name: String,
    /// province, district or commune.
    pub(crate) kind: String,
    /// The old district that it was or came from.
    pub(crate) district: Option<String>,
    /// People in 2022.
    pub(crate) population: Option<i64>,
    parent: Option<String>,
    valid_from: Day,
    valid_to: Option<Day>,
    area_km2: Option<i64>,
    latitude: Option<i64>,
    longitude: Option<i64>,
}

/// All areas.
pub(crate) struct Areas(Vec<Area>);

impl Areas {
    /// Reads the areas that come with the sample.
    pub(crate) fn read() -> Result<Self, Failure> {
        let lines = include_str!("../reference/areas.csv").lines().skip(1);
        let areas: Result<Vec<Area>, Failure> = lines.map(area).collect();
        Ok(Self(areas?))
    }

    /// The districts, in the order of the reference file.
    pub(crate) fn districts(&self) -> impl Iterator<Item = &Area> {
        self.0.iter().filter(|area| area.kind == "district")
    }

    /// The communes that came from a district; all of them without one.
    pub(crate) fn communes<'a>(&'a self, district: Option<&'a str>) -> impl Iterator<Item = &'a Area> {
        self.0.iter().filter(move |area| {
            area.kind == "commune" && (district.is_none() || area.district.as_deref() == district)
        })
    }

    /// An area inside an old district as it was called on that day: the district, or one of its communes, of which the
    /// first named is the busiest.
    pub(crate) fn within<'a>(&'a self, district: &'a str, day: Day, random: &mut Random) -> &'a str {
        if day < PROVINCES_MERGED {
            return district;
        }
        let communes: Vec<(&str, u64)> = self
            .communes(Some(district))
            .enumerate()
            .map(|(place, area)| (area.code.as_str(), if place == 0 { 5 } else { 2 }))
            .collect();
        random.weighted(&communes)
    }

    /// Writes the table.
    pub(crate) fn write(&self, out: &Path, stamp: Stamp) -> Result<(), Failure> {
        let mut sheet = Sheet::create(out, &AREAS, "", stamp)?;
        let mut sorted: Vec<&Area> = self.0.iter().collect();
        sorted.sort_by_key(|area| (&area.code, area.valid_from));
        for area in sorted {
            sheet.push(&[
                (&area.code).into(),
                (&area.name).into(),
                (&area.kind).into(),
                area.parent.as_ref().into(),
                area.valid_from.into(),
                area.valid_to.into(),
                area.district.as_ref().into(),
                area.area_km2.map_or(Cell::Null, Cell::Digits),
                area.population.into(),
                area.latitude.map_or(Cell::Null, Cell::Digits),
                area.longitude.map_or(Cell::Null, Cell::Digits),
            ])?;
        }
        sheet.close()
    }
}

/// One of the ten old districts, the busier the likelier.
pub(crate) fn any_district(random: &mut Random) -> &'static str {
    random.weighted(&BUSY)
}

fn area(line: &str) -> Result<Area, Failure> {
    let fields: Vec<&str> = line.split(',').collect();
    let [code, name, kind, parent, from, to, district, km2, people, latitude, longitude] = fields[..] else {
        return Err(
            format!("reference/areas.csv: {} fields where 11 are wanted: {line}", fields.len()).into()
        );
    };
    // A district is its own comparable unit; a province has none.
    let district = if kind == "district" { code } else { district };
    Ok(Area {
        code: code.to_owned(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        parent: text(parent),
        // The reference file leaves open what began long before the sample.
        valid_from: date(from)?.unwrap_or(LONG_AGO),
        valid_to: date(to)?,
        district: text(district),
        area_km2: digits(km2, 4)?,
        population: digits(people, 0)?,
        latitude: digits(latitude, 6)?,
        longitude: digits(longitude, 6)?,
    })
}

fn text(field: &str) -> Option<String> {
    (!field.is_empty()).then(|| field.to_owned())
}

fn date(field: &str) -> Result<Option<Day>, Failure> {
    if field.is_empty() { Ok(None) } else { Ok(Some(field.parse()?)) }
}

/// The digits of a decimal number with so many places after the point, without a detour over floating point.
fn digits(field: &str, places: usize) -> Result<Option<i64>, Failure> {
    if field.is_empty() {
        return Ok(None);
    }
    let (whole, part) = field.split_once('.').unwrap_or((field, ""));
    Ok(Some(format!("{whole}{part:0<places$}").parse()?))
}
