"""Entries as the bytes that are hashed, what they commit to, and their order."""

import uuid
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler


class CurrentTransaction(models.Func):
    """The number of the transaction that inserts. SQLite has one writer at a time: there the order of ids is enough."""

    template = "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
    arity = 0
    output_field = models.BigIntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="0", **context)


class Entry(models.Model):
    """One statement about one fact: canonical JSON, kept as the exact bytes that are hashed. It has no index yet."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    fact = models.UUIDField(null=True, help_text="The uuid of the row that this is about; none for acts of the log.")
    body = models.BinaryField()
    transaction = models.BigIntegerField(db_default=CurrentTransaction())
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Two entries for one fact: an auditor would count one signature twice.
            models.UniqueConstraint(fields=["kind", "fact"], name="ledger_entry_one_per_fact"),
        ]
        indexes = [models.Index(fields=["transaction", "id"], name="ledger_entry_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.fact or ''}".strip()


class Disclosure(models.Model):
    """What an entry commits to, with the salts: shown for selected records only, and gone after an erasure."""

    # Without a foreign key on PostgreSQL: both are inserted by one function, entries cannot be removed, and checking it
    # at each commit takes a third of what an entry costs.
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="disclosure", db_constraint=False)
    person = models.CharField(max_length=80, blank=True, help_text="The reference that is hashed; empty for nobody.")
    person_salt = models.BinaryField(max_length=32, null=True)
    detail = models.BinaryField(help_text="Canonical JSON, the exact bytes that are hashed.")
    detail_salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"Disclosure of {self.entry_id}"


class SealedEntry(models.Model):
    """The place of an entry in the tree. Indexes have no gaps."""

    index = models.BigIntegerField(primary_key=True)
    # Without a foreign key in the database: places are copied from entries, which cannot be removed, and checking each
    # one again takes a fifth of the time of sealing.
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="sealed", db_constraint=False)

    def __str__(self) -> str:
        return str(self.index)


class Erasure(models.Model):
    """Why the disclosure of an entry is gone. Without such a row the database refuses to remove one."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="erasure")
    table = models.CharField(max_length=120, help_text="The label of the fact's table, like policies.attestation.")
    reason = models.CharField(max_length=500)
    by = models.UUIDField(null=True, help_text="Who erased; none for the end of retention.")
    at = models.DateTimeField()
    left_sha256 = models.CharField(max_length=64, blank=True, help_text="The digest of what the row says since then.")

    class Meta:
        constraints = [
            # An erasure that does not say why looks like a cover-up.
            models.CheckConstraint(condition=~models.Q(reason=""), name="ledger_erasure_has_reason"),
        ]

    def __str__(self) -> str:
        return f"Erasure of {self.entry_id}"
