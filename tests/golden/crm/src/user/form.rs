//! The form of a user: what was typed, and how it is read.

use runtime::error::FieldErrors;
use runtime::form::{Body, Difference, FormState, Reading};
use runtime::{form, text};

use super::{User, UserDraft};
use crate::access::{Role, Viewer};

/// What people read for each field.
pub const LABELS: &[(&str, &str)] = &[("name", "Name"), ("email", "Email"), ("role", "Role")];

/// What was typed, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct UserForm {
    pub name: String,
    pub email: String,
    pub role: String,
    pub form_state: FormState,
}

impl UserForm {
    /// A form for a new user, with its defaults.
    pub fn blank(_viewer: &Viewer) -> Self {
        Self {
            role: Role::Sales.case().value.to_owned(),
            ..Self::default()
        }
    }

    /// A form that says what is stored.
    pub fn of(user: &User) -> Self {
        Self {
            name: user.name.clone(),
            email: user.email.clone(),
            role: user.role.case().value.to_owned(),
            form_state: FormState::of(user.updated_at),
        }
    }

    /// Takes over what was sent; fields that were not sent stay.
    pub fn take(&mut self, body: &Body) {
        body.take("name", &mut self.name);
        body.take("email", &mut self.email);
        body.take("role", &mut self.role);
        self.form_state.take(body);
    }

    /// Reads what was typed.
    pub fn draft(&self) -> Result<UserDraft, FieldErrors> {
        let mut reading = Reading::new();
        let draft = UserDraft {
            name: reading.required("name", text::line(&self.name, 120)),
            email: reading.required("email", text::email(&self.email)),
            role: reading.required("role", form::case(&self.role, Role::find)),
        };
        reading.finish(draft)
    }

    /// Notes how the form differs from what somebody else stored meanwhile. The next try is one
    /// against that version.
    pub fn compare(&mut self, newer: &Self) {
        self.form_state.compare(
            &newer.form_state,
            [
                Difference::between("Name", &self.name, &newer.name),
                Difference::between("Email", &self.email, &newer.email),
                Difference::between("Role", &self.role, &newer.role),
            ],
        );
    }
}
