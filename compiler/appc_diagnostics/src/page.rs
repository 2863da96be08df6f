//! The examples on a message's page.

use crate::Code;

/// The rest of an app that short examples leave out.
const PRELUDE: &str = include_str!("../../../book/src/errors/prelude.app");

/// A spec on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The whole spec: what the page shows, then what it leaves out.
    pub spec: String,
    /// Whether it yields the page's code; otherwise it yields nothing.
    pub is_faulty: bool,
}

impl Code {
    /// The examples of this code's page: blocks marked ```` ```app ````, those
    /// that yield the code ```` ```app,error=code ````, complete ones `,alone`.
    pub fn examples(self) -> impl Iterator<Item = Example> {
        self.page()
            .split("\n```app")
            .skip(1)
            .filter_map(move |block| {
                let (marks, rest) = block.split_once('\n')?;
                let shown = rest.split("\n```").next()?;
                let has = |mark: &str| marks.split(',').any(|found| found == mark);
                let spec = if has("alone") {
                    format!("{shown}\n")
                } else {
                    format!("{shown}\n\n{PRELUDE}")
                };
                Some(Example {
                    spec,
                    is_faulty: has(&format!("error={self}")),
                })
            })
    }
}
