//! The files of the emitted app.
//!
//! [`emit`] spells a plan: every name, query and rule is decided already. Templates give the shape
//! of a file and read like it; expressions of Rust are spelled by small functions and arrive in the
//! templates as text. What is spelled here is not formatted: the command line runs rustfmt.

mod html;
mod spell;
mod template;
mod uses;

mod audience;
mod button;
mod cell;
mod chart;
mod figure;
mod input;
mod inverse;
mod picker;
mod shape;
mod value;

mod board;
mod choice;
mod dashboard;
mod entity;
mod frame;
mod list;
mod list_page;
mod runtime;
mod static_files;

mod action;
mod body;
mod job;
mod mail;
mod trigger;

mod demo;
mod matrix;
mod openapi;
mod package;
mod scenario;
mod schema;
mod seed;
mod sequence;
mod together;

use appc_plan::App;

/// One file of the emitted app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmittedFile {
    /// Its path below the app's folder, with `/`.
    pub path: String,
    /// What is in it.
    pub contents: Vec<u8>,
}

impl EmittedFile {
    fn text(path: impl Into<String>, contents: String) -> EmittedFile {
        EmittedFile {
            path: path.into(),
            contents: contents.into_bytes(),
        }
    }
}

/// Makes all files of an app, sorted by path.
pub fn emit(app: &App) -> Vec<EmittedFile> {
    let mut files = Vec::new();
    for entity in &app.entities {
        files.extend(entity::emit(app, entity));
    }
    for list in app.pages.lists.iter().filter(|list| !list.is_main) {
        files.extend(list_page::emit(app, list));
    }
    for board in &app.pages.boards {
        files.extend(board::emit(app, board));
    }
    for dashboard in &app.pages.dashboards {
        files.extend(dashboard::emit(app, dashboard));
    }
    files.extend(action::emit(app));
    files.extend(trigger::emit(app));
    files.extend(job::emit(app));
    files.extend(mail::emit(app));
    files.extend(frame::emit(app));
    files.extend(package::emit(app));
    files.extend(runtime::emit(app));
    files.extend(static_files::emit(app));
    files.push(matrix::emit(app));
    files.extend(matrix::actions::emit(app));
    files.extend(together::emit(app));
    files.extend(entity::link_test(app));
    files.extend(entity::secret_test(app));
    files.extend(scenario::emit(app));
    files.push(openapi::emit(app));
    files.push(demo::emit(app));
    files.push(schema::emit(app));
    files.extend(seed::emit(app));
    files.extend(sequence::emit(app));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
