"""Who runs the site and where: what the other settings, and every page, stand on."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from trainingsite.settings import env

BASE_DIR = Path(__file__).resolve().parents[2]
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
TRUSTED_PROXIES = env.whole_number(
    "TRUSTED_PROXIES",
    default=0,
    meaning="How many proxies of yours stand in front; that many last entries of X-Forwarded-For are believed.",
    least=0,
    most=10,
)
LEDGER_ORIGIN = env.log_origin(
    "LEDGER_ORIGIN",
    default=f"{SITE_HOST.replace(':', '.')}/attestations",
    meaning="The name of the attestation log, an address without https://. Read when the log's key is made.",
)
LEDGER_KEY_FILE = env.file(
    "LEDGER_KEY_FILE",
    default=str(DATA_DIR / "keys" / "ledger.key"),
    meaning="The private key that signs the log. What it signed last is kept beside it, so the folder is written.",
)
LEDGER_ANCHOR_FOLDER = env.text(
    "LEDGER_ANCHOR_FOLDER",
    default="",
    meaning="A folder, best one that only takes new files, in which each night's checkpoint is put; empty for none.",
)
