"""Quotations checked, as JSON: what the page says, with the records behind it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from rest_framework import serializers
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dara.models import Source
from dara.models.permalinks import permanent
from dara.models.records import whom_in_order
from dara.public import check
from dara.public.api.serializers import SERIALIZERS, NamedSourceSerializer
from dara.public.pages.check import MAX_WAIT, turns
from dara.public.presentation.checks import check_negation, check_whose, check_words

# --- what is asked, and what is answered --------------------------------------------------------------


class AskedSerializer(serializers.Serializer):
    """A quotation, or a text with quotations in it, and who is claimed to have said what the text names nobody for."""

    text = serializers.CharField(max_length=check.MOST_BYTES, help_text="Up to 64 kB.")
    speaker = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")

    def validate_text(self, text: str) -> str:
        if len(text.encode()) > check.MOST_BYTES:
            raise serializers.ValidationError("The text is longer than 64 kB.")
        return text


class CheckedPassageSerializer(serializers.Serializer):
    """The sentences around the words in common. Offsets in the source's text, in Unicode code points; the checksum is that of the UTF-8 bytes."""

    exact = serializers.CharField()
    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=1, help_text="Exclusive.")
    sha256 = serializers.CharField()


class DifferenceSerializer(serializers.Serializer):
    """Words that both have, or only one of them."""

    where = serializers.ChoiceField(["both", "quotation", "source"])
    text = serializers.CharField()


class EvidenceSerializer(serializers.Serializer):
    passage = CheckedPassageSerializer()
    differences = DifferenceSerializer(many=True)
    statements = SERIALIZERS["statements"](many=True, help_text="Whose words these are. Empty where no statement has them.")
    source = NamedSourceSerializer()  # type: ignore[assignment]  # a field called “source”
    permalink = serializers.URLField()


class QuotationSerializer(serializers.Serializer):
    text = serializers.CharField()
    speaker = serializers.CharField(allow_null=True, help_text="Who is claimed to have said it.")
    start = serializers.IntegerField(help_text="Where it stands in the text that was sent.")


class NegationSerializer(serializers.Serializer):
    """Negations that only the quotation has, or only the source: these count before all else."""

    added = serializers.ListField(child=serializers.CharField())
    lost = serializers.ListField(child=serializers.CharField())


class AnswerSerializer(serializers.Serializer):
    quotation = QuotationSerializer()
    words = serializers.ChoiceField([each.value for each in check.Words])
    whose = serializers.ChoiceField([each.value for each in check.Whose], allow_null=True)
    negation = NegationSerializer()
    explanation = serializers.CharField(help_text="The same in a sentence or two.")
    evidence = EvidenceSerializer(many=True)
    evidence_is_cut = serializers.BooleanField(help_text="Whether more places have the same words.")


class CheckedSerializer(serializers.Serializer):
    sources_searched = serializers.IntegerField()
    left_out = serializers.IntegerField(help_text="Quotations beyond those that one request may have.")
    answers = AnswerSerializer(many=True)


# --- the answer as JSON -------------------------------------------------------------------------------


def checked_json(checked: check.Checked) -> dict[str, Any]:
    """Return the answers as JSON values, as `CheckedSerializer` describes them."""
    sources = Source.objects.count()
    statements = {each.key: each for answer in checked.answers for comparison in answer.evidence for each in comparison.statements}
    prefetch_related_objects(list(statements.values()), "topics", whom_in_order())
    rows = dict(zip(statements, SERIALIZERS["statements"](list(statements.values()), many=True).data, strict=True))
    return {
        "sources_searched": sources,
        "left_out": checked.left_out,
        "answers": [_answer(answer, sources, rows) for answer in checked.answers],
    }


def _answer(answer: check.Answer, sources: int, rows: dict[str, Any]) -> dict[str, Any]:
    quotation, negation = answer.quotation, answer.negation
    return {
        "quotation": {"text": quotation.text, "speaker": quotation.speaker or None, "start": quotation.start},
        "words": answer.words.value,
        "whose": answer.whose and answer.whose.value,
        "negation": {"added": negation.added, "lost": negation.lost},
        "explanation": " ".join(filter(None, (*check_negation(answer), check_words(answer, sources), check_whose(answer)))),
        "evidence": [_evidence(comparison, quotation.text, rows) for comparison in answer.evidence],
        "evidence_is_cut": answer.has_more,
    }


def _evidence(comparison: check.Comparison, quotation: str, rows: dict[str, Any]) -> dict[str, Any]:
    exact = comparison.text(comparison.sentence)
    row = comparison.statements[0] if comparison.statements else comparison.paragraph
    return {
        "passage": {**comparison.sentence._asdict(), "exact": exact, "sha256": hashlib.sha256(exact.encode()).hexdigest()},
        "differences": list(_differences(comparison, quotation)),
        "statements": [rows[each.key] for each in comparison.statements],
        "source": NamedSourceSerializer(comparison.place.source).data,
        "permalink": permanent(row),
    }


def _differences(comparison: check.Comparison, quotation: str) -> Iterable[dict[str, str]]:
    names = {"both": "both", "here": "quotation", "there": "source"}
    return ({"where": names[segment.where], "text": segment.words} for segment in comparison.segments(quotation))


# --- the view -----------------------------------------------------------------------------------------


class Check(APIView):
    """Whether the archive has the words of a quotation, and whose they are. Nothing of what is sent is kept."""

    parser_classes = [JSONParser]

    def post(self, request: Request) -> Response:
        if int(request.META.get("CONTENT_LENGTH") or 0) > 6 * check.MOST_BYTES + 4096:  # \u2019 for a character
            return Response({"detail": "The text is longer than 64 kB."}, status=413)
        asked = AskedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if not turns.acquire(timeout=MAX_WAIT):
            detail = {"detail": "Others are having texts checked just now. Try again in a moment."}
            return Response(detail, status=503, headers={"Retry-After": str(MAX_WAIT)})
        try:
            checked = check.check_text(asked.validated_data["text"], asked.validated_data["speaker"])
        finally:
            turns.release()
        return Response(checked_json(checked), headers={"Cache-Control": "no-store"})
