"""Reads about courses: `catalog` (what there is), `outline` (one version, kept in memory), `progress` (one passage)."""

from courses.selectors.catalog import current_version, published_versions

__all__ = ["current_version", "published_versions"]
