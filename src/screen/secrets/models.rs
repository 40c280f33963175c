//! Credentials of services that host or serve models.

use super::table::{Format, format, infix};

pub(super) const FORMATS: &[Format] = &[
    format(
        "openai_project_key",
        "sk-proj-[A-Za-z0-9_-]{40,200}",
        "platform.openai.com/docs/api-reference/authentication",
    ),
    format(
        "openai_service_key",
        "sk-svcacct-[A-Za-z0-9_-]{40,200}",
        "platform.openai.com/docs/api-reference/authentication",
    ),
    format(
        "openai_admin_key",
        "sk-admin-[A-Za-z0-9_-]{40,200}",
        "platform.openai.com/docs/api-reference/admin-api-keys",
    ),
    infix(
        "openai_key",
        "[A-Za-z0-9_-]{20,100}",
        "T3BlbkFJ[A-Za-z0-9_-]{20,100}",
        "platform.openai.com/docs/api-reference/authentication",
    ),
    format(
        "openai_key",
        "sk-[A-Za-z0-9]{48}",
        "platform.openai.com/docs/api-reference/authentication",
    ),
    format(
        "anthropic_key",
        "sk-ant-api[0-9]{2,3}-[A-Za-z0-9_-]{80,120}",
        "docs.anthropic.com/en/api/getting-started",
    ),
    format(
        "anthropic_admin_key",
        "sk-ant-admin[0-9]{2}-[A-Za-z0-9_-]{80,120}",
        "docs.anthropic.com/en/api/administration-api",
    ),
    format(
        "anthropic_oauth_token",
        "sk-ant-oat[0-9]{2}-[A-Za-z0-9_-]{80,120}",
        "docs.anthropic.com/en/docs/claude-code (OAuth tokens)",
    ),
    format("huggingface_token", "hf_[A-Za-z]{34}", "huggingface.co/docs/hub/security-tokens"),
    format(
        "huggingface_org_token",
        "api_org_[A-Za-z]{34}",
        "huggingface.co/docs/hub/security-tokens",
    ),
    format("groq_key", "gsk_[A-Za-z0-9]{52}", "console.groq.com/docs/quickstart"),
    format("xai_key", "xai-[A-Za-z0-9_]{70,90}", "docs.x.ai/docs/overview"),
    format("perplexity_key", "pplx-[A-Za-z0-9]{48}", "docs.perplexity.ai/guides/getting-started"),
    format(
        "replicate_token",
        "r8_[A-Za-z0-9]{37,45}",
        "replicate.com/docs/topics/security/api-tokens",
    ),
    format("elevenlabs_key", "sk_[a-f0-9]{48}", "elevenlabs.io/docs/api-reference/authentication"),
    format(
        "openrouter_key",
        "sk-or-v1-[a-f0-9]{64}",
        "openrouter.ai/docs/api-reference/authentication",
    ),
    format("deepseek_key", "sk-[a-f0-9]{32}", "api-docs.deepseek.com"),
    format("tavily_key", "tvly-[A-Za-z0-9-]{20,60}", "docs.tavily.com/documentation/api-reference"),
    format(
        "langsmith_key",
        "lsv2_pt_[a-f0-9]{32}_[a-f0-9]{10}",
        "docs.smith.langchain.com (API keys)",
    ),
    format(
        "langsmith_service_key",
        "lsv2_sk_[a-f0-9]{32}_[a-f0-9]{10}",
        "docs.smith.langchain.com (API keys)",
    ),
    format(
        "langfuse_secret_key",
        "sk-lf-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "langfuse.com/docs/api",
    ),
    format(
        "pinecone_key",
        "pcsk_[A-Za-z0-9]{4,8}_[A-Za-z0-9]{50,70}",
        "docs.pinecone.io/guides/projects/manage-api-keys",
    ),
    format("fireworks_key", "fw_[A-Za-z0-9]{22,24}", "docs.fireworks.ai/api-reference"),
    format(
        "together_key",
        "tgp_v1_[A-Za-z0-9_-]{40,50}",
        "docs.together.ai/reference/authentication",
    ),
    format("nvidia_key", "nvapi-[A-Za-z0-9_-]{60,70}", "docs.api.nvidia.com/nim/reference"),
    format("jina_key", "jina_[a-f0-9]{32}[A-Za-z0-9_-]{28}", "jina.ai/api-dashboard (key format)"),
    format("voyage_key", "pa-[A-Za-z0-9_-]{43}", "docs.voyageai.com/docs/api-key-and-installation"),
    format("firecrawl_key", "fc-[a-f0-9]{32}", "docs.firecrawl.dev/api-reference/introduction"),
    format("e2b_key", "e2b_[a-f0-9]{40}", "e2b.dev/docs/api-key"),
    format("runpod_key", "rpa_[A-Z0-9]{40,50}", "docs.runpod.io/get-started/api-keys"),
    format("modal_token", "ak-[A-Za-z0-9]{22}", "modal.com/docs/reference/modal.config"),
    format("modal_secret", "as-[A-Za-z0-9]{22}", "modal.com/docs/reference/modal.config"),
    format("cerebras_key", "csk-[a-z0-9]{48}", "inference-docs.cerebras.ai/quickstart"),
    format("helicone_key", "sk-helicone-[a-z0-9-]{27,40}", "docs.helicone.ai (API keys)"),
    format("apify_token", "apify_api_[A-Za-z0-9]{34,40}", "docs.apify.com/api/v2#authentication"),
    format("coze_token", "pat_[A-Za-z0-9]{64}", "coze.com/docs/developer_guides/pat"),
    format(
        "dify_key",
        "app-[A-Za-z0-9]{24}",
        "docs.dify.ai/guides/application-publishing/developing-with-apis",
    ),
    format(
        "zhipu_key",
        "ZHIPUAI_API_KEY=[a-f0-9]{32}\\.[A-Za-z0-9]{16}",
        "open.bigmodel.cn/dev/api",
    ),
    format(
        "baidu_qianfan_key",
        "bce-v3/ALTAK-[A-Za-z0-9]{21}/[a-f0-9]{40}",
        "cloud.baidu.com/doc/WENXINWORKSHOP (API keys)",
    ),
    format(
        "voiceflow_key",
        "VF.DM.[a-f0-9]{24}\\.[A-Za-z0-9]{16}",
        "developer.voiceflow.com (API keys)",
    ),
    format(
        "meta_llama_key",
        "LLM|[0-9]{12,20}|[A-Za-z0-9_-]{20,40}",
        "llama.developer.meta.com/docs",
    ),
    format("friendli_token", "flp_[A-Za-z0-9]{46}", "friendli.ai/docs, personal access tokens"),
    format(
        "context7_key",
        "ctx7sk-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "context7.com/docs, API keys",
    ),
    format(
        "trigger_dev_key",
        "tr_prod_[A-Za-z0-9]{20,}",
        "trigger.dev/docs/apikeys, secret keys of environments",
    ),
    format("trigger_dev_key", "tr_dev_[A-Za-z0-9]{20,}", "trigger.dev/docs/apikeys"),
    format(
        "inngest_signing_key",
        "signkey-prod-[0-9a-f]{32,64}",
        "inngest.com/docs/platform/signing-keys",
    ),
    format(
        "oculus_app_token",
        "OC|[0-9]{15,17}|[A-Za-z0-9]{20,40}",
        "developers.meta.com/horizon/documentation, app access tokens",
    ),
    format(
        "riot_games_key",
        "RGAPI-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "developer.riotgames.com/docs/portal",
    ),
    format("lichess_token", "lip_[A-Za-z0-9]{20}", "lichess.org/api, personal access tokens"),
    format(
        "wakatime_key",
        "waka_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "wakatime.com/developers",
    ),
    format(
        "intra42_secret",
        "s-s4t2[a-z]{2}-[0-9a-f]{64}",
        "api.intra.42.fr/apidoc, application secrets",
    ),
    infix(
        "maxmind_licence_key",
        "[A-Za-z0-9_]{36,36}",
        "_mmk",
        "dev.maxmind.com, licence key format",
    ),
];
