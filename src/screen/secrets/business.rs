//! Credentials of payments, messaging, commerce and office services.

use super::table::{Format, format, infix};

pub(super) const FORMATS: &[Format] = &[
    // Payments
    format("stripe_secret_key", "sk_live_[A-Za-z0-9]{10,247}", "docs.stripe.com/keys"),
    format("stripe_test_key", "sk_test_[A-Za-z0-9]{10,247}", "docs.stripe.com/keys"),
    format("stripe_restricted_key", "rk_live_[A-Za-z0-9]{10,247}", "docs.stripe.com/keys"),
    format("stripe_restricted_test_key", "rk_test_[A-Za-z0-9]{10,247}", "docs.stripe.com/keys"),
    format(
        "stripe_webhook_secret",
        "whsec_[A-Za-z0-9+/]{32,64}",
        "docs.stripe.com/webhooks/signature",
    ),
    format(
        "square_token",
        "sq0atp-[A-Za-z0-9_-]{22}",
        "developer.squareup.com/docs/build-basics/access-tokens",
    ),
    format(
        "square_secret",
        "sq0csp-[A-Za-z0-9_-]{43}",
        "developer.squareup.com/docs/oauth-api/overview",
    ),
    format(
        "square_application",
        "sq0idp-[A-Za-z0-9_-]{22}",
        "developer.squareup.com/docs/build-basics/access-tokens",
    ),
    format(
        "square_token",
        "EAAA[A-Za-z0-9_-]{60}",
        "developer.squareup.com/docs/build-basics/access-tokens",
    ),
    format(
        "braintree_token",
        "access_token$production$[0-9a-z]{16}$[0-9a-f]{32}",
        "developer.paypal.com/braintree/docs (access tokens)",
    ),
    format(
        "braintree_sandbox_token",
        "access_token$sandbox$[0-9a-z]{16}$[0-9a-f]{32}",
        "developer.paypal.com/braintree/docs (access tokens)",
    ),
    format(
        "plaid_token",
        "access-production-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "plaid.com/docs/api/tokens",
    ),
    format(
        "plaid_sandbox_token",
        "access-sandbox-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "plaid.com/docs/api/tokens",
    ),
    format(
        "plaid_development_token",
        "access-development-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "plaid.com/docs/api/tokens",
    ),
    format(
        "adyen_key",
        "AQE[A-Za-z0-9+/]{10,}[=]{0,2}-[A-Za-z0-9+/=]{20,}-[A-Za-z0-9+/=<>^{}()&;:.,~|-]{16,}",
        "docs.adyen.com/development-resources/api-credentials",
    ),
    format("razorpay_key", "rzp_live_[A-Za-z0-9]{14}", "razorpay.com/docs/api/authentication"),
    format("razorpay_test_key", "rzp_test_[A-Za-z0-9]{14}", "razorpay.com/docs/api/authentication"),
    format(
        "flutterwave_secret",
        "FLWSECK-[a-z0-9]{32}-X",
        "developer.flutterwave.com/docs/authentication",
    ),
    format(
        "flutterwave_test_secret",
        "FLWSECK_TEST-[a-z0-9]{32}-X",
        "developer.flutterwave.com/docs/authentication",
    ),
    format(
        "gocardless_token",
        "live_[A-Za-z0-9_=-]{40}",
        "developer.gocardless.com/getting-started/api",
    ),
    format(
        "gocardless_sandbox_token",
        "sandbox_[A-Za-z0-9_=-]{40}",
        "developer.gocardless.com/getting-started/api",
    ),
    format("checkout_secret_key", "sk_sbox_[a-z0-9]{20,40}", "checkout.com/docs (API keys)"),
    format("duffel_token", "duffel_live_[A-Za-z0-9_=-]{43}", "duffel.com/docs/api (access tokens)"),
    format(
        "duffel_test_token",
        "duffel_test_[A-Za-z0-9_=-]{43}",
        "duffel.com/docs/api (access tokens)",
    ),
    format("lob_key", "live_pub_[a-f0-9]{31}", "docs.lob.com (API keys)"),
    format("lob_test_key", "test_pub_[a-f0-9]{31}", "docs.lob.com (API keys)"),
    format("easypost_key", "EZAK[A-Za-z0-9]{54}", "docs.easypost.com/docs/authentication"),
    format("easypost_test_key", "EZTK[A-Za-z0-9]{54}", "docs.easypost.com/docs/authentication"),
    format(
        "shippo_token",
        "shippo_live_[A-Fa-f0-9]{40}",
        "docs.goshippo.com/docs/guides_general/authentication",
    ),
    format(
        "shippo_test_token",
        "shippo_test_[A-Fa-f0-9]{40}",
        "docs.goshippo.com/docs/guides_general/authentication",
    ),
    format("pagarme_key", "ak_live_[A-Za-z0-9]{30}", "docs.pagar.me (API keys)"),
    format("column_key", "live_[A-Za-z0-9]{24,32}", "column.com/docs/api (API keys)"),
    // Commerce
    format(
        "shopify_token",
        "shpat_[a-fA-F0-9]{32}",
        "shopify.dev/docs/apps/build/authentication-authorization",
    ),
    format(
        "shopify_custom_token",
        "shpca_[a-fA-F0-9]{32}",
        "shopify.dev/docs/apps/build/authentication-authorization",
    ),
    format(
        "shopify_private_token",
        "shppa_[a-fA-F0-9]{32}",
        "shopify.dev/docs/apps/build/authentication-authorization",
    ),
    format(
        "shopify_shared_secret",
        "shpss_[a-fA-F0-9]{32}",
        "shopify.dev/docs/apps/build/authentication-authorization",
    ),
    format("shopify_partner_token", "prtapi_[a-f0-9]{32}", "shopify.dev/docs/api/partner"),
    format(
        "shopify_theme_token",
        "shptka_[a-fA-F0-9]{32}",
        "shopify.dev/docs/storefronts/themes (Theme Access)",
    ),
    format("flexport_key", "shltm_[A-Za-z0-9]{40}", "docs.logistics-api.flexport.com"),
    format("fleetbase_key", "flb_live_[A-Za-z0-9]{20}", "docs.fleetbase.io/developers/api"),
    format("tickettailor_key", "sk_[0-9]{4}_[0-9]{6}_[a-f0-9]{32}", "developers.tickettailor.com"),
    // Messaging
    format("slack_token", "xoxb-[A-Za-z0-9-]{10,}", "api.slack.com/concepts/token-types"),
    format("slack_token", "xoxp-[A-Za-z0-9-]{10,}", "api.slack.com/concepts/token-types"),
    format("slack_token", "xoxa-[A-Za-z0-9-]{10,}", "api.slack.com/concepts/token-types"),
    format("slack_token", "xoxr-[A-Za-z0-9-]{10,}", "api.slack.com/concepts/token-types"),
    format("slack_token", "xoxs-[A-Za-z0-9-]{10,}", "api.slack.com/concepts/token-types"),
    format(
        "slack_config_token",
        "xoxe-[0-9]-[A-Za-z0-9]{100,}",
        "api.slack.com/concepts/token-types",
    ),
    format(
        "slack_config_token",
        "xoxe.xoxp-[0-9]-[A-Za-z0-9]{100,}",
        "api.slack.com/concepts/token-types",
    ),
    format(
        "slack_app_token",
        "xapp-[0-9]{1,12}-[A-Za-z0-9/-]{20,}",
        "api.slack.com/concepts/token-types",
    ),
    format("slack_workflow_token", "xwfp-[A-Za-z0-9-]{20,}", "api.slack.com/concepts/token-types"),
    format(
        "slack_webhook",
        "hooks.slack.com/services/[A-Z0-9]{8,12}/[A-Za-z0-9]{8,12}/[A-Za-z0-9]{20,26}",
        "api.slack.com/messaging/webhooks",
    ),
    format(
        "slack_workflow_webhook",
        "hooks.slack.com/workflows/[A-Z0-9]{8,12}/[A-Z0-9]{8,12}/[0-9]{10,20}/[A-Za-z0-9]{20,26}",
        "api.slack.com/messaging/webhooks",
    ),
    format(
        "discord_bot_token",
        "MT[A-Za-z0-9_-]{22,24}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}",
        "docs.discord.com/developers/reference#authentication",
    ),
    format(
        "discord_bot_token",
        "Mj[A-Za-z0-9_-]{22,24}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}",
        "docs.discord.com/developers/reference#authentication",
    ),
    format(
        "discord_bot_token",
        "Mz[A-Za-z0-9_-]{22,24}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}",
        "docs.discord.com/developers/reference#authentication",
    ),
    format(
        "discord_bot_token",
        "ND[A-Za-z0-9_-]{22,24}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}",
        "docs.discord.com/developers/reference#authentication",
    ),
    format(
        "discord_bot_token",
        "NT[A-Za-z0-9_-]{22,24}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}",
        "docs.discord.com/developers/reference#authentication",
    ),
    format(
        "discord_bot_token",
        "Nj[A-Za-z0-9_-]{22,24}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}",
        "docs.discord.com/developers/reference#authentication",
    ),
    format(
        "discord_bot_token",
        "Nz[A-Za-z0-9_-]{22,24}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}",
        "docs.discord.com/developers/reference#authentication",
    ),
    format(
        "discord_bot_token",
        "OD[A-Za-z0-9_-]{22,24}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}",
        "docs.discord.com/developers/reference#authentication",
    ),
    format(
        "discord_bot_token",
        "OT[A-Za-z0-9_-]{22,24}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}",
        "docs.discord.com/developers/reference#authentication",
    ),
    format(
        "discord_webhook",
        "discord.com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,70}",
        "discord.com/developers/docs/resources/webhook",
    ),
    format(
        "discord_webhook",
        "discordapp.com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,70}",
        "discord.com/developers/docs/resources/webhook",
    ),
    infix(
        "telegram_bot_token",
        "[0-9]{8,10}",
        ":AA[A-Za-z0-9_-]{32,33}",
        "core.telegram.org/bots/api#authorizing-your-bot",
    ),
    format(
        "teams_webhook",
        "outlook.office.com/webhook/[a-f0-9-]{36}@[a-f0-9-]{36}/IncomingWebhook/[a-f0-9]{32}/[a-f0-9-]{36}",
        "learn.microsoft.com/microsoftteams (incoming webhooks)",
    ),
    format(
        "teams_webhook",
        "webhook.office.com/webhookb2/[a-f0-9-]{36}@[a-f0-9-]{36}/IncomingWebhook/[a-f0-9]{32}/[a-f0-9-]{36}",
        "learn.microsoft.com/microsoftteams (incoming webhooks)",
    ),
    format(
        "google_chat_webhook",
        "chat.googleapis.com/v1/spaces/[A-Za-z0-9_-]{8,14}/messages?key=[A-Za-z0-9_-]{39}",
        "developers.google.com/workspace/chat/quickstart/webhooks",
    ),
    format("twilio_key", "SK[0-9a-f]{32}", "twilio.com/docs/iam/api-keys"),
    format(
        "sendgrid_key",
        "SG.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16,64}",
        "twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
    ),
    format(
        "mailgun_key",
        "key-[a-f0-9]{32}",
        "documentation.mailgun.com/docs/mailgun/api-reference",
    ),
    infix(
        "mailchimp_key",
        "[0-9a-f]{32,32}",
        "-us[0-9]{1,2}",
        "mailchimp.com/developer/marketing/guides/quick-start",
    ),
    format(
        "brevo_key",
        "xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}",
        "developers.brevo.com/docs/getting-started",
    ),
    format(
        "brevo_smtp_key",
        "xsmtpsib-[a-f0-9]{64}-[A-Za-z0-9]{16}",
        "developers.brevo.com/docs/smtp-integration",
    ),
    format(
        "mailersend_token",
        "mlsn.[a-f0-9]{64}",
        "developers.mailersend.com/general.html#authentication",
    ),
    format("resend_key", "re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}", "resend.com/docs/api-reference"),
    format("courier_token", "pk_prod_[A-Z0-9]{28}", "courier.com/docs/reference/auth"),
    format("courier_test_token", "pk_test_[A-Z0-9]{28}", "courier.com/docs/reference/auth"),
    format(
        "onesignal_key",
        "os_v2_app_[a-z0-9]{90,110}",
        "documentation.onesignal.com/docs/keys-and-ids",
    ),
    format(
        "twitch_stream_key",
        "live_[0-9]{6,12}_[A-Za-z0-9]{30}",
        "dev.twitch.tv/docs/authentication",
    ),
    format(
        "facebook_token",
        "EAACEdEose0cBA[A-Za-z0-9]{6,}",
        "developers.facebook.com/docs/facebook-login/access-tokens",
    ),
    format(
        "facebook_token",
        "EAA[A-Za-z0-9]{90,250}",
        "developers.facebook.com/docs/facebook-login/access-tokens",
    ),
    format(
        "facebook_token",
        "EAAG[A-Za-z0-9]{60,250}",
        "developers.facebook.com/docs/facebook-login/access-tokens",
    ),
    format(
        "facebook_token",
        "EAAM[A-Za-z0-9]{60,250}",
        "developers.facebook.com/docs/facebook-login/access-tokens",
    ),
    format(
        "instagram_token",
        "IGQV[A-Za-z0-9_-]{60,250}",
        "developers.facebook.com/docs/instagram-platform",
    ),
    format(
        "twitter_bearer",
        "AAAAAAAAAAAAAAAAAAAA[A-Za-z0-9%]{60,150}",
        "docs.x.com/fundamentals/authentication (bearer tokens)",
    ),
    format(
        "linkedin_token",
        "WPL_AP[0-9]\\.[A-Za-z0-9]{16}\\.[A-Za-z0-9=]{8}",
        "learn.microsoft.com/linkedin/shared/authentication",
    ),
    // Office and product
    format("notion_token", "secret_[A-Za-z0-9]{43}", "developers.notion.com/docs/authorization"),
    format(
        "notion_token",
        "ntn_[0-9]{11}[A-Za-z0-9]{35}",
        "developers.notion.com/page/changelog (token format)",
    ),
    format("linear_key", "lin_api_[A-Za-z0-9]{40}", "linear.app/developers/graphql#authentication"),
    format(
        "linear_oauth_token",
        "lin_oauth_[A-Za-z0-9]{64}",
        "linear.app/developers/oauth-2-0-authentication",
    ),
    format(
        "airtable_token",
        "pat[A-Za-z0-9]{14}\\.[a-f0-9]{64}",
        "airtable.com/developers/web/guides/personal-access-tokens",
    ),
    format(
        "asana_token",
        "2/[0-9]{10,20}/[0-9]{10,20}:[a-f0-9]{32}",
        "developers.asana.com/docs/personal-access-token",
    ),
    format(
        "asana_token",
        "1/[0-9]{10,20}:[a-f0-9]{32}",
        "developers.asana.com/docs/personal-access-token",
    ),
    format(
        "clickup_token",
        "pk_[0-9]{6,10}_[A-Z0-9]{32}",
        "developer.clickup.com/docs/authentication",
    ),
    format(
        "typeform_token",
        "tfp_[A-Za-z0-9_.=-]{40,60}",
        "typeform.com/developers/get-started/personal-access-token",
    ),
    format(
        "contentful_token",
        "CFPAT-[A-Za-z0-9_-]{43}",
        "contentful.com/developers/docs/references/authentication",
    ),
    format(
        "hubspot_token",
        "pat-na1-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "developers.hubspot.com/docs/api/private-apps",
    ),
    format(
        "hubspot_token",
        "pat-eu1-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "developers.hubspot.com/docs/api/private-apps",
    ),
    format(
        "salesforce_token",
        "00D[A-Za-z0-9]{12}![A-Za-z0-9_.]{80,120}",
        "developer.salesforce.com/docs/atlas.en-us.api_rest.meta (access tokens)",
    ),
    format(
        "zoho_token",
        "1000.[a-f0-9]{32}\\.[a-f0-9]{30,32}",
        "zoho.com/crm/developer/docs/api (access tokens)",
    ),
    format(
        "intercom_token",
        "dG9r[A-Za-z0-9+/]{50,60}=",
        "developers.intercom.com/docs/build-an-integration (access tokens)",
    ),
    format(
        "close_key",
        "api_[A-Za-z0-9]{22}\\.[A-Za-z0-9]{22}",
        "developer.close.com/topics/authentication",
    ),
    format(
        "teamwork_token",
        "tkn.v1_[A-Za-z0-9+/=]{40,120}",
        "apidocs.teamwork.com (access tokens)",
    ),
    format("dropbox_token", "sl.[A-Za-z0-9_-]{130,}", "developers.dropbox.com/oauth-guide"),
    format("frameio_token", "fio-u-[A-Za-z0-9_-]{64}", "developer.frame.io (developer tokens)"),
    format(
        "mapbox_secret_token",
        "sk.eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}",
        "docs.mapbox.com/api/accounts/tokens",
    ),
    format(
        "mapbox_temporary_token",
        "tk.eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}",
        "docs.mapbox.com/api/accounts/tokens",
    ),
    format(
        "mapbox_public_token",
        "pk.eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}",
        "docs.mapbox.com/api/accounts/tokens",
    ),
    format("posthog_key", "phx_[A-Za-z0-9]{40,60}", "posthog.com/docs/api (personal API keys)"),
    format("storecove_key", "storecove_[A-Za-z0-9]{30,60}", "storecove.com/docs"),
    format("ubidots_token", "BBFF-[A-Za-z0-9]{30}", "docs.ubidots.com (API tokens)"),
    format(
        "settlemint_token",
        "sm_pat_[A-Za-z0-9]{16}",
        "console.settlemint.com/documentation (access tokens)",
    ),
    format(
        "settlemint_application_token",
        "sm_aat_[A-Za-z0-9]{16}",
        "console.settlemint.com/documentation (access tokens)",
    ),
    format(
        "settlemint_service_token",
        "sm_sat_[A-Za-z0-9]{16}",
        "console.settlemint.com/documentation (access tokens)",
    ),
];
