"""Where things are kept and handed on: database, cache, and the broker with Celery's settings."""

import environ

from trainingsite.settings import env
from trainingsite.settings.place import DATA_DIR

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
    # Recursive triggers: without them INSERT OR REPLACE removes a kept row and its guard is not asked.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
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

# Each value of Celery's is there for a measured reason: docs/decisions/0003.
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
