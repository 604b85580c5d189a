"""Every setting. What an operator may change comes from the environment through `env`; three parts have own modules."""

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from trainingsite.settings import env
from trainingsite.settings.place import *  # noqa: F403
from trainingsite.settings.place import BASE_DIR, DATA_DIR, IS_HTTPS, IS_LOOPBACK, SITE_HOST, SITE_URL, TRUSTED_PROXIES
from trainingsite.settings.sign_in import *  # noqa: F403
from trainingsite.settings.stores import *  # noqa: F403

# --- Security --------------------------------------------------------------------------------------------------------

SECRET_KEY = env.secret(
    "SECRET_KEY",
    meaning="Signs sessions and links; at least 50 random characters.",
    least=50,
    required=True,
    hint=f"Looked into the data folder {DATA_DIR}; for a site in another one, set DATA_DIR to that folder.",
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
SESSION_ENGINE = "people.sessions"  # in the database: with the cache down, signed-in people go on working
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
        "media-src": [SELF],
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
    "policies",
    "people",
    "notices",
    "ledger",
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
    "people.middleware.SignedInMiddleware",
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
