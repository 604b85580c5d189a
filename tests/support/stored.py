"""Files behind rows that tests make bare: the check of the log looks for them."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def store(name: str, data: bytes) -> str:
    """These bytes lie under this name from now on. Returns their digest."""
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))
    return hashlib.sha256(data).hexdigest()
