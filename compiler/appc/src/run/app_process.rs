//! The app as a running program on its private port.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::process::{Pipes, Process};
use crate::console::Console;
use crate::outcome::{Failure, Result};

/// How long an app may take to answer for the first time: it migrates its
/// database and may fill it with demo rows.
const START: Duration = Duration::from_secs(60);

/// How long it may take to finish what it is doing.
const END: Duration = Duration::from_secs(5);

/// The last lines it said, for telling why it ended.
const LINES_KEPT: usize = 20;

/// More than an app says about its health.
const MAX_ANSWER: u64 = 64 * 1024;

/// What an app is started with.
pub struct Launch {
    /// The program cargo made.
    pub executable: PathBuf,
    /// The folder it runs in.
    pub home: PathBuf,
    /// The development database.
    pub database: PathBuf,
    /// The address people open.
    pub base_url: String,
}

/// An app that has answered at least once.
pub struct AppProcess {
    process: Process,
    /// Its private port.
    pub port: u16,
    said: Arc<Mutex<VecDeque<String>>>,
    /// The app may end itself when this closes, so that none outlives an appc
    /// that was killed.
    _stdin: Option<std::process::ChildStdin>,
}

impl AppProcess {
    /// Starts the program; `registered` is told before anything can go wrong,
    /// so that whoever ends the session can end the program too.
    pub fn start(
        launch: &Launch,
        console: &Console,
        registered: impl FnOnce(Process),
    ) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(&launch.executable);
        command
            .current_dir(&launch.home)
            .env("PORT", port.to_string())
            .env("HOST", "127.0.0.1")
            .env("BASE_URL", &launch.base_url)
            .env("DATABASE_URL", database_url(&launch.database))
            .env("APPC_DEV", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let (process, pipes) =
            Process::start(&mut command).map_err(|error| Failure::io("the app", &error))?;
        registered(process.clone());
        let Pipes {
            stdin,
            stdout,
            stderr,
        } = pipes;
        let said = Arc::new(Mutex::new(VecDeque::new()));
        pass_on(stdout, console, &said);
        pass_on(stderr, console, &said);
        let app = Self {
            process,
            port,
            said,
            _stdin: stdin,
        };
        app.wait_for_answer()?;
        Ok(app)
    }

    /// Why it ended, if it has.
    pub fn ended(&self) -> Option<String> {
        let status = self.process.ended()?;
        Some(format!("the app ended ({status})\n{}", self.last_words()))
    }

    /// Lets it finish what it is doing and end.
    pub fn stop(&self) {
        self.process.stop(END);
    }

    fn wait_for_answer(&self) -> Result<()> {
        let deadline = Instant::now() + START;
        while Instant::now() < deadline {
            if answers(self.port) {
                return Ok(());
            }
            if let Some(status) = self.process.ended() {
                // Its last lines may still be on their way.
                std::thread::sleep(Duration::from_millis(50));
                return Err(Failure::machine(format!(
                    "the app ended before it answered ({status})\n{}",
                    self.last_words()
                )));
            }
            std::thread::sleep(Duration::from_millis(15));
        }
        self.process.stop(END);
        Err(Failure::machine(format!(
            "the app did not answer within {} seconds\n{}",
            START.as_secs(),
            self.last_words()
        )))
    }

    fn last_words(&self) -> String {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.iter().map(|line| format!("  {line}\n")).collect()
    }
}

/// Asks the system for a port nobody uses.
fn free_port() -> Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| Failure::io("a private port", &error))
}

fn database_url(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    format!("sqlite:{}", absolute.display())
}

/// Any answer will do: an app that says it is not ready yet is told apart by
/// its 503.
fn answers(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(
            stream,
            "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        )?;
        // To the end, so that the app is not cut off in the middle of it.
        let mut answer = Vec::new();
        stream.take(MAX_ANSWER).read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    };
    ask().is_ok_and(|answer| {
        let status = answer.split(' ').nth(1);
        answer.starts_with("HTTP/1.") && status != Some("503")
    })
}

/// Shows what the app says and remembers the last of it.
fn pass_on(
    stream: Option<impl Read + Send + 'static>,
    console: &Console,
    said: &Arc<Mutex<VecDeque<String>>>,
) {
    let (console, said) = (console.clone(), Arc::clone(said));
    let Some(stream) = stream else { return };
    std::thread::spawn(move || {
        for line in BufReader::new(stream)
            .lines()
            .map_while(std::io::Result::ok)
        {
            console.say(&line);
            let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
            if said.len() == LINES_KEPT {
                said.pop_front();
            }
            said.push_back(line);
        }
    });
}
