//! Draws faults for a terminal or a log: file, line, column, the lines themselves, what was expected and what to do.
//!
//! The drawing is `annotate-snippets`'; this room hands it lines that are already harmless and short. Must not know what
//! the faults are about.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::fault::{Fault, Faults, Span};
use super::text::picture;

/// How faults are to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Without colours.
    Plain,
    /// With the terminal's colours.
    Coloured,
}

/// How wide the drawing may be.
const WIDTH: usize = 100;
/// How much of a line is handed over to be drawn, and from where on its beginning is left out.
const LONGEST_LINE: usize = 500;
/// How much is kept before the place of the fault where the beginning is left out.
const LEAD: usize = 40;
/// How much of a line is underlined at most.
const LONGEST_MARK: usize = 60;
/// Places further apart than this many lines are shown apart.
const NEAR: usize = 4;

impl Faults {
    /// Draws the faults, one below the other, with a line on how many there are at the end.
    pub fn render(&self, look: Look) -> String {
        let renderer = match look {
            Look::Plain => Renderer::plain(),
            Look::Coloured => Renderer::styled(),
        }
        .term_width(WIDTH);
        let mut drawn = String::new();
        for fault in &self.list {
            drawn.push_str(renderer.render(&[self.group(fault)]).trim_end());
            drawn.push_str("\n\n");
        }
        let (all, more) = (self.count(), self.more);
        let tally = match (all, more) {
            (1, _) => "1 fault".to_owned(),
            (_, 0) => format!("{all} faults"),
            _ => format!("{all} faults; {more} of them are not shown"),
        };
        drawn.push_str(&self.file);
        drawn.push_str(": ");
        drawn.push_str(&tally);
        drawn
    }

    fn group<'f>(&'f self, fault: &'f Fault) -> Group<'f> {
        let mut group = Group::with_title(Level::ERROR.primary_title(fault.problem.as_str()));
        if fault.line == 0 {
            group = group.element(Origin::path(self.file.as_str()));
            group = group.element(Level::NOTE.no_name().message(fault.expected.as_str()));
        } else {
            let excerpts = excerpts(&self.text, fault);
            // A line that is shown from its middle would be given a wrong column.
            if excerpts.iter().any(|e| e.from_middle) {
                group = group.element(Origin::path(self.file.as_str()).line(fault.line).char_column(fault.column));
                group = group.elements(excerpts.into_iter().map(|e| e.snippet));
            } else {
                group = group.elements(excerpts.into_iter().map(|e| e.snippet.path(self.file.as_str())));
            }
        }
        if !fault.key.is_empty() {
            group = group.element(Level::NOTE.with_name("key").message(fault.key.as_str()));
        }
        if let Some(remedy) = &fault.remedy {
            group = group.element(Level::HELP.message(remedy.as_str()));
        }
        group
    }
}

/// A place to point at, and what to say there.
struct Mark<'f> {
    span: &'f Span,
    label: &'f str,
    kind: AnnotationKind,
    line: usize,
}

/// Some lines of the file, with what to say about them.
struct Excerpt<'f> {
    snippet: Snippet<'f, Annotation<'f>>,
    from_middle: bool,
}

/// Returns the lines to show: one stretch for places that are near to one another.
fn excerpts<'f>(text: &str, fault: &'f Fault) -> Vec<Excerpt<'f>> {
    let line_of = |span: &Span| text.get(..span.start).unwrap_or_default().matches('\n').count();
    let mut marks = vec![Mark {
        span: &fault.span,
        label: &fault.expected,
        kind: AnnotationKind::Primary,
        line: line_of(&fault.span),
    }];
    marks.extend(fault.related.iter().map(|r| Mark {
        span: &r.span,
        label: &r.label,
        kind: AnnotationKind::Context,
        line: line_of(&r.span),
    }));
    marks.sort_by_key(|m| m.line);
    marks.chunk_by(|a, b| b.line - a.line <= NEAR).map(|near| excerpt(text, near)).collect()
}

fn excerpt<'f>(text: &str, marks: &[Mark<'f>]) -> Excerpt<'f> {
    let first = marks.first().map_or(0, |m| m.line);
    let last = marks.last().map_or(0, |m| m.line);
    let mut shown = String::new();
    let mut annotations = Vec::new();
    let mut from_middle = false;
    let start = text.split_inclusive('\n').take(first).map(str::len).sum::<usize>();
    let mut at = start;
    let mut lines = text.get(start..).unwrap_or_default().split_inclusive('\n');
    for number in first..=last {
        let line = lines.next().unwrap_or_default();
        let content = line.trim_end_matches(['\n', '\r']);
        let here: Vec<_> = marks.iter().filter(|m| m.line == number).collect();
        let within = |m: &Mark| m.span.start.saturating_sub(at)..m.span.end.saturating_sub(at);
        let from = here.iter().map(|m| within(m).start).min().unwrap_or(0);
        let clipped = Clipped::new(content, from);
        from_middle |= !here.is_empty() && clipped.from_middle;
        annotations.extend(here.iter().map(|m| {
            let span = clipped.place(&within(m));
            m.kind.span(shown.len() + span.start..shown.len() + span.end).label(m.label)
        }));
        shown.push_str(&clipped.text);
        shown.push('\n');
        at += line.len();
    }
    Excerpt { snippet: Snippet::source(shown).line_start(first + 1).annotations(annotations), from_middle }
}

/// A line made harmless and short, with where each of its characters came from.
struct Clipped {
    text: String,
    /// For each character that is shown: its place in the line, and in the text.
    places: Vec<(usize, usize)>,
    from_middle: bool,
}

impl Clipped {
    fn new(line: &str, from: usize) -> Self {
        let lead = line.get(..from).unwrap_or(line).chars().count();
        let skipped = if lead > LONGEST_LINE - LONGEST_MARK { lead - LEAD } else { 0 };
        let mut text = String::new();
        let mut places = Vec::new();
        if skipped > 0 {
            text.push('…');
        }
        let mut characters = line.char_indices().skip(skipped);
        for (at, c) in characters.by_ref().take(LONGEST_LINE) {
            places.push((at, text.len()));
            text.push(picture(c));
        }
        places.push((characters.next().map_or(line.len(), |(at, _)| at), text.len()));
        if places.last().is_some_and(|(at, _)| *at < line.len()) {
            text.push('…');
        }
        Self { text, places, from_middle: skipped > 0 }
    }

    /// Finds a stretch of the line in the text; what is outside shrinks to the nearest end.
    fn place(&self, span: &Range<usize>) -> Range<usize> {
        let find = |at: usize| self.places.partition_point(|(from, _)| *from < at).min(self.places.len() - 1);
        let start = find(span.start);
        let end = find(span.end).clamp(start, start + LONGEST_MARK);
        let shown = |number: usize| self.places.get(number).or(self.places.last()).map_or(0, |(_, to)| *to);
        shown(start)..shown(end)
    }
}
