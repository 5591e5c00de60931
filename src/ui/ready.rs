//! "Before you begin": four questions on one screen.
//!
//! ```text
//! Before you begin                                             header
//! Four things that help to show only what suits you now. …
//!
//! Your baby was born
//!   ( ) not said  (•) on 2026-09-01  ( ) not postpartum
//! A doctor or midwife has cleared you
//!   …
//! Open: the gentle start. The rest opens once …                what it comes to
//! enter done  esc skip                             ? help      footer
//! ```
//!
//! In a small terminal the answers stand in a line each, and only the question with the cursor shows its choices. Must not
//! know what an answer opens.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::{App, Question, Ready};
use crate::catalog::Kit;
use crate::keys::Context;
use crate::readiness::Sign;

use super::canvas::{Canvas, from_bottom, from_top, inset};
use super::footer;
use super::text::{width, wrap};
use super::theme::Tone;

const WHY: &str = "Four things that help to offer only what suits you now. Leave open what you like; nothing of it leaves \
    this computer, and all of it can be changed later.";
const ASK: &str = "Whatever you say here: please ask your doctor or midwife before you begin.";
/// From this size on, all choices are shown.
const ROOMY: (u16, u16) = (76, 22);

/// Draws the form.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App, form: &Ready) {
    let theme = canvas.theme();
    let mut rest = area;
    let title = if form.first { "Before you begin" } else { "About you" };
    canvas.left(inset(from_top(&mut rest, 1), 1), title, theme.strong());
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Ready);
    let rest = inset(rest, 1);
    if area.width >= ROOMY.0 && area.height >= ROOMY.1 {
        roomy(canvas, rest, app, form);
    } else {
        narrow(canvas, rest, app, form);
    }
}

fn roomy(canvas: &mut Canvas<'_>, mut rest: Rect, app: &App, form: &Ready) {
    let theme = canvas.theme();
    let gap = u16::from(rest.height >= 26);
    paragraph(canvas, &mut rest, WHY, theme.plain());
    from_top(&mut rest, 1);
    for question in Question::ALL {
        let chosen = form.question() == question;
        canvas.left(from_top(&mut rest, 1), asked(question), if chosen { theme.strong() } else { theme.plain() });
        let lines = flow(form, question, rest.width.saturating_sub(2));
        for line in lines {
            let row = from_top(&mut rest, 1);
            let row = Rect { x: row.x + 2, width: row.width.saturating_sub(2), ..row };
            options(canvas, row, form, question, &line);
        }
        from_top(&mut rest, gap);
    }
    from_top(&mut rest, 1);
    let (text, style) = outcome(app, form, canvas);
    let mut told = from_top(&mut rest, 3);
    paragraph(canvas, &mut told, &text, style);
    let gap = u16::from(rest.height > 1);
    from_top(&mut rest, gap);
    canvas.left(rest, ASK, theme.strong());
}

fn narrow(canvas: &mut Canvas<'_>, mut rest: Rect, app: &App, form: &Ready) {
    let theme = canvas.theme();
    for question in Question::ALL {
        let chosen = form.question() == question;
        let style = if chosen { theme.strong() } else { theme.plain() };
        let row = from_top(&mut rest, 1);
        let mark = if chosen { "› " } else { "  " };
        canvas.pieces(row, &[(mark, style), (brief(question), style), (": ", style), (&said(form, question), style)]);
    }
    let (text, style) = outcome(app, form, canvas);
    let mut below = wrap(&text, rest.width);
    let question = form.question();
    let lines = flow(form, question, rest.width.saturating_sub(2));
    // What it comes to is to be read whole, as far as a row is left for the choices.
    let fit = usize::from(rest.height).saturating_sub(below.len()).max(1);
    let with_cursor = lines.iter().position(|l| l.contains(&form.at(question))).unwrap_or(0);
    let first = with_cursor.saturating_sub(fit - 1);
    let shown = lines.iter().skip(first).take(fit);
    let choices = Rect { height: u16::try_from(shown.len()).unwrap_or(u16::MAX), ..rest };
    for line in shown {
        options(canvas, from_top(&mut rest, 1), form, question, line);
    }
    canvas.more(choices, first > 0, first + fit < lines.len());
    let ask = wrap(ASK, rest.width);
    if form.fault().is_none() && below.len() + ask.len() <= usize::from(rest.height) {
        below.extend(ask);
    }
    canvas.lines(rest, &below, style);
}

