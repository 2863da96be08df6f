//! Lines, blank lines and indentation.

use super::{Kind, Piece, spacing::Spacing};
use crate::token::{Token, Word};

const INDENT: &str = "  ";

/// Prints the pieces of a file.
pub fn print(pieces: &[Piece]) -> String {
    let shapes = block_shapes(pieces);
    let mut printer = Printer::default();
    let mut before = None;
    for ((piece, shape), next) in pieces.iter().zip(shapes).zip(next_tokens(pieces)) {
        printer.add(before, piece, next, shape);
        before = Some(piece);
    }
    // A block of text that nobody closed would take the newline in.
    let is_open_text = pieces
        .last()
        .is_some_and(|last| last.token() == Some(Token::StrClose) && last.text.is_empty());
    if !printer.out.is_empty() && !is_open_text {
        printer.out.push('\n');
    }
    printer.out
}

/// The first token from each piece on.
fn next_tokens<'s>(pieces: &[Piece<'s>]) -> Vec<Option<Token<'s>>> {
    let mut next = None;
    let mut out: Vec<Option<Token>> = pieces
        .iter()
        .rev()
        .map(|piece| {
            next = piece.token().or(next);
            next
        })
        .collect();
    out.reverse();
    out
}

/// How a block is laid out, known at both of its braces.
#[derive(Clone, Copy, Default, PartialEq)]
enum Shape {
    #[default]
    Lines,
    /// `{ … }` on the line of its header.
    Inline,
    /// `{}`
    Empty,
}

/// Finds for each brace the shape of its block.
fn block_shapes(pieces: &[Piece]) -> Vec<Shape> {
    let mut shapes = vec![Shape::Lines; pieces.len()];
    let mut open: Vec<(usize, Shape)> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        if piece.starts_item {
            open.clear();
        }
        let is_close = piece.kind == Kind::Token(Token::BraceClose);
        let breaks = piece.newlines > 0 || piece.kind == Kind::Comment;
        if breaks && !(is_close && open.last().is_some_and(|(start, _)| start + 1 == index)) {
            for (_, shape) in &mut open {
                *shape = Shape::Lines;
            }
        }
        match piece.kind {
            Kind::Token(Token::BraceOpen) => open.push((index, Shape::Inline)),
            Kind::Token(Token::BraceClose) => {
                if let Some((start, shape)) = open.pop() {
                    let shape = if start + 1 == index {
                        Shape::Empty
                    } else {
                        shape
                    };
                    for at in [start, index] {
                        if let Some(slot) = shapes.get_mut(at) {
                            *slot = shape;
                        }
                    }
                }
            }
            _ => {}
        }
    }
    shapes
}

/// A block that is open.
struct Block<'s> {
    /// The word that heads it.
    head: Option<Token<'s>>,
    /// Whether its parts are separated by commas, as those of an enum.
    is_list: bool,
    shape: Shape,
    /// What the statement with the block had open.
    brackets: usize,
    is_continued: bool,
}

#[derive(Default)]
struct Printer<'s> {
    out: String,
    blocks: Vec<Block<'s>>,
    spacing: Spacing,
    /// The first token of the statement.
    head: Option<Token<'s>>,
    /// The last token.
    last: Option<Token<'s>>,
    /// Brackets open in the statement.
    brackets: usize,
    /// Whether the statement goes on over a line without a bracket open.
    is_continued: bool,
    /// Whether the last token closed a top-level block of several lines.
    after_item: bool,
}

impl<'s> Printer<'s> {
    fn add(
        &mut self,
        before: Option<&Piece<'s>>,
        piece: &Piece<'s>,
        next: Option<Token<'s>>,
        shape: Shape,
    ) {
        if piece.starts_item {
            self.blocks.clear();
        }
        if let Some(before) = before {
            if self.breaks(before, piece, shape) {
                self.break_line(before, piece, next);
            } else if piece.kind == Kind::Comment {
                self.out.push_str("  ");
            } else if self.spacing.is_spaced(before, piece) {
                self.out.push(' ');
            }
        }
        self.out.push_str(piece.text);
        if let Some(token) = piece.token() {
            self.pass(token, shape);
        }
    }

