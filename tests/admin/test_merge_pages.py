"""The pages on which duplicates are merged and import conflicts are settled."""

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.urls import reverse

from dara.models import Endorsement, Entity, ImportConflict, ImportedRecord, Redirect, Statement, Topic
from dara.models.keys import new_key
from dara.models.record_format import KINDS, values_of
from tests import factories


def change(thing) -> str:
    return reverse(f"admin:dara_{thing._meta.model_name}_change", args=[thing.pk])


def merging(thing) -> str:
    return reverse(f"admin:dara_{thing._meta.model_name}_merge", args=[thing.pk])


def message(response) -> str:
    return " ".join(map(str, get_messages(response.wsgi_request)))


@pytest.fixture
def double(archive):
    """Ana Vega, entered twice."""
    return Entity.objects.create(slug="a-vega", name="A. Vega", sort_name="Vega, A.", kind="person", note="Named so in one story.")


@pytest.fixture
def twice(archive):
    """The statement, entered twice."""
    return Statement.objects.create(
        key=new_key(),
        kind="quote",
        passage=factories.passage(archive.source, "“We closed the courthouse basement,” Vega said"),
        pieces=["We closed the courthouse basement,"],
        speaker=archive.vega,
        summary="Said twice.",
    )


class TestMerging:
    def test_the_pages_of_what_can_be_merged_lead_there(self, archive, curator):
        for thing in (
            archive.vega,
            archive.group,
            archive.topic,
            archive.statement,
            archive.endorsement,
            archive.result,
            archive.fact,
        ):
            assert f'href="{merging(thing)}"' in curator.get(change(thing)).text
            assert curator.get(merging(thing)).status_code == 200
        for thing in (archive.race, archive.source, archive.candidacy):
            assert "Merge into" not in curator.get(change(thing)).text

    def test_both_stand_side_by_side_before_anything_happens(self, archive, curator, double):
        factory = archive.endorsement
        Endorsement.objects.filter(pk=factory.pk).update(endorser=double)
        page = curator.get(merging(double), {"into": archive.vega.pk}).text
        assert "“A. Vega” would be merged into “Ana Vega”" in page
        for words in ("Vega, A.", "Vega, Ana", "Endorsements (endorser): 1", "note: ", "Named so in one story."):
            assert words in page
        assert Entity.objects.filter(pk=double.pk).exists()

    def test_entities(self, archive, curator, double):
        Endorsement.objects.filter(pk=archive.endorsement.pk).update(endorser=double)
        response = curator.post(merging(double), {"into": archive.vega.pk})
        assert response.headers["Location"] == change(archive.vega)
        assert "Moved: endorsements (endorser): 1" in message(response)
        assert "/voices/ana-vega/" in message(response)
        assert Endorsement.objects.get(pk=archive.endorsement.pk).endorser == archive.vega
        assert Redirect.objects.filter(kind="entities", old="a-vega", new="ana-vega").exists()
        assert "Merged entities a-vega into it." in curator.get(reverse("admin:dara_entity_history", args=[archive.vega.pk])).text

    def test_two_persons_merge(self, archive, curator, double, settings, client):
        settings.DARA_TWO_PERSONS = True
        url, into = merging(double), {"into": archive.vega.pk}
        assert "somebody else merges them" in curator.get(url, into).text
        for _ in range(2):
            assert "Proposed: somebody else merges them." in message(curator.post(url, into))
            assert Entity.objects.filter(pk=double.pk).exists()
        assert f"{url}?into=" not in curator.get(reverse("admin:index")).text
        client.force_login(User.objects.create_superuser("second", password="second"))
        assert f'href="{url}?into={archive.vega.pk}"' in client.get(reverse("admin:index")).text
        assert "Proposed by admin." in client.get(url, into).text
        other = {"into": archive.union.pk}  # of which nobody has said anything
        assert "Proposed by" not in client.get(url, other).text
        assert client.post(url, into).headers["Location"] == change(archive.vega)
        assert not Entity.objects.filter(pk=double.pk).exists()
        assert "to be merged" not in curator.get(reverse("admin:index")).text

    def test_topics(self, archive, curator):
        lockups = Topic.objects.create(slug="lockups", name="Lockups", position=9)
        archive.statement.topics.set([lockups])
        assert curator.post(merging(lockups), {"into": archive.topic.pk}).status_code == 302
        assert list(archive.statement.topics.all()) == [archive.topic]

    def test_records_of_the_source_are_offered(self, archive, curator, twice):
        other = archive.grow(1)
        page = curator.get(merging(twice)).text
        assert f'value="{archive.statement.pk}"' in page
        assert f'value="{other.statement.pk}"' not in page
        assert f'value="{twice.pk}"' not in page

    def test_the_choice_takes_a_constant_number_of_queries(self, archive, curator, twice, django_assert_max_num_queries):
        for n in range(8):
            Statement.objects.create(
                key=new_key(),
                kind="report",
                passage=archive.endorsed,
                pieces=[archive.endorsed.exact],
                speaker=archive.union,
                note=str(n),
            )
        with django_assert_max_num_queries(8):
            assert curator.get(merging(twice)).text.count("Harbor Union: ") == 8

    def test_records(self, archive, curator, twice):
        page = curator.get(merging(twice), {"into": archive.statement.pk}).text
        assert "summary: <p>Said twice.</p>" in page or "summary: Said twice." in page
        response = curator.post(merging(twice), {"into": archive.statement.pk})
        assert response.headers["Location"] == change(archive.statement)
        assert Statement.objects.get() == archive.statement

    def test_what_is_refused_says_why_and_what_to_do(self, archive, curator, double):
        other = archive.grow(1)
        for thing, into, reason in (
            (archive.statement, other.statement, "join them in an utterance"),
            (double, archive.union, "only two of one kind are merged"),
            (archive.group, other.group, "groups of two sources"),
            (double, double, "into itself"),
        ):
            for answer in (curator.get(merging(thing), {"into": into.pk}), curator.post(merging(thing), {"into": into.pk})):
                assert answer.status_code == 200
                assert reason in answer.text
                assert "would be merged into “" not in answer.text
        assert Redirect.objects.filter(kind__in=["statements", "entities", "groups"]).count() == 0

    def test_what_only_the_database_knows_is_shown_too(self, archive, curator, twice):
        inner = factories.passage(archive.source, "“We closed the courthouse basement,”")
        words = ["We closed the courthouse basement,"]
        Statement.objects.create(
            key=new_key(), kind="quote", passage=inner, pieces=words, speaker=archive.vega, within=archive.statement
        )
        outside = factories.passage(archive.source, "Okafor said no.")
        report = Statement.objects.create(
            key=new_key(), kind="report", passage=outside, pieces=[outside.exact], speaker=archive.publisher
        )
        answer = curator.post(merging(archive.statement), {"into": report.pk})
        assert answer.status_code == 200
        assert "does not lie inside of that one" in answer.text
        assert Statement.objects.count() == 4

    def test_who_may_only_look_may_not_merge(self, archive, client, django_user_model, double):
        reader = django_user_model.objects.create_user("reader", is_staff=True)
        reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
        client.force_login(reader)
        assert "Merge into" not in client.get(change(double)).text
        assert client.post(merging(double), {"into": archive.vega.pk}).status_code == 403
        assert Entity.objects.filter(pk=double.pk).exists()

    def test_a_redirect_links_where_it_leads(self, archive, curator):
        assert f'href="{change(archive.topic)}"' in curator.get(change(archive.redirect)).text

    def test_nothing_there(self, archive, curator, double):
        address = merging(double)
        double.delete()
        assert curator.get(address).status_code == 302


