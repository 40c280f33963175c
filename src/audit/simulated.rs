//! A file system in memory that forgets what was not synced, and fails where a test tells it to.

use std::{
    collections::BTreeMap,
    io,
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
};

use super::files::{Files, Identity, OpenFile};

/// What goes wrong at one operation.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    /// The process and the machine end in the middle of it.
    Crash,
    /// It fails, once.
    Error(io::ErrorKind),
    /// It and every one after it that writes fails.
    ErrorFromThen(io::ErrorKind),
    /// A write takes half of what it was given.
    Short,
}

/// What a disk holds after a crash of what was written and not synced.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unsynced {
    Nothing,
    Everything,
    HalfTheBytes,
    /// The file has grown, and the blocks were never written.
    Zeros,
}

#[derive(Clone, Default)]
pub(super) struct Simulated(Arc<Mutex<World>>);

#[derive(Default)]
struct World {
    inodes: Vec<Inode>,
    names: BTreeMap<PathBuf, usize>,
    durable_names: BTreeMap<PathBuf, usize>,
    operations: usize,
    fault: Option<(usize, Fault)>,
    /// What all files together may grow by, where the disk is not endless.
    room: Option<usize>,
    has_crashed: bool,
}

#[derive(Clone, Default)]
struct Inode {
    bytes: Vec<u8>,
    durable: Vec<u8>,
    /// What a failed sync has thrown away: a later sync says that all is well and does not write it.
    lost: Vec<Range<usize>>,
}

impl Inode {
    fn sync(&mut self) {
        self.durable.clone_from(&self.bytes);
        for range in self.lost.drain(..) {
            let end = range.end.min(self.durable.len());
            if let Some(lost) = self.durable.get_mut(range.start..end) {
                lost.fill(0);
            }
        }
    }
}

impl Simulated {
    pub(super) fn with_fault(operation: usize, fault: Fault) -> Self {
        let files = Self::default();
        files.fail_at(operation, fault);
        files
    }

    pub(super) fn fail_at(&self, operation: usize, fault: Fault) {
        self.world().fault = Some((operation, fault));
    }

    /// From now on so many bytes fit on the disk, and what removed files took.
    pub(super) fn leave_room(&self, bytes: Option<usize>) {
        self.world().room = bytes;
    }

    /// Nothing goes wrong any more.
    pub(super) fn heal(&self) {
        self.world().fault = None;
    }

    pub(super) fn operations(&self) -> usize {
        self.world().operations
    }

    pub(super) fn has_crashed(&self) -> bool {
        self.world().has_crashed
    }

    /// The disk as the next process finds it.
    pub(super) fn after_crash(&self, unsynced: Unsynced, are_names_kept: bool) -> Self {
        let world = self.world();
        let inodes = world.inodes.iter().map(|inode| {
            let common = inode.durable.len().min(inode.bytes.len());
            let grown = inode.bytes[common..].len();
            let bytes = match unsynced {
                Unsynced::Nothing => inode.durable.clone(),
                Unsynced::Everything => {
                    let mut inode = inode.clone();
                    inode.sync();
                    inode.durable
                }
                Unsynced::HalfTheBytes | Unsynced::Zeros if grown == 0 => inode.durable.clone(),
                Unsynced::HalfTheBytes => inode.bytes[..common + grown / 2].to_vec(),
                Unsynced::Zeros => [&inode.bytes[..common], &vec![0; grown]].concat(),
            };
            Inode { durable: bytes.clone(), bytes, lost: Vec::new() }
        });
        let names = if are_names_kept { world.names.clone() } else { world.durable_names.clone() };
        let after = World {
            inodes: inodes.collect(),
            durable_names: names.clone(),
            names,
            ..World::default()
        };
        Self(Arc::new(Mutex::new(after)))
    }

    /// Copies every file to a real directory.
    pub(super) fn copy_to(&self, directory: &Path) {
        let world = self.world();
        for (path, inode) in &world.names {
            let name = path.file_name().unwrap();
            std::fs::write(directory.join(name), &world.inodes[*inode].bytes).unwrap();
        }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }
}

