//! Credentials of clouds, hosting and networks.

use super::table::{Format, format, infix};

pub(super) const FORMATS: &[Format] = &[
    // Amazon: unique identifier prefixes of access keys.
    format(
        "aws_access_key",
        "AKIA[A-Z0-9]{16}",
        "docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    ),
    format(
        "aws_session_key",
        "ASIA[A-Z0-9]{16}",
        "docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    ),
    format(
        "aws_bearer_key",
        "ABIA[A-Z0-9]{16}",
        "docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    ),
    format(
        "aws_context_key",
        "ACCA[A-Z0-9]{16}",
        "docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    ),
    format(
        "aws_access_key",
        "A3T[A-Z0-9]{17}",
        "the A3T access key prefix, as in gitleaks' aws-access-token rule",
    ),
    format(
        "aws_bedrock_key",
        "ABSK[A-Za-z0-9+/]{109,269}[=]{0,2}",
        "docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",
    ),
    format(
        "aws_bedrock_short_key",
        "bedrock-api-key-[A-Za-z0-9+/=]{40,}",
        "docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",
    ),
    format(
        "aws_mws_token",
        "amzn.mws.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "developer-docs.amazon.com/sp-api, MWS auth token",
    ),
    format(
        "aws_appsync_key",
        "da2-[a-z0-9]{26}",
        "docs.aws.amazon.com/appsync/latest/devguide/security-authz.html",
    ),
    format(
        "aws_session_token",
        "IQoJb3JpZ2lu[A-Za-z0-9+/=]{100,}",
        "AWS STS session tokens (base64 of origin), docs.aws.amazon.com/STS",
    ),
    format(
        "login_with_amazon_secret",
        "amzn1.oa2-cs.v1.[0-9a-f]{64}",
        "developer.amazon.com/docs/login-with-amazon",
    ),
    // Google
    format(
        "google_api_key",
        "AIza[0-9A-Za-z_-]{35}",
        "cloud.google.com/docs/authentication/api-keys",
    ),
    format(
        "google_oauth_token",
        "ya29.[0-9A-Za-z_-]{20,}",
        "developers.google.com/identity/protocols/oauth2",
    ),
    format(
        "google_oauth_secret",
        "GOCSPX-[A-Za-z0-9_-]{28}",
        "developers.google.com/identity/protocols/oauth2",
    ),
    format(
        "google_refresh_token",
        "1//0[A-Za-z0-9_-]{40,}",
        "developers.google.com/identity/protocols/oauth2 (refresh tokens)",
    ),
    format(
        "google_storage_hmac",
        "GOOG1E[A-Z0-9]{55}",
        "cloud.google.com/storage/docs/authentication/hmackeys",
    ),
    format(
        "google_storage_hmac",
        "GOOG[A-Z0-9]{20}",
        "cloud.google.com/storage/docs/authentication/hmackeys",
    ),
    format(
        "firebase_messaging_key",
        "AAAA[A-Za-z0-9_-]{7}:[A-Za-z0-9_-]{140}",
        "firebase.google.com/docs/cloud-messaging (legacy server key)",
    ),
    // Microsoft: identifiable keys carry a fixed signature near their end.
    infix(
        "azure_client_secret",
        "[A-Za-z0-9_~.-]{4,4}",
        "Q~[A-Za-z0-9_~.-]{31,34}",
        "learn.microsoft.com/entra/identity-platform (client secrets)",
    ),
    infix(
        "azure_devops_token",
        "[A-Za-z0-9]{76,76}",
        "AZDO[A-Za-z0-9]{4}",
        "learn.microsoft.com/azure/devops/organizations/accounts (identifiable tokens)",
    ),
    infix(
        "azure_storage_key",
        "[A-Za-z0-9+/]{76,76}",
        "+ASt[A-Za-z0-9+/]{6}==",
        "learn.microsoft.com/purview (common annotated security keys)",
    ),
    infix(
        "azure_batch_key",
        "[A-Za-z0-9+/]{76,76}",
        "+ABa[A-Za-z0-9+/]{6}==",
        "learn.microsoft.com/purview (common annotated security keys)",
    ),
    infix(
        "azure_cosmos_key",
        "[A-Za-z0-9+/]{76,76}",
        "ACDb[A-Za-z0-9+/]{6}==",
        "learn.microsoft.com/purview (common annotated security keys)",
    ),
    infix(
        "azure_service_bus_key",
        "[A-Za-z0-9+/]{33,33}",
        "+ASb[A-Za-z0-9+/]{6}=",
        "learn.microsoft.com/purview (common annotated security keys)",
    ),
    infix(
        "azure_event_hub_key",
        "[A-Za-z0-9+/]{33,33}",
        "+AEh[A-Za-z0-9+/]{6}=",
        "learn.microsoft.com/purview (common annotated security keys)",
    ),
    infix(
        "azure_iot_key",
        "[A-Za-z0-9+/]{33,33}",
        "AIoT[A-Za-z0-9+/]{6}=",
        "learn.microsoft.com/purview (common annotated security keys)",
    ),
    infix(
        "azure_redis_key",
        "[A-Za-z0-9]{33,33}",
        "AzCa[A-Za-z0-9]{6}=",
        "learn.microsoft.com/purview (common annotated security keys)",
    ),
    infix(
        "azure_functions_key",
        "[A-Za-z0-9_-]{44,44}",
        "AzFu[A-Za-z0-9_-]{6}==",
        "learn.microsoft.com/purview (common annotated security keys)",
    ),
    infix(
        "azure_search_key",
        "[A-Za-z0-9]{42,42}",
        "AzSe[A-Za-z0-9]{6}",
        "learn.microsoft.com/purview (common annotated security keys)",
    ),
    infix(
        "azure_registry_password",
        "[A-Za-z0-9+/]{42,42}",
        "+ACR[A-Za-z0-9]{6}",
        "learn.microsoft.com/purview (common annotated security keys)",
    ),
    infix(
        "azure_api_key",
        "[A-Za-z0-9]{76,76}",
        "ACOG[A-Za-z0-9]{4}",
        "learn.microsoft.com/azure/ai-services/openai (resource keys)",
    ),
    format(
        "azure_account_key",
        "AccountKey=[A-Za-z0-9+/]{40,88}[=]{0,2}",
        "learn.microsoft.com/azure/storage/common/storage-configure-connection-string",
    ),
    format(
        "azure_shared_access_key",
        "SharedAccessKey=[A-Za-z0-9+/]{40,60}[=]{0,2}",
        "learn.microsoft.com/azure/service-bus-messaging/service-bus-sas",
    ),
    format(
        "azure_shared_access_signature",
        "SharedAccessSignature sr=[A-Za-z0-9%&=._+/-]{60,}",
        "learn.microsoft.com/azure/iot-hub (SAS tokens)",
    ),
    format(
        "azure_signature",
        "sig=[A-Za-z0-9%+/]{43,90}[=]{0,1}",
        "learn.microsoft.com/azure/storage/common/storage-sas-overview",
    ),
    format(
        "azure_app_configuration",
        ";Secret=[A-Za-z0-9+/]{36,100}[=]{0,2}",
        "learn.microsoft.com/azure/azure-app-configuration (connection strings)",
    ),
    // Other clouds
    format(
        "alibaba_access_key",
        "LTAI[A-Za-z0-9]{12,26}",
        "alibabacloud.com/help/ram (AccessKey ID)",
    ),
    format(
        "tencent_secret_id",
        "AKID[A-Za-z0-9]{32}",
        "cloud.tencent.com/document/product/598 (SecretId)",
    ),
    format(
        "yandex_api_key",
        "AQVN[A-Za-z0-9_-]{35,38}",
        "yandex.cloud/docs/iam/concepts/authorization/api-key",
    ),
    format(
        "yandex_iam_token",
        "t1.[A-Z0-9a-z_-]{1,}[=]{0,2}\\.[A-Z0-9a-z_-]{86}[=]{0,2}",
        "yandex.cloud/docs/iam/concepts/authorization/iam-token",
    ),
    format(
        "yandex_oauth_token",
        "y0_[A-Za-z0-9_-]{50,200}",
        "yandex.com/dev/id/doc (OAuth tokens)",
    ),
    format(
        "yandex_storage_key",
        "YCAJE[A-Za-z0-9_-]{20}",
        "yandex.cloud/docs/iam/concepts/authorization/access-key",
    ),
    format(
        "yandex_storage_secret",
        "YC[A-Za-z0-9_-]{38}",
        "yandex.cloud/docs/iam/concepts/authorization/access-key",
    ),
    format("scaleway_access_key", "SCW[A-Z0-9]{17}", "scaleway.com/en/docs/iam (API keys)"),
    format(
        "digitalocean_token",
        "dop_v1_[a-f0-9]{64}",
        "docs.digitalocean.com/reference/api/create-personal-access-token",
    ),
    format(
        "digitalocean_oauth_token",
        "doo_v1_[a-f0-9]{64}",
        "docs.digitalocean.com/reference/api/oauth",
    ),
    format(
        "digitalocean_refresh_token",
        "dor_v1_[a-f0-9]{64}",
        "docs.digitalocean.com/reference/api/oauth",
    ),
    format(
        "digitalocean_spaces_key",
        "DO00[A-Z0-9]{16}",
        "docs.digitalocean.com/products/spaces (access keys)",
    ),
    format(
        "heroku_key",
        "HRKU-[A-Za-z0-9_-]{36,80}",
        "devcenter.heroku.com/articles/oauth (token prefix)",
    ),
    format("flyio_token", "fm2_[A-Za-z0-9+/_-]{80,}", "fly.io/docs/security/tokens"),
    format("flyio_token", "fm1r_[A-Za-z0-9+/_-]{80,}", "fly.io/docs/security/tokens"),
    format("flyio_token", "fm1a_[A-Za-z0-9+/_-]{80,}", "fly.io/docs/security/tokens"),
    format("flyio_access_token", "fo1_[A-Za-z0-9_-]{43}", "fly.io/docs/security/tokens"),
    format("render_key", "rnd_[A-Za-z0-9]{28,40}", "render.com/docs/api (API keys)"),
    format(
        "netlify_token",
        "nfp_[A-Za-z0-9]{36,44}",
        "docs.netlify.com/api/get-started (token prefixes)",
    ),
    format(
        "vercel_blob_token",
        "vercel_blob_rw_[A-Za-z0-9_]{40,70}",
        "vercel.com/docs/storage/vercel-blob",
    ),
    format("vercel_token", "vcp_[A-Za-z0-9_-]{50,70}", "vercel.com/docs/rest-api (token formats)"),
    format(
        "cloudflare_origin_key",
        "v1.0-[a-f0-9]{24}-[a-f0-9]{146}",
        "developers.cloudflare.com/fundamentals/api/get-started/ca-keys",
    ),
    format(
        "cloudflare_origin_key",
        "v1.0-[a-f0-9]{60,180}-[a-f0-9]{10,160}",
        "developers.cloudflare.com/fundamentals/api/get-started/ca-keys",
    ),
    format(
        "cloudflare_user_key",
        "cfk_[A-Za-z0-9_-]{36,50}",
        "developers.cloudflare.com/fundamentals/api (scannable tokens)",
    ),
    format(
        "cloudflare_user_token",
        "cfut_[A-Za-z0-9_-]{36,50}",
        "developers.cloudflare.com/fundamentals/api (scannable tokens)",
    ),
    format(
        "cloudflare_account_token",
        "cfat_[A-Za-z0-9_-]{36,50}",
        "developers.cloudflare.com/fundamentals/api (scannable tokens)",
    ),
    format(
        "tailscale_key",
        "tskey-[a-z]{3,12}-[0-9A-Za-z]{6,}-[0-9A-Za-z]{4,}",
        "tailscale.com/kb/1085/auth-keys",
    ),
    format("ionic_token", "ion_[A-Za-z0-9]{42}", "ionic.io/docs/appflow (personal access tokens)"),
    format(
        "openshift_token",
        "sha256~[A-Za-z0-9_-]{43}",
        "docs.openshift.com/container-platform (OAuth access tokens)",
    ),
    format("wireguard_key", "PrivateKey = [A-Za-z0-9+/]{43}=", "wireguard.com/quickstart"),
    format("supabase_token", "sbp_[a-f0-9]{40}", "supabase.com/docs/reference/api (access tokens)"),
    format("supabase_token", "sbp_[a-z0-9]{40}", "supabase.com/docs/reference/api (access tokens)"),
    format(
        "supabase_secret_key",
        "sb_secret_[A-Za-z0-9_-]{20,60}",
        "supabase.com/docs/guides/api/api-keys",
    ),
    format(
        "planetscale_token",
        "pscale_tkn_[A-Za-z0-9=._-]{32,64}",
        "planetscale.com/docs/concepts/service-tokens",
    ),
    format(
        "planetscale_password",
        "pscale_pw_[A-Za-z0-9=._-]{32,64}",
        "planetscale.com/docs/concepts/connection-strings",
    ),
    format(
        "planetscale_oauth_token",
        "pscale_oauth_[A-Za-z0-9=._-]{32,64}",
        "planetscale.com/docs/api/reference/service-tokens",
    ),
    format("neon_key", "napi_[a-z0-9]{60,70}", "neon.com/docs/manage/api-keys"),
    format("neon_password", "npg_[A-Za-z0-9]{12,20}", "neon.com/docs/connect (role passwords)"),
    format(
        "upstash_token",
        "UPSTASH_REDIS_REST_TOKEN=[A-Za-z0-9=_-]{30,}",
        "upstash.com/docs/redis/howto/connectwithupstashredis",
    ),
    format("clickhouse_key", "4b1d[A-Za-z0-9]{38}", "clickhouse.com/docs/cloud/manage/openapi"),
    format("aiven_token", "AVNS_[A-Za-z0-9_-]{19}", "aiven.io/docs (service user passwords)"),
];
