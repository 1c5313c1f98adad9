//! An axum handler that sends the bytes of a file and does nothing else: what `benches/load.py` holds
//! the service against. `bare FILE` prints its address and serves until it is ended.

#![expect(clippy::print_stdout, reason = "the address is its data")]

use std::error::Error;

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use tokio::net::TcpListener;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args_os().nth(1).ok_or("name the file to send")?;
    let bytes = Bytes::from(std::fs::read(file)?);
    let send = move || async move { ([(CONTENT_TYPE, "text/html; charset=utf-8")], bytes.clone()) };
    // As many threads as the service answers with.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("http://{}/", listener.local_addr()?);
        axum::serve(listener, Router::new().route("/", get(send))).await?;
        Ok(())
    })
}
