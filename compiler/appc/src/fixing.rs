//! Applying what the diagnostics of a spec offer, until there is nothing left to apply.

use std::collections::BTreeSet;
use std::ops::Range;

use appc_diagnostics::render::reading_order;
use appc_diagnostics::{Applicability, FileId, SourceMap, apply};

use crate::front;

/// What a spec was before and is after its fixes.
#[derive(Debug)]
pub struct Fixed {
    /// The files with their new texts.
    pub sources: SourceMap,
    /// How many fixes were applied.
    pub count: usize,
}

/// A fix may bring up another fault that has one; beyond this nobody follows.
const MAX_ROUNDS: usize = 100;

/// Checks and mends in turns. Ends also where mending leads back to a text that was there before.
pub fn fix(sources: &SourceMap, trust: Applicability) -> Fixed {
    let mut fixed = Fixed {
        sources: sources.clone(),
        count: 0,
    };
    let mut seen = BTreeSet::from([texts(sources)]);
    for _ in 0..MAX_ROUNDS {
        let diagnostics = front::check(&fixed.sources).diagnostics;
        let ordered = reading_order(&diagnostics);
        let applied = apply(&fixed.sources, ordered, trust);
        if applied.count == 0 {
            break;
        }
        let next = laid_out(&applied.sources, &applied.touched);
        if !seen.insert(texts(&next)) {
            break;
        }
        fixed.sources = next;
        fixed.count += applied.count;
    }
    fixed
}

/// Lays out what was written. A file that has no layout stays as it is.
fn laid_out(sources: &SourceMap, touched: &[Vec<Range<usize>>]) -> SourceMap {
    let mut out = SourceMap::default();
    for (file, touched) in sources.ids().zip(touched) {
        let text = sources.text(file);
        let laid_out = if touched.is_empty() {
            None
        } else {
            appc_syntax::fmt::format_touched(file, text, touched).ok()
        };
        out.add(
            sources.path(file),
            laid_out.unwrap_or_else(|| text.to_owned()),
        );
    }
    out
}

fn texts(sources: &SourceMap) -> Vec<String> {
    let text = |file: FileId| sources.text(file).to_owned();
    sources.ids().map(text).collect()
}
