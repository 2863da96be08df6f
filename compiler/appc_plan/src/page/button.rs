//! The actions that a page offers.

use crate::sql::Printer;

/// An action that a page offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// The action, by its index.
    pub action: usize,
    /// What people read, if not the label of the action.
    pub label: Option<String>,
}

/// The actions that a page offers, those that nobody may run left out.
#[derive(Clone, Debug, Default)]
pub struct Buttons {
    /// On each row that it shows.
    pub on_rows: Vec<Button>,
    /// On the page itself: they are about no row.
    pub on_page: Vec<Button>,
}

impl Buttons {
    /// Returns all of them.
    pub fn iter(&self) -> impl Iterator<Item = &Button> {
        self.on_rows.iter().chain(&self.on_page)
    }
}

pub(super) fn plan(printer: &Printer, written: &[appc_hir::Button]) -> Buttons {
    let mut out = Buttons::default();
    for button in written {
        let action = &printer.app.actions[button.action];
        let mut viewers = printer.app.viewers().into_iter();
        if !viewers.any(|viewer| action.is_for(viewer)) {
            continue;
        }
        let place = match action.subject() {
            Some(_) => &mut out.on_rows,
            None => &mut out.on_page,
        };
        place.push(Button {
            action: button.action.index(),
            label: button.label.clone(),
        });
    }
    out
}
