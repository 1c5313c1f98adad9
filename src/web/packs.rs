//! Packs: the list of those that have been made, each as an archive, and one made for whoever asks.

use std::path::{Path as FilePath, PathBuf};

use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

use super::answer::Page;
use super::exports::{Lane, Made, taken};
use super::handlers::{ask, offer, read};
use super::pages::Turn;
use super::respond::{Asked, Name, answered, told};
use super::{App, Error};
use crate::export::{self, PackOrder, ZIP_MEDIA, archive_pack, packs_in};
use crate::page;
use crate::report::{self, PackView};
use crate::workspace::Reader;

/// The routes of files; the page is one among others.
pub(super) fn routes() -> Router<App> {
    Router::new().route("/exports/pack.zip", get(made)).route("/exports/{file}", get(pack))
}

/// Those that have been made, for who sees all that they hold.
fn listed(reader: &Reader<'_>, folder: Option<&PathBuf>) -> Result<Option<Vec<PackView>>, Error> {
    let folder = folder.filter(|_| reader.sight().is_whole());
    Ok(folder.map(|folder| packs_in(reader, folder)).transpose()?)
}

/// The page.
pub(super) async fn page(Asked(app): Asked, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let folder = app.packs().cloned();
    answered(
        &app,
        app.served(),
        Turn::Page,
        &headers,
        "/exports",
        query.as_deref(),
        async move |reader, pairs| {
            let mut view =
                report::packs(reader, &ask(reader, read(pairs))?, listed(reader, folder.as_ref())?)?;
            offer(reader, &mut view.front);
            // Another pack may be there the next time.
            Ok(Page::html(&view, page::packs(&view, reader.locale()).into_string()).fleeting())
        },
    )
    .await
}

/// A pack that has been made, as an archive.
async fn pack(Asked(app): Asked, Path(Name(file)): Path<Name>, headers: HeaderMap) -> Response {
    let path = format!("/exports/{file}");
    let nowhere = || Error::Nowhere { path: path.clone() };
    let place = match (file.strip_suffix(".zip"), app.packs()) {
        (Some(name), Some(folder)) if is_plain(name) => folder.join(name),
        _ => return told(&app, &path, &nowhere(), &headers),
    };
    let folder = app.packs().cloned();
    let address = path.clone();
    // Another one may be there under the same name the next time, so that it is not kept.
    taken(&app, app.served(), Lane::Tables, &headers, &path, None, move |work, sink| {
        let name = file.trim_end_matches(".zip");
        let known = listed(work.reader, folder.as_ref())?.unwrap_or_default();
        if known.iter().all(|pack| pack.name != name) {
            return Err(Error::Nowhere { path: address });
        }
        archive_pack(&place, name, sink)?;
        Ok(Made { kind: ZIP_MEDIA, name: file, rows: None, kept: false })
    })
    .await
}

/// A pack of the figures that are served, made now.
async fn made(Asked(app): Asked, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let path = "/exports/pack.zip";
    taken(&app, app.served(), Lane::Packs, &headers, path, query.as_deref(), |work, sink| {
        let ask = ask(work.reader, read(work.pairs))?;
        // A pack tells of all files and rows.
        if !work.reader.sight().is_whole() {
            return Err(Error::Nowhere { path: "/exports/pack.zip".to_owned() });
        }
        let order = PackOrder { ask, ..PackOrder::default() };
        let name = order.name(work.reader)?;
        let folder = scratch(work.folder)?;
        let place = folder.path().join("pack");
        work.wait(export::pack(work.reader, &order, &place, &mut |_| {}))??;
        archive_pack(&place, &name, sink)?;
        Ok(Made { kind: ZIP_MEDIA, name: format!("{name}.zip"), rows: None, kept: true })
    })
    .await
}

/// A folder that goes away with the work.
fn scratch(folder: &FilePath) -> Result<tempfile::TempDir, Error> {
    let made = tempfile::Builder::new().prefix("pack-").tempdir_in(folder);
    made.map_err(|source| Error::Scratch(folder.to_owned(), source))
}

/// Whether a name can be no other folder's.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\'])
}
