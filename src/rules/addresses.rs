//! Where things are said, each address once. Pages that are no longer on the site are named by title and year instead.

/// The address of a page of Auth0's documentation.
macro_rules! page {
    ($path:literal) => {
        concat!("https://auth0.com/docs/", $path)
    };
}

/// The address of a page about custom databases.
macro_rules! custom_db {
    ($path:literal) => {
        concat!("https://auth0.com/docs/authenticate/database-connections/custom-db", $path)
    };
}

/// The address of a thread in Auth0's community.
macro_rules! thread {
    ($number:literal) => {
        concat!("https://community.auth0.com/t/", $number)
    };
}

/// The address of an article of Auth0's support.
macro_rules! article {
    ($slug:literal) => {
        concat!("https://support.auth0.com/center/s/article/", $slug)
    };
}

// Custom databases.
pub(super) const CUSTOM_DB: &str = custom_db!("");
pub(super) const CREATE_CONNECTION: &str = custom_db!("/create-db-connection");
pub(super) const SCRIPTS: &str = custom_db!("/custom-database-connections-scripts");
pub(super) const BEST_PRACTICES: &str = custom_db!("/action-script-best-practices");
pub(super) const ERROR_HANDLING: &str = custom_db!("/error-handling");
pub(super) const TEST_CONNECTION: &str = custom_db!("/test-custom-database-connections");
pub(super) const LOGIN: &str = custom_db!("/templates/login");
pub(super) const GET_USER: &str = custom_db!("/templates/get-user");
pub(super) const CREATE: &str = custom_db!("/templates/create");
pub(super) const VERIFY: &str = custom_db!("/templates/verify");
pub(super) const CHANGE_PASSWORD: &str = custom_db!("/templates/change-password");
pub(super) const CHANGE_EMAIL: &str = custom_db!("/templates/change-email");
pub(super) const DELETE: &str = custom_db!("/templates/delete");

// Database connections and their users.
pub(super) const REQUIRE_USERNAME: &str = page!("authenticate/database-connections/require-username");
pub(super) const PASSWORD_CHANGE: &str = page!("authenticate/database-connections/password-change");
pub(super) const IDENTIFIERS: &str = page!("authenticate/database-connections/flexible-identifiers-and-attributes");
pub(super) const NON_UNIQUE_EMAILS: &str = page!("authenticate/database-connections/non-unique-emails");
pub(super) const PASSKEYS: &str = page!("authenticate/database-connections/passkeys/configure-passkey-policy");
pub(super) const TOKEN_EXCHANGE: &str = page!("authenticate/custom-token-exchange");
pub(super) const UNIVERSAL_LOGIN: &str =
    page!("authenticate/login/auth0-universal-login/universal-login-vs-classic-login/universal-experience");
pub(super) const BIOMETRICS: &str =
    page!("authenticate/login/auth0-universal-login/passwordless-login/webauthn-device-biometrics");
pub(super) const MIGRATION: &str =
    page!("manage-users/user-migration/configure-automatic-migration-from-your-database");
pub(super) const PROFILES: &str = page!("manage-users/user-accounts/user-profiles");
pub(super) const NORMALIZED_PROFILES: &str = page!("manage-users/user-accounts/user-profiles/normalized-user-profiles");
pub(super) const PROFILE_STRUCTURE: &str = page!("manage-users/user-accounts/user-profiles/user-profile-structure");
pub(super) const UPDATE_PROFILES: &str =
    page!("manage-users/user-accounts/user-profiles/update-user-profiles-using-your-database");
pub(super) const METADATA: &str = page!("manage-users/user-accounts/metadata");
pub(super) const MFA_FACTORS: &str = page!(
    "secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa/import-user-mfa-authenticator-enrollments"
);

// The platform.
pub(super) const REAL_TIME_LOGS: &str = page!("customize/actions/actions-real-time-logs");
pub(super) const RESET_PAGE: &str = page!("customize/login-pages/classic-login/customize-password-reset-page");
pub(super) const LOCK_ERRORS: &str = page!("customize/login-pages/classic-login/customize-lock-error-messages");
pub(super) const WORDPRESS: &str =
    page!("customize/integrations/cms/wordpress-plugin/user-migration-in-login-by-auth0");
pub(super) const LOG_CODES: &str = page!("deploy-monitor/logs/log-event-type-codes");
pub(super) const ALLOW_LIST: &str = page!("secure/security-guidance/data-security/allowlist");
pub(super) const RATE_LIMITS: &str = page!("troubleshoot/customer-support/operational-policies/rate-limit-policy");
pub(super) const LOGIN_LIMITS: &str =
    page!("troubleshoot/customer-support/operational-policies/rate-limit-policy/database-connections-rate-limits");
pub(super) const DEPRECATIONS: &str = page!("troubleshoot/product-lifecycle/deprecations-and-migrations");
pub(super) const NODE_16: &str = page!("troubleshoot/product-lifecycle/past-migrations/migrate-to-nodejs-16");
pub(super) const NODE_18: &str = page!("troubleshoot/product-lifecycle/past-migrations/migrate-nodejs-16-to-nodejs-18");
pub(super) const NODE_22: &str = page!("troubleshoot/product-lifecycle/deprecations-and-migrations/migrate-nodejs-22");
pub(super) const MANAGEMENT_API: &str = page!("api/management/v2");

// Pages that are gone.
pub(super) const ANATOMY_2020: &str = "Auth0 docs, Custom Database Anatomy Best Practices, as of 2020";
pub(super) const EXECUTION_2020: &str =
    "Auth0 docs, Custom Database Action Script Execution Best Practices, as of 2020";
