//! Who is asking: the roles, and the caller of one request.

use runtime::Result;
use runtime::error::AppError;
use runtime::filter::Case;
use runtime::predicate::Predicate;
use runtime::visit::Visit;
use serde::Serialize;

use crate::user::UserId;

/// What somebody does here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, sqlx::Type)]
pub enum Role {
    #[default]
    #[serde(rename = "member")]
    #[sqlx(rename = "member")]
    Member,
    #[serde(rename = "admin")]
    #[sqlx(rename = "admin")]
    Admin,
}

impl Role {
    /// All roles, in their order.
    pub const ALL: &[Self] = &[Self::Member, Self::Admin];

    /// The same for filters and forms.
    pub const CASES: &[Case] = &[Self::Member.case(), Self::Admin.case()];

    /// How the role is stored, read and coloured.
    pub const fn case(self) -> Case {
        match self {
            Self::Member => Case::new("member", "Member", ""),
            Self::Admin => Case::new("admin", "Administrator", ""),
        }
    }

    /// Finds a role by its stored value.
    pub fn find(value: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|role| role.case().value == value)
    }
}

/// What a handler works with.
pub type Site = runtime::site::Site<Viewer>;

/// The caller of a request. Every store function takes one.
#[derive(Debug, Clone, Default)]
pub struct Viewer {
    member: Option<Member>,
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Member {
    pub id: UserId,
    pub role: Role,
}

impl Viewer {
    /// Who is signed in.
    pub fn signed_in(&self) -> Option<&Member> {
        self.member.as_ref()
    }

    /// The id of who is signed in.
    pub fn user_id(&self) -> Option<&UserId> {
        self.member.as_ref().map(|member| &member.id)
    }

    /// The answer to asking for a row that is not there or not theirs to see. Both look alike;
    /// whoever is signed out is asked to sign in first.
    pub fn missing(&self) -> AppError {
        match self.member {
            Some(_) => AppError::NotFound,
            None => AppError::SignInRequired,
        }
    }

    /// Goes on if there can be rows to see.
    pub fn see(&self, rows: &Predicate) -> Result<()> {
        if rows.is_nothing() {
            Err(self.missing())
        } else {
            Ok(())
        }
    }

    /// Goes on if there can be rows to do something with.
    pub fn may(&self, rows: &Predicate) -> Result<()> {
        self.require(!rows.is_nothing())
    }

    /// Goes on if a rule holds.
    pub fn require(&self, holds: bool) -> Result<()> {
        match (holds, &self.member) {
            (true, _) => Ok(()),
            (false, Some(_)) => Err(AppError::Forbidden),
            (false, None) => Err(AppError::SignInRequired),
        }
    }
}

impl From<&Visit> for Viewer {
    fn from(visit: &Visit) -> Self {
        let member = visit.user.as_ref().and_then(|user| {
            Some(Member {
                id: UserId::from_text(&user.user_id),
                role: Role::find(user.role.as_deref()?)?,
            })
        });
        Self { member }
    }
}
