//! Numbers from 0 to 10, how much it hurts and how hard it was: said with one key where nothing waits for it, or not at all.
//!
//! What is not said is missing, never 0. Must not know where it is kept.

use crate::history::{Entry, Score};
use crate::keys::{Code, Key};
use crate::units::Moment;

use super::{App, Effect, Screen};

impl App {
    /// Returns how much the person said it hurts: before the session in the preview, after it in the summary.
    pub fn pain(&self) -> Option<Score> {
        match &self.screen {
            Screen::Preview(preview) => preview.pain,
            Screen::Summary(summary) => summary.said().pain,
            Screen::Ready(_) | Screen::Menu | Screen::Session(_) | Screen::Progress(_) | Screen::Browser(_) => None,
        }
    }

    pub(super) fn pains(&mut self, now: Moment, key: Key) -> Vec<Effect> {
        let Some(score) = score(key) else { return Vec::new() };
        match &mut self.screen {
            // Written down with the session, once there is one.
            Screen::Preview(preview) => preview.pain = Some(score),
            Screen::Summary(summary) => {
                let answer = summary.asking.score(now, score);
                return answer.map(|answer| Effect::Note(vec![Entry::Answer(answer)])).into_iter().collect();
            }
            Screen::Ready(_) | Screen::Menu | Screen::Session(_) | Screen::Progress(_) | Screen::Browser(_) => {}
        }
        Vec::new()
    }
}

fn score(key: Key) -> Option<Score> {
    let Code::Char(c) = key.code else { return None };
    let number = if c == 'x' { u32::from(Score::MOST) } else { c.to_digit(10)? };
    u8::try_from(number).ok().and_then(|n| Score::try_from(n).ok())
}
