"""What a pack is about: a filter, a checkpoint, and an earlier one that the auditor may hold already."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from ledger.canonical import canonical_bytes
from ledger.models import Anchor, Checkpoint, LedgerKey, SealedEntry
from ledger.selectors import head
from people.models import Employee
from policies.models import Policy
from reports.facts import EXPORTED
from reports.models import ExportFile
from reports.selectors.recordfilter import UnknownFilter
from toolkit.errors import DomainError


class EvidenceProblem(DomainError):
    """There is nothing that a pack could be made of."""


@dataclass(frozen=True)
class EvidenceFilter:
    """Whose salts and details are disclosed: of entries about a policy, of entries that concern a person, or of all."""

    policy: Policy | None = None
    person: Employee | None = None

    @property
    def parts(self) -> dict[str, str]:
        """As it stands in an export's row and in its ledger entry, where no erasure reaches: it names nobody."""
        policy = {"policy": self.policy.slug} if self.policy else {}
        return {**policy, "persons": str(self.person.uuid)} if self.person else policy


def evidence_filter_from(asked: Mapping[str, str]) -> EvidenceFilter:
    """The filter that a policy's slug and an employee number say, or the parts that were kept of one.

    Raises UnknownFilter for what names nothing.
    """
    slug, number = asked.get("policy", "").strip(), asked.get("person", "").strip()
    policy = Policy.objects.filter(slug=slug).first() if slug else None
    person = Employee.objects.filter(number__iexact=number).first() if number and "\x00" not in number else None
    if slug and policy is None:
        raise UnknownFilter("policy", _("There is no policy “%(slug)s”.") % {"slug": slug[:80]})
    if number and person is None:
        raise UnknownFilter("person", _("Nobody has the employee number “%(number)s”.") % {"number": number[:40]})
    if kept := asked.get("persons"):
        person = Employee.objects.filter(uuid=kept).first()
        if person is None:
            raise UnknownFilter("person", _("There is no such person."))
    return EvidenceFilter(policy, person)


class Choice:
    """Tells of each entry, as it is read, whether it is disclosed."""

    def __init__(self, wanted: EvidenceFilter, *, size: int) -> None:
        self._wanted = wanted
        self._persons = self._of_person(wanted.person, size) if wanted.person else frozenset()
        policy = wanted.policy.slug if wanted.policy else ""
        # An entry is one flat object in canonical JSON, so this stands in it where it is its object, and nowhere else.
        self._object = b'"object":' + canonical_bytes(f"policy:{policy}") if policy else b""

    def takes(self, index: int, body: bytes) -> bool:
        """With both filters: what the person did with the policy, and what was done with the policy itself."""
        if self._object and self._object not in body:
            return False
        if self._wanted.person is None:
            return True
        return index in self._persons or (bool(self._object) and b'"person":null' in body)

    @staticmethod
    def _of_person(person: Employee, size: int) -> frozenset[int]:
        concerned = SealedEntry.objects.filter(entry__disclosure__person=str(person.uuid), index__lt=size)
        return frozenset(concerned.values_list("index", flat=True).iterator())


@dataclass(frozen=True)
class Heads:
    """The checkpoint of a pack, the newest one before it that left the house, if any, and the keys of its day."""

    checkpoint: Checkpoint
    previous: Checkpoint | None
    vkeys: tuple[str, ...]


def heads(size: int | None = None) -> Heads:
    """Under the newest checkpoint, or the one of `size` entries. Raises EvidenceProblem if there is none.

    All of it is as it was when the checkpoint was signed, so that a pack can be made again.
    """
    checkpoint = head() if size is None else Checkpoint.objects.filter(size=size).order_by("-id").first()
    if checkpoint is None and size is None:
        raise EvidenceProblem(
            _("The ledger has no signed checkpoint yet. Let the keeper run for a moment, and try again.")
        )
    if checkpoint is None:
        raise EvidenceProblem(_("No checkpoint was signed at %(size)s entries.") % {"size": size})
    keys = LedgerKey.objects.filter(Q(from_size__lt=checkpoint.size) | Q(pk=checkpoint.key_id)).order_by("-id")
    return Heads(checkpoint, _previous(checkpoint), tuple(keys.values_list("vkey", flat=True)))


def _previous(checkpoint: Checkpoint) -> Checkpoint | None:
    """What an auditor may hold: the newest smaller one that was sent out or stood in a pack before this was signed."""
    before = Checkpoint.objects.filter(origin=checkpoint.origin, size__lt=checkpoint.size)
    sent = Anchor.objects.filter(at__lte=checkpoint.signed_at).values("checkpoint")
    noted = SealedEntry.objects.filter(index__lt=checkpoint.size, entry__kind=EXPORTED, entry__fact=OuterRef("uuid"))
    packed = ExportFile.objects.filter(Exists(noted), tree_size__isnull=False)
    return before.filter(Q(pk__in=sent) | Q(size__in=packed.values("tree_size"))).order_by("-size").first()
