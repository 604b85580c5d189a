"""Evidence packs: `choosing` says under which checkpoint and which entries are disclosed, `packing` writes the pack,
`personal` the smaller one about one person, and `preimages` adds what the records name by its digest.

A pack holds nothing that is not in the log, its disclosures and what is frozen of policies: the same checkpoint and the
same filter give the same bytes, until an erasure takes something away.
"""

from reports.selectors.evidence.choosing import (
    EvidenceFilter,
    EvidenceProblem,
    Heads,
    evidence_filter_from,
    heads,
)
from reports.selectors.evidence.packing import MOST_PROOFS, Packed, write_pack
from reports.selectors.evidence.personal import write_person_zip

__all__ = [
    "MOST_PROOFS",
    "EvidenceFilter",
    "EvidenceProblem",
    "Heads",
    "Packed",
    "evidence_filter_from",
    "heads",
    "write_pack",
    "write_person_zip",
]
