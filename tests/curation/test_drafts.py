"""Drafts are selected, kept, rejected and published once; who may publish them, with and without DARA_TWO_PERSONS."""

import pytest
from django.contrib.auth.models import Group, User

from dara.curation import drafts
from dara.curation.permissions import may_add
from dara.curation.records import add_record
from dara.models import Draft, ElectionResult, Statement
from tests import factories


@pytest.fixture
def draft(archive) -> Draft:
    return archive.draft


def user(name: str, group: str) -> User:
    someone = User.objects.create_user(name, is_staff=True)
    someone.groups.add(Group.objects.get(name=group))
    return someone


def result_of(archive) -> ElectionResult:
    return ElectionResult(
        passage=archive.counted,
        candidate=archive.vega,
        election=archive.election,
        race=archive.race,
        percent="53.7",
        status="partial",
    )


class TestDeciding:
    def test_publishing_creates_the_record(self, archive, draft):
        result = result_of(archive)

        def create():
            add_record(result)
            return result

        drafts.publish(draft, "carla", create)
        draft.refresh_from_db()
        assert (draft.state, draft.record, draft.decided_by) == ("accepted", result.key, "carla")
        assert ElectionResult.objects.filter(key=draft.record).exists()

    def test_a_decided_draft_stays_as_it_was_decided(self, archive, draft):
        assert drafts.reject(draft, "A slogan.", "carla")
        assert not drafts.reject(draft, "Another reason.", "carl")
        assert not drafts.keep(draft, {"note": ["Late."]}, "carl")
        with pytest.raises(drafts.DraftDecided):
            drafts.publish(draft, "carl", lambda: pytest.fail("no record is created"))
        draft.refresh_from_db()
        assert (draft.state, draft.reason, draft.decided_by, draft.typed) == ("rejected", "A slogan.", "carla", {})

    def test_kept_values_have_an_author(self, draft):
        assert drafts.keep(draft, {"note": ["Half a thought"]}, "rita")
        draft.refresh_from_db()
        assert (draft.state, draft.typed, draft.author) == ("open", {"note": ["Half a thought"]}, "rita")


class TestPermissions:
    def test_a_reviewer_drafts_and_does_not_publish(self, archive, draft):
        reviewer = user("rita", "reviewer")
        assert may_add(reviewer, Statement, as_draft=True)
        assert not may_add(reviewer, Statement, as_draft=False)
        assert "You may draft, not publish" in drafts.why_not_published(draft, reviewer, ElectionResult, lambda: False)

    @pytest.mark.parametrize(
        ("author", "corrected", "reason"),
        [("", False, None), ("carla", False, None), ("carl", False, "You selected or corrected"), ("", True, "You corrected")],
    )
    def test_two_persons(self, archive, draft, settings, author, corrected, reason):
        curator = user("carl", "curator")
        draft.author = author
        assert drafts.why_not_published(draft, curator, ElectionResult, lambda: corrected) is None
        assert may_add(curator, Statement, as_draft=False)
        settings.DARA_TWO_PERSONS = True
        said = drafts.why_not_published(draft, curator, ElectionResult, lambda: corrected)
        assert (said is None) if reason is None else said.startswith(reason)
        assert not may_add(curator, Statement, as_draft=False)
        assert may_add(curator, Statement, as_draft=True)


class TestSelecting:
    def test_the_same_words_are_drafted_once(self, archive):
        place = archive.quoted.start, archive.quoted.end
        selected = drafts.select(archive.source, "quote", *place, "rita")
        assert (selected.author, selected.rule) == ("rita", "")
        assert selected.values["passage"]["exact"] == archive.quoted.exact
        assert drafts.select(archive.source, "quote", *place, "carl") == selected
        assert drafts.select(archive.source, "paraphrase", *place, "carl") != selected

    @pytest.mark.parametrize(
        ("kind", "start", "end"),
        [("poem", 0, 9), ("quote", 5, 5), ("quote", -1, 9), ("quote", 0, 99_999), ("quote", 0, 2**31)],
    )
    def test_other_selections_are_refused(self, archive, kind, start, end):
        with pytest.raises(drafts.SelectionRefused, match="Select"):
            drafts.select(archive.source, kind, start, end, "rita")


class TestWhatTheRulesSayOfASelection:
    TEXT = "Marta de la Cruz runs the office.\n\n“We will open the doors on Monday,” said Marta de la Cruz. “And keep them open.”\n"

    def test_the_speaker_of_selected_words(self, archive):
        source = factories.source(self.TEXT, title="Doors", publisher=archive.publisher)
        start = self.TEXT.index("“We")
        found = drafts.select(source, "quote", start, len(self.TEXT) - 1, "rita")
        assert found.values["speaker"]["name"] == "Marta de la Cruz"
        assert found.values["pieces"] == ["We will open the doors on Monday", "And keep them open."]
        assert (found.rule, found.author) == ("", "rita")

    def test_words_beyond_the_selection_are_left_out(self, archive):
        source = factories.source(self.TEXT, title="Doors", publisher=archive.publisher)
        start, end = self.TEXT.index("“We"), self.TEXT.index(" said")
        found = drafts.select(source, "quote", start, end, "rita")
        assert found.values["speaker"]["name"] == "Marta de la Cruz"
        assert "pieces" not in found.values
        assert found.values["passage"]["exact"] == "“We will open the doors on Monday,”"

    def test_nothing_is_said_of_other_words(self, archive):
        source = factories.source(self.TEXT, title="Doors", publisher=archive.publisher)
        found = drafts.select(source, "endorsement", 0, 33, "rita")
        assert found.values.keys() == {"passage"}
