//! Styles, scripts and icons.

use appc_plan::App;

use crate::EmittedFile;

/// The sheets in the order of their layers.
const SHEETS: [&str; 10] = [
    include_str!("../templates/static/tokens.css"),
    include_str!("../templates/static/base.css"),
    include_str!("../templates/static/components.css"),
    include_str!("../templates/static/files.css"),
    include_str!("../templates/static/layout.css"),
    include_str!("../templates/static/collections.css"),
    include_str!("../templates/static/pages.css"),
    include_str!("../templates/static/dashboard.css"),
    include_str!("../templates/static/screens.css"),
    include_str!("../templates/static/dev.css"),
];

const COPIED: [(&str, &str); 5] = [
    ("app.js", include_str!("../templates/static/app.js")),
    ("keys.js", include_str!("../templates/static/keys.js")),
    ("picker.js", include_str!("../templates/static/picker.js")),
    ("board.js", include_str!("../templates/static/board.js")),
    ("icons.svg", include_str!("../templates/static/icons.svg")),
];

pub(crate) fn emit(app: &App) -> Vec<EmittedFile> {
    let mut css = SHEETS.join("\n");
    css.push_str(&theme(app));
    let mut files = vec![EmittedFile::text("static/app.css", css)];
    files.extend(
        COPIED
            .iter()
            .map(|(name, text)| EmittedFile::text(format!("static/{name}"), (*text).to_owned())),
    );
    files
}

/// What the app sets of its look, in the layer that comes last.
fn theme(app: &App) -> String {
    let theme = &app.theme;
    let mut lines = vec![format!("--primary: {};", theme.primary)];
    if let Some(accent) = &theme.accent {
        lines.push(format!("--secondary: {accent};"));
    }
    lines.push(format!("--radius: {}px;", theme.radius));
    format!(
        "\n@layer theme {{\n  :root {{\n    {}\n  }}\n}}\n",
        lines.join("\n    ")
    )
}
