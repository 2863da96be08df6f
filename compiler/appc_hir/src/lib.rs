//! What a spec means: names resolved, types checked.