pub(super) const ENVIRONMENT_2020: &str =
    "Auth0 docs, Custom Database Action Script Environment Best Practices, as of 2020";
pub(super) const EXECUTION_2026: &str =
    "Auth0 docs, Custom Database Action Script Execution Best Practices, as of June 2026";
pub(super) const OVERVIEW_2026: &str = "Auth0 docs, Custom Database Connections Overview, as of June 2026";
pub(super) const MIGRATION_2026: &str =
    "Auth0 docs, Configure Automatic Migration from Your Database, as of February 2026";
pub(super) const LOGIN_2020: &str = "Auth0 docs, Login Script Templates, as of 2020";
pub(super) const VERIFY_2020: &str = "Auth0 docs, Verify Script Templates, as of 2020";
pub(super) const DELETE_2020: &str = "Auth0 docs, Delete Script Templates, as of 2020";
pub(super) const CHANGE_PASSWORD_2020: &str = "Auth0 docs, Change Password Script Templates, as of 2020";
pub(super) const MIGRATION_CONCEPT_2020: &str = "Auth0 docs, User Migration Overview, as of 2020";
pub(super) const MIGRATION_GUIDE_2020: &str = "Auth0 docs, Configure Automatic Migration, as of 2020";
pub(super) const MIGRATION_2016: &str = "Auth0 docs, Import Users to Auth0, as of 2016";

// Community, support, issues.
pub(super) const THREAD_53769: &str = thread!(53769);
pub(super) const THREAD_90646: &str = thread!(90646);
pub(super) const THREAD_101506: &str = thread!(101506);
pub(super) const THREAD_104471: &str = thread!(104471);
pub(super) const THREAD_106101: &str = thread!(106101);
pub(super) const THREAD_106441: &str = thread!(106441);
pub(super) const THREAD_120220: &str = thread!(120220);
pub(super) const THREAD_124721: &str = thread!(124721);
pub(super) const THREAD_129297: &str = thread!(129297);
pub(super) const THREAD_137738: &str = thread!(137738);
pub(super) const THREAD_139541: &str = thread!(139541);
pub(super) const THREAD_183190: &str = thread!(183190);
pub(super) const THREAD_189176: &str = thread!(189176);
pub(super) const ARTICLE_ERROR_TEXTS: &str =
    article!("display-error-messages-returned-from-custom-databases-with-new-universal-login");
pub(super) const ARTICLE_SANDBOX_ERROR: &str = article!("auth0-sandbox-error-user-creation");
pub(super) const ARTICLE_RESET: &str = article!("Password-Reset-Before-First-Login-with-Automatic-Migration-Enabled");
pub(super) const ARTICLE_DATA_CONFLICT: &str = article!("Resolving-Migration-Error-Existing-User-Data-Conflict");
pub(super) const ARTICLE_EMAIL_CONFLICT: &str =
    article!("email-conflict-during-automatic-migration-with-auth0-custom-database-connections");
pub(super) const ARTICLE_CHANGE_EMAIL: &str = article!("How-to-update-the-Change-Email-custom-DB-script-Template");
pub(super) const ARTICLE_NON_UNIQUE: &str =
    article!("Migrating-Non-Unique-Emails-Originating-from-No-Import-Custom-Databases-to-Auth0");
pub(super) const DOCS_5065: &str = "https://github.com/auth0/docs/issues/5065";
pub(super) const DOCS_8595: &str = "https://github.com/auth0/docs/issues/8595";
pub(super) const DOCS_9186: &str = "https://github.com/auth0/docs/issues/9186";
pub(super) const DOCS_9221: &str = "https://github.com/auth0/docs/issues/9221";
pub(super) const WORDPRESS_867: &str = "https://github.com/auth0/wordpress/issues/867";
pub(super) const DEPLOY_63: &str = "https://github.com/auth0/auth0-deploy-cli/issues/63";
pub(super) const DEPLOY_197: &str = "https://github.com/auth0/auth0-deploy-cli/issues/197";
pub(super) const DEPLOY_201: &str = "https://github.com/auth0/auth0-deploy-cli/issues/201";
pub(super) const DEPLOY_398: &str = "https://github.com/auth0/auth0-deploy-cli/issues/398";
pub(super) const DEPLOY_1290: &str = "https://github.com/auth0/auth0-deploy-cli/issues/1290";
pub(super) const TERRAFORM_108: &str = "https://github.com/auth0/terraform-provider-auth0/issues/108";
pub(super) const TERRAFORM_1646: &str = "https://github.com/auth0/terraform-provider-auth0/issues/1646";

// Published source.
pub(super) const RULES_API: &str = "https://github.com/auth0/auth0-authz-rules-api";
pub(super) const RULES_HARNESS: &str = "https://github.com/tawawa/auth0-rules-testharness";
pub(super) const DB_HARNESS: &str = "https://github.com/tawawa/auth0-custom-db-testharness";
pub(super) const TEMPLATES: &str = "https://github.com/auth0/db-connections-templates";
pub(super) const LOG_SCHEMAS: &str = "https://github.com/auth0/auth0-log-schemas";
pub(super) const DEPLOY_CLI: &str = "https://github.com/auth0/auth0-deploy-cli";
pub(super) const TERRAFORM: &str = "https://github.com/auth0/terraform-provider-auth0";
pub(super) const NODE_SDK: &str = "https://github.com/auth0/node-auth0";
pub(super) const MODULE_LIST: &str = "https://auth0-extensions.github.io/canirequire/";
