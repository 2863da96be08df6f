//! Tera with delimiters that collide with nothing in Rust, SQL or HTML.

use std::sync::LazyLock;

use serde::Serialize;
use tera::{Context, Tera};

macro_rules! templates {
    ($($path:literal,)*) => {
        /// Every template with its text, by the path below `templates/` without `.tera`.
        const TEMPLATES: &[(&str, &str)] = &[$(($path, include_str!(concat!("../templates/", $path, ".tera"))),)*];
    };
}

templates! {
    "migrations/sqlite/0001_initial.sql",
    "AGENTS.md",
    "Cargo.toml",
    "Dockerfile",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "THIRD_PARTY.md",
    "clippy.toml",
    "compose.yaml",
    "dockerignore",
    "env.example",
    "github/workflows/ci.yml",
    "gitignore",
    "rust-toolchain.toml",
    "src/access.rs",
    "src/action.rs",
    "src/action/at_once.rs",
    "src/action/button.rs",
    "src/action/form.rs",
    "src/action/free.rs",
    "src/action/narrowed.rs",
    "src/action/relations.rs",
    "src/action/row.rs",
    "src/action/rules.rs",
    "src/actions.rs",
    "src/entity/triggers.rs",
    "src/entity/triggers/before.rs",
    "src/entity/triggers/nothing.rs",
    "src/job.rs",
    "src/jobs.rs",
    "src/mail.rs",
    "src/mails.rs",
    "templates/action.html",
    "src/application.rs",
    "src/board.rs",
    "src/enum.rs",
    "src/layout.rs",
    "src/lib.rs",
    "src/main.rs",
    "src/router.rs",
    "src/sequences.rs",
    "src/settings.rs",
    "src/shape.rs",
    "templates/layout.html",
    "src/dashboard.rs",
    "src/demo.rs",
    "src/entity/access.rs",
    "src/entity/api.rs",
    "src/entity/changed.rs",
    "src/entity/api/list.rs",
    "src/entity/files.rs",
    "src/entity/link.rs",
    "templates/entity/link.html",
    "tests/links.rs",
    "tests/secrets.rs",
    "src/entity/form.rs",
    "src/entity/list.rs",
    "src/entity/mod.rs",
    "src/entity/pages.rs",
    "src/entity/pages/form.rs",
    "src/entity/pages/list.rs",
    "src/entity/pages/options.rs",
    "src/entity/store.rs",
    "src/entity/store/fields.rs",
    "src/entity/store/links.rs",
    "src/entity/store/rows.rs",
    "src/entity/store/whole.rs",
    "src/list_page.rs",
    "templates/board.html",
    "templates/dashboard.html",
    "templates/entity/form.html",
    "templates/entity/head_buttons.html",
    "templates/entity/list.html",
    "templates/entity/show.html",
    "tests/actions.rs",
    "tests/numbers.rs",
    "tests/rules.rs",
    "tests/scenarios.rs",
    "tests/together.rs",
}

static ENGINE: LazyLock<Result<Tera, tera::Error>> = LazyLock::new(|| {
    let mut engine = Tera::default();
    engine.set_delimiters(tera::Delimiters {
        block_start: "<%".into(),
        block_end: "%>".into(),
        variable_start: "«".into(),
        variable_end: "»".into(),
        comment_start: "<#".into(),
        comment_end: "#>".into(),
    })?;
    engine.autoescape_on(Vec::<&str>::new());
    engine.add_raw_templates(TEMPLATES.iter().copied())?;
    Ok(engine)
});

/// Renders a template with its view. A template that doesn't fit its view is a bug of ours, found
/// by the test that renders every one; the text then says so, and does not compile.
pub(crate) fn render(name: &str, view: &impl Serialize) -> String {
    let rendered = match &*ENGINE {
        Ok(engine) => {
            Context::from_serialize(view).and_then(|context| engine.render(name, &context))
        }
        Err(error) => return format!("template engine: {error:?}"),
    };
    rendered.unwrap_or_else(|error| format!("template {name}: {error:?}"))
}
