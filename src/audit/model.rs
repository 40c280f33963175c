//! The writer under random schedules: records, faults, crashes, restarts, rotation and retention in any order,
//! on a disk that loses what was not synced. Whatever happens, what was promised is there, nothing looks like
//! somebody's hand, and the chain goes on.

use std::{
    collections::HashMap,
    io,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use proptest::{prelude::*, test_runner::RngSeed};

use super::{
    Ended, Keep, Outcome, Record, Settings,
    crashes::{call, lines, record, settings},
    files::Files,
    open::prepare,
    simulated::{Fault, Simulated, Unsynced},
    verify::Verdict,
    writer::Writer,
};

/// What happens next.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// So many reads, whose records nobody waits for.
    Reads(u64),
    /// A write: its intent and its outcome are waited for.
    Write,
    /// The time comes to sync what nobody waits for.
    Sync,
    Checkpoint,
    Retire,
    /// An operation from now on goes wrong: the first is 0.
    Fault(usize, Fault),
    /// Whatever was wrong with the disk no longer is.
    Heal,
    /// The process ends as it should, and another one starts.
    Restart,
    /// The process ends at once; the machine goes on, and has what was written.
    Kill,
    /// The machine ends at once.
    PowerCut,
}

/// What a machine that ends at once leaves on its disk.
#[derive(Clone, Copy, Debug)]
struct Leaves {
    unsynced: Unsynced,
    are_names_kept: bool,
}

struct Machine {
    settings: Settings,
    leaves: Leaves,
    files: Simulated,
    writer: Option<Writer>,
    promised: Vec<String>,
    number: u64,
}

impl Machine {
    fn take(&mut self, step: Step) {
        match step {
            Step::Reads(count) => self.record((0..count).map(|_| false)),
            Step::Write => self.record([true].into_iter()),
            Step::Sync => self.with(|writer| {
                writer.sync_due = writer.sync_due.map(|_| Instant::now());
                writer.do_what_is_due();
            }),
            // Its failure costs certainty about the end, never a record.
            Step::Checkpoint => self.with(|writer| drop(writer.checkpoint())),
            Step::Retire => self.with(|writer| drop(writer.retire())),
            Step::Fault(after, fault) => {
                self.files.fail_at(self.files.operations() + after, fault);
            }
            Step::Heal => self.files.heal(),
            Step::Restart => {
                self.with(Writer::stop);
                self.writer = None;
            }
            Step::Kill => self.writer = None,
            Step::PowerCut => self.cut_power(),
        }
        if self.files.has_crashed() {
            self.cut_power();
        }
        if self.writer.is_none() {
            self.start();
        }
    }

    fn with(&mut self, act: impl FnOnce(&mut Writer)) {
        if let Some(writer) = &mut self.writer {
            act(writer);
        }
    }

    fn record(&mut self, are_writes: impl Iterator<Item = bool>) {
        let Some(writer) = &mut self.writer else { return };
        for is_write in are_writes {
            self.number += 1;
            let call = call("model", 0, self.number);
            let ended = Ended::new(Outcome::Success, Duration::ZERO);
            if is_write {
                record(writer, [(Record::intent(&call), true)], &mut self.promised);
            }
            record(writer, [(Record::outcome(&call, &ended), is_write)], &mut self.promised);
        }
    }

    fn cut_power(&mut self) {
        let Leaves { unsynced, are_names_kept } = self.leaves;
        self.writer = None;
        self.files = self.files.after_crash(unsynced, are_names_kept);
    }

    /// A process that cannot open the log says so and ends, and somebody sees to the disk.
    fn start(&mut self) {
        if self.try_start().is_err() {
            if self.files.has_crashed() {
                self.cut_power();
            }
            self.files.heal();
            self.try_start().expect("nothing is wrong with the disk");
        }
        let names = self.files.list(Path::new("/log")).unwrap();
        let set_aside = names.iter().find(|path| path.to_string_lossy().contains("unverified"));
        assert_eq!(set_aside, None, "an accident was taken for tampering");
    }

