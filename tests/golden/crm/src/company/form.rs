//! The form of a company: what was typed, and how it is read.

use runtime::error::FieldErrors;
use runtime::form::{Body, Difference, FormState, Reading};
use runtime::text;

use super::{Company, CompanyDraft};
use crate::access::Viewer;

/// What people read for each field.
pub const LABELS: &[(&str, &str)] = &[("name", "Name"), ("website", "Website"), ("notes", "Notes")];

/// What was typed, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct CompanyForm {
    pub name: String,
    pub website: String,
    pub notes: String,
    pub form_state: FormState,
}

impl CompanyForm {
    /// A form for a new company, with its defaults.
    pub fn blank(_viewer: &Viewer) -> Self {
        Self::default()
    }

    /// A form that says what is stored.
    pub fn of(company: &Company) -> Self {
        Self {
            name: company.name.clone(),
            website: company.website.clone().unwrap_or_default(),
            notes: company.notes.clone().unwrap_or_default(),
            form_state: FormState::of(company.updated_at),
        }
    }

    /// Takes over what was sent; fields that were not sent stay.
    pub fn take(&mut self, body: &Body) {
        body.take("name", &mut self.name);
        body.take("website", &mut self.website);
        body.take("notes", &mut self.notes);
        self.form_state.take(body);
    }

    /// Reads what was typed.
    pub fn draft(&self) -> Result<CompanyDraft, FieldErrors> {
        let mut reading = Reading::new();
        let draft = CompanyDraft {
            name: reading.required("name", text::line(&self.name, 160)),
            website: reading.optional("website", text::url(&self.website)),
            notes: reading.optional("notes", text::block(&self.notes, 20000)),
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
                Difference::between("Website", &self.website, &newer.website),
                Difference::between("Notes", &self.notes, &newer.notes),
            ],
        );
    }
}
