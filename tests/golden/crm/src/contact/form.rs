//! The form of a contact: what was typed, and how it is read.

use runtime::error::FieldErrors;
use runtime::form::{Body, Difference, FormState, Reading};
use runtime::{key, text};

use super::{Contact, ContactDraft};
use crate::access::Viewer;

/// What people read for each field.
pub const LABELS: &[(&str, &str)] = &[("company", "Company"), ("name", "Name"), ("email", "Email")];

/// What was typed, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct ContactForm {
    pub company: String,
    pub name: String,
    pub email: String,
    pub form_state: FormState,
}

impl ContactForm {
    /// A form for a new contact, with its defaults.
    pub fn blank(_viewer: &Viewer) -> Self {
        Self::default()
    }

    /// A form that says what is stored.
    pub fn of(contact: &Contact) -> Self {
        Self {
            company: contact.company_id.to_string(),
            name: contact.name.clone(),
            email: contact.email.clone().unwrap_or_default(),
            form_state: FormState::of(contact.updated_at),
        }
    }

    /// Takes over what was sent; fields that were not sent stay.
    pub fn take(&mut self, body: &Body) {
        body.take("company", &mut self.company);
        body.take("name", &mut self.name);
        body.take("email", &mut self.email);
        self.form_state.take(body);
    }

    /// Reads what was typed.
    pub fn draft(&self) -> Result<ContactDraft, FieldErrors> {
        let mut reading = Reading::new();
        let draft = ContactDraft {
            company_id: reading.required("company", key::parse(&self.company)),
            name: reading.required("name", text::line(&self.name, 120)),
            email: reading.optional("email", text::email(&self.email)),
        };
        reading.finish(draft)
    }

    /// Notes how the form differs from what somebody else stored meanwhile. The next try is one
    /// against that version.
    pub fn compare(&mut self, newer: &Self) {
        self.form_state.compare(
            &newer.form_state,
            [
                Difference::between("Company", &self.company, &newer.company),
                Difference::between("Name", &self.name, &newer.name),
                Difference::between("Email", &self.email, &newer.email),
            ],
        );
    }
}
