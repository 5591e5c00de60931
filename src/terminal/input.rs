//! What comes in from the terminal, as this program's own events.
//!
//! The only room that reads the keyboard. Must not know what a key means.
//!
//! crossterm's reader runs on a thread of its own, blocking: when the terminal vanishes it spins inside the library,
//! and must then take nobody with it. That the terminal is gone is noticed beside it, by the runtime; the process is
//! meant to end soon after, without waiting for the thread.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use futures_core::Stream;
use tokio::sync::mpsc;

use crate::keys::{Code, Key};

/// How many events may wait; beyond, the reader waits too, and the rest stays in the terminal.
const QUEUE: usize = 256;

/// Something that came in from the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TerminalEvent {
    /// A key was pressed. Repeats and releases are not reported.
    Key(Key),
    /// Text was pasted; it is never to be taken for keys.
    Pasted(String),
    /// The terminal has another size now.
    Resized,
    /// The terminal is gone, or cannot be read any more. Nothing comes after this.
    Gone,
}

/// The stream of what comes in; it ends after [`TerminalEvent::Gone`].
#[derive(Debug)]
pub struct Inputs {
    events: mpsc::Receiver<TerminalEvent>,
    hang_up: HangUp,
    ended: bool,
}

impl Inputs {
    /// Starts to read. To be called in a tokio runtime with I/O enabled, once a [`super::Screen`] has been entered.
    pub fn start() -> Self {
        let (sender, events) = mpsc::channel(QUEUE);
        let reader = thread::Builder::new().name("input".into()).spawn(move || read(&sender));
        // Without the thread the sender is gone, and the stream says so.
        drop(reader);
        Self { events, hang_up: HangUp::watch(), ended: false }
    }
}

impl Stream for Inputs {
    type Item = TerminalEvent;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<TerminalEvent>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let event = match self.events.poll_recv(cx) {
            Poll::Ready(event) => event.unwrap_or(TerminalEvent::Gone),
            Poll::Pending if self.hang_up.poll(cx).is_ready() => TerminalEvent::Gone,
            Poll::Pending => return Poll::Pending,
        };
        self.ended = event == TerminalEvent::Gone;
        Poll::Ready(Some(event))
    }
}

/// Reads until nobody listens, or nothing can be read.
fn read(sender: &mpsc::Sender<TerminalEvent>) {
    while let Ok(event) = crossterm::event::read() {
        if let Some(event) = translate(event)
            && sender.blocking_send(event).is_err()
        {
            return;
        }
    }
}

/// Returns an event of this program's, if it is one that it knows.
fn translate(event: Event) -> Option<TerminalEvent> {
    match event {
        Event::Key(event) if event.kind == KeyEventKind::Press => key(event).map(TerminalEvent::Key),
        Event::Paste(text) => Some(TerminalEvent::Pasted(text)),
        Event::Resize(..) => Some(TerminalEvent::Resized),
        _ => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        // Some terminals tell Shift and Tab apart, and some have a key for both.
        KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Code::BackTab,
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    };
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    Some(Key { code, ctrl, alt })
}

/// Notices that the terminal behind standard input is gone, where the system tells.
#[derive(Debug)]
struct HangUp {
    #[cfg(target_os = "linux")]
    terminal: Option<tokio::io::unix::AsyncFd<std::os::fd::BorrowedFd<'static>>>,
}

impl HangUp {
    #[cfg(target_os = "linux")]
    fn watch() -> Self {
        use tokio::io::Interest;
        use tokio::io::unix::AsyncFd;

        // Not interested in what can be read: that would wake the program twice for each key.
        let interest = Interest::PRIORITY | Interest::ERROR;
        #[allow(deprecated, reason = "the other one is unsafe, for files that may be closed; this one never is")]
        let terminal = AsyncFd::with_interest(rustix::stdio::stdin(), interest).ok();
        Self { terminal }
    }

    /// Elsewhere a signal tells, or a frame that cannot be written.
    #[cfg(not(target_os = "linux"))]
    fn watch() -> Self {
        Self {}
    }

    #[cfg(target_os = "linux")]
    fn poll(&self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(terminal) = &self.terminal else { return Poll::Pending };
        while let Poll::Ready(ready) = terminal.poll_read_ready(cx) {
            let Ok(mut ready) = ready else { return Poll::Ready(()) };
            if ready.ready().is_read_closed() || ready.ready().is_error() {
                return Poll::Ready(());
            }
            ready.clear_ready();
        }
        Poll::Pending
    }

    #[cfg(not(target_os = "linux"))]
    fn poll(&self, _: &mut Context<'_>) -> Poll<()> {
        let _ = self;
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Option<TerminalEvent> {
        translate(Event::Key(KeyEvent::new(code, modifiers)))
    }

    #[test]
    fn presses_come_through_repeats_and_releases_do_not() {
        let mut event = KeyEvent::new(KeyCode::Char('n'), KeyModifiers::NONE);
        assert_eq!(translate(Event::Key(event)), Some(TerminalEvent::Key(Key::char('n'))));
        for kind in [KeyEventKind::Repeat, KeyEventKind::Release] {
            event.kind = kind;
            assert_eq!(translate(Event::Key(event)), None);
        }
    }

    #[test]
    fn modifiers_are_kept_but_shift_shows_in_the_character() {
        let key = |text: &str| Some(TerminalEvent::Key(text.parse().expect("a key")));
        assert_eq!(press(KeyCode::Char('c'), KeyModifiers::CONTROL), key("ctrl-c"));
        assert_eq!(press(KeyCode::Char('N'), KeyModifiers::SHIFT), key("N"));
        assert_eq!(press(KeyCode::Char('+'), KeyModifiers::SHIFT), key("+"));
        assert_eq!(press(KeyCode::BackTab, KeyModifiers::SHIFT), key("shift-tab"));
        assert_eq!(press(KeyCode::Tab, KeyModifiers::SHIFT), key("shift-tab"));
        assert_eq!(press(KeyCode::Left, KeyModifiers::ALT | KeyModifiers::CONTROL), key("ctrl-alt-←"));
        assert_eq!(press(KeyCode::CapsLock, KeyModifiers::NONE), None);
    }

    #[test]
    fn pasted_text_is_no_key() {
        assert_eq!(translate(Event::Paste("q".into())), Some(TerminalEvent::Pasted("q".into())));
        assert_eq!(translate(Event::FocusGained), None);
    }
}
