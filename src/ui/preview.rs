//! The preview: a routine's exercises with their doses, and all there is to read about the one under the cursor.
//!
//! ```text
//! Ten for the back                      29:10 of 36:48   header
//! 9 of 10 exercises              pain now? 0–9 …        what is ticked
//!
//! [x]  1 Bridge pose          3:12 │ Bridge pose
//! [x]  2 Cat pose             2:05 │ also: glute bridge
//! [ ]  3 Cobra pose           4:40 │ 12 × hold 10 s, 3 s between
//!                                  │ Getting there
//!                                  │ • …
//! enter start  f from here  o only this        ? help   footer
//! ```
//!
//! In a narrow terminal the text is shown below the list. Must not know what a key does.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::{App, Dial, Preview};
use crate::catalog::{Area, Exercise, Kit};
use crate::keys::{Action, Context};
use crate::plan::fit::Share;
use crate::plan::{Section, Step};
use crate::readiness::{Lock, named};
use crate::units::{Moment, plain};
use crate::words;

use super::canvas::{Canvas, from_bottom, from_left, from_top, inset};
use super::text::{width, wrap};
use super::theme::{Theme, Tone};
use super::{footer, locked, menu, moving};

/// From this width on, the text is shown beside the list.
const WIDE: u16 = 70;
/// From this height on, there are empty rows between the parts.
const ROOMY: u16 = 18;

/// Draws the preview of a routine.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App, preview: &Preview, now: Moment) {
    let mut rest = area;
    let roomy = area.height >= ROOMY;
    header(canvas, &mut rest, app, preview, roomy);
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Preview);
    let (list, text) = if area.width >= WIDE {
        from_bottom(&mut rest, u16::from(roomy));
        let list = from_left(&mut rest, (area.width * 9 / 20).min(52));
        from_left(&mut rest, 1);
        canvas.rule(from_left(&mut rest, 1));
        from_left(&mut rest, 1);
        (list, rest)
    } else {
        let text = from_bottom(&mut rest, area.height / 2);
        (rest, text)
    };
    entries(canvas, list, preview);
    let Some(section) = preview.whole.sections.get(preview.cursor()) else { return };
    let mut text = inset(text, 1);
    if let Some(place) = figure_area(area).filter(|_| canvas.theme().figure.grain.is_some()) {
        from_top(&mut text, place.height);
        let figure = moving::of(app.figures(), section);
        let side = preview.whole.steps.get(section.steps.start).and_then(Step::side);
        let beat = moving::coming(figure, now.since(preview.since()), side, canvas.theme().figure);
        moving::draw(canvas, place, figure, &beat);
    }
    let notes = notes(app, preview);
    let mut lines = about(app, section, preview.dial(), &notes, text.width.saturating_sub(1), canvas.theme());
    if let Some(lock) = preview.lock(preview.cursor()) {
        // Behind the name, before all else: whoever cannot do it now wants to know why.
        let told = lock_told(app, lock, text.width.saturating_sub(1), canvas.theme());
        lines.splice(1.min(lines.len())..1.min(lines.len()), told);
    }
    scrolled(canvas, text, &lines, preview.scrolled());
}

/// Returns where the figure is shown: above the text, where there is room for both.
pub(super) fn figure_area(area: Rect) -> Option<Rect> {
    if area.width < WIDE || area.height < 22 {
        return None;
    }
    let left = (area.width * 9 / 20).min(52) + 3;
    let height = (area.height - 5) / 2;
    let place = Rect { x: area.x + left + 1, y: area.y + 3, width: area.width - left - 2, height };
    (place.width >= moving::LEAST.0 && height >= moving::LEAST.1).then_some(place)
}

fn header(canvas: &mut Canvas<'_>, rest: &mut Rect, app: &App, preview: &Preview, roomy: bool) {
    let theme = canvas.theme();
    let (whole, all) = (&preview.whole, preview.whole.sections.len());
    let ticked = (0..all).filter(|e| !preview.is_left_out(*e)).count();
    let length = match &preview.plan {
        None => "nothing is ticked".to_owned(),
        Some(plan) => match &preview.within {
            Some(within) => format!("{}, within {}", plan.total(), plain(within.budget)),
            None if ticked == all => plan.total().to_string(),
            None => format!("{} of {}", plan.total(), whole.total()),
        },
    };
    let row = inset(from_top(rest, 1), 1);
    let taken = canvas.right(row, &length, theme.strong());
    canvas.left(Rect { width: row.width.saturating_sub(taken + 2), ..row }, &whole.title, theme.strong());
    if roomy {
        let count = if ticked == all {
            words::count(all, "exercise")
        } else {
            format!("{ticked} of {}", words::count(all, "exercise"))
        };
        let order = if preview.is_in_source_order() { " · the source's order" } else { "" };
        let standing = preview.standing.as_ref().map(|standing| format!("; {standing}")).unwrap_or_default();
        let count = format!("{count}{standing}{order}{}", menu::pace(app));
        let row = inset(from_top(rest, 1), 1);
        let pain = match app.pain() {
            None => "pain now? 0–10, or skip it".to_owned(),
            Some(score) => format!("pain now: {score} of 10"),
        };
        let taken = canvas.right(row, &pain, theme.faint());
        canvas.left(Rect { width: row.width.saturating_sub(taken + 2), ..row }, &count, theme.faint());
    }
    // In the place of the gap, or of an exercise: nobody should wonder where one has gone.
    if let Some(locked) = preview.locked_line() {
        canvas.left(inset(from_top(rest, 1), 1), &locked, theme.tone(Tone::Still));
    } else if roomy {
        from_top(rest, 1);
    }
}

