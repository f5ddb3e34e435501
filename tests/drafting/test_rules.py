"""Every rule of every table finds its example and does not find its counter-example."""

import re
from importlib import import_module
from pkgutil import iter_modules

import pytest

import dara.drafting
from dara.drafting.rules import Rule, alternatives, compiled, first_match, word_list, word_map

MODULES = [import_module(f"dara.drafting.{module.name}") for module in iter_modules(dara.drafting.__path__)]
RULES = {
    f"{module.__name__.rpartition('.')[2]}.{table}: {rule.name}": rule
    for module in MODULES
    for table, rules in vars(module).items()
    if isinstance(rules, tuple) and rules and all(isinstance(rule, Rule) for rule in rules)
    for rule in rules
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_finds_its_example_and_not_its_counter_example(name):
    rule = RULES[name]
    assert rule.regex.search(rule.example), rule.example
    assert not rule.regex.search(rule.counter_example), rule.counter_example
    assert 0 < rule.confidence <= 1


def test_a_pattern_names_lists_of_words_in_braces():
    assert compiled(r"\b{titles|unnamed} [A-Z]\w{2,}").search("the mayor Tolliver")
    assert not compiled(r"^{titles}$").search("tolliver")
    with pytest.raises(KeyError):
        compiled("{no_such_list}")


def test_the_first_rule_of_a_table_wins():
    one, other = Rule("one", "b", "b", "a"), Rule("other", "a", "a", "b")
    rule, found = first_match((one, other), "ab")
    assert (rule.name, found.span()) == ("one", (1, 2))
    assert first_match((one, other), "cab", 1, 2)[0] is other
    assert first_match((one, other), "c") is None


def test_a_list_has_words_without_comments_and_its_longest_words_first():
    assert "mayor" in word_list("titles")
    assert not any("#" in word or not word for word in word_list("titles"))
    assert word_map("months")["sept"] == "9"
    assert word_map("roles")["sheriff"] == "sheriff"
    lengths = [len(re.sub(r"\\", "", word)) for word in alternatives("saying", "calling").split("|")]
    assert lengths == sorted(lengths, reverse=True)
