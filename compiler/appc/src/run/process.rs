//! A program that appc started, together with what that program starts.

use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often an ending is looked for.
const POLL: Duration = Duration::from_millis(20);

/// A handle that several threads may hold; whoever asks first stops it.
#[derive(Debug, Clone)]
pub struct Process {
    child: Arc<Mutex<Child>>,
}

impl Process {
    /// Starts a program in a process group of its own, so that Ctrl-C in the
    /// terminal reaches appc alone and appc stops the program in good order.
    pub fn start(command: &mut Command) -> std::io::Result<(Self, Pipes)> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut child = command.spawn()?;
        let pipes = Pipes {
            stdin: child.stdin.take(),
            stdout: child.stdout.take(),
            stderr: child.stderr.take(),
        };
        let process = Self {
            child: Arc::new(Mutex::new(child)),
        };
        Ok((process, pipes))
    }

    /// How it ended, if it has.
    pub fn ended(&self) -> Option<ExitStatus> {
        self.child
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .try_wait()
            .ok()
            .flatten()
    }

    /// Waits for its end, at most so long.
    pub fn wait(&self, at_most: Duration) -> Option<ExitStatus> {
        let deadline = Instant::now() + at_most;
        loop {
            if let Some(status) = self.ended() {
                return Some(status);
            }
            if Instant::now() >= deadline {
                return None;
            }
            std::thread::sleep(POLL);
        }
    }

    /// Asks it to end, and makes it after `patience`.
    pub fn stop(&self, patience: Duration) {
        if self.ended().is_some() {
            return;
        }
        self.ask_to_end();
        if self.wait(patience).is_none() {
            self.kill();
        }
    }

    #[cfg(unix)]
    fn ask_to_end(&self) {
        self.signal(nix::sys::signal::Signal::SIGTERM);
    }

    #[cfg(not(unix))]
    fn ask_to_end(&self) {
        self.kill();
    }

    fn kill(&self) {
        #[cfg(unix)]
        self.signal(nix::sys::signal::Signal::SIGKILL);
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }

    #[cfg(unix)]
    fn signal(&self, signal: nix::sys::signal::Signal) {
        let child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(group) = i32::try_from(child.id()) {
            let _ = nix::sys::signal::killpg(nix::unistd::Pid::from_raw(group), signal);
        }
    }
}

/// The pipes of a program, where it was started with some.
#[derive(Debug)]
pub struct Pipes {
    /// Kept open as long as the program is to live.
    pub stdin: Option<std::process::ChildStdin>,
    /// What it prints.
    pub stdout: Option<std::process::ChildStdout>,
    /// What it says.
    pub stderr: Option<std::process::ChildStderr>,
}