impl World {
    /// Counts an operation; `Ok(true)` means that it is cut short.
    fn operation(&mut self) -> io::Result<bool> {
        if self.has_crashed {
            return Err(io::Error::other("crashed"));
        }
        let number = self.operations;
        self.operations += 1;
        match self.fault {
            Some((at, Fault::Error(kind))) if at == number => Err(kind.into()),
            Some((at, Fault::ErrorFromThen(kind))) if at <= number => Err(kind.into()),
            Some((at, Fault::Short)) if at == number => Ok(true),
            Some((at, Fault::Crash)) if at == number => {
                self.has_crashed = true;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// An operation that happens whole or, in a crash, perhaps.
    fn whole(&mut self, act: impl FnOnce(&mut Self)) -> io::Result<()> {
        self.operation()?;
        act(self);
        if self.has_crashed { Err(io::Error::other("crashed")) } else { Ok(()) }
    }

    fn inode(&self, path: &Path) -> io::Result<usize> {
        if self.has_crashed {
            return Err(io::Error::other("crashed"));
        }
        self.names.get(path).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

struct Handle {
    files: Simulated,
    inode: usize,
}

impl Files for Simulated {
    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        let mut world = self.world();
        if world.inode(path).is_err() {
            world.whole(|world| {
                world.inodes.push(Inode::default());
                let inode = world.inodes.len() - 1;
                world.names.insert(path.to_owned(), inode);
            })?;
        }
        let inode = world.inode(path)?;
        drop(world);
        Ok(Box::new(Handle { files: self.clone(), inode }))
    }

    fn lock(&self, _path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>> {
        Ok(Some(Box::new(())))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let world = self.world();
        Ok(world.inodes[world.inode(path)?].bytes.clone())
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<PathBuf>> {
        let of = |path: &&PathBuf| path.parent() == Some(directory);
        Ok(self.world().names.keys().filter(of).cloned().collect())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut world = self.world();
        let inode = world.inode(from)?;
        world.whole(|world| {
            world.names.remove(from);
            world.names.insert(to.to_owned(), inode);
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut world = self.world();
        let inode = world.inode(path)?;
        world.whole(|world| {
            world.names.remove(path);
            let freed = world.inodes[inode].bytes.len();
            world.room = world.room.map(|room| room + freed);
        })
    }

    fn sync_directory(&self, _directory: &Path) -> io::Result<()> {
        let mut world = self.world();
        if world.operation()? {
            return Err(io::Error::other("crashed"));
        }
        world.durable_names = world.names.clone();
        Ok(())
    }

    fn write_again(&self, path: &Path, from: u64) -> io::Result<()> {
        let mut world = self.world();
        let inode = world.inode(path)?;
        let from = usize::try_from(from).unwrap();
        world.whole(|world| world.inodes[inode].lost.retain(|range| range.start < from))?;
        drop(world);
        Handle { files: self.clone(), inode }.sync()
    }

    fn identity(&self, path: &Path) -> io::Result<Option<Identity>> {
        let world = self.world();
        if world.has_crashed {
            return Err(io::Error::other("crashed"));
        }
        Ok(world.names.get(path).map(|inode| Identity { device: 1, inode: *inode as u64 }))
    }
}

impl OpenFile for Handle {
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut world = self.files.world();
        let is_short = world.operation()?;
        let written = if is_short { bytes.len() / 2 } else { bytes.len() };
        if let Some(room) = &mut world.room {
            *room = room.checked_sub(written).ok_or(io::ErrorKind::StorageFull)?;
        }
        world.inodes[self.inode].bytes.extend_from_slice(&bytes[..written]);
        if world.has_crashed { Err(io::Error::other("crashed")) } else { Ok(written) }
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut world = self.files.world();
        let result = world.operation();
        let has_crashed = world.has_crashed;
        let inode = &mut world.inodes[self.inode];
        match result {
            Ok(_) if has_crashed => Err(io::Error::other("crashed")),
            Ok(_) => {
                inode.sync();
                Ok(())
            }
            Err(error) => {
                let lost = inode.durable.len().min(inode.bytes.len())..inode.bytes.len();
                inode.lost.push(lost);
                Err(error)
            }
        }
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.files.world().inodes[self.inode].bytes.len() as u64)
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        let mut world = self.files.world();
        let inode = self.inode;
        let length = usize::try_from(length).unwrap();
        world.whole(|world| {
            let inode = &mut world.inodes[inode];
            inode.bytes.truncate(length);
            inode.lost.retain(|range| range.start < length);
        })
    }

    fn read_at(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let world = self.files.world();
        if world.has_crashed {
            return Err(io::Error::other("crashed"));
        }
        let rest = world.inodes[self.inode].bytes.iter().skip(usize::try_from(offset).unwrap());
        Ok(rest.take(length).copied().collect())
    }

    fn identity(&self) -> io::Result<Identity> {
        Ok(Identity { device: 1, inode: self.inode as u64 })
    }

    fn is_regular(&self) -> io::Result<bool> {
        Ok(true)
    }
}
