//! Exercise by exercise: what was done session by session, and what comes next.
//!
//! Must not know by what rule something comes next.

use ratatui::layout::Rect;

use crate::app::{Course, Progress};
use crate::history::{Counted, Next, Point, Tally, why_in_words};
use crate::words::count;

use super::super::canvas::{Canvas, from_left, from_top};
use super::super::text::{width, wrap};

/// What a session's column is made of, by eighths.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The columns of the series at most.
const SERIES: u16 = 40;

/// Draws the page.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, progress: &Progress) {
    let theme = canvas.theme();
    let mut rest = area;
    let room = area.width.saturating_sub(2);
    let roomy = area.height >= 14;
    if roomy {
        let key = "A column is a session: how much was done of the most that was planned; the latest at the right.";
        let rows = canvas.lines(rest, &wrap(key, room), theme.faint());
        from_top(&mut rest, rows + 1);
    }
    let first = progress.scrolled();
    let whole = rest;
    let mut shown = 0;
    for course in progress.courses().iter().skip(first) {
        let next = wrap(&next(course), room.saturating_sub(2));
        let rows = 2 + u16::try_from(next.len()).unwrap_or(u16::MAX);
        // Half an entry says little; but one that has no room at all would say nothing.
        if rows > rest.height && shown > 0 {
            break;
        }
        shown += 1;
        let line = Rect { width: room, ..from_top(&mut rest, 1) };
        let taken = canvas.right(line, &count(usize::from(course.tally.sessions), "session"), theme.faint());
        canvas.left(Rect { width: line.width.saturating_sub(taken + 2), ..line }, &course.name, theme.strong());
        let mut line = Rect { width: room, ..from_top(&mut rest, 1) };
        from_left(&mut line, 2);
        let last = last(&course.tally);
        let columns = SERIES.min(line.width.saturating_sub(width(&last) + 2));
        let series = series(&course.tally, columns);
        let taken = canvas.left(line, &series, theme.plain());
        from_left(&mut line, taken + 2);
        canvas.left(line, &last, theme.plain());
        from_left(&mut rest, 2);
        let rows = canvas.lines(rest, &next, theme.plain());
        from_top(&mut rest, rows + u16::from(roomy));
        rest.x = whole.x;
        rest.width = whole.width;
    }
    canvas.more(whole, first > 0, first + shown < progress.courses().len());
}

/// Draws what was done session by session; the height of a column is that of the most that was ever planned, or would have been
/// done by the clock. Only what was done to its end fills one.
fn series(tally: &Tally, columns: u16) -> String {
    let amount = |p: &Point| match tally.counted {
        Counted::Lengths => p.held.as_secs(),
        _ => u64::from(p.done),
    };
    let whole = |p: &Point| match (tally.counted, p.done) {
        (Counted::Lengths, 0) => amount(p),
        (Counted::Lengths, done) => amount(p) * u64::from(p.planned.max(done)) / u64::from(done),
        (_, done) => u64::from(done.max(p.planned)),
    };
    let skipped = tally.points.len().saturating_sub(usize::from(columns));
    let shown = tally.points.get(skipped..).unwrap_or_default();
    let most = shown.iter().map(whole).max().unwrap_or(1).max(1);
    let eighths = |p: &Point| {
        let full = if p.done < p.planned { 7 } else { 8 };
        usize::try_from((amount(p) * 8).div_ceil(most)).unwrap_or(full).min(full)
    };
    shown.iter().filter_map(|p| EIGHTHS.get(eighths(p))).collect()
}

/// Tells what was done the last time; of what was never done, when it was skipped or stopped, and why.
fn last(tally: &Tally) -> String {
    let Some(point) = tally.points.last().or(tally.met.as_ref()) else { return String::new() };
    let date = point.date.strftime("%-d %b");
    if tally.counted == Counted::Lengths && point.planned == 1 && tally.sessions > 0 {
        return format!("{} on {date}", crate::units::plain(std::time::Duration::from_secs(point.held.as_secs())));
    }
    let why = tally.reasons.last().filter(|_| tally.sessions == 0);
    let why = why.map(|(_, reason)| format!(" ({})", why_in_words(*reason))).unwrap_or_default();
    format!("{} of {} {} on {date}{why}", point.done, point.planned, tally.counted.word(point.planned))
}

/// Tells what comes next.
fn next(course: &Course) -> String {
    let more = |sessions: u16, days: u16| {
        let sessions = (sessions > 0).then(|| format!("{} more", count(usize::from(sessions), "session")));
        let days = (days > 0).then(|| format!("{} more", count(usize::from(days), "day")));
        [sessions, days].into_iter().flatten().collect::<Vec<_>>().join(" and ")
    };
    match course.next {
        Some(Next::Offer(offer)) => {
            let sets = format!("{} more", count(usize::from(offer.sets), "set"));
            let repetitions = offer.repetitions.map(|r| format!(" or {} more", count(usize::from(r), "repetition")));
            format!("It can be {sets}{}, if it feels right.", repetitions.unwrap_or_default())
        }
        Some(Next::Later { sessions, days }) => format!("Stays as it is for {}.", more(sessions, days)),
        Some(Next::MorePain) => "Stays as it is while there is more pain than there was.".to_owned(),
        None => String::new(),
    }
}
