"""The files of a policy in a content pack: read with every mistake in them, and written again without loss.

`reading` puts a policy together, `versions` reads what belongs to one version, `writing` is the way back. The format is
described in docs/guides/author.md.
"""

from policies.packs.reading import read_policies
from policies.packs.writing import write_policy

__all__ = ["read_policies", "write_policy"]
