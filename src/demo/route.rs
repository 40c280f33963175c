//! A path of the API with what each method does on it, and how a path finds its route.

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::store::State;

pub(super) type Read = fn(&State, &Call) -> Outcome;
pub(super) type Write = fn(&mut State, &Call) -> Outcome;
type Check = fn(&State, &Call) -> Result<(), Answer>;

#[derive(Clone, Copy, Debug)]
pub(super) struct Route {
    /// Without `/api/v2/` and the last slash; `{}` stands for an id.
    pub(super) path: &'static str,
    /// The view's name as OPTIONS tells it.
    pub(super) name: &'static str,
    pub(super) get: Option<Read>,
    pub(super) post: Option<Write>,
    pub(super) put: Option<Write>,
    pub(super) patch: Option<Write>,
    pub(super) delete: Option<Write>,
    /// What runs before a POST (and before its 405): the permission check that reads the body.
    pub(super) before_post: Option<Check>,
    /// What runs before any method.
    pub(super) before: Option<Check>,
    pub(super) deprecated: bool,
}

impl Route {
    pub(super) const fn new(path: &'static str, name: &'static str) -> Self {
        Self {
            path,
            name,
            get: None,
            post: None,
            put: None,
            patch: None,
            delete: None,
            before_post: None,
            before: None,
            deprecated: false,
        }
    }

    pub(super) const fn get(mut self, read: Read) -> Self {
        self.get = Some(read);
        self
    }

    pub(super) const fn post(mut self, write: Write) -> Self {
        self.post = Some(write);
        self
    }

    pub(super) const fn put(mut self, write: Write) -> Self {
        self.put = Some(write);
        self
    }

    pub(super) const fn patch(mut self, write: Write) -> Self {
        self.patch = Some(write);
        self
    }

    pub(super) const fn delete(mut self, write: Write) -> Self {
        self.delete = Some(write);
        self
    }

    pub(super) const fn before_post(mut self, check: Check) -> Self {
        self.before_post = Some(check);
        self
    }

    pub(super) const fn before(mut self, check: Check) -> Self {
        self.before = Some(check);
        self
    }

    pub(super) const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// The Allow header, in the order of the REST framework.
    pub(super) fn allow(&self) -> String {
        let methods = [
            ("GET", self.get.is_some()),
            ("POST", self.post.is_some()),
            ("PUT", self.put.is_some()),
            ("PATCH", self.patch.is_some()),
            ("DELETE", self.delete.is_some()),
            ("HEAD", self.get.is_some()),
            ("OPTIONS", true),
        ];
        let methods: Vec<&str> =
            methods.iter().filter(|(_, allowed)| *allowed).map(|(name, _)| *name).collect();
        methods.join(", ")
    }

    /// The parts of `path` that stand where this route has ids, or nothing where it is another's.
    pub(super) fn matches(&self, path: &str) -> Option<Vec<String>> {
        let mut parts = Vec::new();
        let mut given = path.split('/');
        for expected in self.path.split('/') {
            let part = given.next()?;
            if expected == "{}" {
                if part.is_empty() || part.contains('.') {
                    return None;
                }
                parts.push(part.to_owned());
            } else if part != expected {
                return None;
            }
        }
        given.next().is_none().then_some(parts)
    }
}
