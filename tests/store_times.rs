//! How long things take with years of history. Times are reported, never asserted: `cargo test --release --test store_times -- --ignored --nocapture`.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "this measures real time, and says it")]

#[path = "common/past.rs"]
mod past;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use catcow::catalog::{ExerciseId, PrescriptionId};
use catcow::export;
use catcow::history::{Entry, Goal, SessionId, Week};
use catcow::report::Report;
use catcow::session::Record;
use catcow::store::{Batch, Database, Places, Which};

use past::{daily, day};

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let made = work();
    println!("  {:>9.1} ms  {what}", start.elapsed().as_secs_f64() * 1000.0);
    made
}

#[test]
#[ignore = "reports times"]
fn years() {
    for sessions in [0, 1_000, 10_000] {
        println!("{sessions} sessions, {} doses", sessions * 60);
        let folder = tempfile::tempdir().expect("a folder");
        let places = Places {
            data: folder.path().join("data"),
            state: folder.path().join("state"),
            temp: folder.path().join("temp"),
        };
        let today = day("2026-11-20");
        let open = || Database::open(&places, Duration::from_secs(5)).expect("it opens");
        let past = daily(sessions, today);
        timed("merge all of it into an empty history", || open().merge(past).expect("it is written"));
        println!("  {:>9.1} MB  database", size(&places.data.join("history.db")));
        let mut database = timed("open, with the check", open);
        let loaded = timed("read it without doses", || database.outline().expect("it reads")).history;
        let whole = timed("read it with doses", || database.history().expect("it reads")).history;
        timed("find what can be taken up", || database.unfinished(0).expect("it reads"));
        let (first, last) = (Week::of(today).later(-160), Week::of(today));
        timed("weeks of three years", || loaded.weeks(first, last));
        let exercise = (ExerciseId::new("Bridge"), PrescriptionId::new("usual"));
        timed("what comes next of an exercise", || loaded.next(&exercise.0, &exercise.1, today, None));
        timed("the last time", || loaded.last(&exercise.0, &exercise.1));
        let report = timed("report of 28 days, HTML", || Report::of(&loaded, 28, today, Goal::default()).html());
        let long = timed("report of three years, HTML", || Report::of(&loaded, 1_096, today, Goal::default()).html());
        let lines = timed("export as lines", || export::lines(&whole).expect("it can be written"));
        println!("  {:>9.1} MB  lines", size_of(lines.len()));
        timed("read the lines", || export::read(lines.as_bytes()));
        timed("export as a table", || export::table(&whole).expect("it can be written"));
        if sessions > 0 {
            let id = whole.sessions()[7].id;
            let record = Record { doses: 3, ..Record::default() };
            let entries = vec![Entry::Exercise { section: 1, record }];
            let batch = |number| Batch { id, number, entries: entries.clone() };
            timed("write one note, to the disk", || database.write(&[batch(10)]).expect("it is written"));
            timed("forget one session, for good", || {
                database.forget(Which::One(SessionId::clone(&id))).expect("it goes")
            });
            let out = Path::new(env!("CARGO_TARGET_TMPDIR"));
            fs::write(out.join(format!("report-{sessions}-28.html")), &report).expect("it is written");
            fs::write(out.join(format!("report-{sessions}-1096.html")), &long).expect("it is written");
        }
    }
}

fn size(path: &Path) -> f64 {
    size_of(usize::try_from(fs::metadata(path).expect("it is there").len()).expect("it fits"))
}

#[expect(clippy::cast_precision_loss, reason = "a size for people")]
fn size_of(bytes: usize) -> f64 {
    bytes as f64 / 1_000_000.0
}
