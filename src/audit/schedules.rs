//! The queue and its acknowledgements under many orders of events: nobody waits for ever, nobody is told of a
//! record that is not written, and what was taken is written once.

mod blocking {
    pub(super) use std::time::{Duration, Instant};

    pub(super) use shuttle::sync::{Mutex, RwLock, mpsc};
}

/// The very file that the log is built on, with other locks and channels beneath it.
#[expect(clippy::duplicate_mod, reason = "other locks and channels make it another module")]
#[path = "queue.rs"]
mod queue;

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use shuttle::{
    future::block_on,
    rand::{Rng as _, thread_rng},
    thread,
};

use self::queue::{Closed, Inbox, Nudge, Queue};

/// Room for one record that is gathered while the writer waits for more.
const SIZE: usize = 3;
const CALLERS: u32 = 3;
const RECORDS: u32 = 3;

/// What the disk has, and what it refused.
#[derive(Default)]
struct Disk {
    written: Vec<u32>,
    refused: Vec<u32>,
}

/// What one caller was told of its records.
#[derive(Default)]
struct Told {
    written: Vec<u32>,
    refused: Vec<u32>,
    handed_over: Vec<u32>,
    closed: usize,
}

fn write(inbox: &Inbox<u32, ()>, disk: &Mutex<Disk>) -> usize {
    let mut nudges = 0;
    // With a patience and without one: both ways of waiting end when the queue is closed.
    let patience = thread_rng().gen_bool(0.5).then(|| Duration::from_secs(1));
    while let Some(batch) = inbox.next(patience) {
        nudges += batch.nudges.iter().filter(|nudge| **nudge == Nudge::Retain).count();
        let fails = thread_rng().gen_bool(0.3);
        {
            let mut disk = disk.lock().unwrap();
            let records = batch.jobs.iter().map(|job| job.record);
            if fails { disk.refused.extend(records) } else { disk.written.extend(records) }
        }
        thread::yield_now();
        for job in batch.jobs {
            assert!(!job.is_abandoned(), "every caller here waits to the end");
            job.tell(if fails { Err(()) } else { Ok(()) });
        }
    }
    nudges
}

fn call(queue: &Queue<u32, ()>, disk: &Mutex<Disk>, caller: u32) -> Told {
    let mut told = Told::default();
    for number in 0..RECORDS {
        let record = caller * RECORDS + number;
        assert!(queue.waiting() <= SIZE);
        if thread_rng().gen_bool(0.6) {
            match block_on(queue.ask(record)) {
                Ok(Ok(())) => {
                    assert!(disk.lock().unwrap().written.contains(&record), "told before written");
                    told.written.push(record);
                }
                Ok(Err(())) => told.refused.push(record),
                Err(Closed) => told.closed += 1,
            }
        } else {
            match block_on(queue.hand_over(record)) {
                Ok(()) => told.handed_over.push(record),
                Err(Closed) => told.closed += 1,
            }
        }
    }
    told
}

/// One run: some callers, a writer whose disk fails now and then, and somebody who closes the log meanwhile.
fn run() {
    let (queue, inbox) = Queue::new(SIZE);
    let (queue, disk) = (Arc::new(queue), Arc::new(Mutex::new(Disk::default())));
    let writer = {
        let disk = Arc::clone(&disk);
        thread::spawn(move || write(&inbox, &disk))
    };
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let (queue, disk) = (Arc::clone(&queue), Arc::clone(&disk));
            thread::spawn(move || call(&queue, &disk, caller))
        })
        .collect();
    let closes_early = thread_rng().gen_bool(0.5);
    let nudged = queue.nudge(Nudge::Retain).is_ok();
    if closes_early {
        queue.close();
    }
    let told: Vec<_> = callers.into_iter().map(|caller| caller.join().unwrap()).collect();
    queue.close();
    assert_eq!(queue.nudge(Nudge::Reopen), Err(Closed));
    assert_eq!(writer.join().unwrap(), usize::from(nudged));

    let disk = disk.lock().unwrap();
    let taken: BTreeSet<_> = disk.written.iter().chain(&disk.refused).collect();
    assert_eq!(taken.len(), disk.written.len() + disk.refused.len(), "written once");
    for told in &told {
        assert!(told.written.iter().all(|record| disk.written.contains(record)));
        assert!(told.refused.iter().all(|record| disk.refused.contains(record)));
        assert!(told.handed_over.iter().all(|record| taken.contains(record)), "dropped");
        assert!(closes_early || told.closed == 0, "refused although nobody had closed it");
    }
    let closed: usize = told.iter().map(|told| told.closed).sum();
    assert_eq!(taken.len() + closed, (CALLERS * RECORDS) as usize);
    assert_eq!(queue.waiting(), 0, "every place is free again");
}

#[test]
fn nobody_waits_for_ever_and_nobody_is_told_too_early() {
    shuttle::check_random(run, 3_000);
}

/// Schedules with few, unlucky switches find other faults than random ones.
#[test]
fn few_unlucky_switches_find_nothing_either() {
    shuttle::check_pct(run, 3_000, 3);
}
