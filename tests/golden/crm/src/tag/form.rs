//! The form of a tag: what was typed, and how it is read.

use runtime::error::FieldErrors;
use runtime::form::{Body, FormState, Reading};
use runtime::text;

use super::TagDraft;
use crate::access::Viewer;

/// What people read for each field.
pub const LABELS: &[(&str, &str)] = &[("name", "Name")];

/// What was typed, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct TagForm {
    pub name: String,
    pub form_state: FormState,
}

impl TagForm {
    /// A form for a new tag, with its defaults.
    pub fn blank(_viewer: &Viewer) -> Self {
        Self::default()
    }

    /// Takes over what was sent; fields that were not sent stay.
    pub fn take(&mut self, body: &Body) {
        body.take("name", &mut self.name);
        self.form_state.take(body);
    }

    /// Reads what was typed.
    pub fn draft(&self) -> Result<TagDraft, FieldErrors> {
        let mut reading = Reading::new();
        let draft = TagDraft {
            name: reading.required("name", text::line(&self.name, 40)),
        };
        reading.finish(draft)
    }
}
