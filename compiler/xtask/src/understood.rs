//! How much of specs is read that people wrote by themselves, before and after `appc fix`.
//!
//! A statement fails if it, or the block around it, has to be taken out for the file to be read.
//! What is taken out is found by blanking whatever is reported, until nothing is.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use appc_diagnostics::{Applicability, Code, FileId, SourceMap};
use appc_syntax::{lexer::lex, lines, token::Token};

const FILE: FileId = FileId(0);

/// Constructs listed at the end, the most frequent first.
const MAX_LISTED: usize = 150;

/// Prints a table of the `.app` files of a folder; gives back what could not be read from disk.
pub fn report(folder: &Path) -> Vec<String> {
    let mut problems = Vec::new();
    let mut left = Left::default();
    let mut total = Row::default();
    println!("| file | lines | statements | read | read after `appc fix` | known, not available |");
    println!("|---|---|---|---|---|---|");
    for path in specs(folder, &mut problems) {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let row = measure(&name, &text, &mut left);
                println!("{}", row.line(&name));
                total.add(&row);
            }
            Err(error) => problems.push(format!("{}: {error}", path.display())),
        }
    }
    println!("{}", total.line("all"));
    left.print();
    problems
}

fn specs(folder: &Path, problems: &mut Vec<String>) -> Vec<PathBuf> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            problems.push(format!("{}: {error}", folder.display()));
            return Vec::new();
        }
    };
    let mut specs: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "app"))
        .collect();
    specs.sort();
    specs
}

/// The figures of one file.
#[derive(Default)]
struct Row {
    lines: usize,
    statements: usize,
    read: usize,
    fixed: usize,
    not_available: usize,
}

impl Row {
    fn add(&mut self, other: &Row) {
        self.lines += other.lines;
        self.statements += other.statements;
        self.read += other.read;
        self.fixed += other.fixed;
        self.not_available += other.not_available;
    }

    fn line(&self, name: &str) -> String {
        format!(
            "| {name} | {} | {} | {} | {} | {} |",
            self.lines,
            self.statements,
            share(self.read, self.statements),
            share(self.fixed, self.statements),
            share(self.not_available, self.statements),
        )
    }
}

fn share(part: usize, whole: usize) -> String {
    format!("{part} ({} %)", part * 100 / whole.max(1))
}

fn measure(name: &str, text: &str, left: &mut Left) -> Row {
    let before = read(text);
    let mut sources = SourceMap::default();
    sources.add(name, text);
    let fixed = appc::fix(&sources, Applicability::Safe);
    let text_after = fixed.sources.text(FILE);
    let after = read(text_after);
    for failed in &after.failed {
        left.add(name, failed);
    }
    let not_available: usize = after
        .failed
        .iter()
        .filter(|failed| failed.code == Code::NotAvailableYet)
        .map(|failed| failed.statements)
        .sum();
    Row {
        lines: text.lines().count(),
        statements: before.statements,
        read: before.statements - before.unread(),
        // Fixes join statements, so the share is that of those which were written.
        fixed: before.statements.saturating_sub(after.unread()),
        not_available,
    }
}

/// What came of reading one text.
struct Reading {
    statements: usize,
    failed: Vec<Failed>,
}

impl Reading {
    fn unread(&self) -> usize {
        self.failed.iter().map(|failed| failed.statements).sum()
    }
}

/// A statement that was taken out, with those in its block.
struct Failed {
    /// The word that heads the block around it, and its own first word.
    construct: String,
    code: Code,
    message: String,
    statements: usize,
}

fn read(text: &str) -> Reading {
    let mut rest = text.to_owned();
    let mut failed = Vec::new();
    loop {
        let (_, diagnostics) = appc_syntax::parse(FILE, &rest);
        let before = failed.len();
        for error in diagnostics.iter().filter(|one| one.is_error()) {
            let statements = statements(&rest);
            let at = error.primary.span.start as usize;
            // What an earlier report has blanked is not there any more.
            let holds = |one: &&Statement| one.range.start <= at && at <= one.range.end;
            let Some(statement) = statements.iter().rfind(holds) else {
                continue;
            };
            failed.push(Failed {
                construct: statement.construct.clone(),
                code: error.code,
                message: error.message.clone(),
                statements: statements
                    .iter()
                    .filter(|one| statement.range.contains(&one.range.start))
                    .count(),
            });
            rest = blanked(&rest, &statement.range);
        }
        if failed.len() == before {
            let statements = statements(text).len();
            return Reading { statements, failed };
        }
    }
}

