"""A text with something to draft, the forms of its drafts, and users who press their buttons."""

from django.contrib.auth.models import Group, User
from django.urls import reverse

from dara.models import Draft
from tests.admin.forms import as_a_browser_sends

TEXT = """Rivas asks for “open doors” at the courthouse

“We will open the doors 🚪 on Monday,” said Marta de la Cruz, who runs the legal aid office. “And we will keep them open.”

The Harbor Union endorsed Lena Rivas in the 2020 race.
"""
QUOTE = TEXT.split("\n")[2]


def make_draft(source, exact: str, kind: str, **values) -> Draft:
    start = TEXT.index(exact)
    place = {"start": start, "end": start + len(exact)}
    key = f"{kind[:4]}{Draft.objects.count():04}"
    values = {"passage": place | {"exact": exact}} | values
    return Draft.objects.create(
        key=key, source=source, name=f"{kind}-{start}", kind=kind, values=values, rule="r", sureness="0.9", **place
    )


def form_of(draft: Draft) -> str:
    model = {"endorsement": "endorsement", "result": "electionresult"}.get(draft.kind, "statement")
    return f"{reverse(f'admin:dara_{model}_add')}?draft={draft.key}"


def press(client, draft: Draft, button: str, **changes):
    """Open the form of the draft, change values, and press a button."""
    return press_at(client, form_of(draft), button, **changes)


def press_at(client, url: str, button: str, **changes):
    return client.post(url, as_a_browser_sends(client.get(url)) | changes | {button: "1"})


def user(name: str, role: str, client):
    someone = User.objects.create_user(name, password=name, is_staff=True)
    someone.groups.add(Group.objects.get(name=role))
    client.force_login(someone)
    return client
