//! What screening costs on ordinary text and on hostile text. `cargo bench --manifest-path benches/screen/Cargo.toml`.

use std::{hint::black_box, time::Duration};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mcp_defectdojo_screen_bench::{
    judge,
    screen::{injection, secrets},
    texts::{HOSTILE, PROSE, collection},
};

const MEBIBYTE: usize = 1 << 20;

fn repeated(unit: &str, length: usize) -> String {
    unit.repeat(length.div_ceil(unit.len().max(1)))
}

/// The texts of a collection are judged one by one, as the server does: what stands in a row may be refused at once.
fn ordinary(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ordinary");
    let texts = [
        ("prose", vec![repeated(PROSE, MEBIBYTE)]),
        ("reports", collection("benign_defectdojo_scans")),
        ("advisories", collection("benign_rustsec")),
        ("payload documentation", collection("benign_payload_docs")),
    ];
    for (name, texts) in texts.iter().filter(|(_, texts)| !texts.is_empty()) {
        group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
        group.bench_with_input(BenchmarkId::new("both", name), texts, |bencher, texts| {
            bencher.iter(|| texts.iter().map(|text| judge(black_box(text))).sum::<u64>());
        });
        group.bench_with_input(BenchmarkId::new("injection", name), texts, |bencher, texts| {
            bencher.iter(|| {
                texts.iter().map(|text| injection::judge(black_box(text)).score).sum::<u32>()
            });
        });
        group.bench_with_input(BenchmarkId::new("secrets", name), texts, |bencher, texts| {
            bencher.iter(|| {
                texts.iter().map(|text| secrets::find(black_box(text)).len()).sum::<usize>()
            });
        });
    }
    group.finish();
}

/// A mebibyte of each: the budget is 100 ms, and 20 MB/s.
fn hostile(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hostile");
    for (name, unit) in HOSTILE {
        let text = repeated(unit, MEBIBYTE);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), &text, |bencher, text| {
            bencher.iter(|| judge(black_box(text)));
        });
    }
    group.finish();
}

criterion_group! {
    name = speed;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = ordinary, hostile
}
criterion_main!(speed);
