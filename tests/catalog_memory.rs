//! What a hostile catalog file costs: no more memory than a terminal program may take, however it nests.
//!
//! Alone in its program, since the most that was ever in use is measured.
#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::fs;

use catcow::catalog_file::{File, LARGEST_FILE, builtin, overlay};

/// The most memory that this program has ever had, in MB.
fn most() -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("Linux has it");
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).expect("it says so");
    line.split_whitespace().next().and_then(|n| n.parse::<usize>().ok()).expect("a number") / 1024
}

/// Writes pieces, each with a number of its own, until the file is as large as may be.
fn filled(piece: impl Fn(&mut String, usize)) -> String {
    let mut text = String::new();
    for n in 0.. {
        let before = text.len();
        piece(&mut text, n);
        if text.len() > LARGEST_FILE {
            text.truncate(before);
            break;
        }
    }
    text
}

#[test]
fn a_file_of_nothing_but_tables_takes_little_memory() {
    let write = |text: &mut String, args: std::fmt::Arguments<'_>| text.write_fmt(args).expect("a string");
    let deep = ".a".repeat(30);
    let (opened, closed) = ("{a=".repeat(16), "}".repeat(16));
    let files = [
        ("deep headings", filled(|t, n| write(t, format_args!("[h{n}{deep}]\n")))),
        ("deep keys", filled(|t, n| write(t, format_args!("k{n}{deep} = 1\n")))),
        ("headings just deep enough", filled(|t, n| write(t, format_args!("[h{n}.a.a.a.a.a.a.a]\n")))),
        ("keys just deep enough", filled(|t, n| write(t, format_args!("k{n}.a.a.a.a.a.a.a=1\n")))),
        ("deep tables", format!("a = [{}]", "{a={a={a={a={a={a={a={a={a=1}}}}}}}}},".repeat(27_000))),
        ("deeper tables", filled(|t, _| write(t, format_args!("a={opened}1{closed}\n")))),
        ("deep lists", filled(|t, n| write(t, format_args!("k{n}=[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]\n")))),
        ("small tables", format!("a = [{}]", "{a=1},".repeat(170_000))),
        ("small lists", format!("a = [{}]", "[1],".repeat(260_000))),
        ("headings", filled(|t, n| write(t, format_args!("[h{n}]\na=1\n")))),
        ("lists of tables", filled(|t, _| write(t, format_args!("[[a]]\nb=1\n")))),
        ("keys", filled(|t, n| write(t, format_args!("k{n}=1\n")))),
        ("one list", format!("a = [{}]", "1,".repeat(500_000))),
    ];
    let base = builtin();
    for (what, text) in files {
        assert!(text.len() <= LARGEST_FILE && text.len() > LARGEST_FILE / 2, "{what}: {}", text.len());
        let (catalog, faults) = overlay(&base, &[File::new("hostile.toml", text)]);
        assert!(catalog == base && faults.len() == 1, "{what}");
        println!("{what}: {} MB", most());
        assert!(most() < 200, "{what}: {} MB", most());
    }
}
