"""Print how drafting does on annotated articles: in all, by language, by newsroom and by candidate, and how fast."""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import results
from dara import drafting
from tests.drafting import articles
from tests.drafting.articles import Article, Scores

SHOWN_CANDIDATES = 3  # annotations and wrong drafts together: fewer say nothing of favour


def main(folder: Path, show: str = "") -> None:
    """Print the tables of a folder of articles or, with `show`, what was missed and what is wrong in the articles whose names have it."""
    try:
        chosen = [each for each in articles.load(folder) if show in each.name]
    except (FileNotFoundError, articles.Unlocated) as problem:
        sys.exit(f"{folder} holds no annotated articles: {problem}")
    if not chosen:
        sys.exit(f"{folder} holds the text of no article{f' with “{show}” in its name' if show else ''}.")
    scores, seconds = _scored(chosen)
    if show:
        for article, each in zip(chosen, scores, strict=True):
            _show(article, each)
        return
    words = sum(len(each.body.split()) for each in chosen)
    print(
        f"\n{folder.name}: {len(chosen)} {'article' if len(chosen) == 1 else 'articles'}, {words} words, {seconds / words * 1e6:.0f} ms per 1000 words\n"
    )
    print(_by_group(chosen, scores))
    print(_by_candidate(chosen, scores))


def _scored(chosen: Sequence[Article]) -> tuple[list[Scores], float]:
    """The scores of each, and the seconds that drafting took."""
    scores, seconds = [], 0.0
    for each in chosen:
        start = time.perf_counter()
        found = [draft.values() for draft in drafting.draft(each.body, published_on=each.published_on)]
        seconds += time.perf_counter() - start
        scores.append(articles.score(each, found))
    return scores, seconds


def _by_group(chosen: Sequence[Article], scores: Sequence[Scores]) -> results.Table:
    """A row for all, one for each language, one for each newsroom. Precision, recall and F1, and how many are annotated."""
    table = results.Table(
        "", "articles", "quotes", "P", "R", "F1", "speakers right", "wrong", "nobody", "stances", "P", "R", "F1", "sums right",
        "results", "P", "R", "F1", "facts found",
    )  # fmt: skip
    _add_group(table, "all", scores)
    for key in ("language", "newsroom"):
        for name in sorted({getattr(each, key) for each in chosen}):
            members = [each for article, each in zip(chosen, scores, strict=True) if getattr(article, key) == name]
            _add_group(table, name, members)
    return table


def _add_group(table: results.Table, name: str, scores: Sequence[Scores]) -> None:
    total = articles.total(scores)
    speakers, facts, sums = total["speaker"], total["fact"], total["amount"]
    table.add(
        name,
        str(len(scores)),
        *_figures(total["quote"]),
        *(str(len(each)) for each in (speakers.pairs, speakers.wrong, speakers.missed)),
        *_figures(total["endorsement"]),
        _of(len(sums.pairs), len(sums.pairs) + len(sums.missed)),
        *_figures(total["result"]),
        _of(len(facts.pairs), len(facts.pairs) + len(facts.missed)),
    )


def _figures(matching: articles.Matching) -> tuple[str, str, str, str]:
    annotated, drafted = len(matching.pairs) + len(matching.missed), len(matching.pairs) + len(matching.wrong)
    shown = [(matching.precision, drafted), (matching.recall, annotated), (matching.f1, annotated)]
    return (str(annotated), *(f"{figure:.2f}" if of else "–" for figure, of in shown))


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole}" if whole else "–"


def _by_candidate(chosen: Sequence[Article], scores: Sequence[Scores]) -> results.Table:
    """Who runs: the endorsements, results and own words that are annotated, found, and drafted wrongly."""
    table = results.Table("candidate", "article", "annotated", "found", "R", "wrong", names=2)
    for article, each in zip(chosen, scores, strict=True):
        for name, (right, missed, wrong) in articles.by_candidate(article, each).items():
            if (annotated := right + missed) + wrong >= SHOWN_CANDIDATES:
                recall = f"{right / annotated:.2f}" if annotated else "–"
                table.add(name, article.name.removesuffix(".txt"), str(annotated), str(right), recall, str(wrong))
    return table


def _show(article: Article, scores: Scores) -> None:
    print(f"\n{article.name}")
    for kind in ("quote", "endorsement", "result", "fact"):
        for row in scores[kind].missed:
            print(f"  missed {kind}: {row['words']!r}\n    {_annotated(row)}")
        for each in scores[kind].wrong if kind != "fact" else ():
            print(f"  wrong {kind} ({each.get('rule')}): {each['passage']['exact']!r}\n    {_drafted(each)}")
    for row, each in (*scores["speaker"].missed, *scores["speaker"].wrong, *scores["nobody"].wrong):
        print(
            f"  wrong speaker ({each.get('speaker_rule')}): {row['words']!r}\n    {_drafted(each)}, not {row['speaker'] or 'nobody'}"
        )
    for row, each in scores["amount"].missed:
        print(f"  wrong sum: {each.get('amount')}, not {row['amount']}: {row['words']!r}")


_ROLES = ("speaker", "endorser", "candidate")


def _annotated(row: articles.Row) -> str:
    return _named(row, (*_ROLES, "polarity", "amount", "percent", "votes", "fact", "ref"), lambda value: str(value or "nobody"))


def _drafted(each: articles.Found) -> str:
    roles = _named(each, _ROLES, lambda party: party["name"] if party else "nobody")
    return ", ".join(filter(None, [roles, _named(each, ("stance", "amount", "percent", "votes", "fact"), str)]))


def _named(values: dict, names: Sequence[str], say: Callable[[object], str]) -> str:
    return ", ".join(
        f"{name} {say(values[name])}" for name in names if name in values and (name in _ROLES or values[name] is not None)
    )
