//! Hands a request to the app and its answer back, byte for byte.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::time::Duration;

use super::live::Live;
use super::own;
use super::request::Request;

/// How long to wait for a new app when the one we know does not answer.
const RESTART: Duration = Duration::from_secs(5);

/// How long a caller may go on sending after its answer was complete.
const LINGER: Duration = Duration::from_secs(2);

/// Connects the caller with the app on `port` until the answer is complete.
pub fn forward(mut caller: TcpStream, request: &Request, port: u16, live: &Live) -> io::Result<()> {
    let connect = |port| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok();
    let app = connect(port).or_else(|| live.other_port(port, RESTART).and_then(connect));
    let Some(mut app) = app else {
        return own::answer_while_building(&mut caller, request, live);
    };
    app.set_nodelay(true)?;
    app.write_all(&request.head_for_one_answer())?;
    app.write_all(&request.rest)?;

    let (mut from_caller, mut to_app) = (caller.try_clone()?, app.try_clone()?);
    let sending = std::thread::spawn(move || {
        let _ = io::copy(&mut from_caller, &mut to_app);
        let _ = to_app.shutdown(Shutdown::Write);
        from_caller
    });
    let answered = io::copy(&mut app, &mut caller);
    let _ = caller.shutdown(Shutdown::Write);
    // Closing while the caller still sends would reset the connection and
    // could take the answer with it, so what comes is read and thrown away.
    let _ = caller.set_read_timeout(Some(LINGER));
    let _ = app.shutdown(Shutdown::Both);
    if let Ok(mut from_caller) = sending.join() {
        let mut nothing = [0_u8; 1024];
        while matches!(from_caller.read(&mut nothing), Ok(count) if count > 0) {}
    }
    answered.map(|_| ())
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    /// Forwards one request to an app that does as it is told, and gives back
    /// all that the caller received.
    fn forwarded(
        body: &[u8],
        app: impl FnOnce(TcpStream) + Send + 'static,
    ) -> std::io::Result<Vec<u8>> {
        let public = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let private = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let (address, port) = (public.local_addr()?, private.local_addr()?.port());
        std::thread::spawn(move || app(private.accept().unwrap().0));
        std::thread::spawn(move || {
            let mut caller = public.accept().unwrap().0;
            let request = Request::read(&mut caller).unwrap().unwrap();
            forward(caller, &request, port, &Live::default())
        });
        let mut caller = TcpStream::connect(address)?;
        let head = format!("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n", body.len());
        caller.write_all(head.as_bytes())?;
        // An app that refuses a body may stop reading it.
        let _ = caller.write_all(body);
        let mut answer = Vec::new();
        caller.read_to_end(&mut answer)?;
        Ok(answer)
    }

    #[test]
    fn large_bodies_pass_in_both_directions() {
        let body = vec![7_u8; 3 << 20];
        let sent = body.clone();
        let answer = forwarded(&body, move |mut stream| {
            let request = Request::read(&mut stream).unwrap().unwrap();
            assert_eq!(request.header("connection"), Some("close"));
            let mut received = request.rest;
            let left = sent.len() - received.len();
            std::io::Read::by_ref(&mut stream)
                .take(left as u64)
                .read_to_end(&mut received)
                .unwrap();
            assert_eq!(received, sent);
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
            stream.write_all(&received).unwrap();
        })
        .unwrap();
        assert_eq!(answer.len(), body.len() + 19);
    }

    #[test]
    fn an_answer_given_before_the_body_was_read_arrives() {
        let answer = forwarded(&vec![7_u8; 3 << 20], |mut stream| {
            let _ = Request::read(&mut stream);
            stream
                .write_all(b"HTTP/1.1 413 Content Too Large\r\n\r\n")
                .unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
            let _ = std::io::copy(&mut stream, &mut std::io::sink());
        })
        .unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 413"));
    }
}
