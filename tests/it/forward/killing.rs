//! Whoever dies, and as often as they like: every record that was acknowledged arrives, in the order of its chain.
#![cfg(unix)]

use tempfile::tempdir;

use super::{
    oracle::{self, Server, World},
    receiver::{Received, Receiver},
};

const ROUNDS: usize = 12;

/// A receiver in this process.
struct Here {
    address: String,
    events: Received,
    receiver: Option<Receiver>,
}

impl World for Here {
    fn address(&self) -> String {
        self.address.clone()
    }

    fn events(&self) -> &Received {
        &self.events
    }

    fn is_receiving(&self) -> bool {
        self.receiver.is_some()
    }

    async fn revive(&mut self) {
        let receiver = Receiver::syslog(&self.address, &self.events, None).await;
        self.address = receiver.address.to_string();
        self.receiver = Some(receiver);
    }

    async fn kill(&mut self) {
        self.receiver = None;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deaths_on_both_sides_lose_nothing() {
    if Server::ran().await {
        return;
    }
    let folder = tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let address = "127.0.0.1:0".to_owned();
    let mut here = Here { address, events: Received::new(), receiver: None };
    let test = "forward::killing::deaths_on_both_sides_lose_nothing";
    oracle::run(&mut here, test, &file, ROUNDS).await;
}
