//! A drawing as a picture of points, for programs that take no vectors. The bundled fonts alone are used, so that every
//! machine gives the same bytes.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};

use super::ExportError;
use crate::chart;

/// The media type.
pub const PNG_MEDIA: &str = "image/png";

/// Points for each px of the drawing: as wide as half a sheet is printed.
const SCALE: f32 = 3.0;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for bytes in chart::FONTS {
        fonts.load_font_source(Source::Binary(Arc::new(bytes)));
    }
    // Whatever else a drawing names.
    let first = fonts.faces().next().and_then(|face| face.families.first().map(|(name, _)| name.clone()));
    if let Some(name) = first {
        fonts.set_sans_serif_family(name);
    }
    Arc::new(fonts)
});

/// Draws an SVG document three times its size.
///
/// # Errors
/// For what is no SVG document.
pub fn png(svg: &str) -> Result<Vec<u8>, ExportError> {
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| ExportError::Format {
        format: "png",
        what: "a chart".to_owned(),
        source: error,
    };
    let options = Options { fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| failed(error.into()))?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or_else(|| failed("it has no size".into()))?;
    let points = Pixmap::new(size.width(), size.height());
    let mut points = points.ok_or_else(|| failed("it is too large".into()))?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut points.as_mut());
    points.encode_png().map_err(|error| failed(error.into()))
}
