//! The head of an HTTP request, as far as a proxy needs it.

use std::io::{self, Read};

/// The largest head accepted.
const MAX_HEAD: usize = 64 * 1024;

/// A request line with its headers, and the bytes that came after them.
#[derive(Debug)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path with its query.
    pub target: String,
    version: String,
    headers: Vec<(String, String)>,
    /// What was read of the body already.
    pub rest: Vec<u8>,
}

impl Request {
    /// Reads one head; none if the caller closed without asking anything.
    pub fn read(stream: &mut impl Read) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        let mut chunk = [0_u8; 4096];
        let end = loop {
            if let Some(end) = end_of_head(&bytes) {
                break end;
            }
            if bytes.len() > MAX_HEAD {
                return Err(io::Error::other("the head of the request is too long"));
            }
            let count = stream.read(&mut chunk)?;
            if count == 0 {
                return Ok(None);
            }
            bytes.extend_from_slice(chunk.get(..count).unwrap_or_default());
        };
        let rest = bytes.split_off(end);
        // Latin-1, so that whatever bytes a header holds go through unchanged.
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        Self::parse(&text, rest).map_or_else(
            || Err(io::Error::other("that is no HTTP request")),
            |request| Ok(Some(request)),
        )
    }

    fn parse(text: &str, rest: Vec<u8>) -> Option<Self> {
        let mut lines = text.lines();
        let mut words = lines.next()?.split(' ');
        let (method, target, version) = (words.next()?, words.next()?, words.next()?);
        if !version.starts_with("HTTP/1.") || words.next().is_some() {
            return None;
        }
        let headers = lines
            .filter(|line| !line.is_empty())
            .map(|line| {
                let (name, value) = line.split_once(':')?;
                Some((name.to_owned(), value.trim().to_owned()))
            })
            .collect::<Option<Vec<_>>>()?;
        Some(Self {
            method: method.to_owned(),
            target: target.to_owned(),
            version: version.to_owned(),
            headers,
            rest,
        })
    }

    /// The path without its query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or(&self.target)
    }

    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Says whether a person waits for a page, and not a script for data.
    pub fn wants_page(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD")
            && self
                .header("accept")
                .is_some_and(|accept| accept.contains("text/html"))
    }

    /// The bytes to send on: the same request, but for one answer only, so
    /// that the end of the answer is the end of the connection. A connection
    /// that changes its protocol keeps its own words.
    pub fn head_for_one_answer(&self) -> Vec<u8> {
        let is_upgrade = self.header("upgrade").is_some();
        let mut head = format!("{} {} {}\r\n", self.method, self.target, self.version);
        for (name, value) in &self.headers {
            let is_hop = ["connection", "keep-alive", "proxy-connection"]
                .iter()
                .any(|hop| name.eq_ignore_ascii_case(hop));
            if is_upgrade || !is_hop {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        if !is_upgrade {
            head.push_str("Connection: close\r\n");
        }
        head.push_str("\r\n");
        // Back from Latin-1: every character came from one byte.
        head.chars()
            .map(|character| u8::try_from(character).unwrap_or(b'?'))
            .collect()
    }
}

fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .map(|at| at + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> io::Result<Option<Request>> {
        Request::read(&mut io::Cursor::new(text))
    }

    #[test]
    fn the_request_goes_on_unchanged_but_for_its_connection() {
        let request = read(
            b"POST /deals?x=1 HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nX-Name: M\xfcller\r\n\r\nbody",
        )
        .unwrap()
        .unwrap();
        assert_eq!(request.path(), "/deals");
        assert_eq!(request.rest, b"body");
        assert_eq!(
            request.head_for_one_answer(),
            b"POST /deals?x=1 HTTP/1.1\r\nHost: a\r\nX-Name: M\xfcller\r\nConnection: close\r\n\r\n"
        );
    }

    #[test]
    fn an_upgrade_keeps_its_connection_header() {
        let head = b"GET /x HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
        let request = read(head).unwrap().unwrap();
        assert_eq!(request.head_for_one_answer(), head);
    }

    #[test]
    fn what_is_no_request_is_refused() {
        assert!(read(b"").unwrap().is_none());
        assert!(read(b"GET / HTTP/1.1\r\nHalf: ").unwrap().is_none());
        assert!(read(b"\x16\x03\x01\r\n\r\n").is_err());
        assert!(read(b"GET / HTTP/1.1 more\r\n\r\n").is_err());
        assert!(read(b"GET / HTTP/1.1\r\nno colon\r\n\r\n").is_err());
        assert!(read(&vec![b'a'; 2 * MAX_HEAD]).is_err());
    }
}
