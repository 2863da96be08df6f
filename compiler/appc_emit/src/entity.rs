//! The folder of an entity.

use appc_plan::{App, Entity};

use crate::EmittedFile;

/// Makes the files of an entity.
pub(crate) fn emit(_app: &App, _entity: &Entity) -> Vec<EmittedFile> {
    Vec::new()
}
