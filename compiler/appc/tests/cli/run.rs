//! `appc run` from the first second to Ctrl-C.
//!
//! One test, because each start costs a build; its steps are a session as a
//! person has it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::bench::Bench;

/// Long enough for a cold build of an emitted app on a busy machine.
const BUILD: Duration = Duration::from_secs(600);

/// Ends the program if a step of the test fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        interrupt(&self.0);
        let _ = self.0.wait();
    }
}

fn get(port: u16, path: &str) -> Option<String> {
    ask(
        port,
        &format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: text/html\r\n\r\n"),
    )
}

fn ask(port: u16, request: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

fn wait_for<T>(what: &str, at_most: Duration, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + at_most;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "{what} did not happen");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// Reads the event stream until a whole event says it.
fn event(port: u16, wanted: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(BUILD)).ok()?;
    write!(
        stream,
        "GET /__appc/events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
    )
    .ok()?;
    let mut told = String::new();
    let mut chunk = [0_u8; 4096];
    let is_told = |told: &str| {
        told.split_once(wanted)
            .is_some_and(|(_, rest)| rest.contains("\n\n"))
    };
    while !is_told(&told) {
        let count = stream.read(&mut chunk).ok()?;
        if count == 0 {
            return None;
        }
        told.push_str(&String::from_utf8_lossy(&chunk[..count]));
    }
    Some(told)
}

#[test]
fn a_session_from_the_plan_to_the_app_and_through_a_faulty_spec() {
    let bench = Bench::with_spec();
    let spec = bench.read("crm.app");
    let port = free_port();
    let asked = port.to_string();
    let child = bench
        .command(&["run", "crm.app", "--no-open", "--port", &asked])
        .env(
            "APPC_TARGET_DIR",
            concat!(env!("CARGO_TARGET_TMPDIR"), "/apps"),
        )
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut running = Running(child);

    let plan = wait_for("the first answer", BUILD, || get(port, "/companies"));
    assert!(plan.starts_with("HTTP/1.1 200 OK"), "{plan}");

    wait_for("the app", BUILD, || {
        get(port, "/companies").filter(|page| page.contains("/_dev/reload.js"))
    });
    let drawn = get(port, "/__appc/plan").unwrap();
    assert!(drawn.contains("Who may do what"), "{drawn}");
    assert!(drawn.contains(">Company</text>"), "{drawn}");

    let script = get(port, "/_dev/reload.js").unwrap();
    assert!(script.contains("EventSource"), "{script}");

    let foreign = ask(
        port,
        "GET /__appc/plan HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    );
    assert!(foreign.unwrap().starts_with("HTTP/1.1 403"));

    bench.write("crm.app", format!("{spec}\nentitty X {{\n}}\n"));
    let told = event(port, "unknown-word").unwrap();
    assert!(told.contains("\"is_running\":true"), "{told}");
    assert!(get(port, "/companies").unwrap().contains("/_dev/reload.js"));

    bench.write("crm.app", spec.replace("Acme CRM", "Other Name"));
    wait_for("the changed app", BUILD, || {
        get(port, "/companies").filter(|page| page.contains("Other Name"))
    });
    let hello = event(port, "event: hello").unwrap();
    assert!(hello.contains("\"trouble\":null"), "{hello}");

    interrupt(&running.0);
    let status = wait_for("the end", Duration::from_secs(20), || {
        running.0.try_wait().unwrap()
    });
    assert_eq!(status.code(), Some(0));
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}

#[cfg(unix)]
fn interrupt(child: &Child) {
    let pid = nix::unistd::Pid::from_raw(i32::try_from(child.id()).unwrap());
    let _ = nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM);
}

#[test]
fn a_taken_port_is_told_and_otherwise_passed_over() {
    let bench = Bench::with_spec();
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let refused = bench.appc(&["run", "crm.app", "--no-open", "--port", &port.to_string()]);
    assert_eq!(refused.code, 2);
    assert_eq!(
        refused.stderr,
        format!("appc: port {port} is taken; leave out `--port` to take the next free one\n")
    );
}

/// Puts programs of that name before the machine's own ones.
#[cfg(unix)]
fn shim(bench: &Bench, name: &str, script: &str) -> std::ffi::OsString {
    use std::os::unix::fs::PermissionsExt;
    let path = format!("bin/{name}");
    bench.write(&path, format!("#!/bin/sh\n{script}\n"));
    let file = bench.path(&path);
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut all = bench.path("bin").into_os_string();
    all.push(":");
    all.push(std::env::var_os("PATH").unwrap());
    all
}

/// Runs until the page shows some trouble, and gives back what was said.
#[cfg(unix)]
fn trouble_of_a_cargo_that(script: &str) -> (String, String) {
    let bench = Bench::with_spec();
    let version = "if [ \"$1\" = --version ]; then echo 'cargo 1.95.0'; exit 0; fi";
    let path = shim(&bench, "cargo", &format!("{version}\n{script}"));
    let port = free_port();
    let asked = port.to_string();
    let child = bench
        .command(&["run", "crm.app", "--no-open", "--port", &asked])
        .env("PATH", path)
        .env("TMPDIR", bench.path(""))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut running = Running(child);
    let page = wait_for("the trouble", Duration::from_secs(20), || {
        get(port, "/").filter(|page| !page.contains("aria-label=\"Diagnostics\" hidden"))
    });
    interrupt(&running.0);
    let mut said = String::new();
    let stderr = running.0.stderr.as_mut().unwrap();
    stderr.read_to_string(&mut said).unwrap();
    (said, page)
}

#[test]
#[cfg(unix)]
fn code_that_does_not_compile_is_a_fault_of_appc_with_a_report() {
    let message = r#"{"reason":"compiler-message","message":{"level":"error","rendered":"error[E0308]: mismatched types"}}"#;
    let (said, page) = trouble_of_a_cargo_that(&format!("echo '{message}'\nexit 101"));
    assert!(
        said.contains("a fault of appc and not of your spec"),
        "{said}"
    );
    assert!(
        page.contains("a fault of appc and not of your spec"),
        "{page}"
    );
    let report = said.split("please report it with ").nth(1).unwrap();
    assert!(report.trim_end().ends_with(".txt"), "{said}");
}

#[test]
#[cfg(unix)]
fn a_machine_without_a_linker_is_told_and_the_page_stays() {
    let (said, page) = trouble_of_a_cargo_that("echo 'error: linker `cc` not found' >&2\nexit 101");
    assert!(
        said.contains("no linker: `cc` was not found; install"),
        "{said}"
    );
    assert!(page.contains("Who may do what"), "{page}");
}
