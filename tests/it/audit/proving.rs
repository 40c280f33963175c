//! Proofs of single records, checked by someone who has the public key and nothing else.

use std::fs;

use mcp_defectdojo::audit::{
    Log, PublicKey, Settings,
    prove::{self, ProofError},
};
use serde_json::Value;
use tempfile::tempdir;

use super::{record_and_close, settings};

#[tokio::test]
async fn every_record_can_be_proven_with_the_public_key_alone() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let small = Settings { rotate_bytes: Some(4_096), ..settings(&file) };
    record_and_close(&Log::open(&small).unwrap(), 20).await;
    let paths = [directory.path().to_owned()];
    let first = fs::read_to_string(directory.path().join("audit.log.000001")).unwrap();
    let first: Value = serde_json::from_str(first.lines().next().unwrap()).unwrap();
    let key = PublicKey::parse(first["checkpoint_public_key"].as_str().unwrap()).unwrap();
    let mut seq = 1;
    let error = loop {
        match prove::prove(&paths, None, seq) {
            Ok(proof) => {
                let proven = prove::check(&proof, key).unwrap();
                let line: Value = serde_json::from_str(&proven.line).unwrap();
                assert_eq!((&line["seq"], proven.seq), (&Value::from(seq), seq));
                // A proof of another record, or of another line, is none of this.
                let moved =
                    proof.replace(&format!("\nindex {}\n", seq - 1), &format!("\nindex {seq}\n"));
                assert!(matches!(prove::check(&moved, key), Err(ProofError::NotIncluded)));
                let (head, rest) = proof.split_once("\nindex ").unwrap();
                let changed = format!("{}AAAA\nindex {rest}", head.trim_end_matches('='));
                assert!(prove::check(&changed, key).is_err());
            }
            Err(error) => break error,
        }
        seq += 1;
    };
    assert!(matches!(error, ProofError::NoCheckpoint { .. }), "{error}");
    assert!(seq > 22, "{seq}");
}
