"""Measure drafting: precision, recall and F1 of each kind of draft and of speakers, beside those of one regular expression, and the speed."""

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import article_scores
from dara import drafting
from dara.local import defaults
from tests.drafting import curated, regex_baseline, scoring

SETS = defaults.CHECKOUT / "tests" / "drafting"
ROWS = ("quote", "quote, leniently", "post", "speaker", "endorsement", "result", "fact", *scoring.APART)

Drafting = Callable[[scoring.Text], list[scoring.Found]]


def rules(text: scoring.Text) -> list[scoring.Found]:
    return [each.values() for each in drafting.draft(text.body, published_on=text.published_on)]


def baseline(text: scoring.Text) -> list[scoring.Found]:
    return regex_baseline.draft(text.body)


def main(option: str = "", which: str = "", *more: str | int) -> None:
    """Print all figures; with `--show develop` or `--show NAME`, what was missed and what is wrong in those texts.

    `--articles FOLDER` scores a folder: annotated articles (`tests.drafting.articles`; `--show PART` of a name shows their errors), or
    texts annotated as ours are (`tests.drafting.scoring`)."""
    if option not in ("", "--show", "--articles"):
        sys.exit(f"“{option}” is no option of this measurement. There are: --show develop, --articles FOLDER.")
    if option == "--articles":
        _articles(Path(which), *more)
        return
    if option:
        _show(which)
        return
    for name, texts in (
        ("develop", scoring.load(SETS / "develop")),
        ("score", scoring.load(SETS / "score")),
        *((each.name, [each]) for each in curated.load()),
    ):
        _table(name, texts)


def _articles(folder: Path, show: str = "", which: str | int = "") -> None:
    if show not in ("", "--show"):
        sys.exit(f"“{show}” is no option of this measurement. There is: --articles FOLDER --show PART-OF-A-NAME.")
    if (folder / "truth.jsonl").exists():
        article_scores.main(folder, str(which))
    elif texts := scoring.load(folder):
        _table(folder.name, texts)
    else:
        sys.exit(f"{folder} holds no texts with annotations.")


def _table(name: str, texts: list[scoring.Text]) -> None:
    """Print a line for each kind of draft that is expected or found."""
    words = sum(len(each.body.split()) for each in texts)
    ours, seconds = _timed(texts, rules)
    theirs, _ = _timed(texts, baseline)
    print(f"\n{name}: {len(texts)} texts, {words} words, {seconds / words * 1e6:.0f} ms per 1000 words")
    print(f"{'':20}{'items':>6}{'precision':>11}{'recall':>8}{'F1':>7}    regular expression: {'F1':>5}")
    for row in ROWS:
        scores, items = ours[row], len(ours[row].pairs) + len(ours[row].missed)
        if not items and not scores.wrong:
            continue
        if row == "speaker":
            print(f"  {'with its speaker':18}{items:>6}{'':11}{scores.recall:>8.2f}{'':7}    {'':20}{theirs[row].recall:>5.2f}")
        elif row in scoring.APART:
            print(f"  {row:18}{items:>6}{'':11}{scores.recall:>8.2f}   (of those that are annotated)")
        else:
            beside = f"{theirs[row].f1:>5.2f}" if row.startswith("quote") else f"{'–':>5}"
            print(f"  {row:18}{items:>6}{scores.precision:>11.2f}{scores.recall:>8.2f}{scores.f1:>7.2f}    {'':20}{beside}")


def _timed(texts: Iterable[scoring.Text], draft: Drafting) -> tuple[dict[str, scoring.Matching], float]:
    """The scores, and the seconds that drafting took."""
    seconds = 0.0

    def timed(text: scoring.Text) -> list[scoring.Found]:
        nonlocal seconds
        start = time.perf_counter()
        found = draft(text)
        seconds += time.perf_counter() - start
        return found

    return scoring.evaluate(texts, timed), seconds


def _show(which: str) -> None:
    texts = {each.name: each for each in (*scoring.load(SETS / "develop"), *curated.load())}
    if which == "score":
        sys.exit(
            "The scored half is not shown: rules that are written with its faults in view would be scored on what they were made"
            " for. Develop on the other half (--show develop) or on texts of your own."
        )
    chosen = scoring.load(SETS / "develop") if which == "develop" else [texts[which]] if which in texts else []
    if not chosen:
        sys.exit(f"There is no text “{which}”. There are: develop (all of them), {', '.join(sorted(texts))}.")
    for text in chosen:
        scores = scoring.evaluate([text], rules)
        print(f"\n{text.name}")
        for kind in scoring.KINDS:
            for missed in scores[kind].missed:
                print(f"  missed {kind}: {missed.exact!r}\n    {_expected(missed)}")
            for wrong in scores[kind].wrong:
                print(f"  wrong {kind} ({wrong.get('rule')}): {wrong['passage']['exact']!r}\n    {_found(wrong)}")
        for missed, wrong in zip(scores["speaker"].missed, scores["speaker"].wrong, strict=True):
            print(
                f"  wrong speaker ({wrong.get('speaker_rule')}): {missed.exact!r}\n    {_name(wrong['speaker'])}, not {missed.speaker}"
            )


def _expected(each: scoring.Expected) -> str:
    fields = {
        name: getattr(each, name) for name in ("pieces", "speaker", "endorser", "stance", "candidate", "amount", "percent", "votes")
    }
    return ", ".join(f"{name} {value}" for name, value in fields.items() if value)


def _found(each: scoring.Found) -> str:
    fields = {name: each.get(name) for name in ("pieces", "stance", "amount", "percent", "votes")}
    fields |= {name: _name(each[name]) for name in ("speaker", "endorser", "candidate") if name in each}
    return ", ".join(f"{name} {value}" for name, value in fields.items() if value)


def _name(value: dict | None) -> str:
    return value["name"] if value else "nobody"


if __name__ == "__main__":
    main(*sys.argv[1:])
