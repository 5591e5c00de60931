//! Drawing a chart as SVG: a frame with an axis, bars, marks, lines.
//!
//! Everything is told by shape and place, so that it can be read in print and without colours. Must not know what is drawn.

use std::fmt::Write as _;

use super::text::html;

/// The size of a chart, in its own units.
pub(super) const WIDTH: i64 = 720;
const LEFT: i64 = 44;
const RIGHT: i64 = 12;
const TOP: i64 = 16;
const BOTTOM: i64 = 30;
/// The room that a label takes.
const LABEL: i64 = 46;

/// A chart that is being drawn.
pub(super) struct Chart {
    height: i64,
    /// The highest value of the axis.
    most: i64,
    /// Where the last label stands.
    labelled: Option<i64>,
    body: String,
}

/// How a mark is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// An open circle.
    Circle,
    /// A filled square.
    Square,
}

impl Chart {
    /// Begins a chart whose axis goes from 0 to `most`, with a line and a number at each of `ticks`.
    pub(super) fn new(height: i64, most: i64, ticks: impl IntoIterator<Item = i64>) -> Self {
        let mut chart = Self { height, most: most.max(1), labelled: None, body: String::new() };
        for tick in ticks {
            let y = chart.y(tick * 2);
            chart.add(format_args!(r#"<line class="grid" x1="{LEFT}" y1="{y}" x2="{}" y2="{y}"/>"#, WIDTH - RIGHT));
            chart.add(format_args!(
                r#"<text class="axis" x="{}" y="{}" text-anchor="end">{tick}</text>"#,
                LEFT - 6,
                y + 4
            ));
        }
        chart
    }

    /// Shades what lies between two values.
    pub(super) fn band(&mut self, low: i64, high: i64) {
        let (top, bottom) = (self.y(high * 2), self.y(low * 2));
        let (width, height) = (WIDTH - LEFT - RIGHT, bottom - top);
        self.add(format_args!(r#"<rect class="band" x="{LEFT}" y="{top}" width="{width}" height="{height}"/>"#));
    }

    /// Draws a line across at a value.
    pub(super) fn across(&mut self, value: i64) {
        let y = self.y(value * 2);
        self.add(format_args!(r#"<line class="goal" x1="{LEFT}" y1="{y}" x2="{}" y2="{y}"/>"#, WIDTH - RIGHT));
    }

    /// Draws a bar for place `at` of `of`, with its value above it; an open one says that it is not the whole.
    pub(super) fn bar(&mut self, at: usize, of: usize, value: i64, is_open: bool) {
        let (from, to) = (Self::edge(at, of), Self::edge(at + 1, of));
        let gap = ((to - from) / 6).max(1);
        let (x, width, y) = (from + gap, (to - from - 2 * gap).max(1), self.y(value * 2));
        let (class, height) = (if is_open { "part" } else { "bar" }, self.y(0) - y);
        self.add(format_args!(r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#));
        if to - from >= 18 {
            self.add(format_args!(
                r#"<text class="value" x="{}" y="{}" text-anchor="middle">{value}</text>"#,
                i64::midpoint(from, to),
                y - 4
            ));
        }
    }

    /// Draws the outline of a bar for place `at` of `of`.
    pub(super) fn frame(&mut self, at: usize, of: usize, value: i64) {
        let (from, to) = (Self::edge(at, of), Self::edge(at + 1, of));
        let gap = ((to - from) / 6).max(1);
        let (x, width, y) = (from + gap, (to - from - 2 * gap).max(1), self.y(value * 2));
        let height = self.y(0) - y;
        self.add(format_args!(r#"<rect class="frame" x="{x}" y="{y}" width="{width}" height="{height}"/>"#));
    }

    /// Writes below place `at` of `of`, unless that would touch what was written before.
    pub(super) fn label(&mut self, at: usize, of: usize, text: &str) {
        let x = i64::midpoint(Self::edge(at, of), Self::edge(at + 1, of));
        if self.labelled.is_some_and(|last| x - last < LABEL) {
            return;
        }
        self.labelled = Some(x);
        let y = self.height - BOTTOM + 18;
        self.add(format_args!(r#"<text class="axis" x="{x}" y="{y}" text-anchor="middle">{}</text>"#, html(text)));
    }

    /// Writes beside the axis, at its top.
    pub(super) fn remark(&mut self, text: &str) {
        self.add(format_args!(r#"<text class="axis" x="{}" y="{}">{}</text>"#, LEFT + 4, TOP + 12, html(text)));
    }

    /// Draws a mark at place `at` of `of`, moved aside by so much, at twice a value.
    pub(super) fn mark(&mut self, at: usize, of: usize, aside: i64, twice: i64, mark: Mark) {
        let (x, y) = (i64::midpoint(Self::edge(at, of), Self::edge(at + 1, of)) + aside, self.y(twice));
        match mark {
            Mark::Circle => self.add(format_args!(r#"<circle class="before" cx="{x}" cy="{y}" r="4"/>"#)),
            Mark::Square => {
                self.add(format_args!(r#"<rect class="after" x="{}" y="{}" width="7" height="7"/>"#, x - 3, y - 3));
            }
        }
    }

    /// Draws a line from place `from` to place `to` of `of` at twice a value, and joins it to the end of another.
    pub(super) fn level(&mut self, (from, to): (usize, usize), of: usize, twice: i64, joins: Option<i64>, mark: Mark) {
        let class = if mark == Mark::Circle { "before" } else { "after" };
        let (x1, x2, y) = (Self::edge(from, of), Self::edge(to, of), self.y(twice));
        self.add(format_args!(r#"<line class="median {class}" x1="{x1}" y1="{y}" x2="{x2}" y2="{y}"/>"#));
        if let Some(other) = joins {
            let other = self.y(other);
            self.add(format_args!(r#"<line class="median {class}" x1="{x1}" y1="{other}" x2="{x1}" y2="{y}"/>"#));
        }
    }

    /// Returns the finished chart; the title is what is read aloud of it.
    pub(super) fn finish(mut self, title: &str) -> String {
        let (bottom, height) = (self.y(0), self.height);
        self.add(format_args!(
            r#"<line class="base" x1="{LEFT}" y1="{bottom}" x2="{}" y2="{bottom}"/>"#,
            WIDTH - RIGHT
        ));
        let title = html(title);
        format!(
            "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\"><title>{title}</title>\n{}</svg>\n",
            self.body
        )
    }

    /// Returns where twice a value lies; what is above the axis lies at its end.
    fn y(&self, twice: i64) -> i64 {
        let room = self.height - TOP - BOTTOM;
        self.height - BOTTOM - twice.clamp(0, self.most * 2) * room / (self.most * 2)
    }

    /// Returns the left edge of place `at` of `of`.
    fn edge(at: usize, of: usize) -> i64 {
        let number = |n| i64::try_from(n).unwrap_or(i64::MAX / WIDTH);
        LEFT + (WIDTH - LEFT - RIGHT) * number(at) / number(of.max(1))
    }

    fn add(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a text cannot fail.
        writeln!(self.body, "{element}").unwrap_or_default();
    }
}

/// Returns a round highest value for an axis, and where to put its ticks: at most six of them.
pub(super) fn axis(highest: i64) -> (i64, impl Iterator<Item = i64>) {
    let step =
        [1, 2, 5, 10, 20, 30, 60, 120, 300, 600].into_iter().find(|step| highest / step < 6).unwrap_or(highest / 5);
    let step = step.max(1);
    let most = (highest / step + 1) * step;
    (most, (0..=most / step).map(move |n| n * step))
}
