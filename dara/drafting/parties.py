"""Find the parties of a verb in the form of a sentence: its subject before it, its object after it, and lists of several, “●, ● and the ● of ●”.

A subject must stand right before its verb but for auxiliaries, adverbs, appositions and relative clauses: whatever else stands between, such as
“declined to” or “regrets”, leaves the verb without one."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from dara.drafting.forms import Form, Found, Phrase, with_name
from dara.drafting.names import Name
from dara.drafting.proposals import Party
from dara.drafting.rules import compiled
from dara.drafting.vocabulary import PRONOUNS, word_list
from dara.drafting.voices import own_voice, page_owner

_FILL = (
    r"(?:(?:^|(?<=[\w●’.,—–-]) |(?<=●)(?=[’']))(?:{fillers}|\w+ly|(?:on|late|early|last|this) \w+day(?: night| morning)?|\w+day|(?:in|since) (?:[A-Z]\w+|\d{4})|"
    r"(?:{deciding})(?: [^,;:“”\"]{0,60}?)? to(?: (?:\w+ly))?|by (?:a|an) [^,;●]{3,30} vote,?))*"
)
_APPOSITION = (
    r", (?:an?|the|its|his|her|their|one|who|whom|which|whose|both|neither|of|from|to|long|longtime|once|now|then|also|himself|herself|formerly|former|two|three|for (?:his|her|its) part|\d\d|"
    r"president|chair\w*|head|director|founder|leader|mayor|that|on|in|like|meanwhile|however|too|by)\b[^;:“”\"]{0,170}?"
)
_BODY = r"(?:[’'](?:s)? (?:[\w-]+ ){0,2}(?:{organs}))?"
# Where the subject of the verb that follows stands; of the first pattern that fits, the nearest such place.
_SUBJECTS = tuple(
    compiled(pattern + "$")
    for pattern in (
        rf"(?P<who>●){_BODY}(?: of [A-Z]\w+)? ?{_FILL} ?",
        rf"(?P<who>●){_BODY}(?:{_APPOSITION})?,? (?:who|which|that)(?: in [\w ]{{3,20}}| last \w+)? ?{_FILL} ?",
        rf"(?:^|(?<=, )|(?<=yesterday ))(?:[Tt]hat one|(?:[Hh]is|[Hh]er|[Ii]ts) [a-z]+|[Oo]ur \w+|●|(?:[Tt]he |[Aa]n? )?(?:●(?:[’']s| that| which)? )?[a-z][^,;:]{{0,60}}), (?:the |former )?(?P<who>●), ?{_FILL} ?",
        rf"(?P<who>●){_BODY}(?:{_APPOSITION}|, including [^;:]{{0,120}})(?:,(?: and)?| [—–-]) ?{_FILL} ?",
        r"(?P<who>●), an? (?:[\w’-]+ ){0,6}[\w’-]+ ",
        rf"(?P<who>●), ?{_FILL} ?",
        rf"(?P<who>●) (?:that|who|which) [^,;:●]{{2,40}}(?:●’? ?(?:\w+ )?)?{_FILL} ?",
        rf"^[^●]*(?P<who>●), (?:has|have) ?{_FILL} ?",
    )
)
_KNOWN_AS = re.compile(r"[Kk]nown as (?P<who>●), the $")
_PARTICIPLE = re.compile(r"(?:formed|created|organized|set up)\b")
_INCLUDED = re.compile(r", (?:including|such as|among them|led by) ")
_CANDIDACY = compiled(rf"(?P<who>●)(?:[’']s?)? (?:\w+ )?(?:{{candidacies}}) ?{_FILL} ?$")
# A verb whose subject the clause begins with: “The Guild dropped ● and [got behind]”.
_JOINED = compiled(rf"(?:,? (?:and|but|then|y)|,) ?{_FILL} ?$")
_OF = re.compile(r"(?:\b(?:of|for|by|with|at|to|from|in|against|than|like|over) (?:[a-z\d,]+ )?|[’'] )$")
_MEMBERS_OF = compiled(
    r"(?i)\b(?:delegates|assembly|editors|number|majority|{organs}) (?:of|from|to) (?:the )?$|^(?:for|by|in|at)\b[^,]*$"
)
_CLAUSE = re.compile(
    r"; | while |, (?:and|but|while|as) (?=(?:the |[A-Z][a-z]+ )?●(?! and\b|,))|^(?:In|On|At|By|After|Since|With|For|As|Of)\b[^,●]*, |: |\b(?:said|says|added|announced|noted|that) (?=●|the ●)|[“\"]"
)
_FIRST_NAMED = re.compile(r"^(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts) (?:●(?:[’']s)? )?[a-z][^,;:●]{0,50}, (?:the )?(?P<who>●), ")
_FIRST = re.compile(r"^(?P<lead>(?:[\w’'-]+,? ){0,7}?)(?P<who>●)")
_SEPARATOR = re.compile(
    r"[,;:]? (?P<example>including|such as|like|among them) |[,;]? (?:as well as|along with|joined by|followed by|together with) (?:also )?|[,;:] (?:(?:and|or|y|e) )?| (?:and|or|y|e) | [–—-] "
)
_LEAD = compiled(
    r"^(?:(?:by|from|of|both|and|also|with|to|as|while|but|that|when|because|por|de|del|al|a) |(?:By|In|On|Over|During) [a-z]+ |(?:the )?(?:state|local|county|national|regional|city) (?:chapter|branch|affiliate|arm) of (?:the )?)*(?P<words>(?:[\w’'.&/-]+ |● )*?)(?P<who>●)(?P<tail>.*)$"
)
_ADJACENT = re.compile(r"(?: [\w’-]+){0,4} ●")
_NO_LEAD = word_list("phrase_breaks") - frozenset(
    (
        "the",
        "a",
        "an",
        "its",
        "his",
        "her",
        "their",
        "our",
        "my",
        "all",
        "both",
        "each",
        "this",
        "that",
        "any",
        "every",
        "then",
        "former",
        "other",
    )
)
_NO_SUBJECT = _NO_LEAD - frozenset(("but", "and", "then", "also", "so", "when", "as", "while", "that")) | {"both"}
_TAIL = re.compile(r"(?: ●)?(?:,? (?:of|from|for|in|at|on behalf of) [^,;:]{1,60})?[.!?]?")
_LAST = compiled(
    r"(?: |’s |, )(?:in|on|at|last|this|for|as|over|after|during|before|early|late|with|against|citing|because|when|while|to|who|which|that|whose|by|and|but|earlier|saying|calling|too|again|twice|●|en|el|para|este)\b.*|[.!?].*|[”\"].*|,? (?:{months}|\w+day|yesterday|today)\b.*|, \d.*"
)
_APPOSED = re.compile(
    r"(?:and )?(?:an?|the|one|his|her|its|their|himself|herself|both|neither|former|president|chair\w*|head|director|founder|owner|widow|wife|husband|la|el|una?)\b"
)
_STOP = re.compile(
    r"(?:and )?(?:who|which|whose|that|where|when|after|because|while|but|though|although|has|have|had|is|are|was|were|said|says|will|he|she|they|it|whom|as|despite|even)\b"
)
_UNSAID = compiled(r"\b(?:{unsaid})\b")
_PREFIX = compiled(
    r"\b(?:if|unless|whether|denied|denies|deny|false(?:ly)?|forged|fake|rumou?rs?|hoax|untrue|no truth|si|niega|negó|claim(?:ed|s)? falsely)\b[^,;]*$"
)
_COUNTED = re.compile(
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|several|many|some|other|fellow|top|major|more)\b",
    re.IGNORECASE,
)
_OBJECT = compiled(
    r"(?: (?:{between_verb_and_candidate}|[\w’]+-[\w-]+))*(?: (?:his|her|its|the|an?) (?:[\w’-]+ ){0,5}[\w’-]+,(?: the)?)? (?P<whom>●)"
)
_AFTER_VERB = compiled(r"\b(?:of|for|with|against|by|than|to|{endorsing|supporting|opposing}) (?:[\w.]+ ){0,3}$")
_AND = compiled(
    r"(?:[’']s (?:campaign|candidacy))?(?: for [A-Za-z ]{3,40}?)? and (?:(?:{between_verb_and_candidate}) )*(?P<more>●)(?! (?:has|have|is|are|was|were|said|says|will|also|backed|endorsed|supported|would|had)\b|[’']s)"
)
_SERIES = compiled(
    r"(?:, (?:(?:{between_verb_and_candidate}) )*●)+,? and (?:(?:{between_verb_and_candidate}) )*●(?! (?:has|have|is|are|was|were|said|says|will|also|backed|endorsed|supported|would|had)\b|[’']s)"
)
_OTHERS = compiled(r"[’']s (?:\w+ )?(?:opponent|rival|challenger)(?:, (?:the )?(?:[a-z]\w+ ){0,4}(?P<named>●))?")
_MOVES = compiled(r"(?:(?:[’']s?)? (?:own )?(?:{candidacies})\b)")


# --- where parties stand -----------------------------------------------------------------------------


def subject(form: Form, place: int, *, candidate: bool = False) -> list[int]:
    """The places in the form of the subject of the verb at `place`, several where it is a list. `candidate`: “●’s campaign [is backed by]” counts."""
    clause = max((found.end() for found in _CLAUSE.finditer(form.words[:place])), default=0)
    words = form.words[clause:place]
    if candidate and (found := _CANDIDACY.search(words)):
        return [clause + found.start("who")]
    for number, pattern in enumerate(_SUBJECTS):
        for at in sorted((each for each in form.phrases if clause <= each < place), reverse=number != 3):
            found = pattern.search(words, at - clause if number not in (2, 7) else 0)
            if found is None or clause + found.start("who") != at or not _is_head(form, number, at, place):
                continue
            if known := _KNOWN_AS.search(form.words, clause, at):
                return [known.start("who")]
            return [at] if candidate else _list_of(form, clause, at, place)
    if not _JOINED.search(words):
        return []
    first = _FIRST_NAMED.match(words) or _FIRST.match(words)
    if (
        first
        and "lead" in first.groupdict()
        and any(
            word.endswith("ed") or word.lower() in _NO_SUBJECT
            for word in re.sub(r"^\w+ of (?:his|her|its|their|the) ", "", first["lead"]).split()
        )
    ):
        return []
    at = clause + first.start("who") if first else -1
    return _without_their_kind(form, [at, *(each for each in listed(form, at + 1, joined=True) if each < place)]) if first else []


def _list_of(form: Form, clause: int, at: int, place: int) -> list[int]:
    """The list that the subject at `at` ends, or that follows it: “other unions, including ● and ●, [endorsed]”."""
    included = _INCLUDED.match(form.words, at + 1)
    named = [each for each in listed(form, included.end()) if each < place] if included else []
    return named or _list_before(form, clause, at)


def _is_head(form: Form, number: int, at: int, place: int) -> bool:
    """Whether the phrase is what the verb is said of: not the ● in “the president of ● endorsed”, nor “Mayor ●” in “Mayor ●, ●, endorsed”."""
    before = form.words[:at]
    if number == 2:
        head = re.search(r"(●), (?:the |former )?$", before)
        return (
            head is None
            or form.phrases[head.start(1)].kind in ("own voice", "group", "pronoun")
            or form.phrases[head.start(1)].as_named.startswith(("the ", "The "))
        )
    if number == 5:
        return bool(_PARTICIPLE.match(form.lower, place))
    if number != 0 or (re.match(r"\w+ing\b", form.lower[place:]) and at == place - 2):
        return True
    return not _OF.search(before) or bool(_MEMBERS_OF.search(before))


def _list_before(form: Form, clause: int, last: int) -> list[int]:
    """The items of the list that ends with the phrase at `last`."""
    words = form.words
    found, stop = [last], last
    while True:
        separators = list(_SEPARATOR.finditer(words, clause, stop + 1))
        separator = separators[-1] if separators else None
        lead = words[separator.end() if separator else clause : stop]
        if separator is None or not _may_lead(lead):
            break
        chunk_start = separators[-2].end() if len(separators) > 1 else clause
        chunk = words[chunk_start : separator.start()]
        item = _LEAD.match(chunk)
        if item is None or not _may_lead(item["words"]):
            break
        stop, tail = _head(form, chunk_start + item.start("who"), item["tail"])
        if not _TAIL.fullmatch(tail):
            break
        if not (separator["example"] and form.phrases[stop].kind == "group" and _COUNTED.match(form.phrases[stop].full)):
            found.insert(0, stop)
    return _without_their_kind(form, found)


def _without_their_kind(form: Form, places: list[int]) -> list[int]:
    """The places without a group that the names after it spell out: “the two chiefs, ● and ●”, “the largest union, ●”."""
    kept = []
    for place, following in zip_longest(places, places[1:]):
        phrase = form.phrases[place]
        spelled = (
            following is not None
            and form.words[place + 1 : following].strip() in (",", ", the")
            and form.phrases[following].kind != "group"
        )
        counted = (
            _COUNTED.match(phrase.full.rpartition("’s ")[2])
            or phrase.full.startswith("own ")
            or phrase.full.rpartition(" ")[2] in word_list("single_endorsers")
        )
        if not (spelled and (phrase.kind == "own voice" or (phrase.kind == "group" and counted))):
            kept.append(place)
    return kept


def _may_lead(words: str) -> bool:
    """Whether words may stand before a name as a part of it: “pop icon”, “former Mayor”."""
    return len(words.split()) <= 8 and not any(word.lower() in _NO_LEAD for word in words.split())


def listed(form: Form, place: int, *, joined: bool = False) -> list[int]:
    """The places of the items in the list that starts at `place`: “… by ●, the widow of ●, and the ● of Bell”. `joined`: after a first item."""
    first = _SEPARATOR.search(form.words, place)
    if joined and not (first and first.start() == place):
        return []
    found: list[int] = []
    for offset, chunk, is_example in _chunks(form.words, place):
        item = _item(chunk)
        if item is None:
            named = any(form.phrases[each].kind != "pronoun" for each in form.phrases if offset <= each < offset + len(chunk))
            if not is_example and not _APPOSED.match(chunk) and (_STOP.match(chunk) or (found and named)):
                break
            continue
        if form.phrases[offset + item.start("who")].kind == "pronoun" and item["tail"][:1] == " ":
            break  # “…, and she overwhelmed ●”
        at, tail = _head(form, offset + item.start("who"), item["tail"])
        whole = _TAIL.fullmatch(tail)
        if not whole and not _LAST.fullmatch(tail):
            if tail.startswith(("’", "'")) or is_example:
                continue  # “the ●’s president”, “● politicians like”
            break
        kind = is_example and form.phrases[at].kind == "group" and not re.search(r" (?:from|of|in) ", form.phrases[at].full)
        found += [] if kind else [at]  # “several unions, including”
        if not whole:
            break
    return _without_their_kind(form, found)


def _chunks(words: str, place: int) -> Iterator[tuple[int, str, bool]]:
    """The parts of a list, each with its place and whether examples of it follow (“unions such as”)."""
    begin, apposed, joint = place, False, ""
    for separator in [*_SEPARATOR.finditer(words, place), None]:
        stop = separator.start() if separator else len(words)
        chunk = words[begin:stop].strip() if stop >= begin else ""
        within = apposed and joint == " and "  # “a fund run by investor and owner ●”
        if chunk and not within:
            yield begin + words[begin:stop].index(chunk), chunk, bool(separator and separator["example"])
            apposed = _item(chunk) is None and bool(_APPOSED.match(chunk))
        joint = separator[0] if separator else ""
        begin = separator.end() if separator else stop


def _item(chunk: str) -> re.Match[str] | None:
    item = _LEAD.match(chunk)
    return item if item and _may_lead(item["words"]) else None


def _head(form: Form, place: int, tail: str) -> tuple[int, str]:
    """Of phrases side by side the person, and what is left of the tail: “● chairman ●”; else the first."""
    while next_ := _ADJACENT.match(tail):
        following = place + next_.end()
        if (
            not _may_lead(next_[0].rstrip("●"))
            or re.search(r"\w+ed ", next_[0])
            or form.phrases[following].kind not in ("person", "capital")
        ):
            break
        place, tail = following, tail[next_.end() :]
    return place, tail


def objects(found: Found, form: Form, place: int) -> list[Party]:
    """The candidates that the verb ending at `place` takes: “both ● and ●”, “●’s opponent, ●”."""
    first = _OBJECT.match(form.words, place)
    if first is None:
        return []
    at = first.start("whom")
    if other := _OTHERS.match(form.words, at + 1):
        named = candidate_at(found, form, other.start("named")) if other["named"] else the_other(found, form, at)
        return [named] if named else []
    moved = _MOVES.match(form.words, at + 1)
    if form.words[at + 1 : at + 3] in ("’s", "'s") and not moved:
        return []
    places = [at]
    end = moved.end() if moved else at + 1
    if series := _SERIES.match(form.words, end):
        places += [place for place in form.phrases if at < place < series.end()]
    elif more := _AND.match(form.words, end):
        places.append(more.start("more"))
    return [party for place in places if (party := candidate_at(found, form, place))]


def is_said(form: Form, place: int) -> bool:
    """Whether the clause up to the verb at `place` takes nothing back: no “would”, “if”, “denied that”, “a forged”."""
    before = form.lower[:place]
    return not _PREFIX.search(before) and not _UNSAID.search(re.split("[;:“,]", before)[-1])


# --- who they are ------------------------------------------------------------------------------------


def meant(found: Found, phrase: Phrase, *, among_candidates: bool, nearest: bool = False) -> Phrase | None:
    """The phrase with its name; a pronoun as whom it refers to, or None. `nearest`: rather somebody of the same paragraph than a candidate of another."""
    if phrase.kind != "pronoun":
        return phrase
    word, _, body = phrase.as_named.lower().partition(" ")
    name = found.references.pronoun(word, phrase.start, found.candidates if among_candidates else ())
    if nearest and name is not None:
        other = found.references.pronoun(word, phrase.start)
        if other is not None and other is not name and _is_nearer(found, phrase.start, other, name):
            name = other
    if name is None or ((body or word in ("they", "them", "their")) and word not in ("his", "her") and name.kind != "organization"):
        return None
    owned = with_name(phrase, name)
    if body and name.kind == "person":  # “his PAC”
        words = f"{name.full}’s {phrase.as_named.partition(' ')[2]}"
        return Phrase(phrase.start, phrase.end, "organization", phrase.as_named, words)
    return owned


def _of_sentence(form: Form, place: int, phrase: Phrase, name: Name) -> Name | None:
    """Whom “him” means, in a sentence that names others after its subject: one of them, if the candidate of another sentence is not among them."""
    kind = PRONOUNS.get(phrase.as_named.lower(), "")
    before = {each: form.phrases[each] for each in sorted(form.phrases) if each < place}
    people = [
        each.name
        for at, each in before.items()
        if at and each.name and each.kind == "person" and each.name.gender in ("", kind) and _AFTER_VERB.search(form.lower[:at])
    ]
    if name in [each.name for each in before.values()] or not people or people[-1].gender != kind:
        return name
    return people[-1] if len({id(each) for each in people}) == 1 else None


def _is_nearer(found: Found, place: int, name: Name, other: Name) -> bool:
    """Whether the paragraph of a place names one before it, and the other not."""
    start = found.segmented.paragraphs[found.segmented.paragraph_at(place)][0]
    here = [each.name for each in found.names.between(start, place)]
    return name in here and other not in here


def candidate_at(found: Found, form: Form, place: int, *, nearest: bool = False) -> Party | None:
    """Who the phrase at `place` is, if somebody who may run: a candidate of the text, or else a person whom the text shows to be one."""
    phrase = form.phrases[place]
    if phrase.kind == "own voice":
        voice = next((speaker for _, speaker, _ in found.around(phrase.start, phrase.end) if speaker), None)
        owner = [name for name in found.candidates if voice is not None and name.full == voice.name]
        owner = owner or ([page] if voice is None and (page := page_owner(found)) else [])
        return Party(owner[0].full, phrase.as_named) if owner else None
    known = meant(found, phrase, among_candidates=True, nearest=nearest)
    name = known.name if known else None
    if name is not None and phrase.kind == "pronoun" and not nearest:
        name = _of_sentence(form, place, phrase, name)
    if name is None or name.kind != "person" or not (name in found.running or name.evident):
        return None
    return Party(name.full, " ".join(phrase.as_named.split()))


def the_other(found: Found, form: Form, place: int) -> Party | None:
    """Of two candidates the one who is not named at `place`."""
    known = meant(found, form.phrases[place], among_candidates=True)
    others = [name for name in found.candidates if known is None or name is not known.name]
    return Party(others[0].full, others[0].full) if len(others) == 1 else None


def endorsers(found: Found, form: Form, places: list[int]) -> Iterator[Party]:
    """Who the phrases at `places` are, without those who are nobody that the text names."""
    for place in places:
        phrase = form.phrases[place]
        if phrase.kind == "own voice":
            if voice := own_voice(found, phrase):
                yield Party(voice, phrase.as_named)
            continue
        owned = re.compile(compiled(r"[’']s? (?:[\w-]+ ){0,1}(?:PAC|committee|political action committee|fund)\b").pattern).match(
            form.words, place + 1
        )
        known = meant(found, phrase, among_candidates=False)
        if known is None or not known.full or known.full.lower() in word_list("kinds_of_endorsers"):
            continue
        if owned and known.kind == "person":
            yield Party(known.full + owned[0], known.as_named + owned[0])
        else:
            yield Party(known.full, phrase.as_named)
