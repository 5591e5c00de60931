//! Numbers from 0 to 10, how much it hurts and how hard it was: said with one key where nothing waits for it, or not at all.
//!
//! What is not said is missing, never 0. Must not know where it is kept.

use std::time::Duration;

use crate::history::{Answer, Entry, Score};
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
        // Ten may be typed as it is written.
        let one = self.one.take().filter(|one| key.code == Code::Char('0') && now.since(*one) < SECOND_DIGIT);
        let may_become_ten = (key.code == Code::Char('1')).then_some(now);
        match &mut self.screen {
            // Written down with the session, once there is one.
            Screen::Preview(preview) => {
                self.one = may_become_ten;
                let pain = if one.is_some() { most() } else { Some(score) };
                preview.pain = pain;
                if let Some(pain) = pain {
                    self.notify(now, format!("Pain now: {pain} of 10. Backspace takes it back."));
                }
                Vec::new()
            }
            Screen::Summary(summary) => {
                let answer = match (one, most()) {
                    (Some(_), Some(ten)) => summary.asking.mend(now, ten),
                    _ => summary.asking.score(now, score),
                };
                // Where no number is asked for, none is to be mended.
                self.one = may_become_ten.filter(|_| answer.is_some());
                answer.map(noted).into_iter().collect()
            }
            Screen::Ready(_) | Screen::Menu | Screen::Session(_) | Screen::Progress(_) | Screen::Browser(_) => {
                Vec::new()
            }
        }
    }

    /// Takes back what was said last.
    pub(super) fn take_back(&mut self, now: Moment) -> Vec<Effect> {
        self.one = None;
        match &mut self.screen {
            Screen::Preview(preview) => {
                if preview.pain.take().is_some() {
                    self.notify(now, "No pain is noted.".to_owned());
                }
                Vec::new()
            }
            Screen::Summary(summary) => summary.asking.take_back(now).map(noted).into_iter().collect(),
            Screen::Ready(_) | Screen::Menu | Screen::Session(_) | Screen::Progress(_) | Screen::Browser(_) => {
                Vec::new()
            }
        }
    }
}

/// For how long a "0" that follows a "1" makes it ten.
const SECOND_DIGIT: Duration = Duration::from_millis(1_500);

fn noted(answer: Answer) -> Effect {
    Effect::Note(vec![Entry::Answer(answer)])
}

fn most() -> Option<Score> {
    Score::try_from(Score::MOST).ok()
}

fn score(key: Key) -> Option<Score> {
    let Code::Char(c) = key.code else { return None };
    let number = if c == 'x' { u32::from(Score::MOST) } else { c.to_digit(10)? };
    u8::try_from(number).ok().and_then(|n| Score::try_from(n).ok())
}