/// A line of a block or of the file, with the block that belongs to it.
struct Statement {
    range: Range<usize>,
    /// The word that heads the block around it, and its own first word.
    construct: String,
}

/// Every statement, outer ones before those in their blocks.
fn statements(text: &str) -> Vec<Statement> {
    let tokens = lines::join(&lex(FILE, text).tokens);
    let mut found: Vec<Statement> = Vec::new();
    // Indices of the statements that are open, each with a block but for the last.
    let mut open: Vec<usize> = Vec::new();
    let mut begins = true;
    for spanned in &tokens {
        match spanned.token {
            Token::Newline => {
                open.pop();
                begins = true;
                continue;
            }
            Token::BraceClose if begins => begins = false,
            Token::BraceClose => {
                open.pop();
            }
            _ if begins => {
                let word = text.get(spanned.start..spanned.end).unwrap_or_default();
                let around = open.last().and_then(|index| found.get(*index));
                let around = around.map_or("", |around| {
                    around.construct.rsplit(' ').next().unwrap_or_default()
                });
                let construct = format!(
                    "{around} {}",
                    if around == "entity" && is_field(&tokens, spanned.start) {
                        "field"
                    } else {
                        word
                    }
                );
                open.push(found.len());
                found.push(Statement {
                    range: spanned.start..spanned.end,
                    construct,
                });
                begins = false;
            }
            _ => {}
        }
        for index in &open {
            if let Some(statement) = found.get_mut(*index) {
                statement.range.end = spanned.end;
            }
        }
        if spanned.token == Token::BraceOpen {
            begins = true;
        }
    }
    found
}

/// Tells whether a `:` follows the token that starts at an offset.
fn is_field(tokens: &[appc_syntax::lexer::Spanned], start: usize) -> bool {
    tokens
        .iter()
        .skip_while(|spanned| spanned.start != start)
        .nth(1)
        .is_some_and(|next| next.token == Token::Colon)
}

/// Blanks a range without moving what follows.
fn blanked(text: &str, range: &Range<usize>) -> String {
    let mut out = String::with_capacity(text.len());
    out.push_str(text.get(..range.start).unwrap_or_default());
    for letter in text.get(range.clone()).unwrap_or_default().chars() {
        match letter {
            '\n' => out.push('\n'),
            other => out.extend(std::iter::repeat_n(' ', other.len_utf8())),
        }
    }
    out.push_str(text.get(range.end..).unwrap_or_default());
    out
}

/// What is left over after `appc fix`, by construct.
#[derive(Default)]
struct Left {
    constructs: BTreeMap<(String, Code), Construct>,
}

#[derive(Default)]
struct Construct {
    statements: usize,
    times: usize,
    /// File names up to the first `_`.
    authors: BTreeSet<String>,
    message: String,
}

impl Left {
    fn add(&mut self, file: &str, failed: &Failed) {
        let key = (failed.construct.clone(), failed.code);
        let construct = self.constructs.entry(key).or_default();
        construct.statements += failed.statements;
        construct.times += 1;
        let author = file.split('_').next().unwrap_or(file);
        construct.authors.insert(author.to_owned());
        construct.message.clone_from(&failed.message);
    }

    fn print(self) {
        let mut constructs: Vec<((String, Code), Construct)> =
            self.constructs.into_iter().collect();
        constructs.sort_by_key(|(_, construct)| {
            std::cmp::Reverse((construct.statements, construct.times))
        });
        println!("\n| construct | times | statements | by | code | for example |");
        println!("|---|---|---|---|---|---|");
        for ((name, code), construct) in constructs.iter().take(MAX_LISTED) {
            let authors: Vec<&str> = construct.authors.iter().map(String::as_str).collect();
            println!(
                "| `{}` | {} | {} | {} | {code} | {} |",
                name.trim(),
                construct.times,
                construct.statements,
                authors.concat(),
                construct.message.replace('|', "\\|"),
            );
        }
    }
}
