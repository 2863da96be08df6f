//! The words of the language exist once: in the table of tokens, and each as a terminal.

use appc_syntax::token::Word;

const GRAMMAR: &str = include_str!("../../grammar/app.lalrpop");

#[test]
fn every_word_is_a_terminal_of_the_grammar() {
    for word in Word::ALL {
        let terminal = format!("\"{}\" => Token::Word(Word::{word:?}),", word.text());
        assert!(GRAMMAR.contains(&terminal), "no terminal for {word:?}");
    }
}

#[test]
fn every_word_that_is_not_reserved_may_be_a_name() {
    for word in Word::ALL {
        let text = word.text();
        let alternative = format!("\n    \"{text}\" => \"{text}\",");
        assert_eq!(
            GRAMMAR.contains(&alternative),
            !word.is_reserved(),
            "{word:?} as a name"
        );
    }
}

#[test]
fn a_field_a_rule_and_an_enum_value_may_have_the_name_of_any_word() {
    for word in Word::ALL.iter().filter(|word| !word.is_reserved()) {
        let text = word.text();
        let spec = format!(
            "enum {text} {{ {text}, other }}\n\
             entity E {{\n  {text}: int = {text} + {text}.{text}\n  \
             computed {text}: int = max({text}) - {text}\n  rule {text} = {text} == {text}\n  \
             unique {text}, other\n  allow update({text}) to {text} where {text}\n}}\n\
             list {text} of {text} {{\n  columns {text}, other.{text} \"L\"\n  filter {text}\n}}\n\
             seed {{\n  {text} {text} {{ {text}: {text} }}\n}}\n"
        );
        let (_, diagnostics) = appc_syntax::parse(appc_diagnostics::FileId(0), &spec);
        assert!(diagnostics.is_empty(), "{text}: {diagnostics:#?}");
    }
}
