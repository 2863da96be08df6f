//! Trees as text: the `Debug` form without places and without what is empty, so that a new node
//! needs nothing here.

/// Prints `tree` with its places left out.
pub fn outline(tree: &impl std::fmt::Debug) -> String {
    let text = format!("{tree:?}");
    let mut reader = Reader { rest: &text };
    let node = reader.node().simplified();
    node.printed(0)
}

/// Every span in the `Debug` form of `tree`, as start and end.
pub fn spans(tree: &impl std::fmt::Debug) -> Vec<(u32, u32)> {
    let text = format!("{tree:?}");
    text.split("Span { file: FileId(0), start: ")
        .skip(1)
        .map(|rest| {
            let (start, rest) = rest.split_once(", end: ").unwrap();
            let (end, _) = rest.split_once(" }").unwrap();
            (start.parse().unwrap(), end.parse().unwrap())
        })
        .collect()
}

/// What `derive(Debug)` prints.
enum Node {
    Leaf(String),
    /// A name, an opening bracket, and parts with or without a name of their own.
    Group(String, char, Vec<(String, Node)>),
}

impl Node {
    /// Leaves out places and empty parts, and wrappers that hold one thing.
    fn simplified(self) -> Node {
        let Node::Group(name, bracket, parts) = self else {
            return self;
        };
        let mut parts: Vec<(String, Node)> = parts
            .into_iter()
            .filter(|(_, node)| !node.is_span())
            .map(|(name, node)| (name, node.simplified()))
            .filter(|(name, node)| name.is_empty() || !node.is_empty())
            .collect();
        if parts.len() != 1 {
            return Node::Group(name, bracket, parts);
        }
        let (label, part) = parts.remove(0);
        match (name.as_str(), part) {
            ("Some" | "Expr" | "FieldType" | "Query", part) => part,
            // Names without quotes, texts with them.
            ("Name", Node::Leaf(text)) => Node::Leaf(text.trim_matches('"').to_owned()),
            ("Str", Node::Group(_, _, pieces)) if pieces.len() == 1 => only(pieces),
            // A variant that holds the struct of its name.
            (_, Node::Group(inner, bracket, parts)) if inner == name && label.is_empty() => {
                Node::Group(inner, bracket, parts)
            }
            (_, part) => Node::Group(name, bracket, vec![(label, part)]),
        }
    }

    fn is_span(&self) -> bool {
        matches!(self, Node::Group(name, ..) if name == "Span")
    }

    fn is_empty(&self) -> bool {
        match self {
            Node::Leaf(text) => text == "None" || text == "false",
            Node::Group(name, _, parts) => name.is_empty() && parts.is_empty(),
        }
    }

    fn printed(&self, depth: usize) -> String {
        let Node::Group(name, bracket, parts) = self else {
            let Node::Leaf(text) = self else {
                unreachable!()
            };
            return text.clone();
        };
        if parts.is_empty() && !name.is_empty() {
            return name.clone();
        }
        let close = match bracket {
            '[' => ']',
            _ => ')',
        };
        let open = if *bracket == '[' { '[' } else { '(' };
        let part = |(label, node): &(String, Node)| {
            let text = node.printed(depth + 1);
            if label.is_empty() {
                text
            } else {
                format!("{label}: {text}")
            }
        };
        let printed: Vec<String> = parts.iter().map(part).collect();
        let line = format!("{name}{open}{}{close}", printed.join(", "));
        if !line.contains('\n') && line.len() + 2 * depth <= 100 {
            return line;
        }
        let indent = "  ".repeat(depth + 1);
        let lines: Vec<String> = printed
            .iter()
            .map(|text| format!("{indent}{text}\n"))
            .collect();
        format!(
            "{name}{open}\n{}{}{close}",
            lines.concat(),
            "  ".repeat(depth)
        )
    }
}

/// The one part of a list, without the variant around it.
fn only(parts: Vec<(String, Node)>) -> Node {
    match parts.into_iter().next() {
        Some((_, Node::Group(name, _, mut inner))) if name == "Text" => inner.remove(0).1,
        Some((_, node)) => node,
        None => Node::Leaf(String::new()),
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn node(&mut self) -> Node {
        if self.rest.starts_with('"') {
            return Node::Leaf(self.quoted());
        }
        let length = self
            .rest
            .find([' ', '(', ')', '[', ']', '{', '}', ','])
            .unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(length);
        let name = name.to_owned();
        let opened = rest.trim_start();
        match opened.chars().next() {
            Some(bracket @ ('(' | '[' | '{')) if name.is_empty() || !rest.starts_with(" (") => {
                self.rest = &opened[1..];
                Node::Group(name, bracket, self.parts(bracket == '{'))
            }
            _ => {
                self.rest = rest;
                Node::Leaf(name)
            }
        }
    }

    fn parts(&mut self, named: bool) -> Vec<(String, Node)> {
        let mut parts = Vec::new();
        loop {
            self.rest = self.rest.trim_start_matches([' ', ',']);
            if let Some(rest) = self.rest.strip_prefix([')', ']', '}']) {
                self.rest = rest;
                return parts;
            }
            let mut name = String::new();
            if named {
                let (before, rest) = self.rest.split_once(": ").unwrap();
                before.clone_into(&mut name);
                self.rest = rest;
            }
            parts.push((name, self.node()));
        }
    }

    fn quoted(&mut self) -> String {
        let mut escaped = false;
        let close = self.rest[1..]
            .find(|next: char| {
                let ends = next == '"' && !escaped;
                escaped = next == '\\' && !escaped;
                ends
            })
            .unwrap();
        let (text, rest) = self.rest.split_at(close + 2);
        self.rest = rest;
        text.to_owned()
    }
}
