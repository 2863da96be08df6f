//! Styles, scripts and icons.

use appc_plan::App;

use crate::EmittedFile;

/// The sheets in the order of their layers.
const SHEETS: [&str; 9] = [
    include_str!("../templates/static/tokens.css"),
    include_str!("../templates/static/base.css"),
    include_str!("../templates/static/components.css"),
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
    css.push_str(&format!(
        "\n@layer theme {{\n  :root {{\n    --primary: {};\n    --radius: {}px;\n  }}\n}}\n",
        app.theme.primary, app.theme.radius
    ));
    let mut files = vec![EmittedFile::text("static/app.css", css)];
    files.extend(
        COPIED
            .iter()
            .map(|(name, text)| EmittedFile::text(format!("static/{name}"), (*text).to_owned())),
    );
    files
}
