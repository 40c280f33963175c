//! A judgement is the same each time, its verdict follows from its score, and each category stands in it once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mcp_defectdojo::screen::injection::{REFUSE, Verdict, WARN, judge};

fuzz_target!(|text: &str| {
    let judgement = judge(text);
    let expected = match judgement.score {
        REFUSE.. => Verdict::Refuse,
        WARN.. => Verdict::Warn,
        _ => Verdict::Pass,
    };
    assert_eq!(judgement.verdict, expected);
    for (index, signal) in judgement.signals.iter().enumerate() {
        assert!(signal.weight > 0);
        let same = judgement.signals.iter().skip(index + 1);
        assert!(same.clone().all(|other| other.category != signal.category));
    }
    assert_eq!(judge(text), judgement);
});
