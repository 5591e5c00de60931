//! The weeks: a row each, the latest first. Which days had a session, how many there were against the goal, for how long; and
//! how much it hurt, on an axis that never changes.
//!
//! A week in which nothing was said about pain has no mark on the axis: a gap stays one. Must not know how medians are found.

use jiff::civil::Date;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::{Page, Progress};
use crate::history::{Goal, Median, WeekSum};

use super::super::canvas::{Canvas, from_bottom, from_left, from_top, share};
use super::super::text::{width, wrap};
use super::WIDE;

/// The columns of a week's name: "16 Nov", with its year "16 Nov 25", and the room behind it.
const NAME: u16 = 8;
const DATED_NAME: u16 = 10;
/// The columns of the sessions against the goal: "4 ■■[■■□]■■+".
const GOAL: u16 = 12;

/// Draws the page, as the page and the width ask for.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, progress: &Progress) {
    let theme = canvas.theme();
    let sessions = progress.page() == Page::Weeks;
    let pain = !sessions || area.width + 2 >= WIDE;
    let weeks = progress.weeks().get(progress.scrolled()..).unwrap_or_default();
    // Where weeks of other years come in sight, these are told.
    let dated = weeks.iter().take(usize::from(area.height)).any(|w| w.week.monday().year() != progress.today().year());
    let columns = Columns::of(area, sessions, pain, dated);
    let mut rest = area;
    let mut key = Vec::new();
    if sessions {
        key.push("● a session, ◐ in part");
    }
    if pain {
        let low = area.height < 14;
        key.push(if low {
            "○ before, ■ after, ◆ both"
        } else {
            "○ before, ■ after, ◆ both: weekly medians"
        });
        key.push(if low { "lower is less pain" } else { "0 is no pain: lower is less pain" });
    }
    let key = wrap(&key.join(" · "), area.width);
    let room = if area.height >= 10 { u16::try_from(key.len()).unwrap_or(u16::MAX) } else { 0 };
    let below = from_bottom(&mut rest, room);
    canvas.lines(below, &key, theme.faint());
    from_bottom(&mut rest, u16::from(area.height >= 12));
    columns.head(canvas, from_top(&mut rest, 1));
    let most = progress.weeks().iter().map(WeekSum::minutes).max().unwrap_or(0);
    for (y, week) in (rest.y..rest.bottom()).zip(weeks) {
        columns.row(canvas, Rect { y, height: 1, ..rest }, week, progress.today(), most);
    }
    canvas.more(rest, progress.scrolled() > 0, weeks.len() > usize::from(rest.height));
}

/// Which columns there is room for, and how wide they are.
struct Columns {
    /// The columns of the week's name.
    name: u16,
    /// The columns of a day; none without the calendar.
    day: u16,
    goal: bool,
    minutes: bool,
    /// The columns of the bar beside the minutes.
    bar: u16,
    /// The columns of the axis from 0 to 10; none without pain.
    axis: u16,
    /// Whether the medians stand beside it in numbers.
    numbers: bool,
}

impl Columns {
    fn of(area: Rect, sessions: bool, pain: bool, dated: bool) -> Self {
        let name = if dated { DATED_NAME } else { NAME };
        // The last column is for the marks that say that there is more.
        let room = area.width.saturating_sub(name + 1);
        let mut columns = Self { name, day: 0, goal: false, minutes: false, bar: 0, axis: 0, numbers: false };
        let mut left = room;
        if pain && !sessions {
            columns.axis = match left {
                91.. => 81,
                51.. => 41,
                _ => 21.min(left),
            };
            left -= columns.axis;
            columns.numbers = left >= 9;
            return columns;
        }
        if sessions {
            columns.day = if room >= 45 { 3 } else { 2 };
            left = left.saturating_sub(columns.day * 7 + 1);
            columns.goal = left >= GOAL;
            left = left.saturating_sub(GOAL);
            columns.minutes = left >= 5;
            left = left.saturating_sub(6);
        }
        if pain {
            columns.axis = 21;
            columns.numbers = true;
            left = left.saturating_sub(21 + 2 + 12);
        }
        columns.bar = if left >= 8 { left.min(24) } else { 0 };
        columns
    }

