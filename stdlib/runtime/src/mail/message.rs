//! What a mail of the runtime says: a few sentences and one button.

use askama::Template;

use crate::error::AppError;
use crate::html::Html;
use crate::markdown;

/// A mail before it is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// The subject.
    pub subject: String,
    /// The headline.
    pub headline: String,
    /// Sentences above the button.
    pub paragraphs: Vec<String>,
    /// A letter in Markdown, below the sentences; may be empty.
    pub letter: String,
    /// The button, if there is something to do.
    pub button: Option<Button>,
    /// The small print.
    pub note: String,
}

/// A link that stands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// A mail as text and as a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The text.
    pub text: String,
    /// The page.
    pub html: String,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct Page<'a> {
    app_name: &'a str,
    initial: String,
    accent: &'a str,
    message: &'a Message,
    letter: Html,
}

#[derive(Template)]
#[template(path = "mail.txt", escape = "none")]
struct Text<'a> {
    app_name: &'a str,
    message: &'a Message,
}

impl Message {
    /// Draws the mail.
    ///
    /// # Errors
    /// Fails if a template does.
    pub fn render(&self, app_name: &str, accent: &str) -> Result<Content, AppError> {
        let page = Page {
            app_name,
            initial: initial(app_name),
            accent,
            message: self,
            letter: markdown::render(&self.letter),
        };
        let text = Text {
            app_name,
            message: self,
        };
        Ok(Content {
            text: text.render()?,
            html: page.render()?,
        })
    }

    /// A letter that the application writes itself, in Markdown.
    #[must_use]
    pub fn letter(subject: String, letter: String) -> Self {
        Self {
            subject,
            letter,
            ..Self::default()
        }
    }

    /// Invites somebody; `inviter` and `role` may be empty.
    #[must_use]
    pub fn invitation(app_name: &str, inviter: &str, role: &str, link: String) -> Self {
        let who = match inviter {
            "" => format!("You have been invited to {app_name}"),
            inviter => format!("{inviter} has invited you to {app_name}"),
        };
        let role = match role {
            "" => String::new(),
            role => format!(" as {role}"),
        };
        Self {
            paragraphs: vec![format!("{who}{role}. Choose a password, and you are in.")],
            subject: who,
            headline: format!("Join {app_name}"),
            button: Some(Button {
                label: "Accept the invitation".to_owned(),
                url: link,
            }),
            note: "The link works once, for 7 days. If you don't know what this is about, ignore this mail."
                .to_owned(),
            ..Self::default()
        }
    }

    /// Lets somebody who signed up go on.
    #[must_use]
    pub fn sign_up(app_name: &str, link: String) -> Self {
        Self {
            subject: format!("Finish signing up for {app_name}"),
            headline: "One more step".to_owned(),
            paragraphs: vec![format!(
                "You asked for an account at {app_name}. Choose a password, and you are in."
            )],
            button: Some(Button {
                label: "Finish signing up".to_owned(),
                url: link,
            }),
            note: "The link works once, for 24 hours. If it wasn't you, ignore this mail."
                .to_owned(),
            ..Self::default()
        }
    }

    /// Tells somebody who signed up that they have an account.
    #[must_use]
    pub fn has_account(app_name: &str, link: String) -> Self {
        Self {
            subject: format!("You already have an account at {app_name}"),
            headline: "You already have an account".to_owned(),
            paragraphs: vec![format!(
                "Somebody, probably you, asked for an account at {app_name} with this address. There is one; just sign in."
            )],
            button: Some(Button {
                label: "Sign in".to_owned(),
                url: link,
            }),
            note: "If it wasn't you, ignore this mail; nothing has changed.".to_owned(),
            ..Self::default()
        }
    }

    /// Lets somebody choose a new password.
    #[must_use]
    pub fn reset(app_name: &str, link: String) -> Self {
        Self {
            subject: format!("A new password for {app_name}"),
            headline: "Choose a new password".to_owned(),
            paragraphs: vec![format!(
                "Somebody, probably you, asked to choose a new password at {app_name}."
            )],
            button: Some(Button {
                label: "Choose a new password".to_owned(),
                url: link,
            }),
            note: "The link works once, for an hour. If it wasn't you, ignore this mail; your password stays as it is.".to_owned(),
            ..Self::default()
        }
    }

    /// Asks the new address whether it is theirs.
    #[must_use]
    pub fn confirm_email(app_name: &str, link: String) -> Self {
        Self {
            subject: format!("Confirm your address for {app_name}"),
            headline: "Is this your address?".to_owned(),
            paragraphs: vec![format!(
                "From now on you would sign in to {app_name} with this address."
            )],
            button: Some(Button {
                label: "Confirm this address".to_owned(),
                url: link,
            }),
            note: "The link works once, for 24 hours. If it wasn't you, ignore this mail; nothing changes.".to_owned(),
            ..Self::default()
        }
    }

    /// Tells the old address, or the owner, that something important changed.
    #[must_use]
    pub fn changed(app_name: &str, what: &str) -> Self {
        Self {
            subject: format!("Your {what} at {app_name} was changed"),
            headline: format!("Your {what} was changed"),
            paragraphs: vec![format!(
                "The {what} of your account at {app_name} was just changed."
            )],
            button: None,
            note: "If it wasn't you, tell whoever looks after this app at once.".to_owned(),
            ..Self::default()
        }
    }

    /// Shows that mail works.
    #[must_use]
    pub fn test(app_name: &str) -> Self {
        Self {
            subject: format!("{app_name} can send mail"),
            headline: "It works".to_owned(),
            paragraphs: vec![format!(
                "This mail was sent to try out the mail settings of {app_name}."
            )],
            button: None,
            note: String::new(),
            ..Self::default()
        }
    }
}

/// Returns the letter that stands for a name.
#[must_use]
pub fn initial(name: &str) -> String {
    name.chars()
        .find(|letter| letter.is_alphanumeric())
        .map(|letter| letter.to_uppercase().collect())
        .unwrap_or_default()
}
