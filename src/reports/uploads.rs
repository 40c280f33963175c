//! Reports that wait under an id for the call that imports them, each its caller's own.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use uuid::Uuid;

use super::{LARGEST, Report, Reports, Spool, Unspooled, lock, taken::hex};

#[derive(Debug, Default)]
pub(super) struct Uploads(HashMap<Uuid, Upload>);

#[derive(Debug)]
struct Upload {
    owner: Arc<str>,
    /// What it may take while it comes, and what it takes once it is here.
    bytes: u64,
    /// Nothing while it comes.
    report: Option<Report>,
    expires: Instant,
}

/// Why nothing more is taken of a caller.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("too many of your uploads wait: import them first, or wait until they expire")]
pub struct Refused;

/// An upload that is still coming. Dropping it forgets it.
#[derive(Debug)]
pub struct Uploading {
    reports: Arc<Reports>,
    id: Uuid,
    pub spool: Spool,
}

/// What the uploader is told.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: Uuid,
    pub bytes: u64,
    pub sha256: String,
    pub lifetime: Duration,
}

impl Reports {
    /// A place for an upload of at most `declared` bytes.
    pub fn upload(
        self: &Arc<Self>,
        owner: &Arc<str>,
        declared: Option<u64>,
    ) -> Result<Uploading, Refused> {
        let bytes = declared.map_or(LARGEST, |declared| declared.min(LARGEST));
        let mut uploads = lock(&self.uploads);
        uploads.expire();
        let own: Vec<u64> = uploads
            .0
            .values()
            .filter(|upload| upload.owner == *owner)
            .map(|upload| upload.bytes)
            .collect();
        let settings = &self.settings;
        let taken: u64 = own.iter().sum();
        if own.len() >= settings.uploads || taken + bytes > settings.upload_bytes {
            return Err(Refused);
        }
        // Of random bits alone: an id says nothing of when others upload.
        let id = Uuid::new_v4();
        let expires = Instant::now() + settings.lifetime;
        let owner = Arc::clone(owner);
        uploads.0.insert(id, Upload { owner, bytes, report: None, expires });
        Ok(Uploading { reports: Arc::clone(self), id, spool: self.spool() })
    }

    /// The caller's own upload of this id.
    pub fn uploaded(&self, owner: &str, id: &str) -> Option<Report> {
        let id = id.trim().parse().ok()?;
        let mut uploads = lock(&self.uploads);
        uploads.expire();
        let upload = uploads.0.get(&id).filter(|upload| *upload.owner == *owner)?;
        upload.report.clone()
    }

    /// Forgets an upload that was imported.
    pub fn imported(&self, owner: &str, id: &str) {
        if let Ok(id) = id.trim().parse() {
            let mut uploads = lock(&self.uploads);
            if uploads.0.get(&id).is_some_and(|upload| *upload.owner == *owner) {
                uploads.0.remove(&id);
            }
        }
    }
}

impl Uploads {
    fn expire(&mut self) {
        let now = Instant::now();
        self.0.retain(|_, upload| upload.expires > now);
    }
}

impl Uploading {
    /// Keeps what came whole.
    pub async fn keep(mut self) -> Result<Kept, Unspooled> {
        self.spool.flush().await;
        let spool = std::mem::replace(&mut self.spool, self.reports.spool());
        let spooled = spool.finish()?;
        let (reports, id) = (Arc::clone(&self.reports), self.id);
        let lifetime = reports.settings.lifetime;
        let bytes = spooled.report.length();
        if let Some(upload) = lock(&reports.uploads).0.get_mut(&id) {
            upload.bytes = bytes;
            upload.report = Some(spooled.report);
            upload.expires = Instant::now() + lifetime;
        }
        // Nobody may ask again, and the disk is not theirs.
        let waiting = Arc::downgrade(&reports);
        tokio::spawn(async move {
            tokio::time::sleep(lifetime).await;
            if let Some(reports) = waiting.upgrade() {
                lock(&reports.uploads).expire();
            }
        });
        Ok(Kept { id, bytes, sha256: hex(&spooled.sha256), lifetime })
    }
}

impl Drop for Uploading {
    fn drop(&mut self) {
        let mut uploads = lock(&self.reports.uploads);
        if uploads.0.get(&self.id).is_some_and(|upload| upload.report.is_none()) {
            uploads.0.remove(&self.id);
        }
    }
}
