//! The form of the database, and how an older one becomes the newest.
//!
//! Steps are only ever added at the end; one that has been released never changes. Must not know what is read from it.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// Marks the file as a history of catcow: "ctcw".
const APPLICATION: i64 = 0x6374_6377;

/// Each takes the database one form further, beginning with an empty file.
pub(super) const MIGRATIONS: &[&str] = &["
    CREATE TABLE plan (
        n INTEGER PRIMARY KEY,
        digest INTEGER NOT NULL,    -- finds one that is the same
        json TEXT NOT NULL          -- as it was compiled, whatever the catalog says by now
    ) STRICT;
    CREATE INDEX plan_digest ON plan (digest);

    CREATE TABLE session (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        revision INTEGER NOT NULL,
        began INTEGER NOT NULL,     -- seconds since 1970
        offset INTEGER NOT NULL,    -- seconds east of UTC
        title TEXT NOT NULL,
        routine TEXT,
        planned_ms INTEGER NOT NULL,
        ending TEXT,
        settled INTEGER NOT NULL,   -- whether it will not be taken up again
        plan INTEGER REFERENCES plan (n),
        place TEXT,                 -- where it would go on, by the key of the step
        pain_before INTEGER,
        pain_after INTEGER,
        effort INTEGER,
        note TEXT
    ) STRICT;
    CREATE INDEX session_began ON session (began);
    CREATE INDEX session_plan ON session (plan);

    CREATE TABLE exercise (
        session INTEGER NOT NULL REFERENCES session (n) ON DELETE CASCADE,
        section INTEGER NOT NULL,
        exercise TEXT NOT NULL,
        prescription TEXT NOT NULL,
        visit INTEGER NOT NULL,
        name TEXT NOT NULL,
        counted TEXT NOT NULL,
        planned INTEGER NOT NULL,
        done INTEGER NOT NULL,
        held_ms INTEGER NOT NULL,
        active_ms INTEGER NOT NULL,
        outcome TEXT,
        why TEXT,
        PRIMARY KEY (session, section)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE dose (
        session INTEGER NOT NULL,
        section INTEGER NOT NULL,
        part INTEGER NOT NULL,
        \"set\" INTEGER NOT NULL,
        rep INTEGER NOT NULL,
        side TEXT NOT NULL,         -- empty where there is none
        phase TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        PRIMARY KEY (session, section, part, \"set\", rep, side, phase),
        FOREIGN KEY (session, section) REFERENCES exercise (session, section) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
"];

/// Brings a database to the newest form.
///
/// Two programs may do so at once: the second finds it done.
pub(super) fn bring_up_to_date(
    connection: &mut Connection,
    migrations: &[&str],
    path: &Path,
) -> Result<(), StoreError> {
    let known = form(migrations.len());
    if check(connection, known, path)? == known {
        return Ok(());
    }
    let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = check(&step, known, path)?;
    for (number, migration) in (1_i64..).zip(migrations).filter(|(number, _)| *number > found) {
        step.execute_batch(migration)?;
        step.pragma_update(None, "user_version", number)?;
    }
    step.pragma_update(None, "application_id", APPLICATION)?;
    step.commit()?;
    Ok(())
}

/// Returns the form of a database, and refuses a newer or a strange one.
pub(super) fn check(connection: &Connection, known: i64, path: &Path) -> Result<i64, StoreError> {
    // All of it as of one moment: another program may just be making it.
    let _at_once = if connection.is_autocommit() { Some(connection.unchecked_transaction()?) } else { None };
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let (found, application) = (number("user_version")?, number("application_id")?);
    let things: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let is_empty = things == 0 && found == 0;
    if application != APPLICATION && !is_empty {
        return Err(StoreError::Foreign(path.to_owned()));
    }
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    Ok(found)
}

fn form(migrations: usize) -> i64 {
    i64::try_from(migrations).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(connection: &Connection) -> Vec<String> {
        let mut query =
            connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").expect("a query");
        let rows = query.query_map([], |row| row.get(0)).expect("rows");
        rows.map(|r| r.expect("a name")).collect()
    }

    #[test]
    fn each_step_is_taken_once() {
        let path = Path::new("x");
        let mut db = Connection::open_in_memory().expect("memory");
        let steps = ["CREATE TABLE a (x)", "CREATE TABLE b (x); INSERT INTO a VALUES (1)"];
        bring_up_to_date(&mut db, &steps[..1], path).expect("the first");
        assert_eq!(names(&db), ["a"]);
        bring_up_to_date(&mut db, &steps, path).expect("the second");
        bring_up_to_date(&mut db, &steps, path).expect("nothing");
        assert_eq!(names(&db), ["a", "b"]);
        assert_eq!(db.query_row("SELECT count(*) FROM a", [], |r| r.get::<_, i64>(0)).expect("a count"), 1);
        assert!(matches!(
            bring_up_to_date(&mut db, &steps[..1], path),
            Err(StoreError::Newer { found: 2, known: 1, .. })
        ));
    }

    #[test]
    fn a_step_that_fails_leaves_everything_as_it_was() {
        let path = Path::new("x");
        let mut db = Connection::open_in_memory().expect("memory");
        bring_up_to_date(&mut db, &["CREATE TABLE a (x)"], path).expect("the first");
        let broken = ["CREATE TABLE a (x)", "CREATE TABLE b (x)", "CREATE TABLE b (x)"];
        bring_up_to_date(&mut db, &broken, path).expect_err("b twice");
        assert_eq!(names(&db), ["a"]);
        assert_eq!(check(&db, 1, path).expect("ours"), 1);
    }

    #[test]
    fn another_programs_database_is_left_alone() {
        let mut db = Connection::open_in_memory().expect("memory");
        db.execute_batch("CREATE TABLE theirs (x); PRAGMA user_version = 1").expect("theirs");
        assert!(matches!(bring_up_to_date(&mut db, MIGRATIONS, Path::new("x")), Err(StoreError::Foreign(_))));
        assert_eq!(names(&db), ["theirs"]);
    }
}
