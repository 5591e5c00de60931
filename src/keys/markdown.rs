//! The table of keys in Markdown.
//!
//! Must not know where it is shown.

use std::fmt::Write as _;

use super::{Context, bindings, of};

/// Returns the table in Markdown, as the README shows it.
pub fn markdown() -> String {
    let mut table = String::from("| where | keys | what it does |\n|---|---|---|\n");
    for context in Context::ALL {
        for binding in of(context).filter(|b| b.contexts.len() < Context::ALL.len() - 1) {
            let keys: Vec<String> = binding.keys.iter().map(|k| format!("`{k}`")).collect();
            let _ = writeln!(table, "| {} | {} | {} |", context.title(), keys.join(" "), binding.help);
        }
    }
    for binding in bindings().filter(|b| b.contexts.len() >= Context::ALL.len() - 1) {
        let keys: Vec<String> = binding.keys.iter().map(|k| format!("`{k}`")).collect();
        let _ = writeln!(table, "| everywhere | {} | {} |", keys.join(" "), binding.help);
    }
    table
}
