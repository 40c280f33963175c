//! A report by its path: only below allowed folders, through no link, and only an ordinary file.

use std::{
    fs::File,
    io,
    path::{Component, Path, PathBuf},
};

use super::Report;
use crate::platform::{self, Unreached};

/// The most bytes that `DefectDojo` takes (`SCAN_FILE_MAX_SIZE`, 100 MB).
const LARGEST: u64 = 100 << 20;

/// Why a path was not read.
#[derive(Debug, thiserror::Error)]
pub enum Unopened {
    #[error(
        "this server reads no files: no folder is allowed (an operator can set IMPORT_ROOTS). Send the report \
         itself in `file`, or as an upload"
    )]
    NoFolders,
    #[error("must not contain `..`: give the path of a file in {}", listed(.0))]
    Upwards(Vec<PathBuf>),
    #[error("is not in an allowed folder: reports are read from {}", listed(.0))]
    Outside(Vec<PathBuf>),
    #[error("no such file; relative paths are looked for in {}", listed(.0))]
    Missing(Vec<PathBuf>),
    #[error(
        "goes through a symbolic link, and links are not followed: give the path of the file itself"
    )]
    Link,
    #[error("is not an ordinary file: give the path of one report")]
    NotAFile,
    #[error("is empty: the scanner has written nothing, or not yet")]
    Empty,
    #[error(
        "has {0} bytes, and DefectDojo takes at most 100 MB: split the report, or have the scanner leave more out"
    )]
    TooLarge(u64),
    #[error("may not be read by this server's user")]
    Forbidden,
    #[error("could not be read")]
    Unreadable,
}

