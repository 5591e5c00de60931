//! A number with the range or the choices that a source gives.
//!
//! Judges whether they fit together. Must not know what is counted or measured.

use std::fmt;

use toml::de::DeValue;

use super::form::Form;
use super::reader::{At, Read, Reader, Value};
use super::values::{List, at};
use crate::catalog::Ranged;

/// A value alone, or a default with the range or the choices that the source gives.
impl<T: Read + Copy + Ord + fmt::Display> Read for Ranged<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn form() -> Form {
        Form::Range(Box::new(T::form()))
    }

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            return T::read(value, reader).map(Self::exactly);
        };
        let (mut default, mut min, mut max, mut choices) = (None, None, None, Vec::new());
        let faults_before = reader.findings.count();
        for (key, entry) in Reader::in_order(table) {
            reader.within(key.get_ref(), |reader| match key.get_ref().as_ref() {
                "default" => default = Some(at::<T>(entry, reader)),
                "min" => min = at::<T>(entry, reader),
                "max" => max = at::<T>(entry, reader),
                "choices" => choices = read_choices(entry, reader),
                other => {
                    reader
                        .unknown(key.span(), other, "key", ["default", "min", "max", "choices"])
                        .expecting("a range has no such key");
                }
            });
        }
        let Some(default) = default else {
            reader
                .fault(value.span(), "a range without a default", "expected `default`")
                .remedy("say what is used unless it is changed: { default = …, min = …, max = … }");
            return None;
        };
        let default = default?;
        judge_range(&default, min.as_ref(), max.as_ref(), &choices, reader);
        (reader.findings.count() == faults_before).then(|| Self {
            default: default.value,
            min: min.map(|m| m.value),
            max: max.map(|m| m.value),
            choices: choices.into_iter().map(|c| c.value).collect(),
        })
    }
}

fn read_choices<T: Read>(entry: &Value<'_>, reader: &mut Reader) -> Vec<At<T>> {
    let choices = List::<T>::read(entry, reader).map(|list| list.0);
    if choices.as_ref().is_some_and(Vec::is_empty) {
        reader
            .fault(entry.span(), "an empty list of choices", "expected one at least")
            .remedy("name the choices, or leave `choices` out");
    }
    choices.unwrap_or_default()
}

fn judge_range<T: Copy + Ord + fmt::Display>(
    default: &At<T>,
    min: Option<&At<T>>,
    max: Option<&At<T>>,
    choices: &[At<T>],
    reader: &mut Reader,
) {
    if let (Some(min), Some(max)) = (min, max)
        && min.value > max.value
    {
        reader
            .fault(min.span.clone(), "a range that ends before it begins", format!("expected at most {}", max.value))
            .related(max.span.clone(), "the most")
            .remedy("swap `min` and `max`");
        return;
    }
    let below = min.filter(|m| default.value < m.value).map(|m| (m, "at least", "the least"));
    let above = max.filter(|m| default.value > m.value).map(|m| (m, "at most", "the most"));
    if let Some((bound, how, label)) = below.or(above) {
        reader
            .fault(default.span.clone(), "a default outside its range", format!("expected {how} {}", bound.value))
            .related(bound.span.clone(), label)
            .remedy("choose a default within the range, or widen the range");
    }
    for (choice, next) in choices.iter().zip(choices.iter().skip(1)) {
        if choice.value >= next.value {
            reader
                .fault(next.span.clone(), "choices out of order", format!("expected more than {}", choice.value))
                .related(choice.span.clone(), "the choice before")
                .remedy("write the choices from the least to the most, each once");
        }
    }
    if !choices.is_empty() && choices.iter().all(|c| c.value != default.value) {
        let all: Vec<_> = choices.iter().map(|c| c.value.to_string()).collect();
        reader
            .fault(
                default.span.clone(),
                "a default that is not among the choices",
                format!("expected one of {}", all.join(", ")),
            )
            .remedy("choose one of them, or add it to the choices");
    }
    for choice in choices {
        let outside = min.filter(|m| choice.value < m.value).or(max.filter(|m| choice.value > m.value));
        if let Some(bound) = outside {
            reader
                .fault(choice.span.clone(), "a choice outside the range", "expected a value within the range")
                .related(bound.span.clone(), "the range ends here");
        }
    }
}