fn paragraph(canvas: &mut Canvas<'_>, rest: &mut Rect, text: &str, style: Style) {
    let lines = wrap(text, rest.width);
    let rows = canvas.lines(*rest, &lines, style);
    from_top(rest, rows);
}

/// Says what is wrong, or what is meant by the word under the cursor, or what would be open.
fn outcome(app: &App, form: &Ready, canvas: &Canvas<'_>) -> (String, Style) {
    let theme = canvas.theme();
    if let Some(fault) = form.fault() {
        return (fault.to_string(), theme.tone(Tone::Warning));
    }
    let sign = form.at(Question::Signs).checked_sub(1).and_then(|at| Sign::ALL.get(at));
    if let Some(sign) = sign.filter(|_| form.question() == Question::Signs) {
        let word = crate::words::capital(sign.word());
        if !form.is_taken(Question::Signs, form.at(Question::Signs)) {
            return (format!("{word}: {}.", sign.meaning()), theme.plain());
        }
    }
    match app.would_open() {
        Some(gate) => (gate.to_string(), theme.plain()),
        None => ("Type the day as year, month, day, such as 2026-09-01.".to_owned(), theme.plain()),
    }
}

const fn asked(question: Question) -> &'static str {
    match question {
        Question::Born => "When was your baby born?",
        Question::Cleared => "Has a doctor or midwife cleared you for exercise?",
        Question::Signs => "Do you notice any of these?",
        Question::Kit => "What is at hand?",
    }
}

const fn brief(question: Question) -> &'static str {
    match question {
        Question::Born => "Baby born",
        Question::Cleared => "Cleared",
        Question::Signs => "You notice",
        Question::Kit => "At hand",
    }
}

/// Returns what is said, in a few words.
fn said(form: &Ready, question: Question) -> String {
    let taken = (0..question.choices()).filter(|at| form.is_taken(question, *at));
    let words: Vec<String> = taken.map(|at| choice(form, question, at)).collect();
    if words.is_empty() { "not said".to_owned() } else { words.join(", ") }
}

/// Returns the words of a choice.
fn choice(form: &Ready, question: Question, at: usize) -> String {
    let nth = |words: &[&str]| words.get(at).copied().unwrap_or_default().to_owned();
    match (question, at.checked_sub(1)) {
        (Question::Born, Some(0)) => format!("on {}", form.day()),
        (Question::Born, _) => nth(&["not said", "", "not postpartum"]),
        (Question::Cleared, _) => nth(&["not said", "yes", "not yet"]),
        (Question::Signs, None) => "none of them".to_owned(),
        (Question::Signs, Some(at)) => Sign::ALL.get(at).map_or("", |sign| sign.word()).to_owned(),
        (Question::Kit, None) => "nothing".to_owned(),
        (Question::Kit, Some(at)) => Kit::ALL.get(at).map_or("", |kit| kit.words()).to_owned(),
    }
}

fn shown(form: &Ready, question: Question, at: usize) -> String {
    let mark = match (question.is_one_of(), form.is_taken(question, at)) {
        (true, true) => "(•)",
        (true, false) => "( )",
        (false, true) => "[x]",
        (false, false) => "[ ]",
    };
    format!("{mark} {}", choice(form, question, at))
}

/// Returns the choices of a question, in as many lines as they need.
fn flow(form: &Ready, question: Question, columns: u16) -> Vec<Vec<usize>> {
    let mut lines: Vec<Vec<usize>> = Vec::new();
    let mut used = 0;
    for at in 0..question.choices() {
        let wide = width(&shown(form, question, at)) + 2;
        match lines.last_mut() {
            Some(line) if used + wide <= columns + 2 => {
                line.push(at);
                used += wide;
            }
            _ => {
                lines.push(vec![at]);
                used = wide;
            }
        }
    }
    lines
}

fn options(canvas: &mut Canvas<'_>, row: Rect, form: &Ready, question: Question, line: &[usize]) {
    let theme = canvas.theme();
    let mut pieces = Vec::new();
    for at in line {
        let style = match (form.question() == question && form.at(question) == *at, form.is_taken(question, *at)) {
            (true, _) => theme.selected(),
            (false, true) => theme.strong(),
            (false, false) => theme.plain(),
        };
        pieces.push((shown(form, question, *at), style));
        pieces.push(("  ".to_owned(), theme.plain()));
    }
    let pieces: Vec<(&str, Style)> = pieces.iter().map(|(text, style)| (text.as_str(), *style)).collect();
    canvas.pieces(row, &pieces);
}