fn entries(canvas: &mut Canvas<'_>, area: Rect, preview: &Preview) {
    let theme = canvas.theme();
    let all = preview.whole.sections.len();
    let fit = usize::from(area.height.max(1));
    let first = menu::first_shown(preview.cursor(), all, fit);
    let mut rest = area;
    for (at, section) in preview.whole.sections.iter().enumerate().skip(first).take(fit) {
        let out = preview.is_left_out(at);
        let style = match (at == preview.cursor(), out) {
            (true, _) => theme.selected(),
            (false, true) => theme.faint(),
            (false, false) => theme.plain(),
        };
        let row = from_top(&mut rest, 1);
        if at == preview.cursor() {
            canvas.paint(row, style);
        }
        let row = inset(row, 1);
        let (locked, share) = (preview.lock(at).is_some(), preview.share(at));
        let length = match share {
            _ if locked => "locked".to_owned(),
            Share::LeftOut if out => "no time".to_owned(),
            _ => preview.whole.section_total(at).to_string(),
        };
        let taken = canvas.right(row, &length, style);
        let (tick, cut) = match share {
            _ if locked => (" · ", String::new()),
            _ if out => ("[ ]", String::new()),
            Share::Shortened(cut) => ("[-]", format!(" · {}", words::shortened(&cut))),
            _ => ("[x]", String::new()),
        };
        let text = format!("{tick} {:>2} {}{cut}", at + 1, section.name);
        canvas.left(Rect { width: row.width.saturating_sub(taken + 1), ..row }, &text, style);
    }
    canvas.more(area, first > 0, first + fit < all);
}

/// Draws lines from the one to which they are scrolled, and how much more there is.
pub(super) fn scrolled(canvas: &mut Canvas<'_>, area: Rect, lines: &[(String, Style)], scroll: u16) {
    let all = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let last = all.saturating_sub(area.height);
    canvas.reaches(last);
    let first = scroll.min(last);
    for (y, (line, style)) in (area.y..area.bottom()).zip(lines.iter().skip(usize::from(first))) {
        canvas.left(Rect { y, height: 1, width: area.width.saturating_sub(1), ..area }, line, *style);
    }
    canvas.more(area, first > 0, first < last);
}

/// Returns what there is to say of the entry that is looked at just now: what there is time for, whether it may be more.
fn notes(app: &App, preview: &Preview) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(within) = &preview.within {
        let what = match preview.share(preview.cursor()) {
            Share::Whole => None,
            Share::LeftOut => Some("no time for it".to_owned()),
            Share::Shortened(cut) => Some(words::shortened(&cut)),
        };
        notes.extend(what.map(|what| format!("Within {}: {what}.", plain(within.budget))));
    }
    if app.growing().is_some() {
        notes.push("m: a little more of it? It goes well.".to_owned());
    }
    notes
}

/// Returns all there is to read about an exercise, in lines of a width.
pub(super) fn about(
    app: &App,
    section: &Section,
    dial: Dial,
    notes: &[String],
    width: u16,
    theme: Theme,
) -> Vec<(String, Style)> {
    let mut text = Text { width, lines: Vec::new() };
    let exercise = app.catalog().exercise(&section.exercise);
    let prescription = exercise.and_then(|e| e.prescription(Some(&section.prescription)));
    text.paragraph(&section.name, theme.strong());
    // Before the other names: what is being changed is to be seen in a small terminal too.
    dose(&mut text, app, section, dial, theme);
    if let Some(exercise) = exercise {
        names(&mut text, section, exercise, theme);
    }
    for note in notes {
        text.paragraph(note, theme.strong());
    }
    text.gap();
    text.paragraph(&words::capital(section.position.words()), theme.plain());
    let kit: Vec<&str> = section.kit.iter().copied().map(Kit::words).collect();
    if !kit.is_empty() {
        text.paragraph(&format!("Kit: {}", kit.join(", ")), theme.plain());
    }
    if let Some(lacks) = menu::lacks(app, &section.kit) {
        text.paragraph(&lacks, theme.strong());
    }
    if let Some(exercise) = exercise {
        let areas: Vec<&str> = exercise.areas.iter().copied().map(Area::words).collect();
        text.paragraph(&format!("For: {}", areas.join(", ")), theme.plain());
        let tier = prescription.and_then(|p| p.tier).unwrap_or(exercise.tier);
        text.paragraph(&words::capital(tier.words()), theme.plain());
    }
    let setup: Vec<String> = section.setup.iter().chain(section.parts.iter().flat_map(|p| &p.setup)).cloned().collect();
    text.list("Getting there", "•", &setup, theme.plain(), theme);
    if let Some(means) = section.side_means.as_ref() {
        text.paragraph(&format!("Left or right: the {means}."), theme.plain());
    }
    text.list("Doing it", "•", &section.cues, theme.plain(), theme);
    text.list("Take care", "!", &section.cautions, theme.tone(Tone::Warning), theme);
    text.gap();
    if let Some(note) = prescription.and_then(|p| p.note.as_ref()) {
        text.paragraph(note, theme.plain());
    }
    if let Some(source) = app.catalog().source(&section.source) {
        let author = source.author.as_ref().map(|a| format!(", {a}")).unwrap_or_default();
        text.paragraph(&format!("After “{}”{author}", source.title), theme.faint());
    }
    text.lines
}

