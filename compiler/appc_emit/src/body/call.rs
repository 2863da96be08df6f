//! Steps that run actions and send mails.

use appc_hir::Ty;
use appc_plan::{Arg, Sql};

use super::{Held, Writer, is_copy, rust_type};

impl Writer<'_> {
    /// Spells what an action or mail is given: a reference to a row's id, or a value to own.
    fn arg(&mut self, arg: &Arg, ty: Ty, index: usize) -> String {
        match arg {
            Arg::Row(row) => match self.rows.get(*row) {
                Some((name, Held::Borrowed)) if ty.optional => format!("Some({name}.clone())"),
                Some((name, Held::Owned)) if ty.optional => format!("Some({name}.clone())"),
                Some((name, Held::Optional)) => format!("{name}.clone()"),
                Some((name, Held::Borrowed | Held::Owned)) => format!("{name}.clone()"),
                None => String::new(),
            },
            Arg::Value(value) => {
                let known = self.body.values.get(*value);
                let name = self.values.get(*value).cloned().unwrap_or_default();
                let copied = known.is_some_and(|known| is_copy(known.ty));
                let wraps = ty.optional && known.is_some_and(|known| !known.ty.optional);
                let owned = if copied {
                    name
                } else {
                    format!("{name}.clone()")
                };
                if wraps {
                    format!("Some({owned})")
                } else {
                    owned
                }
            }
            Arg::Query(sql, _) => {
                let rust = rust_type(self.app, ty, self.uses);
                let query = self.query(sql);
                let name = format!("given_{}", index + 1);
                self.line(&format!(
                    "let {name}: {rust} = {query}.fetch_value(tx).await?;"
                ));
                name
            }
        }
    }

    pub(super) fn run(&mut self, action: usize, args: &[Arg]) {
        let app = self.app;
        let Some(action) = app.actions.get(action) else {
            return;
        };
        self.uses.add(&["crate::actions"]);
        self.reads_viewer = true;
        let mut spelled: Vec<String> = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            let ty = action.param_types.get(index).copied().unwrap_or(Ty::null());
            let text = self.arg(arg, ty, index);
            spelled.push(text);
        }
        let mut call = Vec::new();
        let mut rest = spelled.as_slice();
        if let (Some(_), Some((first, others))) = (&action.subject, spelled.split_first()) {
            call.push(match first.strip_suffix(".clone()") {
                Some(name) if self.is_borrowed(name) => name.to_owned(),
                Some(name) => format!("&{name}"),
                None => format!("&{first}"),
            });
            rest = others;
        }
        if !action.inputs.is_empty() {
            let fields: Vec<String> = action
                .inputs
                .iter()
                .zip(rest)
                .map(|(column, value)| format!("{}: {value}", column.rust))
                .collect();
            call.push(format!(
                "&actions::{}::{} {{ {} }}",
                action.module,
                action.type_name,
                fields.join(", ")
            ));
        }
        let call: String = call.iter().map(|arg| format!(", {arg}")).collect();
        self.line(&format!(
            "actions::{}::perform(tx, viewer{call}).await?;",
            action.module
        ));
    }

    fn is_borrowed(&self, name: &str) -> bool {
        self.rows
            .iter()
            .any(|(known, held)| known == name && *held == Held::Borrowed)
    }

    pub(super) fn send(&mut self, mail: usize, args: &[Arg], to: &[Sql]) {
        let app = self.app;
        let Some(mail) = app.mails.get(mail) else {
            return;
        };
        self.uses.add(&["crate::mails"]);
        let mut addresses = Vec::new();
        for (index, address) in to.iter().enumerate() {
            let query = self.query(address);
            let name = if to.len() == 1 {
                "address".to_owned()
            } else {
                format!("address_{}", index + 1)
            };
            self.line(&format!(
                "let {name}: Option<String> = {query}.fetch_value(tx).await?;"
            ));
            addresses.push(name);
        }
        let mut call = String::new();
        for (index, (arg, param)) in args.iter().zip(&mail.params).enumerate() {
            let text = self.arg(arg, param.ty, index);
            let lent = match text.strip_suffix(".clone()") {
                Some(name) if self.is_borrowed(name) => name.to_owned(),
                Some(name) => format!("&{name}"),
                None if is_copy(param.ty) => text,
                None => format!("&{text}"),
            };
            call.push_str(&format!(", {lent}"));
        }
        self.line(&format!(
            "mails::{}::send(tx, &[{}]{call}).await?;",
            mail.module,
            addresses.join(", ")
        ));
    }
}
