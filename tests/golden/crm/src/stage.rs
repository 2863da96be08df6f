//! Every stage there is.

use runtime::filter::Case;
use serde::Serialize;

/// One stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, sqlx::Type)]
pub enum Stage {
    #[default]
    Lead,
    Qualified,
    Proposal,
    Closed,
}

impl Stage {
    /// All of them, in their order.
    pub const ALL: &[Self] = &[Self::Lead, Self::Qualified, Self::Proposal, Self::Closed];

    /// The same for filters and forms.
    pub const CASES: &[Case] = &[
        Self::Lead.case(),
        Self::Qualified.case(),
        Self::Proposal.case(),
        Self::Closed.case(),
    ];

    /// How it is stored, read and coloured.
    pub const fn case(self) -> Case {
        match self {
            Self::Lead => Case::new("Lead", "Lead", "gray"),
            Self::Qualified => Case::new("Qualified", "Qualified", "blue"),
            Self::Proposal => Case::new("Proposal", "Proposal", "amber"),
            Self::Closed => Case::new("Closed", "Closed", "green"),
        }
    }

    /// Finds one by its stored value.
    pub fn find(value: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|one| one.case().value == value)
    }
}
