//! What is right in a catalog file and could still be better: said by `check`, without calling it a fault.
//!
//! Must not know files.

use crate::catalog::{Catalog, Routine, RoutineId};
use crate::plan::{spared, ups_and_downs};

/// Returns what could be better about those of some routines that `base` does not have just like this.
pub(super) fn advice(catalog: &Catalog, base: &Catalog, of: &[RoutineId]) -> Vec<String> {
    let is_new = |r: &&Routine| of.contains(&r.id) && base.routine(&r.id) != Some(*r);
    catalog.routines.iter().filter(is_new).filter_map(|r| needless_ups_and_downs(catalog, r)).collect()
}

/// Tells of a routine that sends people down to the floor and up again more often than its exercises need.
fn needless_ups_and_downs(catalog: &Catalog, routine: &Routine) -> Option<String> {
    // What takes turns is put in order when turns are taken.
    if !routine.rotations.is_empty() {
        return None;
    }
    let order = spared(catalog, &routine.entries);
    let better = routine.in_order(&order);
    let (now, then) = (ups_and_downs(catalog, &routine.entries), ups_and_downs(catalog, &better.entries));
    if then >= now {
        return None;
    }
    let times = |n: usize| match n {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    };
    let names: Vec<&str> = better.entries.iter().map(|e| e.exercise.as_str()).collect();
    Some(format!(
        "{}: one has to get down to the floor or up from it {}; in this order {}: {}",
        routine.id,
        times(now),
        times(then),
        names.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog_file::{File, builtin, overlay};

    fn said(exercises: &str) -> Vec<String> {
        let text = format!("[routines.mine]\nname = \"Mine\"\nexercises = [{exercises}]\n");
        let (catalog, faults) = overlay(&builtin(), &[File::new("mine.toml", text)]);
        assert!(faults.is_empty(), "{}", faults[0]);
        advice(&catalog, &builtin(), &[RoutineId::new("mine")])
    }

    #[test]
    fn from_the_floor_to_the_wall_and_back_is_told_with_a_better_order() {
        assert_eq!(
            said("\"warm-up\", \"bridge\", \"wall-sit\", \"cat-cow\", \"chin-retraction\", \"relaxation\""),
            [
                "mine: one has to get down to the floor or up from it 3 times; in this order once: warm-up, bridge, cat-cow, \
              wall-sit, chin-retraction, relaxation"
            ]
        );
        assert_eq!(
            said("\"wall-sit\", \"bridge\", \"breathing-360\", \"eagle\""),
            ["mine: one has to get down to the floor or up from it twice; in this order once: bridge, breathing-360, \
              wall-sit, eagle"]
        );
    }

    #[test]
    fn what_cannot_be_better_is_not_told() {
        for order in [
            "\"bridge\", \"wall-sit\"",
            "\"wall-sit\", \"bridge\"",
            "\"relaxation\", \"wall-sit\", \"breathing-360\"",
            "\"warm-up\", \"wall-sit\", \"relaxation\"",
            "{ of = [\"wall-sit\", \"bridge\"] }, \"eagle\", \"cobra\"",
        ] {
            assert_eq!(said(order), Vec::<String>::new(), "{order}");
        }
    }

    #[test]
    fn the_built_in_routines_give_no_occasion() {
        let all: Vec<RoutineId> = builtin().routines.into_iter().map(|r| r.id).collect();
        assert_eq!(advice(&builtin(), &Catalog::default(), &all), Vec::<String>::new());
    }
}
