//! A story told step by step: people send what they would send, and what is true then is asked of
//! the database.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Map, Value};

use super::{Answer, Browser, TestApp};
use crate::app::Application;
use crate::error::AppError;
use crate::sql::Statement;

/// The running application, and the people in it.
#[derive(Debug)]
pub struct Scene {
    world: TestApp,
    /// By role; whoever has none is the empty one.
    people: BTreeMap<&'static str, (String, Browser)>,
    visitor: Browser,
}

/// A role, empty where people have none; `None` is somebody without an account.
pub type Who = Option<&'static str>;

impl Scene {
    /// Starts the application on a fresh database.
    ///
    /// # Errors
    /// Fails if the schema cannot be built.
    pub async fn start(app: &'static Application) -> Result<Self, String> {
        let world = TestApp::start(app).await.map_err(said)?;
        Ok(Self {
            visitor: world.visitor(),
            world,
            people: BTreeMap::new(),
        })
    }

    /// Returns the id of the person with a role; somebody without an account has none.
    ///
    /// # Errors
    /// Fails if there can be no such person.
    pub async fn user(&mut self, who: Who) -> Result<String, String> {
        match who {
            None => Ok(String::new()),
            Some(role) => Ok(self.person(role).await.map_err(said)?.0.clone()),
        }
    }

    /// Makes a row and returns its id.
    ///
    /// # Errors
    /// Fails if the app refuses it.
    pub async fn create(
        &mut self,
        who: Who,
        path: &str,
        values: &[(&str, &str)],
    ) -> Result<String, String> {
        let answer = self.done(who, Method::POST, path, values).await?;
        let row: Value = serde_json::from_str(&answer.body).map_err(|error| error.to_string())?;
        let id = row.get("id").and_then(Value::as_str);
        id.map(str::to_owned)
            .ok_or_else(|| format!("{path} made a row that {} may not read", name(who)))
    }

    /// Changes a row.
    ///
    /// # Errors
    /// Fails if the app refuses it.
    pub async fn update(
        &mut self,
        who: Who,
        path: &str,
        values: &[(&str, &str)],
    ) -> Result<(), String> {
        self.done(who, Method::PATCH, path, values).await.map(drop)
    }

    /// Removes a row.
    ///
    /// # Errors
    /// Fails if the app refuses it.
    pub async fn delete(&mut self, who: Who, path: &str) -> Result<(), String> {
        self.done(who, Method::DELETE, path, &[]).await.map(drop)
    }

    /// Runs an action.
    ///
    /// # Errors
    /// Fails if the app refuses it.
    pub async fn run(
        &mut self,
        who: Who,
        path: &str,
        values: &[(&str, &str)],
    ) -> Result<(), String> {
        self.done(who, Method::POST, path, values).await.map(drop)
    }

    /// Sends something that must be refused.
    ///
    /// # Errors
    /// Fails if the app does it.
    pub async fn refused(
        &mut self,
        who: Who,
        method: Method,
        path: &str,
        values: &[(&str, &str)],
    ) -> Result<(), String> {
        let answer = self.send(who, method.clone(), path, values).await?;
        if answer.status.is_client_error() {
            return Ok(());
        }
        let status = answer.status;
        Err(format!(
            "{}: {method} {path} is not refused, but answers {status}",
            name(who)
        ))
    }

    /// Asks whether something is true: `query` finds a row if it is.
    ///
    /// # Errors
    /// Fails if it is not.
    pub async fn expect(&self, query: Statement) -> Result<(), String> {
        let text = query.said();
        let mut conn = self.world.state.db.read().await.map_err(said)?;
        let holds = query.exists(&mut conn).await.map_err(said)?;
        holds
            .then_some(())
            .ok_or_else(|| format!("this is not true: {text}"))
    }

    async fn done(
        &mut self,
        who: Who,
        method: Method,
        path: &str,
        values: &[(&str, &str)],
    ) -> Result<Answer, String> {
        let answer = self.send(who, method.clone(), path, values).await?;
        if answer.status.is_success() {
            return Ok(answer);
        }
        let (status, body) = (answer.status, &answer.body);
        Err(format!(
            "{}: {method} {path} answers {status}: {body}",
            name(who)
        ))
    }

    async fn send(
        &mut self,
        who: Who,
        method: Method,
        path: &str,
        values: &[(&str, &str)],
    ) -> Result<Answer, String> {
        let members = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::from(*value)));
        let body = Value::Object(members.collect::<Map<String, Value>>()).to_string();
        let path = format!("/api{path}");
        let browser = match who {
            None => &mut self.visitor,
            Some(role) => &mut self.person(role).await.map_err(said)?.1,
        };
        browser.send(method, &path, &body).await.map_err(said)
    }

    async fn person(&mut self, role: &'static str) -> Result<&mut (String, Browser), AppError> {
        if !self.people.contains_key(role) {
            let label = if role.is_empty() { "somebody" } else { role };
            let id = self.world.person(label, role).await?;
            let browser = self.world.signed_in(&id).await?;
            self.people.insert(role, (id, browser));
        }
        self.people.get_mut(role).ok_or(AppError::NotFound)
    }
}

fn name(who: Who) -> &'static str {
    match who {
        None => "somebody without an account",
        Some("") => "somebody signed in",
        Some(role) => role,
    }
}

fn said(error: AppError) -> String {
    error.to_string()
}
