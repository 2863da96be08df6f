//! What an app does besides keeping rows: actions, what follows a change, jobs, mails.

use appc_diagnostics::Span;
use appc_hir::{
    Action, App, Body, Days, Field, FieldKind, Grant, Mail, Param, ParamKind, Schedule, Statement,
    Text, Viewer,
};
use serde::Serialize;

use crate::{
    access::{Access, Way, name_of},
    condition::Condition,
    data::{Rule, type_name},
    words::Words,
};

/// The operation under which [`crate::Outline::access`] lists who may run an action.
pub(crate) const RUN: &str = "run";

/// Something the app does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionData {
    /// Its name in the spec; what follows a change is named after the change.
    pub name: String,
    /// `action`, `job`, `trigger` or `mail`.
    pub kind: &'static str,
    /// What starts it, in words; an action is started by those who may run it.
    pub when: Option<String>,
    /// What it is given: `deal: Deal`.
    pub given: Vec<String>,
    /// What must hold, or it does nothing.
    pub rules: Vec<Rule>,
    /// Each thing it writes, sends or shows, those of actions it runs included.
    pub does: Vec<String>,
    /// The name's place.
    #[serde(skip)]
    pub span: Span,
}

/// Everything an app does.
pub(crate) fn actions(app: &App) -> Vec<ActionData> {
    let actions = app.actions.iter().map(|action| {
        let Effects { rules, does } =
            Effects::of(app, &action.body, known_from_start(&action.params));
        ActionData {
            name: action.name.clone(),
            kind: "action",
            when: action.internal.then(|| "run by the app itself".to_owned()),
            given: given(app, &action.params),
            rules,
            does,
            span: action.span,
        }
    });
    let triggers = app.triggers.iter().map(|trigger| {
        let entity = &app.entities[trigger.entity].name;
        let when = trigger.condition.as_ref().map(|condition| {
            let words = Words::about_row(app).say(condition);
            format!("when {words}")
        });
        let Effects { rules, does } = Effects::of(app, &trigger.body, 1);
        ActionData {
            name: format!("on {} {entity}", trigger.event.text()),
            kind: "trigger",
            when,
            given: Vec::new(),
            rules,
            does,
            span: trigger.span,
        }
    });
    let jobs = app.jobs.iter().map(|job| {
        let Effects { rules, does } = Effects::of(app, &job.body, 0);
        ActionData {
            name: job.name.clone(),
            kind: "job",
            when: Some(schedule(job.schedule)),
            given: Vec::new(),
            rules,
            does,
            span: job.span,
        }
    });
    let mails = app.mails.iter().map(|mail| ActionData {
        name: mail.name.clone(),
        kind: "mail",
        when: None,
        given: given(app, &mail.params),
        rules: Vec::new(),
        does: told(app, mail),
        span: mail.span,
    });
    actions.chain(triggers).chain(jobs).chain(mails).collect()
}

/// Who may run each action, and for which rows.
pub(crate) fn access(app: &App) -> Vec<Access> {
    let mut out = Vec::new();
    for action in app.actions.iter() {
        for viewer in app.viewers() {
            let ways: Vec<Way> = action
                .allows
                .iter()
                .filter(|grant| viewer.is_meant(grant))
                .map(|grant| way(app, action, grant))
                .collect();
            if !ways.is_empty() {
                out.push(running(app, action, viewer, ways));
            }
        }
    }
    out
}

fn running(app: &App, action: &Action, viewer: Viewer, ways: Vec<Way>) -> Access {
    Access {
        entity: action.name.clone(),
        who: name_of(app, viewer).name,
        operation: RUN,
        ways,
    }
}

fn way(app: &App, action: &Action, grant: &Grant) -> Way {
    let words = Words::about_body(app, known_from_start(&action.params), &action.body);
    Way {
        fields: None,
        except: Vec::new(),
        when: match &grant.condition {
            Some(condition) => Condition::of(&words, condition),
            None => Condition::always(),
        },
        span: grant.span,
    }
}

/// The rows that a body is given.
fn known_from_start(params: &[Param]) -> usize {
    params
        .iter()
        .filter_map(|param| match param.kind {
            ParamKind::Row(number) => Some(number + 1),
            ParamKind::Value(_) => None,
        })
        .max()
        .unwrap_or(0)
}

fn given(app: &App, params: &[Param]) -> Vec<String> {
    params
        .iter()
        .map(|param| {
            let mark = if param.field.optional { "?" } else { "" };
            format!(
                "{}: {}{mark}",
                param.field.name,
                holds(app, &param.field).unwrap_or_default()
            )
        })
        .collect()
}

fn holds(app: &App, field: &Field) -> Option<String> {
    type_name(app, &field.kind)
}

