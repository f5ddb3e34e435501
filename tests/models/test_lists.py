"""What the database keeps for lists: places, and whom each statement concerns."""

import pytest
from django.db import connection, transaction

from dara.archive.list_verification import list_failures
from dara.models import Concerned, Entity, Source, Statement, StatementAbout, StatementTopic, Topic
from tests import factories

pytestmark = pytest.mark.django_db

Closeness, Whose = Concerned.Closeness, Statement.Whose


def place_of(statement: Statement) -> str:
    return Statement.objects.values_list("place", flat=True).get(pk=statement.pk)


def rows(statement: Statement) -> set[tuple[str, str, bool, int]]:
    """By whom and on what the statement is found: the entity's slug, the topic's, whether that is the first, and the closeness."""
    slugs = {0: "", **dict(Topic.objects.values_list("pk", "slug"))}
    found = Concerned.objects.filter(statement=statement).values_list("entity__slug", "topic", "is_first", "closeness")
    return {(entity, slugs[topic], first, closeness) for entity, topic, first, closeness in found}


class TestPlaces:
    @pytest.fixture
    def statement(self):
        speaker = factories.person("Ann")

        def make(source, exact, **fields):
            return factories.statement(source, exact, speaker=speaker, **fields)

        return make

    def test_the_newest_source_is_first_and_a_day_comes_before_its_month(self, statement):
        dates = ["2024-03-05", "2024-03", "2024", "2020-12-31", None]
        made = [statement(factories.source("Open courts now.", published_on=date), "Open courts") for date in reversed(dates)]
        assert [each.passage.source.published_on for each in Statement.objects.in_order()] == dates
        assert [each.published_on for each in Source.objects.newest_first()] == dates
        assert len({place_of(each) for each in made}) == len(dates)

    def test_in_a_source_the_text_decides(self, statement):
        source = factories.source("One here. Two here. Three here.")
        made = [statement(source, exact) for exact in ("Three", "One", "Two")]
        assert list(Statement.objects.in_order()) == [made[1], made[2], made[0]]

    def test_what_was_said_last_is_first(self, statement):
        source = factories.source("One here. Two here. Three here.")
        dates = {"One": None, "Two": "2020", "Three": "2020-05"}
        for exact, date in dates.items():
            statement(source, exact, said_on=date)
        assert [each.said_on for each in Statement.objects.order_by("place_by_date")] == ["2020-05", "2020", None]

    def test_they_follow_the_source_without_a_new_version_or_history(self, statement):
        made = statement(factories.source("Open courts now.", published_on="2020"), "Open courts")
        Statement.objects.update(version="2020-01-01T00:00Z")
        before = place_of(made)
        Source.objects.update(published_on="2024-03")
        assert place_of(made) < before
        assert Statement.objects.get().version.year == 2020
        assert not list(list_failures())


class TestConcerned:
    @pytest.fixture
    def who(self):
        return {
            name: make(name)
            for name, make in (("Ann", factories.person), ("Bea", factories.person), ("Ann’s committee", factories.organization))
        }

    @pytest.mark.parametrize(
        ("kind", "speaker", "of_source", "closeness", "whose"),
        [
            ("quote", "Ann", "news article", Closeness.OWN, Whose.OWN),
            ("position", "Ann", "campaign page", Closeness.OWN, Whose.OWN),
            ("position", "Ann’s committee", "campaign page", Closeness.CAMPAIGN, Whose.CAMPAIGN),
            ("paraphrase", "Ann’s committee", "press release", Closeness.IN_CAMPAIGN_MATERIAL, Whose.CAMPAIGN),
            ("paraphrase", "Ann", "press release", Closeness.IN_CAMPAIGN_MATERIAL, Whose.CAMPAIGN),
            ("paraphrase", "Ann", "news article", Closeness.TOLD, Whose.OTHERS),
            ("quote", "Ann’s committee", "news article", Closeness.ABOUT, Whose.OTHERS),
            ("quote", "Bea", "campaign page", Closeness.ABOUT, Whose.OTHERS),
            ("report", "Bea", "news article", Closeness.ABOUT, Whose.OTHERS),
        ],
    )
    def test_closeness(self, who, kind, speaker, of_source, closeness, whose):
        source = factories.source("Open courts now.", kind=of_source)
        statement = factories.statement(source, "Open courts", kind=kind, speaker=who[speaker], about=[who["Ann"]])
        found = Concerned.objects.get(statement=statement, entity=who["Ann"])
        assert (found.closeness, found.whose, found.topic, found.is_first) == (closeness, whose, 0, True)
        assert not list(list_failures())

    def test_it_follows_every_change(self, who):
        courts, jails = factories.topic("Courts", position=1), factories.topic("Jails", position=2)
        ann, bea, committee = who.values()
        source = factories.source("Open courts now.", kind="campaign page")
        statement = factories.statement(source, "Open courts", kind="position", speaker=committee)
        assert rows(statement) == {(committee.slug, "", True, 0)}

        def now(*expected):
            assert rows(statement) == set(expected)
            assert not list(list_failures())

        statement.topics.set([jails])
        now((committee.slug, "jails", True, 0))
        statement.topics.add(courts)
        statement.about.add(ann)
        first = (committee.slug, "courts", True, 0), (committee.slug, "jails", False, 0)
        now(*first, (ann.slug, "courts", True, 1), (ann.slug, "jails", False, 1))
        StatementAbout.objects.update(entity=bea)
        StatementTopic.objects.filter(topic=jails).delete()
        now(first[0], (bea.slug, "courts", True, 1))
        StatementTopic.objects.update(topic=jails)
        now((committee.slug, "jails", True, 0), (bea.slug, "jails", True, 1))
        Source.objects.update(kind="news article")
        now((committee.slug, "jails", True, 0), (bea.slug, "jails", True, 4))
        Source.objects.update(kind="press release")
        Entity.objects.filter(pk=committee.pk).update(kind="person")
        now((committee.slug, "jails", True, 0), (bea.slug, "jails", True, 4))
        Statement.objects.update(speaker=bea, said_on="2020")
        now((bea.slug, "jails", True, 0))
        statement.topics.set([jails, courts])
        Topic.objects.filter(pk=courts.pk).update(position=3)
        now((bea.slug, "jails", True, 0), (bea.slug, "courts", False, 0))
        Statement.objects.all().delete()
        assert not Concerned.objects.exists()

    def test_a_role_that_may_only_write_records_need_not_write_it(self, who):
        """The triggers have the rights of their owner, as those of the history have."""
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute("SELECT count(*) FROM pg_proc WHERE proname LIKE 'dara_update_%' AND NOT prosecdef")
            assert cursor.fetchone() == (0,)
