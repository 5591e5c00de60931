//! The schema of catalog files: what is shipped fits it, what is wrong in form does not, and it is the one in the tree.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use catcow::catalog_file::{File, keys, read, schema};
use jsonschema::Validator;
use serde_json::Value;

/// The bad files whose fault is one of form. What is wrong with the others shows only from the whole: names that lead
/// nowhere, ranges that end before they begin, numbers that are possible by themselves.
const BAD_IN_FORM: &[&str] = &[
    "bad-choice.toml",
    "bad-name.toml",
    "contradiction.toml",
    "default-outside.toml",
    "empty-choices.toml",
    "empty-routine.toml",
    "escape-sequence.toml",
    "lists-of-tables.toml",
    "long-lines.toml",
    "no-prescription.toml",
    "sides-in-one-stretch.toml",
    "unknown-key.toml",
    "wrong-type.toml",
    "zero.toml",
];

fn tree() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(&schema()).expect("JSON");
    assert!(jsonschema::meta::is_valid(&schema), "it is no schema");
    jsonschema::draft202012::new(&schema).expect("a schema")
}

/// Returns a file as JSON, as an editor's plug-in sees it; none where it is not even TOML.
fn json(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).ok()?;
    toml::from_str::<toml::Table>(&text).ok().map(|table| serde_json::to_value(table).expect("tables and texts"))
}

#[test]
fn the_one_in_the_tree_is_current() {
    let kept = fs::read_to_string(tree().join("assets/catalog.schema.json")).expect("part of the tree");
    assert!(kept == schema(), "assets/catalog.schema.json is out of date: make it anew: cargo run --example assets");
}

#[test]
fn what_is_shipped_fits_it() {
    let validator = validator();
    for file in ["exercises.toml", "tests/fixtures/fuzz.toml", "tests/fixtures/screens.toml"] {
        let shipped = json(&tree().join(file)).expect("TOML");
        let faults: Vec<String> =
            validator.iter_errors(&shipped).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{file}: {faults:#?}");
    }
}

#[test]
fn what_is_wrong_in_form_does_not_fit_it() {
    let validator = validator();
    let folder = tree().join("tests/fixtures/bad");
    let mut refused = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("part of the tree") {
        let path = entry.expect("an entry").path();
        if json(&path).is_some_and(|file| !validator.is_valid(&file)) {
            refused.insert(path.file_name().expect("a file").to_string_lossy().into_owned());
        }
    }
    assert_eq!(refused, BAD_IN_FORM.iter().map(ToString::to_string).collect());
}

/// Values of every kind, right and wrong, at one key after the other.
#[test]
fn what_the_schema_says_of_a_single_value_is_what_the_reader_says() {
    let validator = validator();
    let values = [
        "true",
        "\"\"",
        "\" \"",
        "\"a\\u0007b\"",
        "\"10s\"",
        "\"0s\"",
        "\"1m 30s\"",
        "\"10\"",
        "\"ten\"",
        "0",
        "1",
        "3",
        "13",
        "1000",
        "-1",
        "1.5",
        "[]",
        "[\"mat\"]",
        "[\"a\", \"b\"]",
        "{}",
        "{ default = 3 }",
        "{ default = \"4s\" }",
        "\"mat\"",
        "\"gentle\"",
        "\"supine\"",
        "\"left\"",
        "\"each\"",
        "\"both\"",
        "\"strength\"",
        "\"bridge\"",
        "{ in = \"4s\", out = \"4s\" }",
        "{ go = \"2s\", back = \"2s\" }",
        "{ max = 3 }",
        "\"one two three four five six seven eight nine ten eleven twelve thirteen\"",
        "[\"one two three four five six seven eight nine ten eleven twelve thirteen\"]",
    ];
    let frame = |at: &str, key: &str, value: &str| {
        let dose = match key {
            "repetitions" => "hold = \"3s\"\n",
            "breaths" | "time" | "own-time" | "parts" => "",
            "pace" => "breaths = 3\n",
            "first-side" | "change-sides" => "repetitions = 3\nhold = \"3s\"\nsides = \"each\"\n",
            "count-per-side" => "repetitions = 3\nhold = \"3s\"\nsides = \"alternating\"\n",
            "hold" if at != "exercises.rock" => "repetitions = 3\n",
            _ => "repetitions = 3\nhold = \"3s\"\n",
        };
        let own = |table: &str| if at == table { format!("{key} = {value}\n") } else { String::new() };
        let basic =
            [("name", "\"Rock\""), ("kind", "\"mobility\""), ("position", "\"supine\""), ("tier", "\"gentle\"")];
        let basic = basic.iter().filter(|(k, _)| at != "exercises.rock" || *k != key);
        let basic = basic.map(|(k, v)| format!("{k} = {v}\n")).collect::<Vec<_>>().concat();
        format!(
            "[sources.me]\ntitle = \"Mine\"\n[sources.mat]\ntitle = \"Mat\"\n[exercises.rock]\n{basic}{}[exercises.rock.prescriptions.me]\n{dose}{}\n",
            own("exercises.rock"),
            own("exercises.rock.prescriptions.me"),
        )
    };
    let mut compared = 0;
    for (at, what) in [("exercises.rock", "an exercise"), ("exercises.rock.prescriptions.me", "a prescription")] {
        let record = keys().into_iter().find(|r| r.what == what).expect("a record of the table");
        // What it names has to exist, and that is not the schema's to say.
        let names = ["prescriptions", "hidden", "source"];
        for field in record.fields.iter().filter(|f| !names.contains(&f.key)) {
            for value in values {
                let text = frame(at, field.key, value);
                let table: toml::Table = toml::from_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
                let fits = validator.is_valid(&serde_json::to_value(table).expect("tables and texts"));
                let read = read(&File::new("rock.toml", text.clone()));
                assert_eq!(fits, read.is_ok(), "the schema first, then the reader, of:\n{text}");
                compared += 1;
            }
        }
    }
    assert!(compared > 700, "{compared}");
}
