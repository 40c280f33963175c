//! How many connections are open at a time, in all and from one address.
//!
//! A connection is proven once a request on it was let in. When all places are taken, the one that has gone
//! longest without proving itself makes room: whoever opens connections to keep others out closes their own.

use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use tokio_util::sync::CancellationToken;

use super::Settings;
use crate::auth::{Proxies, counted};

#[derive(Debug)]
pub(super) struct Door {
    room: Mutex<Room>,
    limit: usize,
    address_limit: usize,
    proxies: Proxies,
}

#[derive(Debug, Default)]
struct Room {
    open: usize,
    by_address: HashMap<IpAddr, usize>,
    /// In the order in which they came.
    unproven: BTreeMap<u64, CancellationToken>,
    next: u64,
}

/// A connection's place. Dropping it frees the place.
#[derive(Debug)]
pub(super) struct Place {
    door: Arc<Door>,
    address: IpAddr,
    number: u64,
    proven: AtomicBool,
    /// Cancelled when the place is needed for another connection.
    pub(super) leave: CancellationToken,
}

impl Door {
    pub(super) fn new(settings: &Settings, proxies: Proxies) -> Self {
        Self {
            room: Mutex::default(),
            limit: settings.connection_limit,
            address_limit: settings.address_connection_limit,
            proxies,
        }
    }

    /// Connections open now.
    pub(super) fn open(&self) -> u64 {
        self.room.lock().unwrap_or_else(PoisonError::into_inner).open as u64
    }

    /// A place for a connection from `peer`, or none.
    pub(super) fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let address = counted(peer);
        // Many clients come by a proxy's address, and loopback is this machine's own.
        let shared = peer.to_canonical().is_loopback() || self.proxies.contains(peer);
        let mut room = self.room.lock().unwrap_or_else(PoisonError::into_inner);
        let here = room.by_address.get(&address).copied().unwrap_or(0);
        if !shared && here >= self.address_limit {
            return None;
        }
        if room.open >= self.limit {
            let (_, stale) = room.unproven.pop_first()?;
            stale.cancel();
        }
        let number = room.next;
        room.next += 1;
        room.open += 1;
        *room.by_address.entry(address).or_default() += 1;
        let leave = CancellationToken::new();
        room.unproven.insert(number, leave.clone());
        let proven = AtomicBool::new(false);
        Some(Place { door: self.clone(), address, number, proven, leave })
    }
}

impl Place {
    /// A request was let in.
    pub(super) fn prove(&self) {
        if !self.proven.swap(true, Relaxed) {
            let mut room = self.door.room.lock().unwrap_or_else(PoisonError::into_inner);
            room.unproven.remove(&self.number);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut room = self.door.room.lock().unwrap_or_else(PoisonError::into_inner);
        room.open -= 1;
        room.unproven.remove(&self.number);
        if let Some(here) = room.by_address.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                room.by_address.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door(limit: usize, address_limit: usize) -> Arc<Door> {
        let settings = Settings {
            connection_limit: limit,
            address_connection_limit: address_limit,
            ..Settings::default()
        };
        Arc::new(Door::new(&settings, Proxies::parse(&["10.0.0.0/8"]).unwrap()))
    }

    fn admit(door: &Arc<Door>, peer: &str) -> Option<Place> {
        door.admit(peer.parse().unwrap())
    }

    #[test]
    fn one_address_does_not_take_all_places() {
        let door = door(10, 2);
        let first = admit(&door, "192.0.2.1").unwrap();
        let _second = admit(&door, "192.0.2.1").unwrap();
        assert!(admit(&door, "192.0.2.1").is_none());
        let _other = admit(&door, "192.0.2.2").unwrap();
        let _v6 = admit(&door, "2001:db8::1").unwrap();
        let _same = admit(&door, "2001:db8::2").unwrap();
        assert!(admit(&door, "2001:db8::3").is_none());
        drop(first);
        let _again = admit(&door, "192.0.2.1").unwrap();
        // Many come by a proxy, and from this machine.
        let _shared = ["10.0.0.1", "10.0.0.1", "10.0.0.1", "127.0.0.1"]
            .map(|peer| admit(&door, peer).unwrap());
    }

    /// Someone who fills all places must not keep others out.
    #[test]
    fn the_unproven_make_room() {
        let door = door(3, 10);
        let places: Vec<_> = (0..3).map(|_| admit(&door, "127.0.0.1").unwrap()).collect();
        places[0].prove();
        let newest = admit(&door, "127.0.0.1").unwrap();
        let left: Vec<_> = places.iter().map(|place| place.leave.is_cancelled()).collect();
        assert_eq!(left, [false, true, false]);
        drop(places);
        newest.prove();
        let _rest = [(); 2].map(|()| admit(&door, "127.0.0.1").unwrap().prove());
        assert_eq!(door.open(), 1);
    }

    #[test]
    fn a_house_full_of_the_proven_takes_no_more() {
        let door = door(2, 10);
        let places = [(); 2].map(|()| admit(&door, "127.0.0.1").unwrap());
        places.iter().for_each(Place::prove);
        assert!(admit(&door, "127.0.0.1").is_none());
        assert!(places.iter().all(|place| !place.leave.is_cancelled()));
        drop(places);
        assert_eq!(door.open(), 0);
        assert!(door.room.lock().unwrap().by_address.is_empty());
    }
}
