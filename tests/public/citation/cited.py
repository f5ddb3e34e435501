"""What can be cited, values from outside that could break a format among it."""

import html
import re

from dara.models import ElectionResult, Endorsement, Source, Statement
from tests import factories

LONG = "A very long title, " * 15
NASTY = """“{We} <b>shall</b> & “win” 100% \\of it_all #1 — 🙂</script>,” said O’Neil-Smith, Jr.

Tabs\tand no-break\u00a0spaces, hyphen-ated, a & b, ends.

One long line that goes on and on, with commas, hyphen-ated words & ampersands, and does not end before it has more than a hundred and twenty characters.
"""


def rows() -> list:
    """Every row that can be cited, as its page loads it."""
    return [
        *Source.objects.for_lists(),
        *Statement.objects.for_lists(),
        *Endorsement.objects.for_lists().select_related("within__passage__source__publisher"),
        *ElectionResult.objects.for_lists().select_related("election__race"),
    ]


def nasty() -> list:
    """Values from outside that could break a format."""
    publisher = factories.organization("Smith, Jones & Sons {“The Paper”} </script> 50%")
    story = factories.source(
        NASTY,
        title='</script><script>alert("x")</script> {“Quoted” & 100%_of} \\it </span> ~^$',
        author="O’Neil {Jr.} & <i>Co.</i>",
        publisher=publisher,
        url="https://example.org/a_b?x={1}&y=%20-,z#top",
        published_on="2020",
        captured_on="2021-02",
    )
    bare = factories.source("Nobody knows where this is from.\n", kind="other", title=LONG[:299])
    plain_news = factories.source("No author, no date.\n", title="Who says “no”?", publisher=factories.organization("Daily"))
    odd = factories.source(
        "Of that day.\n", kind="social post", title="A post", published_on="2020-11", inferred={"published_on": "b"}
    )
    smith = factories.person("Ann O’Neil-Smith")
    prince = factories.person("Prince", slug="prince")
    statement = factories.statement
    made = [
        story,
        bare,
        plain_news,
        odd,
        statement(
            story,
            "“{We} <b>shall</b> & “win” 100% \\of it_all #1 — 🙂</script>,” said O’Neil-Smith, Jr.",
            pieces=["{We} <b>shall</b>", "“win” 100% \\of it_all #1 — 🙂</script>"],
            speaker=smith,
        ),
        statement(
            story, "Tabs\tand no-break\u00a0spaces, hyphen-ated, a & b, ends.\n\nOne long line", kind="report", speaker=publisher
        ),
        statement(story, NASTY.splitlines()[4], kind="paraphrase", speaker=prince, said_on="2020-10"),
        statement(bare, "Nobody knows where this is from.", kind="post", speaker=prince, inferred={"speaker": "a guess"}),
        statement(odd, "Of that day.", kind="post", speaker=smith, said_on="2020-11-03"),
    ]
    return [type(row).objects.for_lists().get(pk=row.pk) for row in made]


def plain(form: str) -> str:
    return html.unescape(re.sub("</?i>", "", form))
