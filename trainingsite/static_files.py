"""How static files are compressed when they are collected, which was most of a site's first start."""

from whitenoise import compress
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The highest quality takes fifty times as long for files that are a seventh smaller, most of them the admin's.
QUALITY = 5
OURS = "js/*.js"


class QuickCompressor(compress.Compressor):
    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """Called only where WhiteNoise could import brotli."""
        compressed: bytes = compress.brotli.compress(data, quality=QUALITY)
        return compressed


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Only files with a digest in their name are kept: pages name no others, and each would be compressed twice."""

    keep_only_hashed_files = True
    # What our own scripts import is named by its digest too. Scripts of libraries are left alone: some hold such words.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (OURS, CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )

    def create_compressor(self, **options: object) -> compress.Compressor:
        return QuickCompressor(**options)
