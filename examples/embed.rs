//! The dashboards of a workspace inside another axum application, and a figure asked from code:
//! `embed FOLDER CODE`.

#![expect(clippy::print_stdout, reason = "the figure and the address are its data")]

use axum::{Router, routing::get};
use minhbach::{
    Answer, App, Ask, Dataset, Engine, Facets, Limits, Opening, Scope, Site, State, Workspace, figures,
    router,
};
use std::{error::Error, path::Path, sync::Arc};

type Failure = Box<dyn Error>;

/// The newest figure of a KPI, and the dashboards below a path of the application's.
pub(crate) async fn embed(folder: &Path, state: &Path, code: &str) -> Result<(Answer, Router), Failure> {
    let engine = Engine::new(Limits::default())?;
    let workspace = Arc::new(Workspace::load(folder, &engine)?);
    let opening = Opening::of(Arc::new(State::open(state)?));
    let dataset = Arc::new(Dataset::open(workspace, &engine, opening).await?);
    let reader = dataset.for_reader(Scope::everything());
    let codes = [code.to_owned()];
    let mut asked = figures(&reader, &codes, &Ask::default(), &Facets::default()).await?;
    let own = Router::new().route("/", get(async || "a page of the application's own\n"));
    let answer = asked.remove(0).answers?.remove(0);
    let app = App::new(Arc::clone(&dataset)).reached_at(Site::below("/kpi")?);
    Ok((answer, own.nest("/kpi", router(app))))
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let [folder, code] = [1, 2].map(|at| std::env::args().nth(at).unwrap_or_default());
    let (answer, app) = embed(Path::new(&folder), &Path::new(&folder).join("state"), &code).await?;
    println!("{}", answer.json());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}/kpi", listener.local_addr()?);
    Ok(axum::serve(listener, app).await?)
}
