//! The tokens of the language. Every contextual word exists once, in [`Word`]; the grammar, the
//! formatter and the messages take their spelling from here.

use logos::Logos;

macro_rules! words {
    ($($variant:ident $text:literal,)*) => {
        /// A word with a meaning of its own somewhere in the language. Except for the reserved
        /// ones it may also be the name of anything.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word {
            $(#[doc = concat!("`", $text, "`")] $variant,)*
        }

        impl Word {
            /// Every word, in the order of the table.
            pub const ALL: &[Word] = &[$(Word::$variant,)*];

            /// Finds the word that is spelled `text`.
            pub fn from_text(text: &str) -> Option<Word> {
                match text {
                    $($text => Some(Word::$variant),)*
                    _ => None,
                }
            }

            /// Returns the spelling.
            pub fn text(self) -> &'static str {
                match self {
                    $(Word::$variant => $text,)*
                }
            }
        }
    };
}

words! {
    And "and",
    Or "or",
    Not "not",
    In "in",
    Is "is",
    If "if",
    Then "then",
    Else "else",
    Null "null",
    True "true",
    False "false",
    This "this",
    Where "where",
    Some "some",
    App "app",
    Roles "roles",
    Auth "auth",
    Theme "theme",
    Enum "enum",
    Entity "entity",
    Singleton "singleton",
    Sequence "sequence",
    Mixin "mixin",
    Use "use",
    List "list",
    Detail "detail",
    Form "form",
    Board "board",
    Dashboard "dashboard",
    Menu "menu",
    Seed "seed",
    Of "of",
    Many "many",
    One "one",
    Via "via",
    Linked "linked",
    Computed "computed",
    Display "display",
    Plural "plural",
    Icon "icon",
    Check "check",
    Unique "unique",
    Index "index",
    ExactlyOne "exactly_one",
    NoOverlap "no_overlap",
    Per "per",
    Rule "rule",
    Allow "allow",
    Like "like",
    To "to",
    Except "except",
    Readonly "readonly",
    Hidden "hidden",
    Label "label",
    Help "help",
    Unit "unit",
    Min "min",
    Max "max",
    Pattern "pattern",
    Types "types",
    On "on",
    Delete "delete",
    Cascade "cascade",
    Restrict "restrict",
    Set "set",
    Message "message",
    Color "color",
    Title "title",
    Path "path",
    Columns "columns",
    Fields "fields",
    Search "search",
    Filter "filter",
    Sort "sort",
    Asc "asc",
    Desc "desc",
    Limit "limit",
    Open "open",
    Empty "empty",
    Section "section",
    Group "group",
    By "by",
    Include "include",
    Total "total",
    Card "card",
    Drag "drag",
    Sets "sets",
    Stat "stat",
    Chart "chart",
    Table "table",
    From "from",
    Value "value",
    Item "item",
    Action "action",
    Job "job",
    Mail "mail",
    Create "create",
    Update "update",
    Let "let",
    For "for",
    Require "require",
    Fail "fail",
    Go "go",
    Run "run",
    Send "send",
    Confirm "confirm",
    Every "every",
    At "at",
    Subject "subject",
    Body "body",
    When "when",
    Button "button",
    Todo "todo",
    Test "test",
    As "as",
    Expect "expect",
    Refused "refused",
}

/// The words that begin a top-level declaration.
pub const ITEM_WORDS: &[Word] = &[
    Word::App,
    Word::Roles,
    Word::Auth,
    Word::Theme,
    Word::Enum,
    Word::Entity,
    Word::Singleton,
    Word::Sequence,
    Word::Mixin,
    Word::Use,
    Word::List,
    Word::Detail,
    Word::Form,
    Word::Board,
    Word::Dashboard,
    Word::Menu,
    Word::Seed,
    Word::Action,
    Word::On,
    Word::Job,
    Word::Mail,
    Word::Todo,
    Word::Test,
];

impl Word {
    /// Tells whether the word is reserved everywhere and so can't be a name.
    pub fn is_reserved(self) -> bool {
        matches!(
            self,
            Word::And
                | Word::Or
                | Word::Not
                | Word::In
                | Word::Is
                | Word::If
                | Word::Then
                | Word::Else
                | Word::Null
                | Word::True
                | Word::False
                | Word::This
                | Word::Where
                | Word::Some
        )
    }
}

