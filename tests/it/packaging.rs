//! What is installed: the manual, the service's unit, packages, bundles and images, each held to what its reader expects.

mod manual;
