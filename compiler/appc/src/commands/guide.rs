//! `appc guide`: teaches the language, to people and assistants.

use appc_diagnostics::closest;

use crate::cli::GuideArgs;
use crate::console::Console;
use crate::outcome::{Failure, Outcome, Result};

/// The topics, the core first: it alone is enough to write a spec.
const TOPICS: &[(&str, &str)] = &[
    ("core", include_str!("../../../../book/src/guide/core.md")),
    ("data", include_str!("../../../../book/src/guide/data.md")),
];

/// Prints one topic.
pub fn guide(args: &GuideArgs, console: &Console) -> Result {
    let wanted = args.topic.as_deref().unwrap_or("core");
    if let Some((_, text)) = TOPICS.iter().find(|(topic, _)| *topic == wanted) {
        console.result(text);
        return Ok(Outcome::Fine);
    }
    let names: Vec<&str> = TOPICS.iter().map(|(topic, _)| *topic).collect();
    let cure = closest(wanted, &names).map_or_else(
        || format!("there are: {}", names.join(", ")),
        |near| format!("a similar one is `{near}`"),
    );
    Err(Failure::machine(format!("the guide has no topic `{wanted}`")).cure(cure))
}
