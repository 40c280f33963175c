//! Who may call, and what they may do.

use super::{Feature, Variable, variables};

variables! {
    list CALLERS;

    /// Binds a bearer token to a role: `<token>:<role>`, the role after the last colon, one of `admin`, `writer`, `scanner`
    /// and `reader`; or `sha256:<64 hex digits>:<role>`, so that the token itself stays out of the environment. The rest of
    /// the variable's name, in lower case, is the caller's name in the audit log and the key of its rate limit. A token is
    /// visible ASCII without spaces. A malformed binding among good ones is skipped with a warning; when all are malformed
    /// the server does not start.
    MCP_ROLE = Variable::named("MCP_ROLE_<NAME>", "TOKEN:ROLE", "").secret();

    /// A bearer token with the role `admin`, caller `mcp-client`: the older way, kept for configurations that have it.
    MCP_AUTH_TOKEN = Variable::named("MCP_AUTH_TOKEN", "TOKEN", "").secret();

    /// A bearer token with the role `reader`, caller `mcp-read-client`: the older way, kept for configurations that have it.
    MCP_READ_TOKEN = Variable::named("MCP_READ_TOKEN", "TOKEN", "").secret();

    /// `false` lets a network transport start without any token. It then listens on 127.0.0.1, every caller is
    /// `open-access` with the role `admin`, and all share one rate limit. Tokens that are set are demanded all the same.
    REQUIRE_AUTH = Variable::named("REQUIRE_AUTH", "BOOL", "false").default("true");

    /// Allows open access (`REQUIRE_AUTH=false`) on an address that other machines can reach. Whoever reaches the port can
    /// then do whatever the DefectDojo key can do.
    ALLOW_OPEN_NETWORK = Variable::named("ALLOW_OPEN_NETWORK", "BOOL", "true").default("false");

    /// The role of the caller on stdio: `admin`, `writer`, `scanner` or `reader`. The process's user holds the DefectDojo
    /// key anyway; this keeps a model from using all of it.
    MCP_STDIO_ROLE = Variable::named("MCP_STDIO_ROLE", "ROLE", "reader")
        .flag("stdio-role", "admin, writer, scanner or reader on stdio").default("admin");

    /// Takes every writing tool away from everybody, whatever their role, and any DefectDojo key that writes with them:
    /// requests that change something cannot leave.
    MCP_READ_ONLY = Variable::named("MCP_READ_ONLY", "BOOL", "true")
        .switch("read-only", "Offer no tool that changes anything").default("false").since(Feature::Narrowing);

    /// Offers these tools and no others: names, comma-separated. It narrows what a role allows and never widens it; of
    /// this, the next two and a request's own headers (`X-MCP-Tools`, `X-MCP-Exclude-Tools`, `X-MCP-Toolsets`,
    /// `X-MCP-Readonly`), each narrows what the others leave.
    MCP_TOOLS = Variable::named("MCP_TOOLS", "NAMES", "list_findings,get_finding")
        .otherwise("every tool the role allows").since(Feature::Narrowing);

    /// Takes these tools away: names, comma-separated.
    MCP_EXCLUDE_TOOLS = Variable::named("MCP_EXCLUDE_TOOLS", "NAMES", "create_product")
        .otherwise("none").since(Feature::Narrowing);

    /// Offers the tools of these sets: `hierarchy`, `findings`, `triage`, `imports`, `system` or `all`, comma-separated.
    MCP_TOOLSETS = Variable::named("MCP_TOOLSETS", "SETS", "findings,triage")
        .default("all").since(Feature::Narrowing);

    /// A TOML file of callers: name, role, SHA-256 of the token, expiry and allowed products. It is read again when it
    /// changes.
    MCP_ROLES_FILE = Variable::named("MCP_ROLES_FILE", "FILE", "/etc/mcp-defectdojo/roles.toml")
        .since(Feature::RolesFile);

    /// The OAuth 2.1 issuer whose access tokens are accepted: an `https://` URL, or `http://` on a loopback address.
    MCP_OAUTH_ISSUER = Variable::named("MCP_OAUTH_ISSUER", "URL", "https://login.example.com/")
        .since(Feature::Oauth);

    /// The audience that an access token must name. Required with `MCP_OAUTH_ISSUER`: a token meant for another service
    /// must not work here.
    MCP_OAUTH_AUDIENCE =
        Variable::named("MCP_OAUTH_AUDIENCE", "TEXT", "https://mcp.example.com/mcp")
            .since(Feature::Oauth);

    /// The claim that holds a caller's roles.
    MCP_OAUTH_ROLE_CLAIM =
        Variable::named("MCP_OAUTH_ROLE_CLAIM", "CLAIM", "groups").default("roles").since(Feature::Oauth);

    /// Which value of the claim gives which role: `<value>=<role>`, comma-separated. Required with `MCP_OAUTH_ISSUER`. A
    /// caller without a mapped value is refused.
    MCP_OAUTH_ROLE_MAP =
        Variable::named("MCP_OAUTH_ROLE_MAP", "MAP", "appsec=writer,developers=reader")
            .since(Feature::Oauth);

    /// The claim that holds the ids of the products that a caller is bound to: numbers or text, alone or in a list.
    /// Nothing else exists for such a caller. Once this is set, a token without the claim, or with anything in it that is no
    /// id, is refused. Without it, access tokens are for every product.
    MCP_OAUTH_PRODUCTS_CLAIM = Variable::named("MCP_OAUTH_PRODUCTS_CLAIM", "CLAIM", "defectdojo_products")
        .otherwise("tokens are for every product").since(Feature::Oauth);

    /// Which value of `MCP_OAUTH_PRODUCTS_CLAIM` gives which products, where the claim holds names of groups instead of
    /// ids: `<value>=<ids>`, comma-separated, the ids joined by `+`, or `all` for every product. Several values give their
    /// products together. A caller without a mapped value is refused.
    MCP_OAUTH_PRODUCTS_MAP =
        Variable::named("MCP_OAUTH_PRODUCTS_MAP", "MAP", "payments=3+7,appsec=all")
            .since(Feature::Oauth);
}