fn listed(roots: &[PathBuf]) -> String {
    roots.iter().map(|root| root.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// Opens the file at `path`, absolute or from one of `roots`.
///
/// No link is followed on the way; what the file is, is asked of the open file.
pub(super) fn open(roots: &[PathBuf], path: &str) -> Result<Report, Unopened> {
    if roots.is_empty() {
        return Err(Unopened::NoFolders);
    }
    let path = Path::new(path.trim());
    if path.components().any(|part| part == Component::ParentDir) {
        return Err(Unopened::Upwards(roots.to_vec()));
    }
    let below: Vec<(&Path, PathBuf)> = if path.is_absolute() {
        roots.iter().filter_map(|root| Some((root.as_path(), within(root, path)?))).collect()
    } else {
        roots.iter().map(|root| (root.as_path(), path.to_owned())).collect()
    };
    if below.is_empty() {
        return Err(Unopened::Outside(roots.to_vec()));
    }
    for (root, rest) in below {
        match platform::open_below(root, &rest) {
            Ok(file) => return check(file),
            Err(Unreached::Missing) => {}
            Err(Unreached::Link) => return Err(Unopened::Link),
            Err(Unreached::NotAFile) => return Err(Unopened::NotAFile),
            Err(Unreached::Forbidden) => return Err(Unopened::Forbidden),
            Err(Unreached::Other(error)) => {
                tracing::info!(%error, "a report could not be opened");
                return Err(Unopened::Unreadable);
            }
        }
    }
    Err(Unopened::Missing(roots.to_vec()))
}

/// The rest of `path` below `root`, under the name that the operator gave or the one it really has.
fn within(root: &Path, path: &Path) -> Option<PathBuf> {
    let real = || root.canonicalize().ok();
    path.strip_prefix(root)
        .map(Path::to_owned)
        .ok()
        .or_else(|| Some(path.strip_prefix(real()?).ok()?.to_owned()))
}

fn check(file: File) -> Result<Report, Unopened> {
    let about = file.metadata().map_err(|_: io::Error| Unopened::Unreadable)?;
    match about.len() {
        _ if !about.is_file() => Err(Unopened::NotAFile),
        0 => Err(Unopened::Empty),
        length @ 1..=LARGEST => Ok(Report::of_file(file, length)),
        length => Err(Unopened::TooLarge(length)),
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use super::*;

    fn refusal(roots: &[PathBuf], path: impl AsRef<Path>) -> String {
        let path = path.as_ref().to_str().unwrap();
        let refused = open(roots, path).err().unwrap_or_else(|| panic!("{path} was opened"));
        format!("{refused:?}").split('(').next().unwrap_or_default().to_owned()
    }

    /// What a caller must not get at, however it is asked for.
    #[test]
    fn nothing_but_files_in_the_folders_is_opened() {
        let place = tempfile::tempdir().unwrap();
        let (inside, outside) = (place.path().join("in"), place.path().join("in-side"));
        fs::create_dir_all(inside.join("deep")).unwrap();
        fs::create_dir(&outside).unwrap();
        for file in
            [inside.join("deep/report.json"), inside.join("report.json"), outside.join("secret")]
        {
            fs::write(file, "{}").unwrap();
        }
        fs::write(inside.join("empty"), "").unwrap();
        symlink(outside.join("secret"), inside.join("link")).unwrap();
        symlink(&outside, inside.join("way")).unwrap();
        symlink("report.json", inside.join("harmless")).unwrap();
        let socket = std::os::unix::net::UnixListener::bind(inside.join("socket")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            inside.join("fifo"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RWXU,
            0,
        )
        .unwrap();

        let roots = [inside.clone()];
        for good in ["report.json", "deep/report.json", "./deep/./report.json", "deep//report.json"]
        {
            assert_eq!(open(&roots, good).unwrap().length(), 2, "{good}");
            assert!(open(&roots, inside.join(good).to_str().unwrap()).is_ok(), "{good}");
        }
        for (path, expected) in [
            ("../in-side/secret", "Upwards"),
            ("deep/../../in-side/secret", "Upwards"),
            ("deep/..", "Upwards"),
            ("link", "Link"),
            ("harmless", "Link"),
            ("way/secret", "Link"),
            ("deep", "NotAFile"),
            (".", "NotAFile"),
            ("", "NotAFile"),
            ("report.json/more", "NotAFile"),
            ("fifo", "NotAFile"),
            ("socket", "NotAFile"),
            ("empty", "Empty"),
            ("absent", "Missing"),
            ("absent/absent", "Missing"),
            ("report.json\0.txt", "Unreadable"),
        ] {
            assert_eq!(refusal(&roots, path), expected, "{path}");
        }
        for path in ["/dev/zero", "/etc/passwd", "/proc/self/environ", "/"] {
            assert_eq!(refusal(&roots, path), "Outside", "{path}");
        }
        assert_eq!(refusal(&roots, outside.join("secret")), "Outside");
        assert_eq!(refusal(&[], inside.join("report.json")), "NoFolders");
        assert_eq!(refusal(&[PathBuf::from("/dev")], "/dev/zero"), "NotAFile");
        drop(socket);
    }

    /// A folder may be reached by a link: the operator named it.
    #[test]
    fn a_folder_has_the_name_it_was_given_and_its_own() {
        let place = tempfile::tempdir().unwrap();
        let (real, alias) = (place.path().join("real"), place.path().join("alias"));
        fs::create_dir(&real).unwrap();
        fs::write(real.join("report.json"), "{}").unwrap();
        symlink(&real, &alias).unwrap();
        for path in [real.join("report.json"), alias.join("report.json")] {
            assert!(
                open(std::slice::from_ref(&alias), path.to_str().unwrap()).is_ok(),
                "{}",
                path.display()
            );
        }
    }

    #[test]
    fn a_report_that_defectdojo_would_refuse_is_not_sent() {
        let place = tempfile::tempdir().unwrap();
        let file = File::create(place.path().join("large")).unwrap();
        file.set_len(LARGEST + 1).unwrap();
        assert_eq!(refusal(&[place.path().to_owned()], "large"), "TooLarge");
        file.set_len(LARGEST).unwrap();
        assert!(open(&[place.path().to_owned()], "large").is_ok());
    }
}
