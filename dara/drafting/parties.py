"""Find the parties of a verb in the form of a sentence: its subject before it, its object after it, and lists of several, “●, ● and the ● of ●”.

A subject must stand right before its verb but for auxiliaries, adverbs, appositions and relative clauses: whatever else stands between, such as
“declined to” or “regrets”, leaves the verb without one."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from dara.drafting.forms import Form, Found, Phrase
from dara.drafting.proposals import Party
from dara.drafting.rules import WORDS, compiled

_FILL = (
    r"(?:(?:^|(?<=[\w●’.,—–-]) |(?<=●)(?=[’']))(?:{fillers}|\w+ly|(?:on |late |early |last |this )?\w+day(?: night| morning)?|(?:in|since) (?:[A-Z]\w+|\d{4})|"
    r"{deciding}(?: [^,;:“”\"]{0,60}?)? to(?: (?:\w+ly))?|by (?:a|an) [^,;●]{3,30} vote,?))*"
)
_APPOSITION = r", (?:{appositions}|\d\d)\b[^;:“”\"]{0,170}?"
_BODY = r"(?:[’'](?:s)? (?:[\w-]+ ){0,2}{organs})?"
# Where the subject of the verb that follows stands; of the first pattern that fits, the nearest such place.
_FROM_THE_START = (2, 5)  # of the patterns that begin with the clause
_SUBJECTS = (
    compiled(rf"(?P<who>●){_BODY}(?: of [A-Z]\w+)? ?{_FILL} ?$"),
    compiled(rf"(?P<who>●){_BODY}(?:{_APPOSITION})?,? (?:who|which|that)(?: in [\w ]{{3,20}}| last \w+)? ?{_FILL} ?$"),
    compiled(rf"(?:^|(?<=, )|(?<=yesterday ))(?:[^,;:●]{{0,20}}●)?[^,;:●]{{0,60}}, (?:the |former )?(?P<who>●), ?{_FILL} ?$"),
    compiled(rf"(?P<who>●){_BODY}(?:{_APPOSITION}|, including [^;:]{{0,120}})(?:,(?: and)?| [—–-]) ?{_FILL} ?$"),
    compiled(r"(?P<who>●), an? (?:[\w’-]+ ){0,6}[\w’-]+ $"),
    compiled(rf"^[^●]*(?P<who>●), (?:has|have) ?{_FILL} ?$"),
)
_INCLUDED = re.compile(r", (?:including|such as|among them|led by) ")
_CANDIDACY = compiled(rf"(?P<who>●)(?:[’']s?)? (?:\w+ )?{{candidacies}} ?{_FILL} ?$")
# A verb whose subject the clause begins with: “The Guild dropped ● and [got behind]”.
_JOINED = compiled(rf"(?:,? (?:and|but|then|y)|,) ?{_FILL} ?$")
_CLAUSE = re.compile(
    r"; | while |, (?:and|but|while|as) (?=(?:the |[A-Z][a-z]+ )?●(?! and\b|,))|^(?:In|On|At|By|After|Since|With|For|As|Of)\b[^,●]*, |: |\b(?:said|says|added|announced|noted|that) (?=●|the ●)|[“\"]"
)
_FIRST = re.compile(r"^(?P<lead>(?:[\w’'-]+,? ){0,7}?)(?P<who>●)")
_SEPARATOR = compiled(r"[,;:]? (?P<example>{examples}) |[,;]? {joining} |[,;:] (?:{and_or} )?| {and_or} | [–—-] ")
_LEAD = compiled(
    r"^(?:(?:by|from|of|both|and|also|with|to|as|while|but|that|when|because|por|de|del|al|a) |(?:By|In|On|Over|During) [a-z]+ |(?:the )?(?:state|local|county|national|regional|city) (?:chapter|branch|affiliate|arm) of (?:the )?)*(?P<words>(?:[\w’'.&/-]+ |● )*?)(?P<who>●)(?P<tail>.*)$"
)
_ADJACENT = re.compile(r"(?: [\w’-]+){0,4} ●")
_NO_LEAD = WORDS.phrase_breaks - WORDS.before_names
_NO_SUBJECT = (_NO_LEAD - WORDS.before_subjects) | {"both"}
_TAIL = re.compile(r"(?: ●)?(?:,? (?:of|from|for|in|at|on behalf of) [^,;:]{1,60})?[.!?]?")
_LAST = compiled(r"(?: |’s |, )(?:{after_items|months}|\w+day)\b.*|[.!?”\"].*|, \d.*")
_STOP = compiled(r"(?:and )?{list_stops}\b")
_UNSAID, _RETRACTED = compiled(r"\b{unsaid}\b"), compiled(r"\b{retractions}\b[^,;]*$")
_OBJECT = compiled(r"(?: (?:{before_candidates}|\S+-\S+))*(?: {articles} (?:[\w’-]+ ){0,5}[\w’-]+,(?: the)?)? (?P<whom>●)")
_CANDIDATE = r"(?:{before_candidates} )*●"
_AND = compiled(
    rf"(?:[’']s (?:campaign|candidacy))?(?: for [A-Za-z ]{{3,40}}?)?(?:(?:, {_CANDIDATE})+,?)? and {_CANDIDATE}(?! {{after_objects}}\b|[’']s)"
)
_MOVES = compiled(r"(?:(?:[’']s?)? (?:own )?{candidacies}\b)")


def subject(form: Form, place: int, *, candidate: bool = False) -> list[int]:
    """The places in the form of the subject of the verb at `place`, several where it is a list. `candidate`: “●’s campaign [is backed by]” counts."""
    clause = max((found.end() for found in _CLAUSE.finditer(form.words[:place])), default=0)
    words = form.words[clause:place]
    if candidate and (found := _CANDIDACY.search(words)):
        return [clause + found.start("who")]
    for number, pattern in enumerate(_SUBJECTS):
        for at in sorted((each for each in form.phrases if clause <= each < place), reverse=number != 3):
            found = pattern.search(words, at - clause if number not in _FROM_THE_START else 0)
            if found and clause + found.start("who") == at:
                return [at] if candidate else _list_of(form, clause, at, place)
    first = _FIRST.match(words) if _JOINED.search(words) else None
    if first is None or any(word.endswith("ed") or word.lower() in _NO_SUBJECT for word in first["lead"].split()):
        return []
    at = clause + first.start("who")
    return listed(form, at, place) if _SEPARATOR.match(form.words, at + 1) else [at]


def _list_of(form: Form, clause: int, at: int, place: int) -> list[int]:
    """The list that the subject at `at` ends, or that follows it: “other unions, including ● and ●, [endorsed]”."""
    included = _INCLUDED.match(form.words, at + 1)
    begins = [included.end()] if included else []
    if named := [each for begin in begins for each in listed(form, begin) if each < place]:
        return named
    begins = [clause, *(separator.end() for separator in _SEPARATOR.finditer(form.words, clause, at))]
    lists = (listed(form, begin, at + 1) for begin in begins)
    return next((found for found in lists if found[-1:] == [at]), [at])


def _without_their_kind(form: Form, places: list[int]) -> list[int]:
    """The places without a group that the names after it spell out: “the two chiefs, ● and ●”, “the largest union, ●”."""
    beside = ((at, following) for at, following in pairwise(places) if form.words[at + 1 : following].strip() in (",", ", the"))
    spelled = {at for at, following in beside if form.phrases[following].kind != "group"}
    return [at for at in places if at not in spelled or form.phrases[at].kind not in ("own voice", "group")]


def _may_lead(words: str) -> bool:
    """Whether words may stand before a name as a part of it: “pop icon”, “former Mayor”."""
    return len(words.split()) <= 8 and not any(word.lower() in _NO_LEAD for word in words.split())


def listed(form: Form, place: int, stop: int | None = None) -> list[int]:
    """The places of the items in the list that starts at `place`: “… by ●, the widow of ●, and the ● of Bell”."""
    found: list[int] = []
    for begin, chunk, is_example in _chunks(form.words[:stop], place):
        item = _LEAD.match(chunk)
        if item is None or not _may_lead(item["words"]):
            if not is_example and _STOP.match(chunk):
                break
            continue
        if form.phrases[begin + item.start("who")].kind == "pronoun" and item["tail"][:1] == " ":
            break  # “…, and she overwhelmed ●”
        at, tail = _head(form, begin + item.start("who"), item["tail"])
        whole = _TAIL.fullmatch(tail)
        if not whole and not _LAST.fullmatch(tail):
            if tail.startswith(("’", "'")) or is_example:
                continue  # “the ●’s president”, “● politicians like”
            break
        phrase = form.phrases[at]
        if not (is_example and phrase.kind == "group" and not re.search(r" (?:from|of|in) ", phrase.full)):
            found.append(at)  # not “several unions, including”
        if not whole:
            break
    return _without_their_kind(form, found)


def _chunks(words: str, place: int) -> Iterator[tuple[int, str, bool]]:
    """The parts of a list, each with its place and whether examples of it follow (“unions such as”)."""
    begin = place
    for separator in [*_SEPARATOR.finditer(words, place), None]:
        stop = separator.start() if separator else len(words)
        if chunk := words[begin:stop].strip():
            yield begin + words[begin:stop].index(chunk), chunk, bool(separator and separator["example"])
        begin = separator.end() if separator else stop


def _head(form: Form, place: int, tail: str) -> tuple[int, str]:
    """Of phrases side by side the person, and what is left of the tail: “● chairman ●”; else the first."""
    beside = _ADJACENT.match(tail)
    following = place + beside.end() if beside else place
    if beside and _may_lead(beside[0].rstrip("●")) and form.phrases[following].kind in ("person", "capital"):
        return following, tail[beside.end() :]
    return place, tail


def objects(found: Found, form: Form, place: int) -> list[Party]:
    """The candidates that the verb ending at `place` takes: “both ● and ●”."""
    first = _OBJECT.match(form.words, place)
    if first is None:
        return []
    at = first.start("whom")
    moved = _MOVES.match(form.words, at + 1)
    if form.words[at + 1 : at + 3] in ("’s", "'s") and not moved:
        return []
    more = _AND.match(form.words, moved.end() if moved else at + 1)
    places = [each for each in sorted(form.phrases) if at <= each < (more.end() if more else at + 1)]
    return [party for place in places if (party := candidate_at(found, form, place))]


def is_said(form: Form, place: int) -> bool:
    """Whether the clause up to the verb at `place` takes nothing back: no “would”, “if”, “denied that”, “a forged”."""
    before = form.lower[:place]
    return not _RETRACTED.search(before) and not _UNSAID.search(re.split("[;:“,]", before)[-1])


def meant(found: Found, phrase: Phrase, *, among_candidates: bool, nearest: bool = False) -> Phrase | None:
    """The phrase with its name; a pronoun as whom it refers to, or None. `nearest`: rather somebody of the same paragraph than a candidate of another."""
    if phrase.kind != "pronoun":
        return phrase
    word, _, body = phrase.as_named.lower().partition(" ")
    name = found.references.pronoun(word, phrase.start, found.candidates if among_candidates else ())
    if nearest and name is not None:
        start = found.segmented.paragraphs[found.segmented.paragraph_at(phrase.start)][0]
        here = [each.name for each in found.names.between(start, phrase.start)]
        other = found.references.pronoun(word, phrase.start)
        name = other if other in here and name not in here else name
    if name is None or ((body or word in ("they", "them", "their")) and name.kind != "organization"):
        return None  # “his PAC” is not he
    return replace(phrase, kind=name.kind, full=name.full, name=name)


def candidate_at(found: Found, form: Form, place: int, *, nearest: bool = False) -> Party | None:
    """Who the phrase at `place` is, if somebody who may run: a candidate of the text, or else a person whom the text shows to be one."""
    phrase = form.phrases[place]
    known = meant(found, phrase, among_candidates=True, nearest=nearest)
    name = known.name if known else None
    if name is None or name.kind != "person" or not (name in found.running or name.evident):
        return None
    return Party(name.full, " ".join(phrase.as_named.split()))


def endorsers(found: Found, form: Form, places: list[int]) -> Iterator[Party]:
    """Who the phrases at `places` are, without those who are nobody that the text names."""
    for phrase in (form.phrases[place] for place in places):
        if phrase.kind == "own voice":  # whose “I” or “we” it is
            voices = [each.speaker for each in found.around(phrase.start, phrase.end)]
            full = voices[0].name if voices and voices[0] else None
        else:
            known = meant(found, phrase, among_candidates=False)
            full = known.full if known else None
        if full and full.lower() not in WORDS.kinds_of_endorsers:
            yield Party(full, phrase.as_named)
