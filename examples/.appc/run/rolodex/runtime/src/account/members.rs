//! Administration of people: list, invite, change role, deactivate.
//!
//! Invariant: nobody changes their own role or deactivates themselves here, so
//! whoever administers stays one who may. To those who may not, these pages do
//! not exist.

mod change;
mod invite;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::account::page;
use crate::app::Role;
use crate::clock;
use crate::db::Connection;
use crate::error::{AppError, FieldErrors};
use crate::face::Face;
use crate::person::{self, Person};
use crate::state::AppState;
use crate::token;
use crate::visit::{SignedIn, Visit};

const MOST_ROWS: i64 = 200;

/// Routes below the application's path for people.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(list).post(invite::submit))
        .route("/invitations/{id}/again", post(invite::again))
        .route("/invitations/{id}/revoke", post(invite::revoke))
        .route("/{id}", get(show))
        .route("/{id}/role", post(change::role))
        .route("/{id}/active", post(change::active))
        .route("/{id}/link", post(change::link))
}

/// What the caller may do with people.
fn powers(state: &AppState, user: &SignedIn) -> Result<&'static Role, AppError> {
    state
        .app
        .role(user.role.as_deref())
        .filter(|role| role.may_invite || role.may_administer)
        .ok_or(AppError::NotFound)
}

fn require_administrator(state: &AppState, user: &SignedIn) -> Result<(), AppError> {
    if powers(state, user)?.may_administer {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Search {
    q: String,
}

/// How somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Active,
    Invited,
    NoAccount,
    Deactivated,
}

impl Standing {
    fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Invited => "Invited",
            Self::NoAccount => "No account",
            Self::Deactivated => "Deactivated",
        }
    }

    fn tone(self) -> &'static str {
        match self {
            Self::Active => "green",
            Self::Invited => "amber",
            Self::NoAccount | Self::Deactivated => "gray",
        }
    }
}

struct Member {
    id: String,
    name: String,
    email: String,
    role: String,
    face: Face,
    standing: Standing,
    seen_at: String,
    seen: String,
}

struct Pending {
    id: String,
    email: String,
    role: String,
    until: String,
}

/// A link to pass on by hand, shown once.
struct Link {
    email: String,
    url: String,
    was_mailed: bool,
}

#[derive(Template)]
#[template(path = "account/members.html")]
struct MembersPage<'a> {
    icons: &'a str,
    path: &'a str,
    may_administer: bool,
    may_choose_role: bool,
    can_mail: bool,
    search: &'a str,
    members: Vec<Member>,
    is_cut: bool,
    invitations: Vec<Pending>,
    roles: &'static [Role],
    email: &'a str,
    role: &'a str,
    link: Option<Link>,
    errors: &'a FieldErrors,
}

async fn list(
    State(state): State<AppState>,
    visit: Visit,
    user: SignedIn,
    Query(search): Query<Search>,
) -> Result<Response, AppError> {
    let entry = invite::Entry::default();
    draw(
        &state,
        &visit,
        &user,
        &search.q,
        &entry,
        None,
        &FieldErrors::default(),
    )
    .await
}

async fn draw(
    state: &AppState,
    visit: &Visit,
    user: &SignedIn,
    search: &str,
    entry: &invite::Entry,
    link: Option<Link>,
    errors: &FieldErrors,
) -> Result<Response, AppError> {
    let powers = powers(state, user)?;
    let mut conn = state.db.read().await?;
    let mut members = Vec::new();
    let mut is_cut = false;
    if powers.may_administer {
        let people = person::list(&mut conn, state.app, search, MOST_ROWS).await?;
        is_cut = i64::try_from(people.len()).is_ok_and(|count| count >= MOST_ROWS);
        for person in people {
            members.push(member(&mut conn, state, person).await?);
        }
    }
    let invitations = token::invitations(&mut conn)
        .await?
        .into_iter()
        .map(|invitation| Pending {
            id: invitation.token_hash,
            role: role_label(state, invitation.role.as_deref()),
            until: invitation.expires_at.chars().take(10).collect(),
            email: invitation.email,
        })
        .collect();
    drop(conn);
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let content = MembersPage {
        icons: &state.app.icons.url(),
        path: state.app.users.path,
        may_administer: powers.may_administer,
        may_choose_role: powers.may_administer && !state.app.roles.is_empty(),
        can_mail: state.mailer.reaches(),
        search,
        members,
        is_cut,
        invitations,
        roles: state.app.roles,
        email: &entry.email,
        role: entry.role.as_deref().unwrap_or(state.app.sign_up_role),
        link,
        errors,
    };
    page::full(state, visit, status, "Members", &content)
}

#[derive(Template)]
#[template(path = "account/member.html")]
struct MemberPage<'a> {
    icons: &'a str,
    path: &'a str,
    member: Member,
    is_self: bool,
    stored_role: &'a str,
    has_roles: bool,
    roles: &'static [Role],
    link: Option<Link>,
}

async fn show(
    State(state): State<AppState>,
    visit: Visit,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    require_administrator(&state, &user)?;
    draw_member(&state, &visit, &user, &id, None).await
}

async fn draw_member(
    state: &AppState,
    visit: &Visit,
    user: &SignedIn,
    id: &str,
    link: Option<Link>,
) -> Result<Response, AppError> {
    let mut conn = state.db.read().await?;
    let person = person::find(&mut conn, state.app, id)
        .await?
        .ok_or(AppError::NotFound)?;
    let stored_role = person.role.clone().unwrap_or_default();
    let name = person.name.clone();
    let content = MemberPage {
        icons: &state.app.icons.url(),
        path: state.app.users.path,
        is_self: person.id == user.user_id,
        member: member(&mut conn, state, person).await?,
        stored_role: &stored_role,
        has_roles: !state.app.users.update_role.is_empty(),
        roles: state.app.roles,
        link,
    };
    drop(conn);
    page::full(state, visit, StatusCode::OK, &name, &content)
}

async fn member(
    conn: &mut Connection,
    state: &AppState,
    person: Person,
) -> Result<Member, AppError> {
    let (standing, seen_at) = standing(conn, &person.id).await?;
    Ok(Member {
        role: role_label(state, person.role.as_deref()),
        face: Face::of(&person.name),
        id: person.id,
        name: person.name,
        email: person.email,
        standing,
        seen: clock::ago(&seen_at),
        seen_at,
    })
}

async fn standing(conn: &mut Connection, user_id: &str) -> Result<(Standing, String), AppError> {
    let row: Option<(Option<String>, Option<String>)> = sqlx::query_as(
        "select a.deactivated_at,
                (select max(s.last_seen_at) from app_session s where s.user_id = a.user_id)
         from app_account a where a.user_id = ?",
    )
    .bind(user_id)
    .fetch_optional(&mut *conn)
    .await?;
    let Some((deactivated_at, seen_at)) = row else {
        let is_invited: bool = sqlx::query_scalar(
            "select exists (select 1 from app_token where kind = 'invite' and user_id = ? and expires_at > ?)",
        )
        .bind(user_id)
        .bind(clock::now())
        .fetch_one(conn)
        .await?;
        let standing = if is_invited {
            Standing::Invited
        } else {
            Standing::NoAccount
        };
        return Ok((standing, String::new()));
    };
    let standing = if deactivated_at.is_some() {
        Standing::Deactivated
    } else {
        Standing::Active
    };
    Ok((standing, seen_at.unwrap_or_default()))
}

fn role_label(state: &AppState, role: Option<&str>) -> String {
    state.app.role(role).map_or_else(
        || role.unwrap_or("").to_owned(),
        |role| role.label.to_owned(),
    )
}
