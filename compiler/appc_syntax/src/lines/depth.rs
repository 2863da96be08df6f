//! A cap on how deep a tree may become, measured on tokens: the parser itself needs no stack, and
//! whoever walks or drops the tree has only so much.

use appc_diagnostics::{Code, Diagnostic, Span};

use crate::{
    lexer::Spanned,
    token::{Token, Word},
};

/// Brackets may stand this deep inside each other.
const MAX_NESTING: usize = 128;

/// Operators on the way from a statement to its innermost part; more would nest the tree too deep
/// to be walked on a small stack.
const MAX_OPERATORS: usize = 256;

/// Says that the token at `here` is nested too deep.
pub fn too_deep(here: Span) -> Diagnostic {
    Diagnostic::error(Code::NestingTooDeep, here, "this is nested too deep")
        .label(format!(
            "beyond {MAX_NESTING} brackets or {MAX_OPERATORS} operators"
        ))
        .help("split it, for instance with a `rule` or a `computed` field")
}

/// Finds the index of the first token that is nested too deep: under more than [`MAX_NESTING`]
/// brackets, or [`MAX_OPERATORS`] operators.
pub fn first_too_deep(tokens: &[Spanned]) -> Option<usize> {
    let mut depth = Depth::default();
    tokens
        .iter()
        .position(|spanned| depth.is_exceeded_by(spanned.token))
}

/// Measures how deep the tree of a statement may become. Elements of a list lie beside each
/// other; operators may lie inside each other, so each counts until its list goes on.
#[derive(Default)]
struct Depth {
    open: Vec<Open>,
    operators: usize,
}

/// A bracket that is open.
struct Open {
    kind: BracketKind,
    /// Operators before it.
    before: usize,
    /// The most operators one of its elements reached.
    most: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum BracketKind {
    Brace,
    Other,
}

impl Depth {
    fn is_exceeded_by(&mut self, token: Token) -> bool {
        match token {
            Token::BraceOpen => self.open(BracketKind::Brace),
            Token::ParenOpen | Token::BracketOpen | Token::StrOpen => {
                self.open(BracketKind::Other);
            }
            Token::BraceClose => {
                self.close_all_but_braces();
                self.close();
            }
            Token::ParenClose | Token::BracketClose | Token::StrClose
                if self.innermost() == Some(BracketKind::Other) =>
            {
                self.close();
            }
            Token::Comma | Token::InterpClose => self.next_element(),
            Token::Newline => {
                self.close_all_but_braces();
                self.next_element();
            }
            Token::Plus
            | Token::Minus
            | Token::Star
            | Token::Slash
            | Token::Dot
            | Token::Coalesce
            | Token::Word(Word::And | Word::Or | Word::Not | Word::If | Word::Some) => {
                self.operators += 1;
            }
            _ => {}
        }
        self.open.len() > MAX_NESTING || self.operators > MAX_OPERATORS
    }

    fn innermost(&self) -> Option<BracketKind> {
        self.open.last().map(|open| open.kind)
    }

    fn open(&mut self, kind: BracketKind) {
        self.open.push(Open {
            kind,
            before: self.operators,
            most: self.operators,
        });
    }

    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.operators = self.operators.max(open.most);
        }
    }

    /// Forgets what can't reach over the end of a statement.
    fn close_all_but_braces(&mut self) {
        while self.innermost() == Some(BracketKind::Other) {
            self.close();
        }
    }

    fn next_element(&mut self) {
        match self.open.last_mut() {
            Some(open) => {
                open.most = open.most.max(self.operators);
                self.operators = open.before;
            }
            None => self.operators = 0,
        }
    }
}
