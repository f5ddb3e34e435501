"""The templates: lines that can be read, none that is not used, none that repeats another."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())
TEXTS = {name: (TEMPLATES / name).read_text(encoding="utf-8") for name in NAMES}
LONGEST = 160  # characters of a line
ALIKE = 6  # lines that two templates may not have in common

every_template = pytest.mark.parametrize("name", NAMES)


@every_template
def test_no_line_is_too_long(name):
    assert [line for line in TEXTS[name].splitlines() if len(line) > LONGEST] == []


# --- used -----------------------------------------------------------------------------------------------


def strings_in(code: str):
    """The strings in Python code as regular expressions; what an f-string fills in may be any name."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in node.values)


@pytest.fixture(scope="module")
def named_in_code() -> re.Pattern[str]:
    strings = {each for path in (ROOT / "dara").rglob("*.py") for each in strings_in(path.read_text(encoding="utf-8"))}
    return re.compile("|".join(sorted(each for each in strings if each.endswith((r"\.html", r"\.txt", r"\.xml", r"\.svg")))))


def found_by_the_admin(name: str) -> bool:
    """Whether Django's admin looks for a template of this name by itself, for all models of the app or for one."""
    models = "|".join(model._meta.model_name for model in apps.get_app_config("dara").get_models())
    screens = "change_form|change_list|delete_confirmation|delete_selected_confirmation|object_history"
    return re.fullmatch(rf"admin/dara/(({models})/)?({screens})\.html", name) is not None


@every_template
def test_it_is_used(name, named_in_code):
    included = rf'{{% (include|extends) "{re.escape(name)}"'
    others = (text for other, text in TEXTS.items() if other != name)
    assert any(re.search(included, text) for text in others) or named_in_code.fullmatch(name) or found_by_the_admin(name)


# --- once -----------------------------------------------------------------------------------------------


def test_no_two_templates_have_much_in_common():
    places = defaultdict(set)
    for name, text in TEXTS.items():
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        for start in range(len(lines) - ALIKE + 1):
            places["\n".join(lines[start : start + ALIKE])].add(name)
    assert {lines: names for lines, names in places.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("filter_name", "template"),
    [
        ("statement_words", "statements/_words.html"),
        ("whose_words", "statements/_whose_words.html"),
        ("said_on", "statements/_when_and_where.html"),
    ],
)
def test_a_statement_is_shown_by_one_template(filter_name, template):
    """Its words, whose they are, and when and where they were said; a feed's entry, which has no style sheet, has a form of its own."""
    uses = re.compile(rf"\|{filter_name}\b")
    assert [name for name, text in TEXTS.items() if uses.search(text)] == sorted([template, "statements/_feed_entry.html"])
