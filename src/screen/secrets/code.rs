//! Credentials of forges, registries, builds and the tools around source code.

use super::table::{Format, format, infix};

pub(super) const FORMATS: &[Format] = &[
    // GitHub
    format("github_pat", "ghp_[A-Za-z0-9]{36,}", "docs.github.com/authentication (token prefixes)"),
    format(
        "github_oauth",
        "gho_[A-Za-z0-9]{36,}",
        "docs.github.com/authentication (token prefixes)",
    ),
    format(
        "github_user_to_server",
        "ghu_[A-Za-z0-9]{36,}",
        "docs.github.com/authentication (token prefixes)",
    ),
    format(
        "github_server_to_server",
        "ghs_[A-Za-z0-9]{36,}",
        "docs.github.com/authentication (token prefixes)",
    ),
    format(
        "github_refresh",
        "ghr_[A-Za-z0-9]{36,}",
        "docs.github.com/authentication (token prefixes)",
    ),
    format(
        "github_fine_grained_pat",
        "github_pat_[A-Za-z0-9_]{36,}",
        "docs.github.com/authentication (token prefixes)",
    ),
    // GitLab
    format(
        "gitlab_pat",
        "glpat-[A-Za-z0-9_.-]{20,}",
        "docs.gitlab.com/security/tokens (token prefixes)",
    ),
    format(
        "gitlab_deploy_token",
        "gldt-[A-Za-z0-9_-]{20,}",
        "docs.gitlab.com/security/tokens (token prefixes)",
    ),
    format(
        "gitlab_runner_token",
        "glrt-[A-Za-z0-9_.-]{20,}",
        "docs.gitlab.com/security/tokens (token prefixes)",
    ),
    format(
        "gitlab_runner_registration",
        "GR1348941[A-Za-z0-9_-]{20,}",
        "docs.gitlab.com/security/tokens (token prefixes)",
    ),
    format(
        "gitlab_job_token",
        "glcbt-[A-Za-z0-9_.-]{20,}",
        "docs.gitlab.com/security/tokens (token prefixes)",
    ),
    format(
        "gitlab_trigger_token",
        "glptt-[A-Za-z0-9_-]{20,}",
        "docs.gitlab.com/security/tokens (token prefixes)",
    ),
    format(
        "gitlab_feed_token",
        "glft-[A-Za-z0-9_-]{20,}",
        "docs.gitlab.com/security/tokens (token prefixes)",
    ),
    format(
        "gitlab_mail_token",
        "glimt-[A-Za-z0-9_-]{20,}",
        "docs.gitlab.com/security/tokens (token prefixes)",
    ),
    format(
        "gitlab_agent_token",
        "glagent-[A-Za-z0-9_-]{40,}",
        "docs.gitlab.com/security/tokens (token prefixes)",
    ),
    format(
        "gitlab_oauth_secret",
        "gloas-[A-Za-z0-9_-]{40,}",
        "docs.gitlab.com/security/tokens (token prefixes)",
    ),
    format(
        "gitlab_scim_token",
        "glsoat-[A-Za-z0-9_-]{20,}",
        "docs.gitlab.com/security/tokens (token prefixes)",
    ),
    format(
        "gitlab_flags_token",
        "glffct-[A-Za-z0-9_-]{20,}",
        "docs.gitlab.com/security/tokens (token prefixes)",
    ),
    format(
        "gitlab_session",
        "_gitlab_session=[0-9a-z]{32}",
        "docs.gitlab.com/security/tokens (session cookie)",
    ),
    // Atlassian
    format(
        "atlassian_token",
        "ATATT3[A-Za-z0-9_=-]{100,200}",
        "support.atlassian.com/atlassian-account (API tokens)",
    ),
    format(
        "atlassian_service_token",
        "ATSTT3[A-Za-z0-9_=-]{100,200}",
        "support.atlassian.com (service account tokens)",
    ),
    format(
        "bitbucket_app_password",
        "ATBB[A-Za-z0-9_=-]{28,36}",
        "support.atlassian.com/bitbucket-cloud (app passwords)",
    ),
    format(
        "bitbucket_access_token",
        "ATCTT3[A-Za-z0-9_=-]{100,200}",
        "support.atlassian.com/bitbucket-cloud (access tokens)",
    ),
    // Other forges and code search
    format(
        "sourcegraph_token",
        "sgp_[a-f0-9]{16}_[a-f0-9]{40}",
        "sourcegraph.com/docs/cli/how-tos/creating_an_access_token",
    ),
    format(
        "sourcegraph_token",
        "sgp_local_[a-f0-9]{40}",
        "sourcegraph.com/docs/cli/how-tos/creating_an_access_token",
    ),
    format(
        "sourcegraph_token",
        "sgp_[a-f0-9]{40}",
        "sourcegraph.com/docs/cli/how-tos/creating_an_access_token",
    ),
    format(
        "sourcegraph_licence_token",
        "slk_[a-f0-9]{64}",
        "sourcegraph.com/docs (licence tokens)",
    ),
    format(
        "sourcegraph_dotcom_token",
        "sgd_[a-f0-9]{64}",
        "sourcegraph.com/docs (Cody gateway tokens)",
    ),
    // Package registries
    format("npm_token", "npm_[A-Za-z0-9]{36}", "docs.npmjs.com/about-access-tokens"),
    format(
        "npm_auth",
        ":_authToken=[A-Za-z0-9_-]{20,}",
        "docs.npmjs.com/cli/configuring-npm/npmrc",
    ),
    format(
        "pypi_token",
        "pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{20,}",
        "pypi.org/help (API tokens, macaroons)",
    ),
    format(
        "testpypi_token",
        "pypi-AgENdGVzdC5weXBpLm9yZw[A-Za-z0-9_-]{20,}",
        "test.pypi.org/help (API tokens, macaroons)",
    ),
    format("rubygems_key", "rubygems_[a-f0-9]{48}", "guides.rubygems.org/api-key-scopes"),
    format("nuget_key", "oy2[a-z0-9]{43}", "learn.microsoft.com/nuget/nuget-org/scoped-api-keys"),
    format(
        "crates_token",
        "cio[A-Za-z0-9]{32}",
        "blog.rust-lang.org/2020/07/14/crates-io-security-advisory.html",
    ),
    format(
        "clojars_token",
        "CLOJARS_[A-Za-z0-9]{60}",
        "github.com/clojars/clojars-web/wiki/Deploy-Tokens",
    ),
    format(
        "docker_pat",
        "dckr_pat_[A-Za-z0-9_-]{27,}",
        "docs.docker.com/security/for-developers/access-tokens",
    ),
    format(
        "docker_org_token",
        "dckr_oat_[A-Za-z0-9_-]{27,}",
        "docs.docker.com/security/for-admins/access-tokens",
    ),
    format(
        "cocoapods_token",
        "COCOAPODS_TRUNK_TOKEN=[a-f0-9]{32}",
        "guides.cocoapods.org/making/getting-setup-with-trunk.html",
    ),
    format("hex_key", "HEX_API_KEY=[a-f0-9]{32}", "hex.pm/docs/publish"),
    format(
        "artifactory_key",
        "AKCp[A-Za-z0-9]{65,80}",
        "jfrog.com/help/r/jfrog-platform-administration-documentation (API keys)",
    ),
    format(
        "artifactory_reference_token",
        "cmVmdGtu[A-Za-z0-9]{50,60}",
        "jfrog.com/help (reference tokens: base64 of reftkn)",
    ),
    // Builds and delivery
    format(
        "circleci_pat",
        "CCIPAT_[A-Za-z0-9]{22}_[a-f0-9]{40}",
        "circleci.com/docs/managing-api-tokens",
    ),
    format(
        "circleci_pat",
        "CCIPAT_[A-Za-z0-9]{20,24}_[a-z0-9]{40}",
        "circleci.com/docs/managing-api-tokens",
    ),
    format(
        "circleci_project_token",
        "CCIPRJ_[A-Za-z0-9]{20,24}_[a-f0-9]{40}",
        "circleci.com/docs/managing-api-tokens",
    ),
    format("buildkite_token", "bkua_[a-z0-9]{40}", "buildkite.com/docs/apis/managing-api-tokens"),
    format(
        "buildkite_agent_token",
        "bkct_[A-Za-z0-9_-]{40,}",
        "buildkite.com/docs/agent/v3/tokens",
    ),
    format(
        "harness_token",
        "pat.[A-Za-z0-9_-]{22}\\.[a-f0-9]{24}\\.[A-Za-z0-9]{20}",
        "developer.harness.io/docs/platform/automation/api",
    ),
    format(
        "terraform_token",
        "atlasv1.[A-Za-z0-9_=-]{50,70}",
        "developer.hashicorp.com/terraform/cloud-docs (API tokens)",
    ),
    infix(
        "terraform_token",
        "[A-Za-z0-9]{14,14}",
        ".atlasv1.[A-Za-z0-9_=-]{50,70}",
        "developer.hashicorp.com/terraform/cloud-docs (API tokens)",
    ),
    format(
        "pulumi_token",
        "pul-[a-f0-9]{40}",
        "pulumi.com/docs/pulumi-cloud/access-management/access-tokens",
    ),
    format("infracost_key", "ico-[A-Za-z0-9]{32}", "infracost.io/docs (API keys)"),
    format(
        "octopus_key",
        "API-[A-Z0-9]{26}",
        "octopus.com/docs/octopus-rest-api/how-to-create-an-api-key",
    ),
    format("prefect_key", "pnu_[a-z0-9]{36}", "docs.prefect.io (API keys)"),
    format("prefect_service_key", "pnb_[a-z0-9]{36}", "docs.prefect.io (service account keys)"),
    format("deno_token", "ddp_[A-Za-z0-9]{36}", "docs.deno.com/deploy (access tokens)"),
    format("deno_org_token", "ddo_[A-Za-z0-9]{36}", "docs.deno.com/deploy (organization tokens)"),
    // Quality and security tools
    format("sonar_user_token", "squ_[a-f0-9]{40}", "docs.sonarsource.com/sonarqube (user tokens)"),
    format(
        "sonar_project_token",
        "sqp_[a-f0-9]{40}",
        "docs.sonarsource.com/sonarqube (project tokens)",
    ),
    format(
        "sonar_global_token",
        "sqa_[a-f0-9]{40}",
        "docs.sonarsource.com/sonarqube (global analysis tokens)",
    ),
    format(
        "snyk_token",
        "snyk_uat.[A-Za-z0-9_-]{8}\\.[A-Za-z0-9_-]{20,}",
        "docs.snyk.io/snyk-api (token formats)",
    ),
    format(
        "snyk_service_token",
        "snyk_sat.[A-Za-z0-9_-]{8}\\.[A-Za-z0-9_-]{20,}",
        "docs.snyk.io/snyk-api (token formats)",
    ),
    format(
        "stackhawk_key",
        "hawk.[A-Za-z0-9_-]{20}\\.[A-Za-z0-9_-]{20}",
        "docs.stackhawk.com/apidocs.html",
    ),
    format(
        "dependency_track_key",
        "odt_[A-Za-z0-9]{32,}",
        "docs.dependencytrack.org/integrations/rest-api",
    ),
    format("nightfall_key", "NF-[a-zA-Z0-9]{32}", "help.nightfall.ai/developer-api"),
    format(
        "postman_key",
        "PMAK-[a-f0-9]{24}-[a-f0-9]{34}",
        "learning.postman.com/docs/developer/postman-api/authentication",
    ),
    format(
        "postman_collection_key",
        "PMAT-[A-Z0-9]{26}",
        "learning.postman.com/docs/collaborating-in-postman (collection access keys)",
    ),
    format(
        "readme_key",
        "rdme_[a-z0-9]{70}",
        "docs.readme.com/main/reference/intro/authentication",
    ),
    format("figma_pat", "figd_[A-Za-z0-9_-]{40,}", "figma.com/developers/api#access-tokens"),
    format("adafruit_key", "aio_[A-Za-z0-9]{28}", "io.adafruit.com/api/docs"),
    format(
        "django_insecure_key",
        "django-insecure-[A-Za-z0-9!@#$%^&*()_=+-]{50}",
        "docs.djangoproject.com/en/stable/ref/settings/#secret-key",
    ),
    format("konnect_token", "kpat_[A-Za-z0-9]{48,}", "developer.konghq.com/konnect-api, tokens"),
    format("endor_labs_key", "endr+[A-Za-z0-9-]{16,}", "docs.endorlabs.com, API keys"),
    format("jumpcloud_key", "jca_[A-Za-z0-9]{36}", "jumpcloud.com/support, API keys"),
    format(
        "trello_token",
        "ATTA[A-Za-z0-9]{64,}",
        "developer.atlassian.com/cloud/trello/guides/rest-api/authorization",
    ),
    format("vercel_app_token", "vca_[A-Za-z0-9]{24,}", "vercel.com/docs, token formats"),
];
