//! The public port: one thread a connection, one answer a connection.

use std::io::{self, Write};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::forward;
use super::live::Live;
use super::own;
use super::request::Request;

/// More than a person's browser opens; a loop of requests stops here.
const MAX_CONNECTIONS: usize = 512;

/// How long a connection may say nothing before its request.
const PATIENCE: Duration = Duration::from_secs(30);

/// Answers from now on, until the process ends.
pub fn start(listener: TcpListener, host: IpAddr, live: Arc<Live>) {
    let open = Arc::new(AtomicUsize::new(0));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { continue };
            if open.load(Ordering::Relaxed) >= MAX_CONNECTIONS {
                continue;
            }
            let (live, counted) = (Arc::clone(&live), Counted::new(&open));
            std::thread::spawn(move || {
                // A caller that goes away half way is nobody's fault.
                let _ = answer(stream, host, &live);
                drop(counted);
            });
        }
    });
}

fn answer(mut stream: TcpStream, host: IpAddr, live: &Live) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let Some(request) = Request::read(&mut stream)? else {
        return Ok(());
    };
    stream.set_read_timeout(None)?;
    if !is_own_name(request.header("host").unwrap_or_default(), host) {
        return Response::text(403, "appc run answers to local names only\n").send(&mut stream);
    }
    if own::is_own(request.path()) {
        return own::answer(&mut stream, &request, live);
    }
    match live.port() {
        Some(port) => forward::forward(stream, &request, port, live),
        None => own::answer_while_building(&mut stream, &request, live),
    }
}

/// Refuses foreign domain names: a page of another site could point its own
/// name at this machine and read the app through the visitor's browser.
fn is_own_name(host_header: &str, host: IpAddr) -> bool {
    let name = match host_header.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host_header,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost"
        || bare.ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok()
        // Who opens the port to others has named machines to reach it by.
        || !host.is_loopback()
}

/// Counts a connection for as long as it lives.
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn new(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(open))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// An answer of appc's own.
pub struct Response {
    status: u16,
    content_type: &'static str,
    body: Vec<u8>,
}

impl Response {
    /// Plain text.
    pub fn text(status: u16, body: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", body.as_bytes())
    }

    /// Any type.
    pub fn new(status: u16, content_type: &'static str, body: &[u8]) -> Self {
        Self {
            status,
            content_type,
            body: body.to_owned(),
        }
    }

    /// Sends it; nothing of appc's may be cached or framed, and no script but
    /// its own runs in it.
    pub fn send(&self, stream: &mut TcpStream) -> io::Result<()> {
        let reason = match self.status {
            200 => "OK",
            403 => "Forbidden",
            404 => "Not Found",
            502 => "Bad Gateway",
            _ => "Service Unavailable",
        };
        let head = format!(
            "HTTP/1.1 {} {reason}\r\n\
             Content-Type: {}\r\n\
             Content-Length: {}\r\n\
             Cache-Control: no-store\r\n\
             Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; \
             img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'\r\n\
             X-Content-Type-Options: nosniff\r\n\
             Connection: close\r\n\r\n",
            self.status,
            self.content_type,
            self.body.len(),
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(&self.body)?;
        stream.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_local_names_and_addresses_are_answered() {
        let local = IpAddr::from([127, 0, 0, 1]);
        for (host, is_own) in [
            ("localhost:3000", true),
            ("127.0.0.1:3000", true),
            ("[::1]:3000", true),
            ("crm.localhost", true),
            ("evil.example:3000", false),
            ("localhost.evil.example", false),
            ("", false),
        ] {
            assert_eq!(is_own_name(host, local), is_own, "{host}");
        }
        assert!(is_own_name("nas.home", IpAddr::from([0, 0, 0, 0])));
    }
}
