//! Slips of the pen: each example with a token gone, doubled or swapped with the next one. None
//! panics, places lie inside the file, layouts keep what is written, and mostly there is one
//! report for one slip.

use appc_diagnostics::{Diagnostic, FileId};
use appc_syntax::lexer::{Spanned, lex};

use crate::{
    case::{Case, specs_below},
    formatter, tree,
};

const FILE: FileId = FileId(0);

/// Mutations tried for each example and kind; all of them would take minutes.
const SAMPLES: usize = 60;

#[derive(Clone, Copy, Debug)]
enum Slip {
    Missing,
    Doubled,
    Swapped,
}

#[test]
fn a_slip_gives_one_report_and_never_a_panic() {
    for slip in [Slip::Missing, Slip::Doubled, Slip::Swapped] {
        let mut reports = Vec::new();
        for path in specs_below("examples") {
            let case = Case::read(&path);
            let tokens = lex(FILE, &case.text).tokens;
            let step = (tokens.len() / SAMPLES).max(1);
            for index in (0..tokens.len()).step_by(step) {
                let mutant = mutant(&case.text, &tokens, index, slip);
                reports.push(reports_on(&mutant));
            }
        }
        reports.sort_unstable();
        let median = reports[reports.len() / 2];
        let ninth_decile = reports[reports.len() * 9 / 10];
        let most = reports[reports.len() - 1];
        println!(
            "{slip:?}: median {median}, 90% {ninth_decile}, most {most} of {}",
            reports.len()
        );
        assert!(median <= 1, "{slip:?}: median of {median} reports");
        assert!(
            ninth_decile <= 2,
            "{slip:?}: {ninth_decile} reports for one in ten"
        );
        // A text over several lines that lost its opening quote leaves its prose standing as code.
        assert!(most <= 4, "{slip:?}: {most} reports for one slip");
    }
}

fn mutant(text: &str, tokens: &[Spanned], index: usize, slip: Slip) -> String {
    let this = tokens[index];
    let (before, after) = (&text[..this.start], &text[this.end..]);
    let token = &text[this.start..this.end];
    match (slip, tokens.get(index + 1)) {
        (Slip::Missing, _) | (Slip::Swapped, None) => format!("{before}{after}"),
        (Slip::Doubled, _) => format!("{before}{token} {token}{after}"),
        (Slip::Swapped, Some(next)) => format!(
            "{before}{}{}{token}{}",
            &text[next.start..next.end],
            &text[this.end..next.start],
            &text[next.end..]
        ),
    }
}

/// Reads a mutant and counts its reports.
fn reports_on(text: &str) -> usize {
    let (module, diagnostics) = appc_syntax::parse(FILE, text);
    let places = tree::spans(&diagnostics)
        .into_iter()
        .chain(tree::spans(&module.items));
    for (start, end) in places {
        assert!(start <= end, "{start}..{end} in\n{text}");
        assert!(
            text.get(start as usize..end as usize).is_some(),
            "{start}..{end} is no place in\n{text}"
        );
    }
    for diagnostic in &diagnostics {
        assert_fixes_apply(text, diagnostic);
    }
    assert!(
        !diagnostics.is_empty() || !module.items.is_empty(),
        "neither a tree nor a report for\n{text}"
    );
    formatter::format(text);
    diagnostics.len()
}

/// Checks that the edits of each fix lie apart, in the text, in order.
fn assert_fixes_apply(text: &str, diagnostic: &Diagnostic) {
    for fix in &diagnostic.fixes {
        let mut end = 0;
        for edit in &fix.edits {
            assert!(edit.span.start >= end, "edits overlap: {fix:?}");
            assert!(text.get(edit.span.range()).is_some(), "{fix:?}");
            end = edit.span.end;
        }
    }
}
