//! `appc guide`: teaches the language, to people and assistants.

use appc::guide::{TOPICS, Topic};
use appc_diagnostics::closest;

use crate::cli::GuideArgs;
use crate::console::Console;
use crate::outcome::{Failure, Outcome, Result};

/// Prints one topic, or with `topics` the list.
pub fn guide(args: &GuideArgs, console: &Console) -> Result {
    let wanted = args.topic.as_deref().unwrap_or("core");
    if let Some(topic) = Topic::by_name(wanted) {
        console.result(topic.text);
        return Ok(Outcome::Fine);
    }
    if wanted == "topics" {
        let line = |topic: &Topic| format!("{:8}  {}\n", topic.name, topic.title());
        let list: String = TOPICS.iter().map(line).collect();
        console.result(&list);
        return Ok(Outcome::Fine);
    }
    let names: Vec<&str> = TOPICS.iter().map(|topic| topic.name).collect();
    let cure = closest(wanted, names.iter().copied()).map_or_else(
        || format!("there are: {}", names.join(", ")),
        |near| format!("a similar one is `{near}`"),
    );
    Err(Failure::machine(format!("the guide has no topic `{wanted}`")).cure(cure))
}
