"""Whom each statement concerns, and on what: a table that the database keeps, so that pages read the first rows of a list from an index."""

from collections.abc import Collection, Iterable

from django.db import connections, models

from dara.models.entities import Entity
from dara.models.records import Statement


class ConcernedQuerySet(models.QuerySet):
    def of_sides(self):
        """Only what the entities or their campaigns say, and what others tell of their words."""
        return self.filter(closeness__lt=Concerned.Closeness.ABOUT)

    def closest(self, pairs: Collection[tuple[int, int]], most: int) -> list[tuple[int, int, str, bool]]:
        """Return the first statements of each topic and entity (ids) of their side, at most so many: topic, entity, the statement's key, and
        whether the words are the side's own. Those come first, then the campaign's, then what others tell; of each, the latest dated."""
        return self._rows(
            """SELECT p.topic, p.entity, f.statement_id, f.closeness < 3
            FROM unnest(%s::bigint[], %s::bigint[]) AS p (topic, entity) CROSS JOIN LATERAL (
                SELECT c.* FROM public.dara_concerned AS c WHERE c.topic = p.topic AND c.entity_id = p.entity AND c.closeness < 4
                ORDER BY c.closeness, c.place_by_date LIMIT %s) AS f
            ORDER BY p.topic, p.entity, f.closeness, f.place_by_date""",
            [[topic for topic, _ in pairs], [entity for _, entity in pairs], most],
        )

    def first_on_topics(self, entity: int, topics: Iterable[int], most: int) -> list[tuple[int, str, int]]:
        """Return the first statements that concern an entity of each topic that is a statement's first, at most so many: topic, the
        statement's key, and whose words it has. The entity's own come first; of each, those of the newest source."""
        return self._rows(
            """SELECT t.topic, f.statement_id, f.whose
            FROM unnest(%s::bigint[]) AS t (topic) CROSS JOIN LATERAL (
                SELECT c.* FROM public.dara_concerned AS c WHERE c.is_first AND c.topic = t.topic AND c.entity_id = %s
                ORDER BY c.whose, c.place LIMIT %s) AS f
            ORDER BY t.topic, f.whose, f.place""",
            [list(topics), entity, most],
        )

    def _rows(self, sql: str, parameters: list) -> list[tuple]:
        """LATERAL, which querysets do not have, reads so many entries of an index and no more."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()


class Concerned(models.Model):
    """A statement with somebody who says it or whom it is about, on one of its topics; 0 for a statement without any.

    `closeness` tells how close the words are to the entity, and `place` and `place_by_date` are those of the statement."""

    class Closeness(models.IntegerChoices):
        OWN = 0  # the entity's own words
        CAMPAIGN = 1  # a campaign's words about it, in campaign material
        IN_CAMPAIGN_MATERIAL = 2  # told there, by the entity or a campaign, in other words
        TOLD = 3  # what the entity said, told by others
        ABOUT = 4  # what others say about it

    # not constraints of the database: the triggers that keep the table would check what they have just read
    pk = models.CompositePrimaryKey("statement", "entity", "topic")
    statement = models.ForeignKey(Statement, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="concerned")
    entity = models.ForeignKey(Entity, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    topic = models.BigIntegerField(help_text="The id of a topic; 0 for a statement without topics.")
    is_first = models.BooleanField(
        help_text="Whether the topic is the statement's first. Each statement and entity have one such row."
    )
    closeness = models.SmallIntegerField()
    whose = models.GeneratedField(
        expression=models.Case(
            models.When(closeness=Closeness.OWN, then=Statement.Whose.OWN),
            models.When(closeness__lt=Closeness.TOLD, then=Statement.Whose.CAMPAIGN),
            default=Statement.Whose.OTHERS,
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    place = models.TextField(db_collation="C")
    place_by_date = models.TextField(db_collation="C")

    objects = ConcernedQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["entity", "topic", "whose", "place"],
                name="concerned_by_whose_words",
                condition=models.Q(is_first=True),
            ),
            models.Index(fields=["topic", "entity", "closeness", "place_by_date"], name="concerned_by_closeness"),
            models.Index(fields=["entity", "place_by_date"], name="concerned_by_date", condition=models.Q(is_first=True)),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} concerns {self.entity_id} on {self.topic}"
