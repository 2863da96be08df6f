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
