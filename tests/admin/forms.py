"""Opens, fills in and sends the forms of the admin, as a browser does."""

import lxml.html
from django.urls import reverse


def address(model: str, row=None, page: str = "change") -> str:
    """Return the address of a page of a row, or of the form that adds a row."""
    return reverse(f"admin:dara_{model}_{page}", args=[row.pk]) if row else reverse(f"admin:dara_{model}_add")


def values_of(response) -> dict:
    """Return the values of the form on a page, as a browser would send them."""
    form = response.context["adminform"].form
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


def as_a_browser_sends(response) -> dict[str, list[str]]:
    """Return what a browser sends of the record's form on a page in which nothing is changed: newlines as CRLF, the first choice of a select."""
    form = next(each for each in lxml.html.fromstring(response.text).forms if "_form" in each.get("id", ""))
    sent: dict[str, list[str]] = {}
    for field in form.inputs:
        if field.name is None or field.get("type") in ("submit", "button"):
            continue
        if field.tag == "select":
            chosen = field.xpath("option[@selected]") or ([] if field.multiple else field.xpath("option")[:1])
            values = [each.get("value", each.text) for each in chosen]
        elif field.tag == "textarea":
            values = [(field.text or "").removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n")]
        elif field.get("type") == "checkbox":
            values = [field.get("value", "on")] if field.checked else []
        else:
            values = [field.value or ""]
        sent.setdefault(field.name, []).extend(values)
    return sent


def send(client, url: str, **changes):
    """Open the form at `url`, change some of its values, and send it, with the line ends that browsers send."""
    data = values_of(client.get(url)) | changes
    data = {name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in data.items()}
    return client.post(url, {name: value for name, value in data.items() if value is not None})


def errors_of(response) -> dict[str, str]:
    """Return the errors that the form shows, by field; "__all__" for the form as a whole."""
    assert response.status_code == 200, "the form was accepted"
    assert response.context["errors"]
    return {name: " ".join(found) for name, found in response.context["adminform"].form.errors.items()}
