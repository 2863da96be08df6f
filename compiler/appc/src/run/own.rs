//! What appc answers itself: `/__appc/…`, and everything while no app runs.

use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use super::live::Live;
use super::plan_page;
use super::request::Request;
use super::server::Response;

/// How often an idle event stream says that it lives, which also notices a
/// page that has gone.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// The script by which a page of the app notices that its process was built
/// anew. Ours knows more, and earlier, so it is served in its place.
const SCRIPT_OF_THE_APP: &str = "/_dev/reload.js";

const DEV_SCRIPT: &str = include_str!("../../templates/run/dev.js");
const PLAN_SCRIPT: &str = include_str!("../../templates/run/plan.js");
const PLAN_STYLE: &str = include_str!("../../templates/run/plan.css");

/// Says whether a path is appc's to answer.
pub fn is_own(path: &str) -> bool {
    path.starts_with("/__appc/") || path == SCRIPT_OF_THE_APP
}

/// Answers a path of appc's own.
pub fn answer(stream: &mut TcpStream, request: &Request, live: &Live) -> io::Result<()> {
    match request.path() {
        "/__appc/events" => events(stream, live),
        "/__appc/plan" => plan_page::response(live).send(stream),
        "/__appc/dev.js" | SCRIPT_OF_THE_APP => {
            script(&with_generation(DEV_SCRIPT, live)).send(stream)
        }
        "/__appc/plan.js" => script(&with_generation(PLAN_SCRIPT, live)).send(stream),
        "/__appc/plan.css" => {
            Response::new(200, "text/css; charset=utf-8", PLAN_STYLE.as_bytes()).send(stream)
        }
        _ => Response::text(404, "appc has nothing under this address\n").send(stream),
    }
}

/// Shows the plan to people, and tells scripts to come back.
pub fn answer_while_building(
    stream: &mut TcpStream,
    request: &Request,
    live: &Live,
) -> io::Result<()> {
    if request.wants_page() {
        plan_page::response(live).send(stream)
    } else {
        Response::text(503, "the app is being built\n").send(stream)
    }
}

/// A script that knows which app its page came from, so that one loaded just
/// before another app took over notices.
fn with_generation(script: &str, live: &Live) -> String {
    script.replace("__GENERATION__", &live.snapshot().generation.to_string())
}

fn script(text: &str) -> Response {
    Response::new(200, "text/javascript; charset=utf-8", text.as_bytes())
}

/// Tells an open page what happens, as server-sent events.
fn events(stream: &mut TcpStream, live: &Live) -> io::Result<()> {
    stream.write_all(
        b"HTTP/1.1 200 OK\r\n\
          Content-Type: text/event-stream\r\n\
          Cache-Control: no-store\r\n\
          X-Content-Type-Options: nosniff\r\n\
          Connection: close\r\n\r\n\
          retry: 500\n\n",
    )?;
    let messages = live.subscribe();
    loop {
        match messages.recv_timeout(HEARTBEAT) {
            Ok(message) => {
                let text = format!("event: {}\ndata: {}\n\n", message.event, message.json);
                stream.write_all(text.as_bytes())?;
            }
            Err(RecvTimeoutError::Timeout) => stream.write_all(b": still here\n\n")?,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}
