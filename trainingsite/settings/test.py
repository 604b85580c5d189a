"""Settings for the test run: the production code path with a throw-away data folder and a cheap password hash."""

import os
import tempfile

# Where a log of tests signs: a site's own settings must never lead a test to its key.
os.environ.pop("LEDGER_ORIGIN", None)
os.environ.pop("LEDGER_KEY_FILE", None)
os.environ.pop("LEDGER_ANCHOR_FOLDER", None)
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="trainingsite-test-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 4)
os.environ.setdefault("ORGANIZATION_NAME", "Riverside Health")

from trainingsite.settings.production import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests/people check the real one by name
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, as in production: a database in memory knows no WAL and fails where threads would have to wait.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
    OPTIONS = DATABASES["default"]["OPTIONS"]  # noqa: F405
    OPTIONS["init_command"] = OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=OFF")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - WhiteNoise warns where there is none
REQUIRE_SECOND_FACTOR = False  # tests that are about the second factor switch it on
