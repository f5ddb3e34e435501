"""The seal of the history: a Merkle tree (RFC 6962) to which leaves are only ever added, one for each event. Private.

`dara.archive.seal` adds to it and proves it; docs/history.md says what it is good for."""

from django.db import models


class SealLeaf(models.Model):
    """A leaf of the tree: the digest of an event. The event can be erased, where the law asks for it, and its digest stays.

    `digest` is SHA-256 of the salt and the event. Without its salt a digest says nothing of words that somebody guesses; so whoever
    erases an event takes the salt away, too, and a leaf without a salt is that of an erased event."""

    place = models.BigIntegerField(primary_key=True, help_text="In the tree, from 0.")
    event = models.BigIntegerField(unique=True, help_text="The event's pgh_id, which is unique over all tables of events.")
    name = models.CharField(
        max_length=40, db_collation="C", help_text="Of the table of events: “statement” for dara_statementevent."
    )
    salt = models.BinaryField(max_length=16, null=True)
    digest = models.BinaryField(max_length=32)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.place}: {self.name} {self.event}"


class SealHead(models.Model):
    """What the tree was when leaves had been added: its size and its root."""

    size = models.BigIntegerField(primary_key=True, help_text="The number of leaves.")
    root = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()
    below = models.BigIntegerField(
        null=True, help_text="No transaction with a lower number was under way on this server; null if another server sealed it."
    )

    class Meta:
        default_permissions = ()
        get_latest_by = "size"

    def __str__(self) -> str:
        return f"{self.size}: {bytes(self.root).hex()}"