/// One token. Text is borrowed from the source.
#[derive(Logos, Clone, Copy, Debug, PartialEq)]
// No-break spaces and byte order marks come in with pasted text.
#[logos(skip r"[ \t\r\u{A0}\u{FEFF}]+")]
pub enum Token<'s> {
    /// A contextual or reserved word.
    Word(Word),
    /// Any other name.
    #[regex(r"[\p{L}_][\p{L}\p{N}_]*")]
    Ident(&'s str),
    /// `42`, `1_000`
    #[regex(r"[0-9][0-9_]*")]
    Int(&'s str),
    /// `19.5`
    #[regex(r"[0-9][0-9_]*\.[0-9]+")]
    Decimal(&'s str),
    /// `19%`, `7.5%`
    #[regex(r"[0-9][0-9_]*(\.[0-9]+)?%")]
    Percent(&'s str),
    /// `30 days`, `2 hours`
    #[regex(r"[0-9]+ +(second|minute|hour|day|week|month|year)s?")]
    Duration(&'s str),
    /// `10MB`, `6px`
    #[regex(r"[0-9]+(px|rem|KB|MB|GB)")]
    Size(&'s str),
    /// The quote that opens a text.
    #[token("\"")]
    StrOpen,
    /// Literal text between quotes and holes, escapes unresolved.
    StrText(&'s str),
    /// `{` inside a text.
    InterpOpen,
    /// The `}` that ends a hole in a text.
    InterpClose,
    /// The quote that closes a text.
    StrClose,
    /// End of a line.
    #[token("\n")]
    Newline,
    /// `// …` and `/// …`; never reaches the parser.
    #[regex(r"//[^\n]*", allow_greedy = true)]
    Comment(&'s str),
    /// `{`
    #[token("{")]
    BraceOpen,
    /// `}`
    #[token("}")]
    BraceClose,
    /// `(`
    #[token("(")]
    ParenOpen,
    /// `)`
    #[token(")")]
    ParenClose,
    /// `[`
    #[token("[")]
    BracketOpen,
    /// `]`
    #[token("]")]
    BracketClose,
    /// `:`
    #[token(":")]
    Colon,
    /// `,`
    #[token(",")]
    Comma,
    /// `.`
    #[token(".")]
    Dot,
    /// `?`
    #[token("?")]
    Question,
    /// `??`
    #[token("??")]
    Coalesce,
    /// `=`
    #[token("=")]
    Assign,
    /// `==`
    #[token("==")]
    Equal,
    /// `!=`
    #[token("!=")]
    NotEqual,
    /// `<`
    #[token("<")]
    Less,
    /// `<=`
    #[token("<=")]
    LessEqual,
    /// `>`
    #[token(">")]
    Greater,
    /// `>=`
    #[token(">=")]
    GreaterEqual,
    /// `+`
    #[token("+")]
    Plus,
    /// `-`
    #[token("-")]
    Minus,
    /// `*`
    #[token("*")]
    Star,
    /// `/`
    #[token("/")]
    Slash,
    /// `->`
    #[token("->")]
    Arrow,
    /// `&&` and `||` of other languages; never reaches the parser.
    #[token("&&")]
    #[token("||")]
    Foreign(&'s str),
    /// A character that starts no token.
    Unknown(&'s str),
}

impl Token<'_> {
    /// Tells whether a line may go on after this token.
    pub fn continues_line(self) -> bool {
        matches!(
            self,
            Token::BraceOpen
                | Token::ParenOpen
                | Token::BracketOpen
                | Token::Comma
                | Token::Coalesce
                | Token::Assign
                | Token::Equal
                | Token::NotEqual
                | Token::Less
                | Token::LessEqual
                | Token::Greater
                | Token::GreaterEqual
                | Token::Plus
                | Token::Minus
                | Token::Star
                | Token::Slash
                | Token::Arrow
                | Token::Word(Word::And | Word::Or)
        )
    }

    /// Tells whether a line that starts with this token goes on the one before.
    pub fn joins_line(self) -> bool {
        matches!(
            self,
            Token::BraceOpen
                | Token::BraceClose
                | Token::ParenClose
                | Token::BracketClose
                | Token::Coalesce
                | Token::Word(Word::And | Word::Or | Word::Then | Word::Else)
        )
    }
}
