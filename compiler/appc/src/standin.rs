//! Stands in for the stages until they can be called: reads just enough of a
//! spec, line by line, to exercise the commands, and emits a program that
//! serves one page with the standard library alone.

use appc_diagnostics::{Code, Diagnostic, FileId, Fix, SourceMap, Span, closest};

use crate::EmittedFile;
use crate::picture::{
    AccessCell, AccessRow, EntityPicture, FieldPicture, Grant, PagePicture, Picture, RolePicture,
};

const CONSTRUCTS: &[&str] = &[
    "app",
    "roles",
    "auth",
    "theme",
    "enum",
    "entity",
    "list",
    "detail",
    "form",
    "board",
    "dashboard",
    "menu",
    "seed",
    "use",
];

#[derive(Debug, Default)]
pub struct App {
    name: String,
    roles: Vec<String>,
    entities: Vec<Entity>,
    pages: Vec<(String, String)>,
}

#[derive(Debug, Default)]
struct Entity {
    name: String,
    fields: Vec<(String, String)>,
    allows: Vec<String>,
}

pub fn read(sources: &SourceMap) -> (App, Vec<Diagnostic>) {
    let mut app = App::default();
    let mut diagnostics = Vec::new();
    for file in sources.ids() {
        read_file(sources, file, &mut app, &mut diagnostics);
    }
    if app.name.is_empty() {
        let end = sources.ids().last().map_or(Span::at(FileId(0), 0), |file| {
            Span::at(
                file,
                u32::try_from(sources.text(file).len()).unwrap_or(u32::MAX),
            )
        });
        if diagnostics.is_empty() {
            diagnostics.push(
                Diagnostic::error(Code::MissingApp, end, "the spec has no `app` block")
                    .help("write `app \"Name\" { … }`"),
            );
        }
    }
    (app, diagnostics)
}

fn read_file(sources: &SourceMap, file: FileId, app: &mut App, diagnostics: &mut Vec<Diagnostic>) {
    let mut offset = 0_u32;
    for line in sources.text(file).split_inclusive('\n') {
        let start = offset;
        offset += u32::try_from(line.len()).unwrap_or(0);
        let statement = line.trim();
        if statement.is_empty() || statement.starts_with("//") || statement.starts_with('}') {
            continue;
        }
        let is_top = start == 0 || !line.starts_with([' ', '\t']);
        let words: Vec<&str> = statement.split_whitespace().collect();
        let first = words.first().copied().unwrap_or_default();
        let second = words.get(1).copied().unwrap_or_default().to_owned();
        if !is_top {
            if let Some(entity) = app.entities.last_mut() {
                if first == "allow" {
                    entity.allows.push(statement.to_owned());
                } else if let Some((name, rest)) = statement.split_once(": ")
                    && name.chars().all(|c| c.is_alphanumeric() || c == '_')
                {
                    entity.fields.push((name.to_owned(), rest.to_owned()));
                }
            }
            continue;
        }
        match first {
            "app" => statement
                .split('"')
                .nth(1)
                .unwrap_or("App")
                .clone_into(&mut app.name),
            "roles" => {
                let inner = statement
                    .split_once('{')
                    .map_or("", |(_, rest)| rest.trim_end_matches('}'));
                app.roles = inner
                    .split(',')
                    .filter_map(|role| role.split_whitespace().next())
                    .map(str::to_owned)
                    .collect();
            }
            "entity" => app.entities.push(Entity {
                name: second,
                ..Entity::default()
            }),
            "list" | "board" | "dashboard" | "detail" => app.pages.push((first.to_owned(), second)),
            known if CONSTRUCTS.contains(&known) => {}
            unknown => {
                let span = Span::new(
                    file,
                    start,
                    start + u32::try_from(unknown.len()).unwrap_or(0),
                );
                let mut diagnostic = Diagnostic::error(
                    Code::UnknownWord,
                    span,
                    format!("no declaration starts with `{unknown}`"),
                )
                .label("unknown here")
                .valid(appc_diagnostics::nearest_first(unknown, CONSTRUCTS));
                if let Some(near) = closest(unknown, CONSTRUCTS) {
                    diagnostic = diagnostic.help(format!("write `{near}`")).fix(Fix::replace(
                        format!("write `{near}`"),
                        span,
                        near,
                    ));
                }
                diagnostics.push(diagnostic);
            }
        }
    }
}

pub fn format(sources: &SourceMap, file: FileId) -> Result<String, Vec<Diagnostic>> {
    let (_, diagnostics) = read(sources);
    let faults: Vec<Diagnostic> = diagnostics
        .into_iter()
        .filter(|diagnostic| diagnostic.code == Code::UnknownWord)
        .collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(sources
        .text(file)
        .lines()
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect())
}

pub fn picture(app: &App) -> Picture {
    let names: Vec<&str> = app.entities.iter().map(|e| e.name.as_str()).collect();
    Picture {
        app: app.name.clone(),
        entities: app
            .entities
            .iter()
            .map(|entity| EntityPicture {
                name: entity.name.clone(),
                plural: format!("{}s", entity.name),
                fields: entity
                    .fields
                    .iter()
                    .map(|(name, rest)| field(name, rest, &names))
                    .collect(),
            })
            .collect(),
        pages: app
            .pages
            .iter()
            .map(|(kind, name)| PagePicture {
                title: name.clone(),
                kind: kind.clone(),
                path: format!("/{}", name.to_lowercase()),
            })
            .collect(),
        roles: app
            .roles
            .iter()
            .map(|role| RolePicture {
                name: role.clone(),
                label: role.clone(),
            })
            .collect(),
        access: app
            .entities
            .iter()
            .map(|entity| row(entity, &app.roles))
            .collect(),
    }
}

fn field(name: &str, rest: &str, entities: &[&str]) -> FieldPicture {
    let mut words = rest.split_whitespace();
    let first = words.next().unwrap_or_default();
    let many = first == "many";
    let target = if many {
        words.next().unwrap_or_default()
    } else {
        first
    };
    let bare = target.trim_end_matches('?');
    FieldPicture {
        name: name.to_owned(),
        type_name: if many {
            format!("many {bare}")
        } else {
            bare.to_owned()
        },
        optional: target.ends_with('?'),
        points_to: (entities.contains(&bare) && (!many || rest.contains(" linked")))
            .then(|| bare.to_owned()),
        many,
    }
}

fn row(entity: &Entity, roles: &[String]) -> AccessRow {
    let cell = |role: &String| {
        let grant = |operation: &str| {
            let mut best = Grant::Never;
            for line in &entity.allows {
                let (operations, who) = line.split_once(" to ").unwrap_or((line, ""));
                if operations.contains(operation)
                    && (who.contains(role.as_str()) || who.contains("signed_in"))
                {
                    let partial = line.contains(" where ") || operations.contains('(');
                    if !partial {
                        best = Grant::Always;
                    } else if best == Grant::Never {
                        best = Grant::Sometimes;
                    }
                }
            }
            best
        };
        AccessCell {
            read: grant("read"),
            create: grant("create"),
            update: grant("update"),
            delete: grant("delete"),
        }
    };
    AccessRow {
        entity: entity.name.clone(),
        cells: roles.iter().map(cell).collect(),
    }
}

pub fn emit(app: &App) -> Vec<EmittedFile> {
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
