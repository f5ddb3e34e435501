"""Documents that were uploaded and wait: what each will be as a source, its bytes, its text and its paragraphs.

The public role can read none of these tables. Publishing makes a source of an upload, with the same key, and takes the upload out
(`dara.curation.uploads`). The rules of the database are in `sql/uploads.sql`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import MD5

from dara.models.fields import KeyField, is_key
from dara.models.sources import CaptureQuerySet, ParagraphFields, Source, SourceFields, SourceText, sha256_of


class PendingUpload(SourceFields):
    """A document that was uploaded, as the source that it becomes when somebody publishes it, or the first draft that rests on it."""

    key = KeyField(help_text="That of the source that it becomes.")
    publisher = models.ForeignKey("Entity", models.PROTECT, null=True, blank=True, related_name="+")
    new_publisher = models.CharField(
        "or new publisher", max_length=200, blank=True, help_text="Whom the archive does not have yet, as the document names them."
    )
    make_publisher = models.BooleanField(
        "make this publisher", default=False, help_text="The organization comes into the archive together with the source."
    )
    supersedes = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", help_text="An earlier capture, which is published."
    )
    uploaded_by = models.CharField(max_length=150)
    uploaded_on = models.DateField()
    edited_by = models.CharField(max_length=150, blank=True, help_text="The user who last changed what is said of it.")

    objects = CaptureQuerySet.as_manager()

    class Meta(SourceFields.Meta):
        abstract = False
        indexes = [models.Index(fields=["sha256"], name="pendingupload_sha256")]
        constraints = [
            *SourceFields.Meta.constraints,
            is_key("key"),
            models.CheckConstraint(
                condition=models.Q(make_publisher=False) | (models.Q(publisher=None) & ~models.Q(new_publisher="")),
                name="pendingupload_has_one_publisher",
                violation_error_message="Choose a publisher, or name a new one and tick “make this publisher”: not both.",
            ),
        ]


class PendingDocument(models.Model):
    """The exact bytes of an upload, and the text made of them (see Original and SourceText). Insert-only, until the upload is taken out."""

    upload = models.OneToOneField(PendingUpload, models.CASCADE, primary_key=True, related_name="content")
    original = models.BinaryField()
    sha256 = sha256_of("original")
    extractor = models.CharField(max_length=40)
    made_with = models.CharField(max_length=200, blank=True)
    remarks = ArrayField(models.TextField(), default=list)
    body = models.TextField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(MD5("body"), name="pendingdocument_body_md5")]  # to find an upload with the same text

    def __str__(self) -> str:
        return f"original and text of {self.upload_id}"


class PendingParagraph(ParagraphFields):
    """A paragraph as the database made it when the text was stored."""

    upload = models.ForeignKey(PendingUpload, models.CASCADE, related_name="paragraphs")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="pendingparagraph_upload_number"),
            models.UniqueConstraint(fields=["upload", "start"], name="pendingparagraph_upload_start"),
        ]


class DraftingRun(models.Model):
    """That the rules are to find drafts in a long text, outside of the web's processes, and what they have found (`dara.curation.drafting_runs`)."""

    key = KeyField(help_text="Of the source or upload whose text it is.")
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    found = ArrayField(models.TextField(), default=list, help_text="What became of it, in sentences for curators.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"drafting of {self.key}"


def text_of(source: Source | PendingUpload) -> models.QuerySet[SourceText] | models.QuerySet[PendingDocument]:
    """Return the row whose `body` is the text of a source or upload, as a query, because texts are large."""
    if isinstance(source, PendingUpload):
        return PendingDocument.objects.filter(upload=source)
    return SourceText.objects.filter(source=source)
