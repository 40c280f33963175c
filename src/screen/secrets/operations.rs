//! Credentials of monitoring, secret stores, databases, and keys in standard encodings.

use super::table::{Format, format, infix};

pub(super) const FORMATS: &[Format] = &[
    // Secret stores
    format(
        "vault_service_token",
        "hvs.[A-Za-z0-9_-]{24,}",
        "developer.hashicorp.com/vault/docs/concepts/tokens",
    ),
    format(
        "vault_batch_token",
        "hvb.[A-Za-z0-9_-]{24,}",
        "developer.hashicorp.com/vault/docs/concepts/tokens",
    ),
    format(
        "vault_recovery_token",
        "hvr.[A-Za-z0-9_-]{24,}",
        "developer.hashicorp.com/vault/docs/concepts/tokens",
    ),
    format(
        "doppler_personal_token",
        "dp.pt.[A-Za-z0-9]{40,44}",
        "docs.doppler.com/reference/auth-token-formats",
    ),
    format(
        "doppler_service_token",
        "dp.st.[a-z0-9_-]{2,35}\\.[A-Za-z0-9]{40,44}",
        "docs.doppler.com/reference/auth-token-formats",
    ),
    format(
        "doppler_service_token",
        "dp.st.[A-Za-z0-9]{40,44}",
        "docs.doppler.com/reference/auth-token-formats",
    ),
    format(
        "doppler_account_token",
        "dp.sa.[A-Za-z0-9]{40,44}",
        "docs.doppler.com/reference/auth-token-formats",
    ),
    format(
        "doppler_cli_token",
        "dp.ct.[A-Za-z0-9]{40,44}",
        "docs.doppler.com/reference/auth-token-formats",
    ),
    format(
        "doppler_scim_token",
        "dp.scim.[A-Za-z0-9]{40,44}",
        "docs.doppler.com/reference/auth-token-formats",
    ),
    format(
        "doppler_audit_token",
        "dp.audit.[A-Za-z0-9]{40,44}",
        "docs.doppler.com/reference/auth-token-formats",
    ),
    format(
        "onepassword_service_token",
        "ops_eyJ[A-Za-z0-9+/=_-]{100,}",
        "developer.1password.com/docs/service-accounts",
    ),
    format(
        "onepassword_secret_key",
        "A3-[A-Z0-9]{6}-[A-Z0-9]{6}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}",
        "support.1password.com/secret-key",
    ),
    format(
        "onepassword_secret_key",
        "A3-[A-Z0-9]{6}-[A-Z0-9]{11}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}",
        "support.1password.com/secret-key",
    ),
    format(
        "bitwarden_access_token",
        "0.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.[A-Za-z0-9]{30}:[A-Za-z0-9+/=]{24}",
        "bitwarden.com/help/access-tokens",
    ),
    format(
        "infisical_token",
        "st.[a-f0-9]{24}\\.[a-f0-9]{32}\\.[a-f0-9]{32}",
        "infisical.com/docs/documentation/platform/token",
    ),
    format("age_secret_key", "AGE-SECRET-KEY-1[0-9A-Z]{58}", "age-encryption.org/v1"),
    // Monitoring
    format(
        "grafana_service_token",
        "glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}",
        "grafana.com/docs/grafana/latest/administration/service-accounts",
    ),
    format(
        "grafana_cloud_token",
        "glc_[A-Za-z0-9+/=]{32,}",
        "grafana.com/docs/grafana-cloud/security-and-account-management",
    ),
    format(
        "grafana_api_key",
        "eyJrIjoi[A-Za-z0-9+/=]{60,}",
        "grafana.com/docs/grafana/latest/developers/http_api/auth",
    ),
    format(
        "sentry_org_token",
        "sntrys_eyJ[A-Za-z0-9+/=_]{80,}",
        "docs.sentry.io/account/auth-tokens",
    ),
    format("sentry_user_token", "sntryu_[a-f0-9]{64}", "docs.sentry.io/account/auth-tokens"),
    format("sentry_app_token", "sntrya_[a-f0-9]{64}", "docs.sentry.io/account/auth-tokens"),
    format(
        "newrelic_user_key",
        "NRAK-[A-Z0-9]{27}",
        "docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys",
    ),
    format(
        "newrelic_insert_key",
        "NRII-[A-Za-z0-9_-]{32}",
        "docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys",
    ),
    format(
        "newrelic_query_key",
        "NRIQ-[A-Za-z0-9_-]{32}",
        "docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys",
    ),
    format(
        "newrelic_admin_key",
        "NRAA-[a-f0-9]{27}",
        "docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys",
    ),
    format(
        "newrelic_browser_key",
        "NRJS-[a-f0-9]{19}",
        "docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys",
    ),
    format(
        "newrelic_pixie_key",
        "px-api-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}",
        "docs.px.dev/reference/admin/api-keys",
    ),
    format(
        "newrelic_pixie_deploy_key",
        "px-dep-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}",
        "docs.px.dev/reference/admin/deploy-keys",
    ),
    infix(
        "newrelic_licence_key",
        "[a-f0-9]{36,36}",
        "NRAL",
        "docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys",
    ),
    format(
        "dynatrace_token",
        "dt0c01.[A-Z0-9]{24}\\.[A-Z0-9]{64}",
        "docs.dynatrace.com/docs/dynatrace-api/basics/dynatrace-api-authentication",
    ),
    format(
        "dynatrace_oauth_secret",
        "dt0s02.[A-Z0-9]{8}\\.[A-Z0-9]{64}",
        "docs.dynatrace.com/docs/manage/identity-access-management",
    ),
    format(
        "dynatrace_platform_token",
        "dt0s16.[A-Z0-9]{8}\\.[A-Z0-9]{64}",
        "docs.dynatrace.com/docs/manage/identity-access-management",
    ),
    format(
        "honeycomb_key",
        "hcaik_[a-z0-9]{58}",
        "docs.honeycomb.io/get-started/configure/environments/manage-api-keys",
    ),
    format(
        "honeycomb_ingest_key",
        "hcxik_[a-z0-9]{58}",
        "docs.honeycomb.io/get-started/configure/environments/manage-api-keys",
    ),
    format("rootly_key", "rootly_[a-f0-9]{64}", "docs.rootly.com/api-reference"),
    format(
        "axiom_token",
        "xaat-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "axiom.co/docs/reference/tokens",
    ),
    format(
        "axiom_personal_token",
        "xapt-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "axiom.co/docs/reference/tokens",
    ),
    format(
        "launchdarkly_key",
        "api-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "launchdarkly.com/docs/home/account/api",
    ),
    format(
        "launchdarkly_sdk_key",
        "sdk-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "launchdarkly.com/docs/sdk/concepts/client-side-server-side",
    ),
    format(
        "flagsmith_key",
        "ser.[A-Za-z0-9]{22}",
        "docs.flagsmith.com (server-side environment keys)",
    ),
    format(
        "configcat_key",
        "configcat-sdk-1/[A-Za-z0-9_-]{22}/[A-Za-z0-9_-]{22}",
        "configcat.com/docs/advanced (SDK keys)",
    ),
    format(
        "pubnub_subscribe_key",
        "sub-c-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "pubnub.com/docs/general/setup/account-setup",
    ),
    format(
        "pubnub_publish_key",
        "pub-c-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "pubnub.com/docs/general/setup/account-setup",
    ),
    format(
        "pubnub_secret_key",
        "sec-c-[A-Za-z0-9]{48}",
        "pubnub.com/docs/general/setup/account-setup",
    ),
    // Data
    format("databricks_token", "dapi[a-f0-9]{32}", "docs.databricks.com/dev-tools/auth/pat"),
    format("databricks_token", "dapi[a-f0-9]{32}-[0-9]", "docs.databricks.com/dev-tools/auth/pat"),
    format(
        "databricks_oauth_secret",
        "dose[a-f0-9]{32}",
        "docs.databricks.com/dev-tools/auth/oauth-m2m",
    ),
    format(
        "mongodb_atlas_client",
        "mdb_sa_sk_[A-Za-z0-9_-]{36,50}",
        "mongodb.com/docs/atlas/configure-api-access (service accounts)",
    ),
    format("dfuse_key", "web_[0-9a-f]{32}", "docs.dfuse.eosnation.io (API keys)"),
    format("dfuse_server_key", "server_[0-9a-f]{32}", "docs.dfuse.eosnation.io (API keys)"),
    format(
        "kubernetes_token_secret",
        "token-secret: [a-z0-9]{16}",
        "kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens",
    ),
    format(
        "kubeconfig_key",
        "client-key-data: [A-Za-z0-9+/=]{100,}",
        "kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig",
    ),
    format("truenas_key", "Bearer 1-[A-Za-z0-9]{64}", "truenas.com/docs/api (API keys)"),
    format(
        "vault_unseal_key",
        "Unseal Key [1-9]{1}: [A-Za-z0-9+/=]{40,}",
        "developer.hashicorp.com/vault/docs/concepts/seal",
    ),
    // Standard encodings
    format("pem_private_key", "-----BEGIN PRIVATE KEY-----", "RFC 7468 section 10"),
    format("pem_private_key", "-----BEGIN ENCRYPTED PRIVATE KEY-----", "RFC 7468 section 11"),
    format(
        "pem_private_key",
        "-----BEGIN RSA PRIVATE KEY-----",
        "OpenSSL PEM forms, RFC 8017 keys",
    ),
    format("pem_private_key", "-----BEGIN DSA PRIVATE KEY-----", "OpenSSL PEM forms"),
    format("pem_private_key", "-----BEGIN EC PRIVATE KEY-----", "RFC 5915"),
    format("pem_private_key", "-----BEGIN OPENSSH PRIVATE KEY-----", "OpenSSH PROTOCOL.key"),
    format("pem_private_key", "-----BEGIN ANY PRIVATE KEY-----", "OpenSSL PEM forms"),
    format("pgp_private_key", "-----BEGIN PGP PRIVATE KEY BLOCK-----", "RFC 9580 section 6.2"),
    format(
        "pem_private_key",
        "LS0tLS1CRUdJTiBQUklWQVRF[A-Za-z0-9+/]{40,}[=]{0,2}",
        "RFC 7468 section 10 in base64, as Kubernetes secrets hold it",
    ),
    format(
        "pem_private_key",
        "LS0tLS1CRUdJTiBFTkNSWVBURUQg[A-Za-z0-9+/]{40,}[=]{0,2}",
        "RFC 7468 section 11 in base64, as Kubernetes secrets hold it",
    ),
    format(
        "pem_private_key",
        "LS0tLS1CRUdJTiBSU0EgUFJJ[A-Za-z0-9+/]{40,}[=]{0,2}",
        "OpenSSL PEM forms in base64, as Kubernetes secrets hold it",
    ),
    format(
        "pem_private_key",
        "LS0tLS1CRUdJTiBEU0EgUFJJ[A-Za-z0-9+/]{40,}[=]{0,2}",
        "OpenSSL PEM forms in base64, as Kubernetes secrets hold it",
    ),
    format(
        "pem_private_key",
        "LS0tLS1CRUdJTiBFQyBQUklW[A-Za-z0-9+/]{40,}[=]{0,2}",
        "RFC 5915 in base64, as Kubernetes secrets hold it",
    ),
    format(
        "pem_private_key",
        "LS0tLS1CRUdJTiBPUEVOU1NIIFBS[A-Za-z0-9+/]{40,}[=]{0,2}",
        "OpenSSH PROTOCOL.key in base64, as Kubernetes secrets hold it",
    ),
    format(
        "pgp_private_key",
        "LS0tLS1CRUdJTiBQR1AgUFJJVkFU[A-Za-z0-9+/]{40,}[=]{0,2}",
        "RFC 9580 section 6.2 in base64, as Kubernetes secrets hold it",
    ),
    format(
        "putty_private_key",
        "PuTTY-User-Key-File-[23]: ",
        "the.earth.li/~sgtatham/putty (key file format)",
    ),
    format("jwt", "eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}", "RFC 7519"),
    format(
        "jwe",
        "eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{16,}",
        "RFC 7516",
    ),
    format(
        "kerberos_ticket",
        "$krb5tgs$23$*[A-Za-z0-9@._/:$-]{3,}*$[a-f0-9]{32}",
        "hashcat.net/wiki/doku.php?id=example_hashes (13100)",
    ),
    format(
        "kerberos_ticket",
        "$krb5tgs$23$[A-Za-z0-9@._/-]{3,}[$:]{1}[a-f0-9]{32}",
        "hashcat.net/wiki/doku.php?id=example_hashes (13100)",
    ),
    format(
        "kerberos_ticket",
        "$krb5asrep$23$[A-Za-z0-9@._-]{3,}:[a-f0-9]{32}",
        "hashcat.net/wiki/doku.php?id=example_hashes (18200)",
    ),
    format("password_hash", "$2a$[0-9]{2}$[./A-Za-z0-9]{53}", "crypt(5), bcrypt"),
    format("password_hash", "$2b$[0-9]{2}$[./A-Za-z0-9]{53}", "crypt(5), bcrypt"),
    format("password_hash", "$2y$[0-9]{2}$[./A-Za-z0-9]{53}", "crypt(5), bcrypt"),
    format("password_hash", "$1$[./A-Za-z0-9]{1,8}$[./A-Za-z0-9]{22}", "crypt(5), md5crypt"),
    format("password_hash", "$5$[./A-Za-z0-9]{1,16}$[./A-Za-z0-9]{43}", "crypt(5), sha256crypt"),
    format(
        "password_hash",
        "$5$rounds=[0-9]{1,9}$[./A-Za-z0-9]{1,16}$[./A-Za-z0-9]{43}",
        "crypt(5), sha256crypt",
    ),
    format("password_hash", "$6$[./A-Za-z0-9]{1,16}$[./A-Za-z0-9]{86}", "crypt(5), sha512crypt"),
    format(
        "password_hash",
        "$6$rounds=[0-9]{1,9}$[./A-Za-z0-9]{1,16}$[./A-Za-z0-9]{86}",
        "crypt(5), sha512crypt",
    ),
    format(
        "password_hash",
        "$argon2id$v=19$m=[0-9]{1,8},t=[0-9]{1,3},p=[0-9]{1,3}$[A-Za-z0-9+/]{8,}$[A-Za-z0-9+/]{16,}",
        "RFC 9106, PHC string format",
    ),
    format(
        "rails_master_key",
        "RAILS_MASTER_KEY=[a-f0-9]{32}",
        "guides.rubyonrails.org/security.html#custom-credentials",
    ),
    format("laravel_app_key", "APP_KEY=base64:[A-Za-z0-9+/]{43}=", "laravel.com/docs/encryption"),
    format(
        "ethereum_private_key",
        "PRIVATE_KEY=0x[a-fA-F0-9]{64}",
        "ethereum.org/en/developers/docs/accounts",
    ),
    format("bitcoin_extended_key", "xprv[1-9A-HJ-NP-Za-km-z]{107}", "BIP 32, serialization format"),
    format(
        "adobe_client_secret",
        "p8e-[A-Za-z0-9_-]{32}",
        "developer.adobe.com/developer-console/docs (credentials)",
    ),
    format(
        "okta_token",
        "SSWS 00[A-Za-z0-9_-]{40}",
        "developer.okta.com/docs/guides/create-an-api-token",
    ),
    format("defectdojo_token", "Token [0-9a-f]{40}", "docs.defectdojo.com (API v2 authentication)"),
    format(
        "defined_networking_key",
        "dnkey-[A-Za-z0-9_=-]{26}-[A-Za-z0-9_=-]{52}",
        "docs.defined.net/guides/automating-host-creation, API keys",
    ),
    format("scalingo_token", "tk-us-[A-Za-z0-9_-]{48}", "developers.scalingo.com/tokens"),
    format("mandrill_key", "md-[A-Za-z0-9_-]{22}", "mailchimp.com/developer/transactional"),
    format("posthog_secret", "phs_[A-Za-z0-9]{40,}", "posthog.com/docs/api, secret tokens"),
    format(
        "zuplo_key",
        "zpka_[a-z0-9]{32,}_[a-z0-9]{8}",
        "zuplo.com/docs/articles/api-key-leak-detection",
    ),
    format(
        "splunk_hec_token",
        "Splunk [a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}",
        "docs.splunk.com/Documentation/Splunk/latest/Data/UsetheHTTPEventCollector",
    ),
    format("shodan_key", "shodan init [A-Za-z0-9]{32}", "cli.shodan.io"),
];