class TestConflicts:
    @pytest.fixture
    def conflict(self, archive) -> ImportConflict:
        of_files = values_of(KINDS["statements"], archive.statement) | {"summary": "In the <files>.", "topics": []}
        Statement.objects.filter(pk=archive.statement.pk).update(summary="By hand.")
        return ImportConflict.objects.create(kind="statements", key=archive.statement.pk, form=of_files)

    def test_the_records_page_leads_to_it(self, archive, curator, conflict):
        link = f'<a href="{change(conflict)}">An import brought something else: compare</a>'
        assert link in curator.get(change(archive.statement)).text
        assert link not in curator.get(change(archive.endorsement)).text
        source = ImportConflict.objects.create(kind="sources", key=archive.source.pk, form={})
        assert change(source) in curator.get(change(archive.source)).text

    def test_both_sides_stand_beside_each_other(self, curator, conflict):
        page = curator.get(change(conflict)).text
        assert "<td><mark>By hand.</mark></td>" in page
        assert "<td><mark>In the &lt;files&gt;.</mark></td>" in page
        assert "<td><mark>jails</mark></td>" in page
        assert "<td>quote</td>" in page
        assert page.count("<td>differs</td>") == 2

    def test_ours(self, archive, curator, conflict):
        response = curator.post(change(conflict), {"keep": "Keep ours"})
        assert response.headers["Location"] == reverse("admin:dara_importconflict_changelist")
        assert "stays as it is" in message(response)
        assert Statement.objects.get(pk=archive.statement.pk).summary == "By hand."
        assert not ImportConflict.objects.filter(pk=conflict.pk).exists()
        assert bytes(ImportedRecord.objects.get(kind="statements").digest) != b"\x01" * 32

    def test_theirs(self, archive, curator, conflict):
        response = curator.post(change(conflict), {"take": "Take the file's"})
        assert "says what the files say now" in message(response)
        statement = Statement.objects.get(pk=archive.statement.pk)
        assert (statement.summary, list(statement.topics.all())) == ("In the <files>.", [])
        assert "Settled a conflict" in curator.get(reverse("admin:dara_statement_history", args=[statement.pk])).text

    def test_what_cannot_be_taken_says_why(self, archive, curator, conflict):
        conflict.form["pieces"] = ["Words that nobody said"]
        conflict.save()
        response = curator.post(change(conflict), {"take": "Take the file's"})
        assert response.headers["Location"] == change(conflict)
        assert "is not in its passage" in message(response)
        assert ImportConflict.objects.filter(pk=conflict.pk).exists()

    def test_of_a_record_that_is_gone(self, archive, curator, conflict):
        archive.statement.delete()
        page = curator.get(change(conflict)).text
        assert "does not hold" in page
        assert "Take the file" not in page
        assert curator.post(change(conflict), {"keep": "Keep ours"}).status_code == 302

    def test_who_may_only_look_settles_nothing(self, conflict, client, django_user_model):
        reader = django_user_model.objects.create_user("reader", is_staff=True)
        reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
        client.force_login(reader)
        assert "Keep ours" not in client.get(change(conflict)).text
        assert client.post(change(conflict), {"keep": "Keep ours"}).status_code == 403
        client.logout()
        assert client.get(change(conflict)).headers["Location"].startswith("/admin/login/")

    def test_an_unfinished_form_opens_again(self, archive, curator):
        """A record's page with its passage taken away and nothing in its place is still shown."""
        answer = curator.post(change(archive.statement), {"kind": "quote", "speaker": archive.vega.pk})
        assert answer.status_code == 200
        assert "no record without a passage" in answer.text
