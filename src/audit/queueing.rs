//! What the queue gives whom, one thing after the other; every order of events is run by `schedules`.

use std::time::Duration;

use super::queue::{Batch, Closed, Inbox, Nudge, Queue};

type Records = Queue<u32, &'static str>;

fn queue(size: usize) -> (Records, Inbox<u32, &'static str>) {
    Queue::new(size)
}

fn records(batch: &Batch<u32, &'static str>) -> Vec<u32> {
    batch.jobs.iter().map(|job| job.record).collect()
}

/// A caller that was told of one record finds it before its next, so what nobody waits for goes first.
#[tokio::test]
async fn records_are_taken_in_their_order_with_all_that_is_there() {
    let (queue, inbox) = queue(10);
    let asked = async {
        let asked = queue.ask(3);
        tokio::pin!(asked);
        tokio::select! {
            biased;
            told = &mut asked => panic!("told too early: {told:?}"),
            () = async {
                queue.hand_over(1).await.unwrap();
                queue.hand_over(2).await.unwrap();
                queue.nudge(Nudge::Reopen).unwrap();
            } => {}
        }
        assert_eq!(queue.waiting(), 3);
        let batch = inbox.next(None).unwrap();
        assert_eq!((records(&batch), batch.nudges), (vec![1, 2, 3], vec![Nudge::Reopen]));
        for job in batch.jobs {
            assert!(!job.is_abandoned());
            let record = job.record;
            assert_eq!(job.tell(Err("refused")), record);
        }
        asked.await
    };
    assert_eq!(asked.await, Ok(Err("refused")));
    assert_eq!(queue.waiting(), 0);
}

/// A single record that nobody waits for is written all the same, and soon.
#[tokio::test]
async fn what_nobody_waits_for_wakes_the_writer() {
    let (queue, inbox) = queue(10);
    queue.hand_over(1).await.unwrap();
    assert_eq!(records(&inbox.next(None).unwrap()), [1]);
    queue.hand_over(2).await.unwrap();
    assert_eq!(records(&inbox.next(Some(Duration::from_mins(10))).unwrap()), [2]);
}

/// Whoever stopped waiting was refused: what its record announces will not happen.
#[tokio::test]
async fn a_caller_that_is_gone_is_known_to_be() {
    let (queue, inbox) = queue(10);
    {
        let asked = queue.ask(1);
        tokio::pin!(asked);
        tokio::select! {
            biased;
            _ = &mut asked => panic!("told too early"),
            () = std::future::ready(()) => {}
        }
    }
    queue.hand_over(2).await.unwrap();
    let batch = inbox.next(None).unwrap();
    let abandoned: Vec<_> = batch.jobs.iter().map(|job| (job.record, job.is_abandoned())).collect();
    assert_eq!(abandoned, [(2, false), (1, true)]);
}

#[tokio::test]
async fn without_anything_to_write_the_writer_is_woken_in_time() {
    let (_queue, inbox) = queue(10);
    let batch = inbox.next(Some(Duration::ZERO)).unwrap();
    assert_eq!((batch.jobs.len(), batch.nudges.len()), (0, 0));
}

/// What was taken is written, and nothing more is taken.
#[tokio::test]
async fn a_closed_queue_gives_what_it_has_and_ends() {
    let (queue, inbox) = queue(10);
    queue.hand_over(1).await.unwrap();
    queue.close();
    assert_eq!(queue.hand_over(2).await, Err(Closed));
    assert_eq!(queue.ask(3).await, Err(Closed));
    assert_eq!(queue.nudge(Nudge::Retain), Err(Closed));
    assert_eq!(records(&inbox.next(None).unwrap()), [1]);
    assert!(inbox.next(None).is_none());
}