/// What a mail tells whoever reads it.
fn told(app: &App, mail: &Mail) -> Vec<String> {
    let names = |wanted_row: bool| -> Vec<String> {
        let of_kind = mail
            .params
            .iter()
            .filter(|param| matches!(param.field.kind, FieldKind::Relation(_)) == wanted_row);
        of_kind.map(|param| param.field.name.clone()).collect()
    };
    let words = Words::about_named(app, &names(true), names(false));
    let mut out = Vec::new();
    for hole in mail.subject.holes().chain(mail.body.holes()) {
        add(&mut out, format!("tells {}", words.say(hole)));
    }
    out
}

fn add(out: &mut Vec<String>, phrase: String) {
    if !out.contains(&phrase) {
        out.push(phrase);
    }
}

/// What a body does, statement by statement.
struct Effects {
    rules: Vec<Rule>,
    does: Vec<String>,
}

impl Effects {
    /// `known` rows are there from the start.
    fn of(app: &App, body: &Body, known: usize) -> Self {
        let mut effects = Effects {
            rules: Vec::new(),
            does: Vec::new(),
        };
        let words = Words::about_body(app, known, body);
        effects.collect(app, body, words, &mut Vec::new());
        effects
    }

    /// What a body that is run from another requires is no rule of that other.
    fn collect<'a>(
        &mut self,
        app: &'a App,
        body: &'a Body,
        mut words: Words<'a>,
        run: &mut Vec<&'a str>,
    ) {
        let is_own = run.is_empty();
        body.walk(&mut |statement| match statement {
            Statement::Require {
                condition, message, ..
            } => {
                if is_own {
                    let said = words.say(condition);
                    self.rules.push(Rule {
                        key: format!("require {said}"),
                        words: format!("require: {said}"),
                        limit: None,
                        span: condition.span,
                    });
                }
                self.shown(&words, message);
            }
            Statement::Fail(text) | Statement::Message(text) => self.shown(&words, text),
            Statement::Create { entity, row, .. } => {
                words.know(*row);
                let phrase = format!("creates {}", app.entities[*entity].name);
                add(&mut self.does, phrase);
            }
            Statement::Update { entity, values, .. } => {
                let known = &app.entities[*entity];
                for (field, _) in values {
                    let name = &known.fields[*field].name;
                    add(&mut self.does, format!("changes {}.{name}", known.name));
                }
            }
            Statement::Delete { entity, .. } => {
                let phrase = format!("deletes {}", app.entities[*entity].name);
                add(&mut self.does, phrase);
            }
            Statement::Run { action, .. } => {
                let action = &app.actions[*action];
                if !run.contains(&action.name.as_str()) {
                    run.push(&action.name);
                    let known = known_from_start(&action.params);
                    let words = Words::about_body(app, known, &action.body);
                    self.collect(app, &action.body, words, run);
                }
            }
            Statement::Send { mail, to, .. } => {
                let to: Vec<String> = to.iter().map(|address| words.say(address)).collect();
                let mail = &app.mails[*mail].name;
                add(&mut self.does, format!("sends {mail} to {}", to.join(", ")));
            }
            Statement::LetRow { row, .. }
            | Statement::First { row, .. }
            | Statement::For { row, .. } => words.know(*row),
            Statement::Next { sequence, .. } => {
                let phrase = format!("takes the next {}", app.sequences[*sequence].name);
                add(&mut self.does, phrase);
            }
            Statement::Let { .. } | Statement::If { .. } | Statement::Go { .. } => {}
        });
    }

    /// A text discloses what stands in its holes.
    fn shown(&mut self, words: &Words, text: &Text) {
        for hole in text.holes() {
            add(&mut self.does, format!("shows {}", words.say(hole)));
        }
    }
}

fn schedule(schedule: Schedule) -> String {
    match schedule {
        Schedule::Every { secs } if secs % 3_600 == 0 => format!("every {} hours", secs / 3_600),
        Schedule::Every { secs } if secs % 60 == 0 => format!("every {} minutes", secs / 60),
        Schedule::Every { secs } => format!("every {secs} seconds"),
        Schedule::At { days, hour, minute } => {
            format!("{} at {hour:02}:{minute:02}", days_in_words(days))
        }
    }
}

fn days_in_words(days: Days) -> String {
    const WEEK: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    match days {
        Days::All => "every day".to_owned(),
        Days::Work => "from Monday to Friday".to_owned(),
        Days::Week(day) => {
            let day = WEEK.get(usize::from(day)).copied().unwrap_or_default();
            format!("every {day}")
        }
        Days::Month(day) => format!("on day {day} of each month"),
    }
}
