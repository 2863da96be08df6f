//! `appc run`: the app, alive while its spec is edited.
//!
//! appc owns the public port from the first second and hands requests on to
//! the app on a private one:
//!
//! ```text
//! browser ─▶ server ─▶ /__appc/… : own (events, plan page, client script)
//!                  └─▶ forward ─▶ the app, once there is one
//! spec ─watch─▶ session ─compile─▶ emission ─▶ cargo ─▶ app process
//!                  └─▶ live: what is going on, told to every open page
//! ```
//!
//! A faulty spec changes nothing but what is said: the last good app runs on.

mod session;

mod live;
mod server;

mod forward;
mod own;
mod plan_page;
mod request;
mod schema_drawing;

mod app_process;
mod cargo;
mod process;
mod shared_target;
mod watch;

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc;

use crate::cli::RunArgs;
use crate::console::Console;
use crate::machine;
use crate::outcome::{Failure, Outcome, Result};
use crate::spec;

use live::Live;
use session::{Event, Session};

/// The port to answer on if none is asked for.
const USUAL_PORT: u16 = 3000;

/// How many ports after the usual one are tried.
const PORTS_TRIED: u16 = 50;

/// Serves the app until it is told to stop.
pub fn run(args: &RunArgs, console: &Console) -> Result {
    if args.spec.as_os_str() == "-" {
        return Err(
            Failure::machine("`run` follows a file, and standard input is none")
                .cure("save the spec and name the file"),
        );
    }
    // Told apart here, because a wrong path is the caller's slip and not a
    // state of the spec that could mend itself.
    spec::load(&args.spec)?;
    let listener = listen(args.host, args.port)?;
    let address = listener
        .local_addr()
        .map_err(|error| Failure::io("the public port", &error))?;
    let base_url = base_url(address);

    let live = Arc::new(Live::default());
    server::start(listener, args.host, Arc::clone(&live));
    console.say(&base_url);
    if !args.host.is_loopback() {
        console.say(
            "other machines can reach it, and whoever opens it is signed in as the demo admin",
        );
    }
    machine::toolchain()?;

    let (events, inbox) = mpsc::channel();
    let stop = events.clone();
    ctrlc::set_handler(move || {
        let _ = stop.send(Event::Stop);
    })
    .map_err(|error| Failure::machine(format!("could not listen for Ctrl-C: {error}")))?;
    if !args.no_watch {
        watch::start(&args.spec, events.clone());
    }
    if !args.no_open && console.is_interactive() {
        open_browser(&base_url);
    }
    Session::new(args.spec.clone(), base_url, live, console.clone(), events).follow(&inbox)?;
    Ok(Outcome::Fine)
}

/// Takes the port asked for, or the first free one from the usual one on.
fn listen(host: IpAddr, port: Option<u16>) -> Result<TcpListener> {
    if let Some(port) = port {
        return TcpListener::bind((host, port)).map_err(|error| {
            if error.kind() == std::io::ErrorKind::AddrInUse {
                Failure::machine(format!("port {port} is taken"))
                    .cure("leave out `--port` to take the next free one")
            } else {
                Failure::io(format!("port {port} of {host}"), &error)
            }
        });
    }
    (USUAL_PORT..USUAL_PORT + PORTS_TRIED)
        .find_map(|port| TcpListener::bind((host, port)).ok())
        .ok_or_else(|| {
            let last = USUAL_PORT + PORTS_TRIED - 1;
            Failure::machine(format!(
                "no port of {host} from {USUAL_PORT} to {last} is free"
            ))
            .cure("name one with `--port`")
        })
}

/// The address to open in a browser; one that stands for all is told as the
/// local one.
fn base_url(address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        return format!("http://127.0.0.1:{}", address.port());
    }
    format!("http://{address}")
}

/// Opens the system's browser; a machine without one is no fault.
fn open_browser(url: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/c", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let started = std::process::Command::new(program)
        .args(before)
        .arg(url)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn();
    if let Ok(mut browser) = started {
        std::thread::spawn(move || browser.wait());
    }
}
