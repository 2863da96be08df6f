//! `api.rs`: the twin for programs.

use appc_plan::{App, Entity};
use serde::Serialize;

use super::Names;
use crate::{template::render as render_template, uses::Uses};

#[derive(Serialize)]
struct ApiView {
    uses: String,
    names: Names,
    /// The function for the list; empty where there is just one row.
    list: String,
    links: Vec<LinkView>,
    /// What `GET` of one answers with.
    detail: String,
    /// The end of the function that shows one.
    answer: String,
    has_write: bool,
    /// What refuses to change fields that the viewer doesn't see.
    require_seen: &'static str,
}

#[derive(Serialize)]
struct ListView<'a> {
    names: &'a Names,
}

#[derive(Serialize)]
struct LinkView {
    name: String,
    /// Whether the form carries it.
    is_input: bool,
    /// What leaves it out where the viewer doesn't see it.
    attribute: &'static str,
}

pub(super) fn render(_app: &App, entity: &Entity) -> String {
    let names = Names::of(entity);
    let links: Vec<LinkView> = entity
        .links
        .iter()
        .map(|link| LinkView {
            name: link.name.clone(),
            is_input: !link.readonly,
            attribute: match entity.access.veil(link.field) {
                Some(_) => "#[serde(skip_serializing_if = \"Vec::is_empty\")]\n",
                None => "",
            },
        })
        .collect();
    let mut uses = Uses::default();
    uses.add(&["axum::Json", "runtime::Result", "crate::access::Site"]);
    uses.add(&["super::store"]);
    uses.add(&[&format!("super::{}", names.type_name)]);
    if !entity.singleton {
        uses.add(&["axum::extract::Path", "axum::extract::RawQuery"]);
        uses.add(&["runtime::api::Listing", "super::list"]);
        uses.add(&[&format!("super::{}", names.id_type)]);
    }
    if names.can_create {
        uses.add(&[
            "super::access",
            "axum::http::header",
            "axum::response::IntoResponse",
            "axum::response::Response",
        ]);
    }
    if names.can_create || names.can_delete {
        uses.add(&["axum::http::StatusCode"]);
    }
    let has_write = names.can_create || names.can_update;
    if has_write && names.sends_files {
        uses.add(&["super::files::LIMITS"]);
    }
    if has_write {
        uses.add(&["runtime::form::Body", "super::form::LABELS"]);
        uses.add(&[&format!("super::form::{}", names.form_type)]);
    }
    if !links.is_empty() {
        uses.add(&["runtime::key::Link", "serde::Serialize"]);
    }
    let row = &names.module;
    let view = ApiView {
        answer: if links.is_empty() {
            format!("Ok(Json({row}))")
        } else {
            let linked: Vec<&str> = links.iter().map(|link| link.name.as_str()).collect();
            format!(
                "Ok(Json({}Detail {{ {row}, {} }}))",
                names.type_name,
                linked.join(", ")
            )
        },
        detail: if links.is_empty() {
            names.type_name.clone()
        } else {
            format!("{}Detail", names.type_name)
        },
        list: if entity.singleton {
            String::new()
        } else {
            render_template("src/entity/api/list.rs", &ListView { names: &names })
        },
        uses: uses.lines_in(&entity.module),
        links,
        has_write,
        require_seen: if names.unseen {
            "store::require_seen(&mut conn, &site.viewer, &id, &body).await?;\n"
        } else {
            ""
        },
        names,
    };
    render_template("src/entity/api.rs", &view)
}