/// Tells the dose, which of its numbers can be changed, and what the source says of them.
fn dose(text: &mut Text, app: &App, section: &Section, dial: Dial, theme: Theme) {
    if let Some(dose) = app.dose_in_words(section) {
        text.paragraph(&words::capital(&dose), theme.strong());
    }
    let amounts = app.amounts(section);
    let key = |action| footer::key_of(Context::Preview, action);
    if !amounts.is_empty() {
        let marked = |(nth, amount)| {
            let words = words::amount(amount);
            if nth == dial.nth { format!("{} {words} {}", key(Action::Less), key(Action::More)) } else { words }
        };
        let numbers: Vec<String> = amounts.iter().enumerate().map(marked).collect();
        let other = if amounts.len() > 1 { format!(" ({})", key(Action::OtherNumber)) } else { String::new() };
        text.paragraph(&format!("{}{other}", numbers.join(" · ")), theme.plain());
    }
    if let (Some(more), Some(amount)) = (dial.warned, amounts.get(dial.nth)) {
        let key = key(if more { Action::More } else { Action::Less });
        let says = words::source_of_amount(amount);
        let who = words::capital(&named(app.catalog(), &section.source));
        let warning = format!("{who} says {says}. Press {key} again to go past it.");
        text.items("!", &[warning], theme.tone(Tone::Warning));
    }
    let changed = app.is_changed(section);
    let changed_ones = amounts.iter().filter(|a| changed && a.value != a.source.default);
    let told: Vec<String> = changed_ones.map(words::source_of_amount).collect();
    let source =
        if told.is_empty() { app.prescription(section).and_then(words::range_note) } else { Some(told.join(", ")) };
    if let Some(says) = source {
        text.paragraph(&format!("The source: {says}"), theme.faint());
    }
    if changed {
        text.paragraph(&format!("It is your dose; {} takes it back.", key(Action::UsualDose)), theme.faint());
    }
}

/// Returns why an exercise is locked, where the sources stand, and what can be done, in lines of a width.
fn lock_told(app: &App, lock: &Lock, width: u16, theme: Theme) -> Vec<(String, Style)> {
    let mut text = Text { width, lines: Vec::new() };
    text.paragraph(&format!("Locked: {}.", lock.brief()), theme.tone(Tone::Still));
    text.lines.extend(locked::about(app.catalog(), lock, width, theme));
    match app.stand_in_name() {
        Some(name) => text.paragraph(&format!("i takes {name} instead; u unlocks it."), theme.tone(Tone::Still)),
        None => text.paragraph("u unlocks it.", theme.tone(Tone::Still)),
    }
    text.gap();
    text.lines
}

fn names(text: &mut Text, section: &Section, exercise: &Exercise, theme: Theme) {
    let mut also: Vec<&str> = exercise.aliases.iter().map(String::as_str).collect();
    if section.name != exercise.name {
        also.insert(0, &exercise.name);
    }
    if !also.is_empty() {
        text.paragraph(&format!("Also: {}", also.join(", ")), theme.faint());
    }
}

/// Lines being written, broken at a width.
pub(super) struct Text {
    pub(super) width: u16,
    pub(super) lines: Vec<(String, Style)>,
}

impl Text {
    pub(super) fn paragraph(&mut self, text: &str, style: Style) {
        self.lines.extend(wrap(text, self.width).into_iter().map(|l| (l, style)));
    }

    pub(super) fn gap(&mut self) {
        if self.lines.last().is_some_and(|(l, _)| !l.is_empty()) {
            self.lines.push((String::new(), Style::new()));
        }
    }

    fn list(&mut self, title: &str, mark: &str, items: &[String], style: Style, theme: Theme) {
        if items.is_empty() {
            return;
        }
        self.gap();
        self.paragraph(title, theme.strong());
        self.items(mark, items, style);
    }

    fn items(&mut self, mark: &str, items: &[String], style: Style) {
        for item in items {
            let indent = width(mark) + 1;
            let blank = usize::from(indent);
            for (nth, line) in wrap(item, self.width.saturating_sub(indent)).into_iter().enumerate() {
                let lead = if nth == 0 { mark } else { "" };
                self.lines.push((format!("{lead:<blank$}{line}"), style));
            }
        }
    }
}