    fn head(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let style = canvas.theme().faint();
        let mut rest = area;
        from_left(&mut rest, self.name);
        for day in ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].iter().filter(|_| self.day > 0) {
            let cell = from_left(&mut rest, self.day);
            canvas.left(cell, if self.day > 2 { day } else { day.get(..1).unwrap_or(day) }, style);
        }
        if self.day > 0 {
            from_left(&mut rest, 1);
        }
        if self.goal {
            let band = format!("goal {}–{}", Goal::BAND.start(), Goal::BAND.end());
            canvas.left(from_left(&mut rest, GOAL), &band, style);
        }
        if self.minutes {
            let bar = if self.bar > 0 { self.bar + 1 } else { 0 };
            canvas.left(from_left(&mut rest, 5 + bar), if bar > 0 { "minutes" } else { "min" }, style);
        }
        if self.axis > 0 {
            from_left(&mut rest, if self.minutes { 2 } else { 0 });
            let axis = from_left(&mut rest, self.axis);
            canvas.left(axis, "0", style);
            canvas.left(Rect { x: axis.x + self.axis / 2, ..axis }, "5", style);
            canvas.right(axis, "10", style);
            from_left(&mut rest, 1);
            if self.numbers {
                canvas.left(rest, if rest.width < 14 { "medians" } else { "before → after" }, style);
            }
        }
    }

    fn row(&self, canvas: &mut Canvas<'_>, area: Rect, week: &WeekSum, today: Date, most: u64) {
        let theme = canvas.theme();
        let mut rest = area;
        let monday = week.week.monday();
        let name = monday.strftime(if monday.year() == today.year() { "%e %b" } else { "%e %b %y" }).to_string();
        let is_now = monday <= today && today <= week.week.sunday();
        canvas.left(from_left(&mut rest, self.name), &name, if is_now { theme.strong() } else { theme.plain() });
        if self.day > 0 {
            self.calendar(canvas, from_left(&mut rest, self.day * 7), week, today);
            from_left(&mut rest, 1);
        }
        if self.goal {
            let goal = format!("{:<2}{}", week.sessions, against_the_goal(week.sessions));
            canvas.left(from_left(&mut rest, GOAL), &goal, theme.plain());
        }
        if self.minutes {
            let minutes = week.minutes();
            let number = if minutes == 0 { "·".to_owned() } else { minutes.to_string() };
            canvas.right(from_left(&mut rest, 4), &number, theme.plain());
            from_left(&mut rest, 1);
            if self.bar > 0 {
                let bar = from_left(&mut rest, self.bar);
                let filled = share(bar.width, minutes, most).max(u16::from(minutes > 0));
                canvas.left(bar, &"━".repeat(usize::from(filled)), theme.plain());
                from_left(&mut rest, 1);
            }
        }
        if self.axis > 0 {
            from_left(&mut rest, if self.minutes { 2 } else { 0 });
            let axis = from_left(&mut rest, self.axis);
            from_left(&mut rest, 1);
            self.pain(canvas, axis, rest, week);
        }
    }

    fn calendar(&self, canvas: &mut Canvas<'_>, area: Rect, week: &WeekSum, today: Date) {
        let theme = canvas.theme();
        let mut rest = area;
        let days = std::iter::successors(Some(week.week.monday()), |day| day.tomorrow().ok());
        for ((sessions, partial), date) in week.days.iter().zip(week.partial_days).zip(days) {
            let cell = from_left(&mut rest, self.day);
            let mark = if partial == *sessions { "◐" } else { "●" };
            match sessions {
                // A day that is still to come is no day without a session.
                0 if date > today => {}
                0 => drop(canvas.left(cell, "·", theme.faint())),
                1 => drop(canvas.left(cell, mark, theme.strong())),
                2 if self.day > 2 => {
                    let first = if partial == 0 { "●" } else { "◐" };
                    canvas.pieces(cell, &[(mark, theme.strong()), (first, theme.strong())]);
                }
                n if self.day > 2 => drop(canvas.left(cell, &format!("{}{mark}", n.min(&9)), theme.strong())),
                n => drop(canvas.left(cell, &n.min(&9).to_string(), theme.strong())),
            }
        }
    }

    /// Draws the medians onto the axis; where nothing was said, there is no axis.
    fn pain(&self, canvas: &mut Canvas<'_>, axis: Rect, beside: Rect, week: &WeekSum) {
        let theme = canvas.theme();
        if week.before.is_none() && week.after.is_none() {
            let text = if week.sessions == 0 { "" } else { "nothing said" };
            canvas.left(axis, text, theme.faint());
            return;
        }
        let at = |halves: u16| axis.x + share(self.axis - 1, u64::from(halves), 20);
        for halves in [0, 10, 20] {
            canvas.cell(at(halves), axis.y, '·', theme.faint());
        }
        let marks: [(Option<Median>, char); 2] = [(week.before, '○'), (week.after, '■')];
        for (median, mark) in marks {
            if let Some(median) = median {
                canvas.cell(at(median.halves()), axis.y, mark, theme.strong());
            }
        }
        if let Some(median) = week.before.filter(|m| Some(*m) == week.after) {
            canvas.cell(at(median.halves()), axis.y, '◆', theme.strong());
        }
        if self.numbers {
            let number = |median: Option<Median>| median.map_or("–".to_owned(), |m| m.to_string());
            let style: Style = theme.plain();
            let text = format!("{} → {}", number(week.before), number(week.after));
            canvas.left(beside, &text, style);
        }
    }
}

/// Draws a square for each session, the goal's band between brackets.
fn against_the_goal(sessions: u16) -> String {
    let (least, most) = (*Goal::BAND.start(), *Goal::BAND.end());
    let mut text = String::new();
    for at in 1..=most {
        if at == least {
            text.push('[');
        }
        text.push(match at <= sessions {
            true => '■',
            false if at >= least => '□',
            false => '·',
        });
    }
    text.push(']');
    match sessions.saturating_sub(most) {
        0 => {}
        more @ 1..=2 => text.push_str(&"■".repeat(usize::from(more))),
        _ => text.push_str("■■+"),
    }
    debug_assert!(width(&text) + 2 <= GOAL, "it has its room");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_band_of_the_goal_stands_between_brackets() {
        assert_eq!(against_the_goal(0), "··[□□□]");
        assert_eq!(against_the_goal(2), "■■[□□□]");
        assert_eq!(against_the_goal(4), "■■[■■□]");
        assert_eq!(against_the_goal(6), "■■[■■■]■");
        assert_eq!(against_the_goal(21), "■■[■■■]■■+");
    }
}
