"""What was said, and in whose words we hold it."""

from dara.filters import StatementFilter
from dara.models import Statement, Tombstone
from dara.views.citations import cited
from dara.views.evidence import context_of, enclosing
from dara.views.lists import Filtered, FirstOf, Permalink


class StatementList(Filtered):
    queryset = Statement.objects.for_lists()
    filters = StatementFilter
    template_name = "statements.html"


class StatementPage(Permalink):
    kind = Tombstone.Kind.STATEMENT
    queryset = Statement.objects.for_lists()
    template_name = "statement.html"

    def get_context_data(self, **kwargs):
        outer = enclosing(self.object)[1:]  # without the statement itself
        quoted = FirstOf.queryset(Statement.objects.for_lists().filter(within=self.object).order_by("passage__start", "key"))
        kit = cited(self.request, self.object, outer)
        return super().get_context_data(outer=outer, quoted=quoted, **context_of(self.object), **kit, **kwargs)
