//! Every link leads somewhere, and every document can be found.

use std::path::{Component, Path, PathBuf};

use super::markdown::{ROOT, anchors, documents, links, read};

/// A link to a file or a heading that is not there helps nobody.
#[test]
fn every_link_of_the_documents_resolves() {
    let mut count = 0;
    for document in documents().into_iter().chain(["llms.txt".into()]) {
        for link in links(&read(&document)) {
            if link.contains("://") {
                continue;
            }
            count += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() { document.clone() } else { beside(&document, file) };
            let path = Path::new(ROOT).join(&target);
            assert!(path.exists(), "{} links to {link}", document.display());
            if !anchor.is_empty() {
                let known = anchors(&read(&target));
                assert!(
                    known.iter().any(|known| known == anchor),
                    "{} links to {link}; {} has {known:?}",
                    document.display(),
                    target.display()
                );
            }
        }
    }
    assert!(count > 80, "only {count} links were found");
}

/// A document that neither index names is read by nobody.
#[test]
fn the_indexes_name_every_document() {
    for index in ["docs/README.md", "llms.txt"] {
        let named: Vec<PathBuf> = links(&read(Path::new(index)))
            .iter()
            .map(|link| beside(Path::new(index), link.split('#').next().unwrap()))
            .collect();
        for document in documents() {
            if document.ends_with("README.md") {
                continue;
            }
            assert!(named.contains(&document), "{index} does not name {}", document.display());
        }
    }
}

/// The path that a link of a document means, from the root.
fn beside(document: &Path, link: &str) -> PathBuf {
    let mut path = PathBuf::new();
    for part in document.parent().unwrap().join(link).components() {
        match part {
            Component::ParentDir => assert!(path.pop(), "{link} leads out of the repository"),
            part => path.push(part),
        }
    }
    path
}
