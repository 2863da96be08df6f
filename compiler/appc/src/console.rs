//! What appc says and where: results and machine formats on standard output,
//! words for people on standard error.

use std::io::{IsTerminal, Write};

use appc_diagnostics::render::{Format, render, summary};
use appc_diagnostics::{Diagnostic, SourceMap};

use crate::cli::{ColorChoice, Global, MessageFormat};
use crate::outcome::{Failure, Outcome, Result};

/// The two streams and how they are to look.
#[derive(Debug, Clone)]
pub struct Console {
    format: MessageFormat,
    quiet: bool,
    color: bool,
}

impl Console {
    /// Looks at the arguments and at what the streams are connected to.
    pub fn new(global: &Global) -> Self {
        let color = match global.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                std::io::stderr().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Self {
            format: global.format,
            quiet: global.quiet,
            color,
        }
    }

    /// The format messages are wanted in.
    pub const fn format(&self) -> MessageFormat {
        self.format
    }

    /// Whether a person sits at the other end of standard error.
    pub fn is_interactive(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// Prints a result.
    pub fn result(&self, text: &str) {
        write_to(&mut std::io::stdout().lock(), text);
    }

    /// Spells a result for machines: one JSON object on one line.
    pub fn json(&self, result: &impl serde::Serialize) -> Result<String> {
        serde_json::to_string(result)
            .map(|json| json + "\n")
            .map_err(|error| Failure::bug(format!("a result is not JSON: {error}")))
    }

    /// Says something in passing.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            let text = format!("{}{line}\n", self.over_progress());
            write_to(&mut std::io::stderr().lock(), &text);
        }
    }

    /// Says what went wrong, also to the quiet.
    pub fn complain(&self, line: &str) {
        let name = if self.color {
            "\u{1b}[1;31mappc\u{1b}[0m"
        } else {
            "appc"
        };
        let text = format!("{}{name}: {line}\n", self.over_progress());
        write_to(&mut std::io::stderr().lock(), &text);
    }

    /// Draws over the last progress line; only for a terminal.
    pub fn progress(&self, line: &str) {
        if self.is_interactive() {
            let text = format!("{}{line}", self.over_progress());
            write_to(&mut std::io::stderr().lock(), &text);
        }
    }

    /// Prints diagnostics and tells whether any of them is an error.
    pub fn report(&self, diagnostics: &[Diagnostic], sources: &SourceMap) -> Outcome {
        let shown: Vec<Diagnostic> = diagnostics
            .iter()
            .filter(|diagnostic| !self.quiet || diagnostic.is_error())
            .cloned()
            .collect();
        match self.machine_format() {
            None => self.report_to_people(&shown, sources),
            Some(format) => self.result(&render(&shown, sources, format)),
        }
        if diagnostics.iter().any(Diagnostic::is_error) {
            Outcome::Faulty
        } else {
            Outcome::Fine
        }
    }

    /// Prints diagnostics where standard output holds another result.
    pub fn report_aside(&self, diagnostics: &[Diagnostic], sources: &SourceMap) {
        match self.machine_format() {
            None => self.report_to_people(diagnostics, sources),
            Some(format) => {
                let text = render(diagnostics, sources, format);
                write_to(&mut std::io::stderr().lock(), &text);
            }
        }
    }

    fn machine_format(&self) -> Option<Format> {
        match self.format {
            MessageFormat::Human => None,
            MessageFormat::Short => Some(Format::Short),
            MessageFormat::Json => Some(Format::Json),
            MessageFormat::Github => Some(Format::GitHub),
            MessageFormat::Sarif => Some(Format::Sarif),
        }
    }

    /// Goes back to the start of a line that may hold progress, and clears it.
    fn over_progress(&self) -> &'static str {
        if self.is_interactive() {
            "\r\u{1b}[2K"
        } else {
            ""
        }
    }

    fn report_to_people(&self, shown: &[Diagnostic], sources: &SourceMap) {
        if shown.is_empty() {
            return;
        }
        let look = Format::Human { color: self.color };
        write_to(&mut std::io::stderr().lock(), &render(shown, sources, look));
        self.say(&summary(shown));
        if let Some(first) = shown.iter().find(|diagnostic| diagnostic.is_error()) {
            self.say(&format!("more: appc explain {}", first.code));
        }
    }
}

/// Writes all of it; a reader that has gone away (`appc … | head`) is no fault.
fn write_to(stream: &mut impl Write, text: &str) {
    let _ = stream.write_all(text.as_bytes());
    let _ = stream.flush();
}