    /// Tells whether `piece` begins a line.
    fn breaks(&self, before: &Piece, piece: &Piece, shape: Shape) -> bool {
        let in_lines = self
            .blocks
            .last()
            .is_none_or(|block| block.shape == Shape::Lines);
        match (before.kind, piece.kind) {
            (_, Kind::Comment) => piece.newlines > 0,
            (Kind::Comment, _) => true,
            (_, Kind::Token(Token::BraceOpen)) => false,
            (_, Kind::Token(Token::BraceClose)) if !self.blocks.is_empty() => shape == Shape::Lines,
            (Kind::Token(Token::BraceOpen), _) => in_lines,
            _ => piece.newlines > 0,
        }
    }

    fn break_line(&mut self, before: &Piece, piece: &Piece, next: Option<Token<'s>>) {
        let closes = piece.kind == Kind::Token(Token::BraceClose);
        let begins = self.begins_statement(next);
        if begins {
            self.head = None;
            self.brackets = 0;
            self.is_continued = false;
            self.spacing.begin_statement();
        } else if self.brackets == 0 {
            self.is_continued = true;
        }
        let opens = before.kind == Kind::Token(Token::BraceOpen);
        let after_item = self.after_item && self.blocks.is_empty();
        let is_blank = (piece.newlines > 1 || after_item) && begins && !opens && !closes;
        self.after_item = false;
        self.out.push_str(if is_blank { "\n\n" } else { "\n" });
        let is_closing_bracket = matches!(
            piece.kind,
            Kind::Token(Token::BraceClose | Token::ParenClose | Token::BracketClose)
        );
        let depth = self.blocks.len() + self.brackets + usize::from(self.is_continued);
        for _ in usize::from(is_closing_bracket)..depth {
            self.out.push_str(INDENT);
        }
    }

    /// Tells whether a line that goes on with `next` is a statement of its own.
    fn begins_statement(&self, next: Option<Token>) -> bool {
        let (Some(last), Some(next)) = (self.last, next) else {
            return true;
        };
        let is_list = self.blocks.last().is_some_and(|block| block.is_list);
        last == Token::BraceOpen
            || next == Token::BraceClose
            || (is_list && self.brackets == 0 && last == Token::Comma)
            || !(last.continues_line() || next.joins_line())
    }

    fn pass(&mut self, token: Token<'s>, shape: Shape) {
        self.spacing.pass(token, self.head.is_none());
        let head = *self.head.get_or_insert(token);
        self.after_item = false;
        match token {
            Token::BraceOpen => self.open_block(head, shape),
            Token::BraceClose => {
                if let Some(block) = self.blocks.pop() {
                    self.head = block.head;
                    self.brackets = block.brackets;
                    self.is_continued = block.is_continued;
                }
                self.after_item = self.blocks.is_empty() && shape == Shape::Lines;
            }
            Token::ParenOpen | Token::BracketOpen => self.brackets += 1,
            Token::ParenClose | Token::BracketClose => {
                self.brackets = self.brackets.saturating_sub(1);
            }
            _ => {}
        }
        self.last = Some(token);
    }

    fn open_block(&mut self, head: Token<'s>, shape: Shape) {
        let in_seed = self
            .blocks
            .last()
            .is_some_and(|block| block.head == Some(Token::Word(Word::Seed)));
        let is_list = in_seed || matches!(head, Token::Word(Word::Enum | Word::Roles));
        self.blocks.push(Block {
            head: Some(head),
            is_list,
            shape,
            brackets: self.brackets,
            is_continued: self.is_continued,
        });
        self.brackets = 0;
        self.is_continued = false;
        self.head = None;
        self.spacing.begin_statement();
    }
}
