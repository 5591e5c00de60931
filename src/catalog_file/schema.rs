//! The JSON Schema of catalog files, for editors that complete and check while somebody writes.
//!
//! Made from the same table as the reader, so that it cannot say anything else. What only the whole catalog shows – that a name
//! exists, that a range begins before it ends – is left to the reader. Must not read any file.

use serde_json::{Map, Value, json};

use super::dose::{AMOUNTS, COMPANIONS, NEVER_ALTERNATING};
use super::form::Form;
use super::records::{Keys, keys};

/// The kinds of record that are a dose.
const DOSES: [&str; 2] = ["a prescription", "a part"];
/// The keys that a record cannot do without.
const NEEDED: [(&str, &[&str]); 3] =
    [("a pace", &["in", "out"]), ("an entry of a routine", &["exercise"]), ("a choice of exercises", &["of"])];
/// The lists that may not be empty.
const NOT_EMPTY: [(&str, &str); 3] =
    [("a prescription", "parts"), ("a routine", "exercises"), ("a choice of exercises", "of")];
/// How names are written.
const KEBAB: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// A length of time with its units.
const LENGTH: &str = "^([0-9]+ *(ms|msec|millis|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?) *)+$";

/// Returns the schema, as the text of its file.
pub fn schema() -> String {
    let mut records = keys().into_iter();
    let mut whole = records.next().map(|r| record(&r)).unwrap_or_default();
    let rest: Map<String, Value> = records.map(|r| (name(r.what), Value::Object(record(&r)))).collect();
    let about =
        "Exercises, their doses and routines for catcow: a file that changes the built-in catalog, or adds to it.";
    whole.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    whole.insert("title".into(), json!("A catcow catalog"));
    whole.insert("description".into(), json!(about));
    whole.insert("$defs".into(), Value::Object(rest));
    // What was made of texts, lists and tables alone can always be written.
    serde_json::to_string_pretty(&Value::Object(whole)).unwrap_or_default() + "\n"
}

/// Returns what a record is called among the definitions: "an entry of a routine" is "entry-of-a-routine".
fn name(what: &str) -> String {
    what.split_once(' ').map_or(what, |(_, name)| name).replace(' ', "-")
}

fn record(record: &Keys) -> Map<String, Value> {
    let mut properties = Map::new();
    for field in &record.fields {
        let mut described = form(&field.form);
        if NOT_EMPTY.contains(&(record.what, field.key)) {
            described.insert("minItems".into(), json!(1));
        }
        described.insert("description".into(), json!(field.doc));
        properties.insert(field.key.to_owned(), Value::Object(described));
    }
    let mut schema = Map::from_iter([
        ("type".into(), json!("object")),
        ("description".into(), json!(record.doc)),
        ("additionalProperties".into(), json!(false)),
        ("properties".into(), Value::Object(properties)),
    ]);
    if let Some((_, needed)) = NEEDED.iter().find(|(what, _)| *what == record.what) {
        schema.insert("required".into(), json!(needed));
    }
    if DOSES.contains(&record.what) {
        dose(record, &mut schema);
    }
    schema
}

/// Adds what goes with what in a dose.
fn dose(record: &Keys, schema: &mut Map<String, Value>) {
    let has = |key: &str| record.fields.iter().any(|f| f.key == key);
    let any_of = |keys: &[&str]| -> Value { keys.iter().map(|key| json!({ "required": [key] })).collect() };
    let mut amounts: Vec<&str> = AMOUNTS.into();
    amounts.extend(["parts"].into_iter().filter(|key| has(key)));
    schema.insert("anyOf".into(), any_of(&amounts));

    let mut rules = Map::new();
    for amount in AMOUNTS {
        // A count beside one's own time is what she counts for herself.
        let together = |other: &&str| {
            [amount, other] == ["repetitions", "own-time"] || [amount, other] == ["own-time", "repetitions"]
        };
        let others: Vec<&str> = amounts.iter().copied().filter(|o| *o != amount).filter(|o| !together(o)).collect();
        let mut rule = json!({ "not": { "anyOf": any_of(&others) } });
        if NEVER_ALTERNATING.contains(&amount) {
            rule["properties"] = json!({ "sides": { "not": { "const": "alternating" } } });
        }
        rules.insert(amount.to_owned(), rule);
    }
    for (key, goes_with) in COMPANIONS {
        rules.insert(key.to_owned(), json!({ "anyOf": any_of(goes_with) }));
    }
    let sides = |words: &[&str]| json!({ "required": ["sides"], "properties": { "sides": { "enum": words } } });
    for key in ["first-side", "change-sides"] {
        rules.insert(key.to_owned(), sides(&["each", "alternating"]));
    }
    rules.insert("count-per-side".to_owned(), sides(&["alternating"]));
    schema.insert("dependentSchemas".into(), Value::Object(rules));
}

