//! Stands in for emission until it can be called: emits a
//! program that serves one page with the standard library alone.

use crate::EmittedFile;

pub fn emit(app: &appc_plan::App) -> Vec<EmittedFile> {
    let package: String = app
        .name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[features]\ndev = []\n\n[workspace]\n"
    );
    let main = format!(
        r#"//! Serves the app.
use std::io::{{Read, Write}};
fn main() -> std::io::Result<()> {{
    std::thread::spawn(|| {{
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    }});
    let port = std::env::var("PORT").unwrap_or_default();
    let listener = std::net::TcpListener::bind(format!("127.0.0.1:{{port}}"))?;
    for stream in listener.incoming() {{
        let Ok(mut stream) = stream else {{ continue }};
        let mut head = [0_u8; 65536];
        let n = stream.read(&mut head).unwrap_or(0);
        let head = String::from_utf8_lossy(&head[..n]).into_owned();
        let body = format!("<!doctype html><title>{{0}}</title><script src=\"/__appc/dev.js\" defer></script><h1>{{0}} is running</h1><pre>{{1}}</pre>", {name:?}, head);
        let _ = write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {{}}\r\nConnection: close\r\n\r\n{{}}", body.len(), body);
    }}
    Ok(())
}}
"#,
        name = app.name
    );
    vec![
        EmittedFile {
            path: "Cargo.toml".to_owned(),
            contents: manifest.into_bytes(),
        },
        EmittedFile {
            path: "src/main.rs".to_owned(),
            contents: main.into_bytes(),
        },
    ]
}
