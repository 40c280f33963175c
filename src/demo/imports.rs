//! Reports: `/import-scan/` and `/reimport-scan/`.

pub(super) mod scan_types;
