//! The `use` lines of an emitted file. Whoever spells an expression says what it needs.

use std::collections::{BTreeMap, BTreeSet};

/// What a file imports.
#[derive(Clone, Debug, Default)]
pub(crate) struct Uses(BTreeSet<String>);

impl Uses {
    /// Adds paths such as `runtime::text` or `crate::deal::DealId`. An empty path adds nothing.
    pub fn add(&mut self, paths: &[&str]) {
        self.0.extend(
            paths
                .iter()
                .filter(|path| !path.is_empty())
                .map(|path| (*path).to_owned()),
        );
    }

    /// Writes them for a file in the folder of `module`, whose own items come from `super`.
    pub fn lines_in(&self, module: &str) -> String {
        let own = format!("crate::{module}");
        let moved = self.0.iter().filter(|path| **path != own).map(|path| {
            path.strip_prefix(&format!("{own}::"))
                .map_or_else(|| path.clone(), |item| format!("super::{item}"))
        });
        Uses(moved.collect()).lines()
    }

    /// Writes them for the `mod.rs` of `module`, which has its own items in scope.
    pub fn lines_of_module(&self, module: &str) -> String {
        let own = format!("crate::{module}");
        let others = self
            .0
            .iter()
            .filter(|path| **path != own && !path.starts_with(&format!("{own}::")));
        Uses(others.cloned().collect()).lines()
    }

    /// Writes them: std, other crates, our own, with one line a parent module.
    pub fn lines(&self) -> String {
        let mut groups: [BTreeMap<&str, BTreeSet<&str>>; 4] = Default::default();
        for path in &self.0 {
            let (parent, name) = path.rsplit_once("::").unwrap_or(("", path));
            let rank = match parent.split("::").next() {
                Some("std") => 0,
                Some("super" | "self") => 2,
                Some("crate") => 3,
                _ => 1,
            };
            if let Some(group) = groups.get_mut(rank) {
                group.entry(parent).or_default().insert(name);
            }
        }
        let [std, crates, sup, own] = groups;
        let mut inner = block(&sup);
        inner.push_str(&block(&own));
        [block(&std), block(&crates), inner]
            .into_iter()
            .filter(|block| !block.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

fn block(group: &BTreeMap<&str, BTreeSet<&str>>) -> String {
    let mut out = String::new();
    for (parent, names) in group {
        let names: Vec<&str> = names.iter().copied().collect();
        let line = match (parent.is_empty(), names.as_slice()) {
            (true, [one]) => format!("use {one};\n"),
            (false, [one]) => format!("use {parent}::{one};\n"),
            (true, _) => names.iter().map(|name| format!("use {name};\n")).collect(),
            (false, _) => format!("use {parent}::{{{}}};\n", names.join(", ")),
        };
        out.push_str(&line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_grouped_by_origin_and_parent() {
        let mut uses = Uses::default();
        uses.add(&[
            "crate::company",
            "runtime::sql::sql",
            "std::fmt",
            "runtime::text",
            "super::Deal",
            "super::DealId",
            "",
        ]);
        assert_eq!(
            uses.lines(),
            "use std::fmt;\n\nuse runtime::text;\nuse runtime::sql::sql;\n\nuse super::{Deal, DealId};\nuse crate::company;\n"
        );
    }
}
