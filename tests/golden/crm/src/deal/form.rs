//! The form of a deal: what was typed, and how it is read.

use runtime::error::FieldErrors;
use runtime::form::{Body, Difference, FormState, Reading};
use runtime::key::Link;
use runtime::{form, key, money, text, time};

use super::{Deal, DealDraft};
use crate::access::Viewer;
use crate::settings::Money;
use crate::stage::Stage;

/// What people read for each field.
pub const LABELS: &[(&str, &str)] = &[
    ("title", "Title"),
    ("company", "Company"),
    ("contact", "Contact"),
    ("owner", "Owner"),
    ("value", "Value"),
    ("stage", "Stage"),
    ("expected_close", "Expected close"),
    ("tags", "Tags"),
];

/// What was typed, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct DealForm {
    pub title: String,
    pub company: String,
    pub contact: String,
    pub owner: String,
    pub value: String,
    pub stage: String,
    pub expected_close: String,
    pub tags: Vec<String>,
    pub form_state: FormState,
}

impl DealForm {
    /// A form for a new deal, with its defaults.
    pub fn blank(viewer: &Viewer) -> Self {
        Self {
            owner: viewer
                .user_id()
                .map(ToString::to_string)
                .unwrap_or_default(),
            stage: Stage::Lead.case().value.to_owned(),
            ..Self::default()
        }
    }

    /// A form that says what is stored.
    pub fn of(deal: &Deal, tags: &[Link]) -> Self {
        Self {
            title: deal.title.clone(),
            company: deal.company_id.to_string(),
            contact: deal
                .contact_id
                .as_ref()
                .map(|value| value.to_string())
                .unwrap_or_default(),
            owner: deal.owner_id.to_string(),
            value: deal.value.plain(),
            stage: deal.stage.case().value.to_owned(),
            expected_close: deal
                .expected_close
                .map(|value| value.plain())
                .unwrap_or_default(),
            tags: tags.iter().map(|link| link.id.clone()).collect(),
            form_state: FormState::of(deal.updated_at),
        }
    }

    /// Takes over what was sent; fields that were not sent stay.
    pub fn take(&mut self, body: &Body) {
        body.take("title", &mut self.title);
        body.take("company", &mut self.company);
        body.take("contact", &mut self.contact);
        body.take("owner", &mut self.owner);
        body.take("value", &mut self.value);
        body.take("stage", &mut self.stage);
        body.take("expected_close", &mut self.expected_close);
        body.take_all("tags", &mut self.tags);
        self.form_state.take(body);
    }

    /// Reads what was typed.
    pub fn draft(&self) -> Result<DealDraft, FieldErrors> {
        let mut reading = Reading::new();
        let draft = DealDraft {
            title: reading.required("title", text::line(&self.title, 160)),
            company_id: reading.required("company", key::parse(&self.company)),
            contact_id: reading.optional("contact", key::parse(&self.contact)),
            owner_id: reading.required("owner", key::parse(&self.owner)),
            value: reading.required(
                "value",
                money::parse(&self.value).and_then(form::at_least(Money::from_minor(0))),
            ),
            stage: reading.required("stage", form::case(&self.stage, Stage::find)),
            expected_close: reading.optional("expected_close", time::date(&self.expected_close)),
            tags: reading.all("tags", &self.tags, key::parse),
        };
        reading.finish(draft)
    }

    /// Notes how the form differs from what somebody else stored meanwhile. The next try is one
    /// against that version.
    pub fn compare(&mut self, newer: &Self) {
        self.form_state.compare(
            &newer.form_state,
            [
                Difference::between("Title", &self.title, &newer.title),
                Difference::between("Company", &self.company, &newer.company),
                Difference::between("Contact", &self.contact, &newer.contact),
                Difference::between("Owner", &self.owner, &newer.owner),
                Difference::between("Value", &self.value, &newer.value),
                Difference::between("Stage", &self.stage, &newer.stage),
                Difference::between(
                    "Expected close",
                    &self.expected_close,
                    &newer.expected_close,
                ),
            ],
        );
    }
}
