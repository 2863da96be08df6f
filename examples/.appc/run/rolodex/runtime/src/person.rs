//! People: the rows of the application's own table, reached by its own statements.

use crate::app::Application;
use crate::clock;
use crate::db::Connection;
use crate::error::AppError;
use crate::id::new_id;
use crate::text::fold;

/// Somebody, with or without an account.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Person {
    /// The id of the row.
    pub id: String,
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The role as stored.
    pub role: Option<String>,
}

/// Finds somebody by id.
///
/// # Errors
/// Fails if the database does.
pub async fn find(
    conn: &mut Connection,
    app: &Application,
    id: &str,
) -> Result<Option<Person>, AppError> {
    Ok(sqlx::query_as(app.users.by_id)
        .bind(id)
        .fetch_optional(conn)
        .await?)
}

/// Finds somebody by e-mail address, whatever its case.
///
/// # Errors
/// Fails if the database does.
pub async fn find_by_email(
    conn: &mut Connection,
    app: &Application,
    email: &str,
) -> Result<Option<Person>, AppError> {
    Ok(sqlx::query_as(app.users.by_email)
        .bind(fold(email.trim()))
        .fetch_optional(conn)
        .await?)
}

/// Lists people whose name or e-mail holds `search`, at most `limit`.
///
/// # Errors
/// Fails if the database does.
pub async fn list(
    conn: &mut Connection,
    app: &Application,
    search: &str,
    limit: i64,
) -> Result<Vec<Person>, AppError> {
    let mut pattern = String::from("%");
    for letter in fold(search.trim()).chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    Ok(sqlx::query_as(app.users.list)
        .bind(pattern)
        .bind(limit)
        .fetch_all(conn)
        .await?)
}

/// Inserts somebody and returns the id.
///
/// # Errors
/// Fails if the address is taken or the row does not fit.
pub async fn insert(
    conn: &mut Connection,
    app: &Application,
    name: &str,
    email: &str,
    role: &str,
) -> Result<String, AppError> {
    let id = new_id();
    sqlx::query(app.users.insert)
        .bind(&id)
        .bind(name.trim())
        .bind(fold(name.trim()))
        .bind(email.trim())
        .bind(fold(email.trim()))
        .bind(role)
        .bind(clock::now())
        .execute(conn)
        .await?;
    Ok(id)
}

/// Gives somebody another name.
///
/// # Errors
/// Fails if the row does not fit.
pub async fn rename(
    conn: &mut Connection,
    app: &Application,
    id: &str,
    name: &str,
) -> Result<(), AppError> {
    sqlx::query(app.users.update_name)
        .bind(id)
        .bind(name.trim())
        .bind(fold(name.trim()))
        .bind(clock::now())
        .execute(conn)
        .await?;
    Ok(())
}

/// Moves somebody to another e-mail address.
///
/// # Errors
/// Fails if the address is taken.
pub async fn change_email(
    conn: &mut Connection,
    app: &Application,
    id: &str,
    email: &str,
) -> Result<(), AppError> {
    sqlx::query(app.users.update_email)
        .bind(id)
        .bind(email.trim())
        .bind(fold(email.trim()))
        .bind(clock::now())
        .execute(conn)
        .await?;
    Ok(())
}

/// Gives somebody another role.
///
/// # Errors
/// Fails if people have no role in this application.
pub async fn change_role(
    conn: &mut Connection,
    app: &Application,
    id: &str,
    role: &str,
) -> Result<(), AppError> {
    if app.users.update_role.is_empty() {
        return Err(AppError::BadRequest("People have no role here.".into()));
    }
    sqlx::query(app.users.update_role)
        .bind(id)
        .bind(role)
        .bind(clock::now())
        .execute(conn)
        .await?;
    Ok(())
}
