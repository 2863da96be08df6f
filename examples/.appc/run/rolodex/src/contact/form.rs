//! The form of a contact: what was typed, and how it is read.

use runtime::error::FieldErrors;
use runtime::form::{Body, Difference, FormState, Reading};
use runtime::text;

use super::{Contact, ContactDraft};
use crate::access::Viewer;

/// What people read for each field.
pub const LABELS: &[(&str, &str)] = &[("name", "Name"), ("email", "Email"), ("company", "Company")];

/// What was typed, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct ContactForm {
    pub name: String,
    pub email: String,
    pub company: String,
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
            name: contact.name.clone(),
            email: contact.email.clone().unwrap_or_default(),
            company: contact.company.clone().unwrap_or_default(),
            form_state: FormState::of(contact.updated_at),
        }
    }

    /// Takes over what was sent; fields that were not sent stay.
    pub fn take(&mut self, body: &Body) {
        body.take("name", &mut self.name);
        body.take("email", &mut self.email);
        body.take("company", &mut self.company);
        self.form_state.take(body);
    }

    /// Reads what was typed.
    pub fn draft(&self) -> Result<ContactDraft, FieldErrors> {
        let mut reading = Reading::new();
        let draft = ContactDraft {
            name: reading.required("name", text::line(&self.name, 120)),
            email: reading.optional("email", text::email(&self.email)),
            company: reading.optional("company", text::line(&self.company, 120)),
        };
        reading.finish(draft)
    }

    /// Notes how the form differs from what somebody else stored meanwhile. The next try is one
    /// against that version.
    pub fn compare(&mut self, newer: &Self) {
        let differences: [Option<Difference>; 3] = [
            Difference::between("Name", &self.name, &newer.name),
            Difference::between("Email", &self.email, &newer.email),
            Difference::between("Company", &self.company, &newer.company),
        ];
        self.form_state
            .version
            .clone_from(&newer.form_state.version);
        self.form_state.differences = Some(differences.into_iter().flatten().collect());
    }
}