fn form(form: &Form) -> Map<String, Value> {
    let value = match form {
        Form::Any => json!({}),
        Form::Flag => json!({ "type": "boolean" }),
        Form::Text(most) => text(*most, "\\S"),
        Form::Cue(most, words) => text(*most, &format!("^\\s*\\S+(\\s+\\S+){{0,{}}}\\s*$", words - 1)),
        Form::Word(words) => json!({ "enum": words }),
        Form::Count(most) => json!({ "type": "integer", "minimum": 1, "maximum": most }),
        Form::Length { zero: true } => json!({ "type": "string", "pattern": LENGTH }),
        Form::Length { zero: false } => {
            json!({ "type": "string", "allOf": [{ "pattern": LENGTH }, { "pattern": "[1-9]" }] })
        }
        Form::List(most, of) => json!({ "type": "array", "maxItems": most, "items": self::form(of) }),
        Form::Named(of) => json!({
            "type": "object",
            "propertyNames": { "pattern": KEBAB, "maxLength": 40 },
            "additionalProperties": self::form(of),
        }),
        Form::Range(of) => range(&self::form(of)),
        Form::Record(what) => json!({ "$ref": format!("#/$defs/{}", name(what)) }),
        Form::Either(of) => {
            json!({ "anyOf": of.iter().map(|f| Value::Object(self::form(f))).collect::<Vec<_>>() })
        }
    };
    if let Value::Object(map) = value { map } else { Map::new() }
}

/// A text with something in it, and nothing that a terminal would obey.
fn text(most: usize, pattern: &str) -> Value {
    let plain = json!({ "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*$" });
    json!({ "type": "string", "maxLength": most, "allOf": [{ "pattern": pattern }, plain] })
}

/// A value alone, or a table with its range or choices.
fn range(value: &Map<String, Value>) -> Value {
    json!({ "anyOf": [value, {
        "type": "object",
        "required": ["default"],
        "additionalProperties": false,
        "properties": {
            "default": value,
            "min": value,
            "max": value,
            "choices": { "type": "array", "minItems": 1, "items": value },
        },
    }] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_form() {
        fn is_told(form: &Form) -> bool {
            match form {
                Form::Any => false,
                Form::List(_, of) | Form::Named(of) | Form::Range(of) => is_told(of),
                Form::Either(of) => of.iter().all(is_told),
                Form::Record(what) => keys().iter().any(|r| r.what == *what),
                _ => true,
            }
        }
        for record in keys() {
            for field in &record.fields {
                assert!(is_told(&field.form), "{} of {}", field.key, record.what);
            }
        }
    }

    #[test]
    fn what_is_said_of_records_and_keys_is_said_of_those_that_there_are() {
        let keys = keys();
        let has = |what: &str, key: &str| keys.iter().any(|r| r.what == what && r.fields.iter().any(|f| f.key == key));
        for (what, needed) in NEEDED {
            assert!(needed.iter().all(|key| has(what, key)), "{what}");
        }
        assert!(NOT_EMPTY.iter().all(|(what, key)| has(what, key)));
        for what in DOSES {
            assert!(AMOUNTS.iter().chain(COMPANIONS.iter().map(|(key, _)| key)).all(|key| has(what, key)), "{what}");
        }
    }
}
