"""The queue: its rows say who backs whom, many drafts are rejected together and opened again, and its size does not matter."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dara.models import Draft
from tests import factories

QUEUE = "admin:dara_draft_changelist"
TEXT = "\n\n".join(f"Paragraph {number} says “some words” again." for number in range(300))


@pytest.fixture
def source(archive):
    Draft.objects.all().delete()
    return factories.source(TEXT, title="Long", publisher=archive.publisher)


def fill(source, number: int, kind: str = "quote", **values) -> None:
    start = Draft.objects.count()
    Draft.objects.bulk_create(
        Draft(
            key=f"q{start + each:07}",
            source=source,
            name=f"{kind}-{start + each}",
            kind=kind,
            start=start + each,
            end=start + each + 9,
            values={"passage": {"exact": "some words"}} | values,
            rule="rule of thumb",
            sureness="0.5",
        )
        for each in range(number)
    )


def test_a_row_says_who_backs_whom(curator, source):
    fill(source, 1, "endorsement", endorser={"name": "Harbor Union"}, candidate={"name": "Lena Rivas"}, stance="endorses")
    fill(source, 1, speaker={"name": "Marta de la Cruz"})
    page = curator.get(reverse(QUEUE)).text
    assert "Endorsement: Harbor Union endorses Lena Rivas" in page
    assert "Quotation: Marta de la Cruz" in page


class TestTogether:
    def reject(self, client, **chosen):
        return client.post(reverse(QUEUE), {"action": "reject_together", "reason": "Of another race.", **chosen})

    def test_a_selection_is_rejected_and_opened_again(self, curator, source):
        fill(source, 4)
        self.reject(curator, _selected_action=["q0000001", "q0000002"])
        assert list(Draft.objects.open().order_by("key").values_list("key", flat=True)) == ["q0000000", "q0000003"]
        assert Draft.objects.get(key="q0000001").reason == "Of another race."
        assert "2 drafts" in curator.get(reverse("admin:dara_draft_undo")).text
        curator.post(reverse("admin:dara_draft_undo"))
        assert Draft.objects.open().count() == 4
        assert not Draft.objects.exclude(reason="", decided_by="", decided_on=None).exists()

    def test_all_of_a_rule(self, curator, source):
        fill(source, 150)
        Draft.objects.filter(key="q0000007").update(rule="another")
        url = f"{reverse(QUEUE)}?rule=rule+of+thumb"
        curator.post(url, {"action": "reject_together", "select_across": "1", "_selected_action": ["q0000000"]})
        assert Draft.objects.open().get().key == "q0000007"

    def test_what_was_rejected_is_kept_by_whoever_looks_again(self, curator, source):
        fill(source, 3)
        self.reject(curator, _selected_action=["q0000000", "q0000001"])
        Draft.objects.filter(key="q0000001").update(decided_by="carla")
        curator.post(reverse(QUEUE), {"action": "keep_together", "_selected_action": ["q0000000", "q0000001", "q0000002"]})
        assert Draft.objects.open().count() == 3
        assert "2 drafts that you kept" in curator.get(reverse("admin:dara_draft_undo")).text
        curator.post(reverse("admin:dara_draft_undo"))
        assert Draft.objects.open().get().key == "q0000002"

    def test_words_that_were_withheld_since_are_not_kept(self, curator, source):
        fill(source, 2)
        self.reject(curator, _selected_action=["q0000000", "q0000001"])
        Draft.objects.filter(key="q0000001").update(start=500, end=509)
        factories.withholding(source, "Paragraph 0 says")
        page = curator.post(
            reverse(QUEUE), {"action": "keep_together", "_selected_action": ["q0000000", "q0000001"]}, follow=True
        ).text
        assert "1 draft stays closed" in page
        assert Draft.objects.open().get().key == "q0000001"

    def test_what_somebody_else_has_decided_stays(self, curator, source):
        fill(source, 2)
        self.reject(curator, _selected_action=["q0000000", "q0000001"])
        Draft.objects.filter(key="q0000001").update(decided_by="carla")
        curator.post(reverse("admin:dara_draft_undo"))
        assert Draft.objects.open().get().key == "q0000000"


@pytest.mark.parametrize("page", ["queue", "source", "form"])
def test_the_number_of_drafts_changes_no_page(curator, source, page):
    """As many queries, and as many bytes, for six times as many drafts."""
    url = {
        "queue": reverse(QUEUE),
        "source": reverse("admin:dara_draft_source", args=[source.key]),
        "form": f"{reverse('admin:dara_statement_add')}?draft=q0000000",
    }[page]
    sizes = []
    for number in (600, 3_000):
        fill(source, number)
        curator.get(url)  # what is asked once a process
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = curator.get(url)
        assert response.status_code == 200
        sizes.append((len(queries), len(response.content)))
    assert sizes[0][0] == sizes[1][0]
    assert sizes[1][1] < 1.1 * sizes[0][1]
