//! The file that a fault of appc leaves behind, for whoever reports it.

use std::fmt::Write as _;
use std::path::PathBuf;

/// Makes a panic leave a report file and exit with 101, without a backtrace
/// in a founder's terminal.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        let trace = std::backtrace::Backtrace::force_capture();
        let report = write("a panic", &format!("{info}\n\n{trace}"));
        eprintln!("appc: this is a fault of appc, not of your spec; {report}");
    }));
}

/// Writes a report and gives back the words that tell where it is.
pub fn write(what: &str, details: &str) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "appc {}", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(
        text,
        "on {} {}",
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    // The arguments name what was attempted; the environment is left out,
    // since it may hold secrets.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let _ = writeln!(text, "arguments: {}", arguments.join(" "));
    let _ = writeln!(text, "\n{what}\n\n{details}");
    match save(&text) {
        Some(path) => format!("please report it with {}", path.display()),
        None => format!("please report it with this:\n{text}"),
    }
}

fn save(text: &str) -> Option<PathBuf> {
    let name = format!("appc-report-{}.txt", std::process::id());
    [std::env::temp_dir(), PathBuf::from(".")]
        .into_iter()
        .map(|folder| folder.join(&name))
        .find(|path| std::fs::write(path, text).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_what_happened_and_where_it_lies() {
        let words = write("a test", "the details");
        let path = words.strip_prefix("please report it with ").unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        std::fs::remove_file(path).unwrap();
        assert!(text.starts_with(concat!("appc ", env!("CARGO_PKG_VERSION"), "\n")));
        assert!(text.ends_with("\na test\n\nthe details\n"), "{text}");
    }
}