    fn try_start(&mut self) -> Result<(), String> {
        let files: Arc<dyn Files> = Arc::new(self.files.clone());
        let prepared = prepare(&self.settings, &files, Box::new(io::sink()));
        self.writer = Some(prepared.map_err(|error| error.to_string())?.writer);
        Ok(())
    }

    /// Ends in peace, and holds what is on the disk against what was promised.
    fn check(mut self) {
        for step in [Step::Heal, Step::Write, Step::Restart, Step::Write, Step::Restart] {
            self.take(step);
        }
        self.with(Writer::stop);
        let (report, _) = lines(&self.files);
        assert_eq!(report.verdict, Verdict::Proven, "{report}");
        // What was promised at the end lasts too, if perhaps not the newest checkpoint's name.
        self.cut_power();
        let (report, lines) = lines(&self.files);
        assert!(report.problems.is_empty(), "{report}");
        let mut places = HashMap::new();
        for line in &lines {
            let event = line["event_id"].as_str().unwrap().to_owned();
            let seq = line["seq"].as_u64().unwrap();
            assert_eq!(places.insert(event, seq), None, "written twice: {line}");
        }
        let first = lines.iter().filter_map(|line| line["seq"].as_u64()).min().unwrap();
        assert!(first == 1 || self.settings.keep != Keep::default(), "the beginning is gone");
        // Retention takes the oldest, and nothing else is ever missing.
        let are_there: Vec<_> = self.promised.iter().map(|id| places.contains_key(id)).collect();
        let removed = are_there.iter().take_while(|is_there| !**is_there).count();
        let lost = are_there.iter().skip(removed).filter(|is_there| !**is_there).count();
        assert_eq!(lost, 0, "{lost} of {} promised records are lost", are_there.len());
        assert!(removed == 0 || first > 1, "{removed} promised records are lost");
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let kinds = prop::sample::select(&[io::ErrorKind::StorageFull, io::ErrorKind::Other][..]);
    let fault = prop_oneof![
        3 => kinds.clone().prop_map(Fault::Error),
        2 => kinds.prop_map(Fault::ErrorFromThen),
        1 => Just(Fault::Short),
        1 => Just(Fault::Crash),
    ];
    let step = prop_oneof![
        4 => (1_u64..5).prop_map(Step::Reads),
        6 => Just(Step::Write),
        2 => Just(Step::Sync),
        2 => Just(Step::Checkpoint),
        2 => Just(Step::Retire),
        5 => (0_usize..30, fault).prop_map(|(after, fault)| Step::Fault(after, fault)),
        1 => Just(Step::Heal),
        2 => Just(Step::Restart),
        2 => Just(Step::Kill),
        2 => Just(Step::PowerCut),
    ];
    prop::collection::vec(step, 1..40)
}

fn leaves() -> impl Strategy<Value = Leaves> {
    let unsynced = prop::sample::select(
        &[Unsynced::Nothing, Unsynced::Everything, Unsynced::HalfTheBytes, Unsynced::Zeros][..],
    );
    (unsynced, any::<bool>())
        .prop_map(|(unsynced, are_names_kept)| Leaves { unsynced, are_names_kept })
}

proptest! {
    // The same cases in every run; `PROPTEST_CASES` says how many.
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(9),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_accident_is_taken_for_tampering_or_loses_a_promised_record(
        steps in steps(),
        leaves in leaves(),
        segment_bytes in prop::sample::select(&[3_000_u64, 6_000, 100_000][..]),
        keeps in prop::option::of(2_u64..4),
    ) {
        let keep = Keep { segments: keeps, ..Keep::default() };
        let mut machine = Machine {
            settings: Settings { keep, ..settings(segment_bytes) },
            leaves,
            files: Simulated::default(),
            writer: None,
            promised: Vec::new(),
            number: 0,
        };
        machine.start();
        for step in steps {
            machine.take(step);
        }
        machine.check();
    }
}
