"""The tree and what was signed of it: tiles of hashes, keys, checkpoints, and how sealing is doing."""

from django.db import models


class Tile(models.Model):
    """Up to 256 hashes of the tree, side by side, as C2SP tlog-tiles lays them out. Made from the entries."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [
            # Two tiles in one place: which of them is read would be chance, and so would the root that is signed.
            models.UniqueConstraint(fields=["level", "index"], name="ledger_tile_place"),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class LedgerKey(models.Model):
    """One public key that signs, or signed, checkpoints: from which size of the log on. Auditors keep them all."""

    vkey = models.CharField(max_length=400)
    origin = models.CharField(max_length=300, help_text="The name of the key and of the log, as checkpoints say it.")
    from_size = models.BigIntegerField(help_text="How many entries the log had when the key came.")
    since = models.DateTimeField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="key")

    class Meta:
        constraints = [
            # The same key announced twice: nobody could say which sizes it may sign.
            models.UniqueConstraint(fields=["vkey"], name="ledger_ledgerkey_once"),
        ]

    def __str__(self) -> str:
        return self.vkey

    @property
    def key_id(self) -> str:
        """The 8 hexadecimal digits by which signatures name the key."""
        return self.vkey.split("+")[1]


class Checkpoint(models.Model):
    """A signed head: so many entries have this root.

    `transaction` and `position` say where the next seal looks for entries, in the numbering of the database server
    `cluster`: after a move to another server the numbers mean nothing, and all entries are looked through once.
    """

    origin = models.CharField(max_length=300)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField(help_text="The exact signed text.")
    signed_at = models.DateTimeField()
    key = models.ForeignKey(LedgerKey, on_delete=models.PROTECT, related_name="checkpoints")
    transaction = models.BigIntegerField()
    position = models.BigIntegerField()
    cluster = models.BigIntegerField()

    class Meta:
        constraints = [
            # Two roots signed for one size of one log are a fork: every auditor would have to stop trusting it.
            models.UniqueConstraint(fields=["origin", "size"], name="ledger_checkpoint_one_per_size"),
            # An empty tree says nothing, and tools disagree on its root.
            models.CheckConstraint(condition=models.Q(size__gt=0), name="ledger_checkpoint_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"


class CoveredKind(models.Model):
    """From its entry on, no fact of this kind is without an entry; those of earlier days are marked late."""

    kind = models.CharField(max_length=60, unique=True)
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="covered_kind")
    entries = models.PositiveIntegerField(help_text="How many entries of the kind there were then.")

    def __str__(self) -> str:
        return self.kind


class SealerReport(models.Model):
    """How the last seal went, for the pages: one row, written over. `problem` is one of `errors.Problem`, or empty."""

    problem = models.CharField(max_length=30, blank=True)
    detail = models.TextField(blank=True)
    since = models.DateTimeField(help_text="Since when it goes like that.")
    at = models.DateTimeField(help_text="When that was last looked at; written down every few seconds.")

    def __str__(self) -> str:
        return self.problem or "good"
