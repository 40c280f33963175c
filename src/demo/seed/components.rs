//! Templates of component findings: published vulnerabilities with invented scores of exploitation.

/// A known vulnerability in one version of a component.
pub(super) struct Advisory {
    pub(super) cve: &'static str,
    pub(super) component: &'static str,
    pub(super) version: &'static str,
    /// The version with the fix; empty where there is none.
    pub(super) fixed: &'static str,
    pub(super) severity: &'static str,
    pub(super) cwe: u64,
    pub(super) vector: &'static str,
    /// Parts of a hundred thousand.
    pub(super) epss: u32,
    pub(super) exploited: Exploited,
    pub(super) summary: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Exploited {
    No,
    Known,
    ByRansomware,
}

/// Component, version and fixed version.
type Component = (&'static str, &'static str, &'static str);

const fn advisory(
    cve: &'static str,
    (component, version, fixed): Component,
    severity: &'static str,
    cwe: u64,
    vector: &'static str,
    epss: u32,
    summary: &'static str,
) -> Advisory {
    Advisory {
        cve,
        component,
        version,
        fixed,
        severity,
        cwe,
        vector,
        epss,
        exploited: Exploited::No,
        summary,
    }
}

impl Advisory {
    const fn exploited(mut self, exploited: Exploited) -> Self {
        self.exploited = exploited;
        self
    }
}

const REMOTE: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
const REMOTE_CHANGED: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H";
const REMOTE_CLICK: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H";
const HANG: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";
const SLOW: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L";
const READ: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:N";
const LOCAL: &str = "CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H";
const ESCAPE: &str = "CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H";
const QUIET: &str = "CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N";

/// The first is the one that the tour follows.
pub(super) const ADVISORIES: &[Advisory] = &[
    advisory(
        "CVE-2021-44228",
        ("log4j-core", "2.14.1", "2.15.0"),
        "Critical",
        502,
        REMOTE_CHANGED,
        97_550,
        "Lookups in log messages load code over JNDI.",
    )
    .exploited(Exploited::ByRansomware),
    advisory(
        "CVE-2022-22965",
        ("spring-beans", "5.3.17", "5.3.18"),
        "Critical",
        94,
        REMOTE,
        94_420,
        "Data binding reaches the class loader.",
    )
    .exploited(Exploited::Known),
    advisory(
        "CVE-2023-44487",
        ("golang.org/x/net", "0.15.0", "0.17.0"),
        "High",
        400,
        HANG,
        94_400,
        "Streams that are reset at once exhaust an HTTP/2 server.",
    )
    .exploited(Exploited::Known),
    advisory(
        "CVE-2023-4863",
        ("libwebp", "1.2.4", "1.3.2"),
        "High",
        787,
        REMOTE_CLICK,
        93_900,
        "A crafted picture writes outside of a heap buffer.",
    )
    .exploited(Exploited::Known),
    advisory(
        "CVE-2022-42889",
        ("commons-text", "1.9", "1.10.0"),
        "Critical",
        94,
        REMOTE,
        94_100,
        "Interpolation of a text evaluates scripts and fetches addresses.",
    ),
    advisory(
        "CVE-2024-3094",
        ("xz-utils", "5.6.0", "5.6.2"),
        "Critical",
        506,
        REMOTE_CHANGED,
        85_900,
        "The released archive carries a back door.",
    ),
    advisory(
        "CVE-2024-21626",
        ("runc", "1.1.11", "1.1.12"),
        "High",
        403,
        ESCAPE,
        5_130,
        "A leaked file descriptor leads out of the container.",
    ),
    advisory(
        "CVE-2022-1471",
        ("snakeyaml", "1.33", "2.0"),
        "High",
        502,
        REMOTE,
        93_200,
        "The constructor builds any class that a document names.",
    ),
    advisory(
        "CVE-2020-36518",
        ("jackson-databind", "2.12.6", "2.12.6.1"),
        "High",
        787,
        HANG,
        440,
        "Deeply nested objects overflow the stack.",
    ),
    advisory(
        "CVE-2021-23337",
        ("lodash", "4.17.20", "4.17.21"),
        "High",
        94,
        "CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H",
        720,
        "A template runs commands that its options carry.",
    ),
    advisory(
        "CVE-2022-25883",
        ("semver", "7.3.7", "7.5.2"),
        "High",
        1333,
        HANG,
        310,
        "A long range takes quadratic time.",
    ),
    advisory(
        "CVE-2022-24999",
        ("qs", "6.5.2", "6.5.3"),
        "High",
        1321,
        HANG,
        2_100,
        "A query string pollutes the prototype and hangs the process.",
    ),
    advisory(
        "CVE-2023-26136",
        ("tough-cookie", "4.1.2", "4.1.3"),
        "Medium",
        1321,
        READ,
        880,
        "A cookie's domain pollutes the prototype.",
    ),
    advisory(
        "CVE-2023-32681",
        ("requests", "2.28.1", "2.31.0"),
        "Medium",
        200,
        "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:C/C:H/I:N/A:N",
        6_220,
        "The proxy's credentials go to the destination after a redirect.",
    ),
    advisory(
        "CVE-2023-43804",
        ("urllib3", "1.26.15", "1.26.17"),
        "Medium",
        200,
        "CVSS:3.1/AV:N/AC:H/PR:H/UI:R/S:U/C:H/I:H/A:N",
        410,
        "Cookies are kept when a redirect leads to another host.",
    ),
    advisory(
        "CVE-2022-40897",
        ("setuptools", "65.5.0", "65.5.1"),
        "Medium",
        1333,
        HANG,
        520,
        "A crafted package page takes exponential time.",
    ),
    advisory(
        "CVE-2022-0778",
        ("openssl", "1.1.1k", "1.1.1n"),
        "High",
        835,
        HANG,
        7_350,
        "A certificate with a wrong curve loops for ever.",
    ),
    advisory(
        "CVE-2023-0286",
        ("openssl", "1.1.1k", "1.1.1t"),
        "High",
        843,
        "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:H",
        88_700,
        "An address of the wrong type is compared as text.",
    ),
    advisory(
        "CVE-2023-38545",
        ("curl", "7.88.1", "8.4.0"),
        "Critical",
        787,
        REMOTE,
        26_200,
        "A long host name overflows a buffer of the SOCKS5 handshake.",
    ),
    advisory(
        "CVE-2022-37434",
        ("zlib", "1.2.12", "1.2.13"),
        "Critical",
        787,
        REMOTE,
        92_650,
        "A large extra field overflows a heap buffer.",
    ),
    advisory(
        "CVE-2023-45853",
        ("zlib", "1.2.12", ""),
        "Medium",
        190,
        LOCAL,
        560,
        "A long file name overflows a heap buffer.",
    ),
    advisory(
        "CVE-2023-29491",
        ("ncurses", "6.2", "6.4"),
        "High",
        787,
        LOCAL,
        40,
        "A malformed terminal description corrupts memory.",
    ),
    advisory(
        "CVE-2022-48303",
        ("tar", "1.34", ""),
        "Low",
        125,
        QUIET,
        30,
        "A base-256 number reads one byte too far.",
    ),
    advisory(
        "CVE-2023-39615",
        ("libxml2", "2.9.14", "2.11.5"),
        "Low",
        119,
        SLOW,
        120,
        "A crafted document reads outside of a global buffer.",
    ),
    advisory(
        "CVE-2011-3374",
        ("apt", "2.6.1", ""),
        "Low",
        347,
        QUIET,
        120,
        "Keys are imported without a check of the whole fingerprint.",
    ),
    advisory(
        "CVE-2021-33503",
        ("urllib3", "1.26.4", "1.26.5"),
        "High",
        400,
        HANG,
        1_870,
        "An address with many at signs takes exponential time.",
    ),
    advisory(
        "CVE-2019-10744",
        ("lodash", "4.17.11", "4.17.12"),
        "Critical",
        1321,
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H",
        1_480,
        "defaultsDeep pollutes the prototype.",
    ),
    advisory(
        "CVE-2023-2650",
        ("openssl", "3.0.8", "3.0.9"),
        "Medium",
        770,
        SLOW,
        91_900,
        "A long object identifier takes quadratic time.",
    ),
];
