"""Every setting, in labelled sections. What an operator may change comes from the environment through `env`."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from trainingsite.settings import env

BASE_DIR = Path(__file__).resolve().parents[2]

# --- Who and where ---------------------------------------------------------------------------------------------------

DEMO = env.boolean(
    "DEMO",
    default=False,
    meaning="Show the demo organization and its notes. Only on the loopback address; `bin/serve` sets it.",
)
DATA_DIR = env.folder(
    "DATA_DIR", default=str(BASE_DIR / "var"), meaning="Where the database, keys, files and kept mails live."
)
ORGANIZATION_NAME = env.text(
    "ORGANIZATION_NAME",
    default="Your organization",
    meaning="The name in the header, in mails and on certificates.",
)
SITE_URL = env.site_url(
    "SITE_URL",
    default="http://127.0.0.1:8000",
    meaning="The address that people type. With https, cookies are secure and browsers are told to insist on it.",
)
SITE_HOST = urlsplit(SITE_URL).hostname or ""
IS_HTTPS = SITE_URL.startswith("https:")
IS_LOOPBACK = SITE_HOST in {"127.0.0.1", "localhost", "::1"}
if DEMO and not IS_LOOPBACK:
    raise ImproperlyConfigured(f"SITE_URL: the demo runs on this machine only, not at {SITE_URL}. Start with --empty.")
CERTIFICATE_SIGNER_NAME = env.text(
    "CERTIFICATE_SIGNER_NAME", default="", meaning="Who signs the certificates; empty leaves the line out."
)
CERTIFICATE_SIGNER_TITLE = env.text(
    "CERTIFICATE_SIGNER_TITLE", default="", meaning="The signer's title, under the name."
)

# --- Security --------------------------------------------------------------------------------------------------------

SECRET_KEY = env.secret(
    "SECRET_KEY", meaning="Signs sessions and links; at least 50 random characters.", least=50, required=True
)
TRUSTED_PROXIES = env.whole_number(
    "TRUSTED_PROXIES",
    default=0,
    meaning="How many proxies of yours stand in front; that many last entries of X-Forwarded-For are believed.",
    least=0,
    most=10,
)
HEALTH_TOKEN = env.text(
    "HEALTH_TOKEN",
    default="",
    meaning="Who sends `Authorization: Bearer <this>` sees the details of /health/ready.",
)
DEBUG = False
ALLOWED_HOSTS = [SITE_HOST] + (["127.0.0.1", "localhost", "[::1]"] if IS_LOOPBACK else [])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # with the cache down, signed-in people go on working
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/live$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Apps ------------------------------------------------------------------------------------------------------------

LOCAL_APPS = [
    "trainingsite",
    "reports",
    "certificates",
    "assignments",
    "courses",
    "people",
    "notices",
    "toolkit",
]
INSTALLED_APPS = [
    *LOCAL_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # the widgets' templates, for FORM_RENDERER
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "trainingsite.middleware.CalmFailureMiddleware",
    "trainingsite.middleware.AccessTableMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
ROOT_URLCONF = "trainingsite.urls"
WSGI_APPLICATION = "trainingsite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trainingsite.context_processors.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database, cache, broker -----------------------------------------------------------------------------------------

DATABASE_URL = env.url(
    "DATABASE_URL",
    default="",
    meaning="postgres://user:password@host:5432/name; empty is SQLite in DATA_DIR.",
    schemes=("postgres", "postgresql", "sqlite"),
)
DATABASES = {"default": environ.Env.db_url_config(DATABASE_URL or f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that first reads cannot wait for the write lock in WAL and would fail at once.
    # FULL: an accepted answer or signature survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})
    DATABASES["default"]["OPTIONS"].setdefault("pool", {"min_size": 1, "max_size": 8, "timeout": 10})

REDIS_URL = env.url(
    "REDIS_URL",
    default="",
    meaning="The broker and cache, redis://host:6379/0 or redis+socket://path; empty lets the keeper do all work.",
    schemes=("redis", "rediss", "redis+socket", "unix"),
)
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL.replace("redis+socket:", "unix:"),
            "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# --- Celery: each value is there for a measured reason, docs/decisions/0003 ------------------------------------------

CELERY_BROKER_URL = REDIS_URL.replace("unix:", "redis+socket:")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 240
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_MAX_TASKS_PER_CHILD = 2000
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "health_check_interval": 5,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}

# --- People and sign-in ----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Employee"
AUTHENTICATION_BACKENDS = ["people.backends.EmployeeBackend"]
PASSWORD_HASHERS = ["people.backends.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "number", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 4
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "number"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the organization vouches for the address; changes on the site are confirmed
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make this site write to an address that it does not know
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password, address or second step is told to its owner
ACCOUNT_FORMS = {"login": "people.forms.SignInForm"}
ACCOUNT_USER_DISPLAY = "people.adapters.display_name"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * 15
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "people.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up here: who has an account was let in by the organization
MFA_TOTP_ISSUER = ORGANIZATION_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOOPBACK
USERSESSIONS_TRACK_ACTIVITY = False
REQUIRE_SECOND_FACTOR = not DEMO

# --- Mail ------------------------------------------------------------------------------------------------------------

EMAIL_URL = env.url(
    "EMAIL_URL",
    default="",
    meaning="smtp+tls://user:password@host:587; empty keeps mails in DATA_DIR and shows them on the outbox page.",
    schemes=("smtp", "smtps", "smtp+tls", "smtp+ssl", "submission"),
)
EMAIL_FROM = env.text("EMAIL_FROM", default=f"training@{SITE_HOST}", meaning="The sender address of every mail.")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = EMAIL_FROM
OUTBOX_DIR = DATA_DIR / "outbox"
EMAIL_TIMEOUT = 10
if EMAIL_URL:
    globals().update(environ.Env.email_url_config(EMAIL_URL))
    EMAIL_BACKEND = "notices.transport.EmailBackend"
else:
    EMAIL_BACKEND = "trainingsite.outbox.FolderBackend"

# --- Language, time, files, logging ----------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", _("English (United States)"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone(
    "TIME_ZONE", default="UTC", meaning="The organization's time zone, for those whose site has none."
)
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
FILES_DIR = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "toolkit.files.DurableFileStorage", "OPTIONS": {"location": str(FILES_DIR)}},
    "staticfiles": {"BACKEND": "trainingsite.static_files.StaticFiles"},
}
WHITENOISE_MAX_AGE = 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOG_LEVEL = env.choice(
    "LOG_LEVEL",
    default="INFO",
    meaning="How much the processes write to standard error.",
    of=("DEBUG", "INFO", "WARNING", "ERROR"),
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django.server": {"handlers": [], "propagate": True},
        "weasyprint.progress": {"level": "WARNING"},  # every step of every certificate at level INFO
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
