//! Words: what a plan, a step or a dose is called, for the eye and (in time) for the ear.
//!
//! Pure mappings from plan to text. Must not know how a text is drawn or spoken.

mod cue;
mod dose;
mod effort;
mod fitted;
mod phase;
pub mod speech;

pub use dose::{amount, changed_dose, dose, range_note, source_of_amount};
pub use effort::effort;
pub use fitted::{fitted, shortened};
pub use phase::{
    Pacing, big_word, breath, count_line, going_on, instruction, pacing, short_breath, short_word, what_next,
};

/// Returns the text with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Returns "1 exercise", "2 exercises".
pub fn count(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}
