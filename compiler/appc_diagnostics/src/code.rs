//! The catalogue of everything appc can say.
//!
//! One line a code: its name in Rust, its name in the world, its severity.
//! The page is included here, so a code without one does not compile. A code
//! names the fault and not the cure, and is never reused for another.

use crate::Severity;

macro_rules! catalogue {
    ($(($variant:ident, $name:literal, $severity:ident)),+ $(,)?) => {
        /// Names one kind of fault.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $name, "`")] $variant,)+
        }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name people and programs look it up by.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// How much it matters.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }

            /// The page that explains it, in Markdown.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!(
                        "../../../book/src/errors/", $name, ".md"
                    )),)+
                }
            }
        }
    };
}

catalogue![
    // Text and shape.
    (InvalidText, "invalid-text", Error),
    (SyntaxError, "syntax-error", Error),
    (UnclosedBlock, "unclosed-block", Error),
    (UnclosedString, "unclosed-string", Error),
    (NestingTooDeep, "nesting-too-deep", Error),
    (UnknownWord, "unknown-word", Error),
    (NotAvailableYet, "not-available-yet", Error),
    (OtherSpelling, "other-spelling", Note),
    (MixedAndOr, "mixed-and-or", Error),
    (Todo, "todo", Note),
    // The app as a whole.
    (UnknownFile, "unknown-file", Error),
    (FileOutsideTree, "file-outside-tree", Error),
    (UseCycle, "use-cycle", Error),
    (MissingApp, "missing-app", Error),
    (TwoApps, "two-apps", Error),
    (DuplicateName, "duplicate-name", Error),
    (DuplicateSetting, "duplicate-setting", Error),
    (MissingAuthEntity, "missing-auth-entity", Error),
    (AuthEntityFields, "auth-entity-fields", Error),
    (UnknownColour, "unknown-colour", Error),
    // Names and types.
    (UnknownType, "unknown-type", Error),
    (UnknownName, "unknown-name", Error),
    (UnknownField, "unknown-field", Error),
    (UnknownRole, "unknown-role", Error),
    (UnknownEntity, "unknown-entity", Error),
    (UnknownEnumValue, "unknown-enum-value", Error),
    (UnknownMixin, "unknown-mixin", Error),
    (IncludeCycle, "include-cycle", Error),
    (UnusedMixin, "unused-mixin", Warning),
    (AmbiguousName, "ambiguous-name", Error),
    (TypeMismatch, "type-mismatch", Error),
    (ReservedField, "reserved-field", Note),
    (NamingStyle, "naming-style", Note),
    // Fields and relations.
    (InvalidDefault, "invalid-default", Error),
    (OptionalList, "optional-list", Note),
    (InvalidBound, "invalid-bound", Error),
    (UnknownFileType, "unknown-file-type", Error),
    (ConditionBeyondRow, "condition-beyond-row", Error),
    (BareMany, "bare-many", Error),
    (MissingInverse, "missing-inverse", Error),
    (AmbiguousInverse, "ambiguous-inverse", Error),
    (RelationCycle, "relation-cycle", Error),
    (OneRowOnly, "one-row-only", Error),
    (MutableNumber, "mutable-number", Error),
    (MoneyTimesMoney, "money-times-money", Error),
    (AggregateNeedsMany, "aggregate-needs-many", Error),
    (BareToMany, "bare-to-many", Error),
    // Actions and what follows a change.
    (MissingValue, "missing-value", Error),
    (TriggerCycle, "trigger-cycle", Error),
    // Access.
    (NoAccess, "no-access", Warning),
    (LikeCycle, "like-cycle", Error),
    (ConstantRule, "constant-rule", Warning),
    (NeverTrue, "never-true", Warning),
    (AlwaysTrue, "always-true", Warning),
    (NoWayOut, "no-way-out", Warning),
    (UnusedRole, "unused-role", Note),
    (LeakedField, "leaked-field", Error),
    (UnattainableRole, "unattainable-role", Warning),
    // Pages.
    (UnreadablePageField, "unreadable-page-field", Error),
    (IdleButton, "idle-button", Warning),
    (GroupByNeedsEnum, "group-by-needs-enum", Error),
    (SortByComputed, "sort-by-computed", Error),
    (LiveScan, "live-scan", Warning),
    // What an older spec had.
    (RemovedDeclaration, "removed-declaration", Error),
    (LoosenedRule, "loosened-rule", Error),
    // appc itself.
    (CompilerBug, "compiler-bug", Error),
];

impl Code {
    /// Finds a code by its name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_opens_with_its_code_and_names_are_unique() {
        for code in Code::ALL {
            assert!(
                code.page().starts_with(&format!("# {code}\n\n")),
                "the page of `{code}` does not open with its name"
            );
            assert_eq!(Code::by_name(code.name()), Some(*code));
        }
    }
}
