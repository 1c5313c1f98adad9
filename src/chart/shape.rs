//! Shapes of areas: places on the earth, polygons, and reading them from GeoJSON.

use std::collections::BTreeMap;

use geojson::{FeatureCollection, GeometryValue, JsonValue, Position};

/// A place on the earth, in degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LonLat {
    /// East of Greenwich.
    pub longitude: f64,
    /// North of the equator.
    pub latitude: f64,
}

impl LonLat {
    /// Whether it is on the earth.
    pub(super) fn exists(self) -> bool {
        self.longitude.abs() <= 180.0 && self.latitude.abs() <= 90.0
    }
}

/// A part of an area.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Polygon {
    /// The outer ring, then its holes. Whether the last place repeats the first does not matter.
    pub rings: Vec<Vec<LonLat>>,
}

/// Why a GeoJSON file gives no shapes.
#[derive(Debug, thiserror::Error)]
pub enum ShapeError {
    /// It is no GeoJSON, or no collection of features.
    #[error("it is no GeoJSON `FeatureCollection`")]
    NotFeatures(#[source] Box<geojson::Error>),
    /// A feature says nowhere which area it is.
    #[error("feature {feature} has no property `{key}` with a text or a whole number")]
    NoKey {
        /// Counted from 1.
        feature: usize,
        /// The property that was looked for.
        key: String,
    },
    /// A feature is no area.
    #[error("feature {feature} (`{key}`) is a `{kind}`, and a `Polygon` or `MultiPolygon` was expected")]
    NotArea {
        /// Counted from 1.
        feature: usize,
        /// Which area it is.
        key: String,
        /// The type of its geometry.
        kind: &'static str,
    },
    /// A place is not on the earth: the coordinates are likely metres of a projection.
    #[error(
        "feature {feature} (`{key}`) has the place {x}, {y}, which is no longitude and latitude in degrees"
    )]
    NotDegrees {
        /// Counted from 1.
        feature: usize,
        /// Which area it is.
        key: String,
        /// What stands for the longitude.
        x: f64,
        /// What stands for the latitude.
        y: f64,
    },
}

/// The shapes of a GeoJSON `FeatureCollection` by the value of the property `key`. Features with the same value are
/// parts of one area; a feature without geometry is left out.
pub fn shapes(geojson: &str, key: &str) -> Result<BTreeMap<String, Vec<Polygon>>, ShapeError> {
    let collection: FeatureCollection =
        geojson.parse().map_err(|error| ShapeError::NotFeatures(Box::new(error)))?;
    let mut shapes: BTreeMap<String, Vec<Polygon>> = BTreeMap::new();
    for (index, feature) in collection.features.iter().enumerate() {
        let number = index + 1;
        let area = match feature.property(key) {
            Some(JsonValue::String(text)) => text.clone(),
            Some(JsonValue::Number(value)) if value.is_i64() || value.is_u64() => value.to_string(),
            _ => return Err(ShapeError::NoKey { feature: number, key: key.to_owned() }),
        };
        let Some(geometry) = &feature.geometry else { continue };
        let mut polygons = Vec::new();
        collect(&geometry.value, &mut polygons).map_err(|kind| ShapeError::NotArea {
            feature: number,
            key: area.clone(),
            kind,
        })?;
        let places = polygons.iter().flat_map(|polygon| polygon.rings.iter().flatten());
        if let Some(place) = places.copied().find(|place| !place.exists()) {
            let (x, y) = (place.longitude, place.latitude);
            return Err(ShapeError::NotDegrees { feature: number, key: area, x, y });
        }
        shapes.entry(area).or_default().extend(polygons);
    }
    Ok(shapes)
}

/// The polygons of `geometry`, or the type of what is none.
fn collect(geometry: &GeometryValue, polygons: &mut Vec<Polygon>) -> Result<(), &'static str> {
    match geometry {
        GeometryValue::Polygon { coordinates } => polygons.push(polygon(coordinates)),
        GeometryValue::MultiPolygon { coordinates } => {
            polygons.extend(coordinates.iter().map(|rings| polygon(rings)));
        }
        GeometryValue::GeometryCollection { geometries } => {
            for geometry in geometries {
                collect(&geometry.value, polygons)?;
            }
        }
        GeometryValue::Point { .. } => return Err("Point"),
        GeometryValue::MultiPoint { .. } => return Err("MultiPoint"),
        GeometryValue::LineString { .. } => return Err("LineString"),
        GeometryValue::MultiLineString { .. } => return Err("MultiLineString"),
    }
    Ok(())
}

fn polygon(rings: &[Vec<Position>]) -> Polygon {
    // The library refuses a position of fewer than two numbers.
    let place = |position: &Position| LonLat { longitude: position[0], latitude: position[1] };
    Polygon { rings: rings.iter().map(|ring| ring.iter().map(place).collect()).collect() }
}
