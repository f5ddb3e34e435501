"""Find lists of endorsers: “Endorsements: A; B; C” in one line, a line for each under a heading, lists for each side, a line for each office."""

import re

from dara.drafting.endorsers import GROUPS, KINDS, Endorser, Endorsers, party_of
from dara.drafting.names import Name
from dara.drafting.proposals import Endorsement, Party
from dara.drafting.vocabulary import ROLES, TITLES
from dara.text.spans import Span

_LIST_HEAD = re.compile(
    r"^(?:(?P<plain>endorsements?|endorsed by|endorsers?|supporters|backers|supported by|our endorsements|list of endorsements|who[’']s endorsing|partial list of endorsements|endorsing organizations|endorsing officials"
    r"|elected officials|organizations|labor|community leaders)(?P<rest>[^:\n]{0,80}?)\s*:?)$",
    re.IGNORECASE,
)
_SIDE_HEAD = re.compile(
    r"^(?P<verb>Backing|Endorsing|Supporting|For|With|Behind|Team|Supporters of|Backers of|Endorsers of|Endorsed)\b [^.!?]{2,50}$",
    re.IGNORECASE,
)
_SIDE_LINE = re.compile(r"(?P<head>(?:(?:For|Backing|Supporting|Endorsing|Behind|With) )?(?:[A-Z][\w.’'-]+ ?){1,4}): ?")
_OFFICE_LINE = re.compile(
    r"[•*–-]?\s*[A-Z][^:.]{2,60}(?:Governor|Attorney|Mayor|Senat|Sheriff|Judge|Council|Assembl|District|Treasurer|Supervisor|Commission|Board|Measure|Prop|Seat|Clerk|Superintendent|Congress|House|President)?[^:.]{0,40}: "
)
_LIST_LINE = re.compile(
    r"^(?P<head>(?:[\w’'., -]{0,60}\b)?(?:endorsements?|endorsed by|endorsers|supporters|backers|backed by|supported by)(?: (?:include|are|so far|(?:of|for) [^:;—–]{2,40}?))?)\s*(?::|[—–])\s*(?P<items>\S.*)$",
    re.IGNORECASE,
)
_INTRO = re.compile(r"\b(?:endors(?:ed|ing|ements?|ers)|support(?:ed|ing|ers)|back(?:ed|ing|ers))\b[^.!?]*:$", re.IGNORECASE)


class Lists(Endorsers):
    """The lists of endorsers in a text."""

    def _lists(self, number: int) -> list[Endorsement]:
        start, end = self.segmented.paragraphs[number]
        words = self.text[start:end]
        if not 3 < end - start <= 3000:
            return []
        line = _LIST_LINE.match(words)
        if line and "•" in line["items"]:
            return self._items(
                self._list_candidate(start, line["head"]),
                [Span(start, end)],
                self._split(start + line.start("items"), end, "•"),
                line["head"].strip(),
                "list in a line",
            )
        if line and ";" in line["items"] and not re.search(r"[.!?] [A-Z]", line["head"]):
            return self._items(
                self._list_candidate(start, line["head"]),
                [Span(start, end)],
                self._split(start + line.start("items"), end, ";"),
                line["head"].strip(),
                "list in a line",
            )
        if (
            line
            and re.search(
                r"(?i)(?:^(?:[\w’'.-]+ ){0,2}?|, )(?:endorsements?|endorsed by|endorsers|supporters|backers)", line["head"]
            )
            and line["items"].count(",") >= 1
            and len(line["head"]) < 80
        ):
            endorsers = self._listed(start + line.start("items"), end)
            candidate = self._list_candidate(start, line["head"])
            if candidate is None:
                return []
            drafts = [
                self._draft(Span(start, end), each, candidate, "endorses", line["head"].strip(), "list in a line", 0.75)
                for each in endorsers
            ]
            return [each for each in drafts if each]
        if sided := self._sided(number, start, end):
            return sided
        if slate := self._slate(number, start, end):
            return slate
        is_head = bool(_INTRO.search(words) or _LIST_HEAD.match(words))
        side = None if is_head else _SIDE_HEAD.match(words)
        if not (is_head or side) or end - start > 240:
            return []
        if side and self._object(start + side.end("verb"), end) is None:
            return []
        items: list[Span] = []
        for following in self.segmented.paragraphs[number + 1 : number + 80]:
            bullet = bool(items) and self.text[following[0]] in "•*▪◦●" and following[1] - following[0] < 120
            if not self._is_item(following) and not bullet:
                break
            items.append(following)
        if len(items) < (1 if side else 2):
            return []
        candidate = self._list_candidate(start, words)
        verb = re.search(r"(?i)\b(?:endors\w+|support\w*|back\w+)\b", words)
        return self._items(
            candidate, [Span(start, item[1]) for item in items], items, verb[0] if verb else words.strip(" :"), "list of lines"
        )

    def _slate(self, number: int, start: int, end: int) -> list[Endorsement]:
        """“The council’s recommendations for June 7:” and below “Governor: Amalia Trevisan”, an office a line."""
        words = self.text[start:end]
        if (
            not re.search(r"(?i)\b(?:recommendations|endorsements|endorses|recommends|slate)\b[^.!?]*:?$", words)
            or end - start > 140
        ):
            return []
        owner = next((each for each in self.names.between(start, end) if each.kind == "organization" and each.name), None)
        role = re.match(r"(?:The |Our )(?:[\w-]+ )?(\w+)[’']s? (?:recommendations|endorsements|slate)", words)
        body = owner.name if owner is not None else self.names.with_role(role[1], start) if role else None
        if body is None:
            return []
        found: list[Endorsement] = []
        for line_start, line_end in self.segmented.paragraphs[number + 1 : number + 40]:
            line = _OFFICE_LINE.match(self.text, line_start, line_end)
            if line is None:
                break
            for each in self.names.between(line.end(), line_end):
                if each.kind == "person" and each.name is not None:
                    found += self._all(
                        Span(start, line_end),
                        [Endorser(body.full, body.full)],
                        party_of(each.name, each.core),
                        "endorses",
                        "recommendations",
                        "slate",
                        0.7,
                    )
        return found

    def _sided(self, number: int, start: int, end: int) -> list[Endorsement]:
        """“For Pruitt: Sheriff Bain, Rep. Hatch.” or “Pruitt: Sheriff Bain; Rep. Hatch”, below words on endorsements."""
        line = _SIDE_LINE.match(self.text, start, end)
        if line is None or not self._is_below_words_on_endorsements(number):
            return []
        candidate = next(
            (
                each
                for each in self.names.between(start, line.end("head"))
                if each.name in self.candidates and line.end("head") - each.end <= 2
            ),
            None,
        )
        if candidate is None or candidate.name is None:
            return []
        items_start = line.end()
        stance = "supports" if re.match(r"(?i)back|support", line["head"]) else "endorses"
        if ";" in self.text[items_start:end]:
            return self._items(
                party_of(candidate.name, candidate.core),
                [Span(start, end)],
                self._split(items_start, end, ";"),
                "Endorsements" if stance == "endorses" else line["head"],
                "list of a side",
            )
        if self.text[items_start:end].count(",") < 1:
            return []
        return list(
            self._all(
                Span(start, end),
                self._listed(items_start, end),
                party_of(candidate.name, candidate.core),
                stance,
                line["head"].strip(),
                "list of a side",
                0.7,
            )
        )

    def _is_below_words_on_endorsements(self, number: int) -> bool:
        for before in range(number - 1, max(number - 8, -1), -1):
            words = self.text[slice(*self.segmented.paragraphs[before])]
            if (
                len(words) < 200
                and re.search(r"(?i)\b(?:endors\w+|back(?:s|ing|ers|ed)|support(?:s|ing|ers)?|who[’']s with)\b", words)
                and words[-1] not in '.”"'
            ):
                return True
        return False

    def _is_item(self, paragraph: Span) -> bool:
        words = self.text[slice(*paragraph)].lstrip("•*-–—·▪◦● \u00a0\t")
        if (
            len(words) > 110
            or not words
            or (words[-1] in '.?!:”"' and not re.search(r"(?:Jr|Sr|Inc|Ret)\.$", words))
            or words[0] in '“"'
        ):
            return False
        if re.match(
            r"(?i)(?:paid for|donate|sign up|volunteer|read more|contact|home|email|phone|search|menu|follow|first name|last name|what they|add your|subscribe|photo|related|see all|view|more)\b",
            words,
        ):
            return False
        begin = paragraph[1] - len(words)
        if _SIDE_HEAD.match(words) and any(each.kind == "person" for each in self.names.between(begin, paragraph[1])):
            return False
        side = _SIDE_LINE.match(words)
        if side and any(each.name in self.candidates for each in self.names.between(begin, begin + side.end())):
            return False
        tokens = self.names.words_between(begin, paragraph[1])
        if (
            len(tokens) <= 10
            and all(token.capital or token.text in {"of", "for", "the", "and", "at"} for token in tokens)
            and any(token.plain in TITLES for token in tokens)
        ):
            return True  # “Mayor of Long Beach”, above or below a name
        return any(each.name or each.kind in ("person", "organization") for each in self.names.between(begin, paragraph[1]))

    def _split(self, start: int, end: int, mark: str) -> list[Span]:
        pieces, begin = [], start
        for found in re.finditer(re.escape(mark), self.text[start:end]):
            pieces.append(Span(begin, start + found.start()))
            begin = start + found.end()
        return [*pieces, Span(begin, end)]

    def _items(self, candidate: Party | None, passages: list[Span], items: list[Span], verb: str, rule: str) -> list[Endorsement]:
        if candidate is None:
            return []
        drafts = []
        stance = "supports" if verb.lower().startswith(("support", "back")) else "endorses"
        for index, item in enumerate(items):
            passage = passages[index] if len(passages) == len(items) else passages[0]
            for endorser in self._endorsers_of_item(item):
                drafts.append(self._draft(passage, endorser, candidate, stance, verb, rule, 0.8))
        return [each for each in drafts if each]

    def _is_kind_of_people(self, item: Span) -> bool:
        """“Elected Officials”, “Community Leaders*”: a heading inside of a list."""
        tokens = self.names.words_between(*item)
        return all(token.plain in GROUPS or token.plain in KINDS for token in tokens)

    def _endorsers_of_item(self, item: Span) -> list[Endorser]:
        """One endorser mostly; “Mayors Ray Tso (Alder) and Ida Hale (Dunmore)” are two."""
        if self._is_kind_of_people(item):
            return []
        words = self.text[slice(*item)]
        if re.search(r" and |, ", re.sub(r"\([^)]*\)", "", words)):
            begin = item[0] + len(words) - len(words.lstrip("•*-–—·▪◦● \u00a0\t"))
            people = [
                each
                for each in self._listed(begin, item[1])
                if (name := self.names.person(each.name)) is not None and name.kind == "person"
            ]
            if len(people) > 1:
                return people
        whole = self._whole_item(*item)
        return [whole] if whole is not None else []

    def _whole_item(self, start: int, end: int) -> Endorser | None:
        words = self.text[start:end].strip().lstrip("•*-–—·▪◦● \u00a0\t")
        begin = self.text.index(words, start) if words else start
        mentions = [each for each in self.names.between(begin, end) if each.name or each.kind in ("person", "organization")]
        people = [each for each in mentions if each.kind == "person"]
        as_named = words.strip(" .;,")
        before = self.names.words_between(begin, people[0].start) if people else []
        if any(token.capital and token.plain not in TITLES and token.plain not in ROLES for token in before) and any(
            token.text in {"for", "of", "against"} for token in before
        ):
            return Endorser(re.split(r"[,(]| – | — ", as_named)[0].strip(), as_named)  # “Clergy for Safer Streets”
        if people and (people[0].start <= begin + 1 or len(mentions) == 1 or mentions[0] is people[0]):
            return Endorser(people[0].name.full if people[0].name else people[0].core, as_named)
        if mentions:
            core = re.split(r"[,(]| – | — ", as_named)[0].strip()
            name = (
                mentions[0].name.full
                if mentions[0].name and len(mentions[0].core) >= len(core) - 4
                else core.removeprefix("The ").removeprefix("the ")
            )
            return Endorser(name, as_named)
        return None

    def _list_candidate(self, place: int, head: str) -> Party | None:
        """Whose list it is: who is named in its head; else the page’s own candidate; else who was named last in a line of its own."""
        inside = [each for each in self.names.between(place, place + len(head)) if each.kind == "person" and each.name]
        if inside:
            return party_of(inside[-1].name, inside[-1].core)
        if len(self.candidates) == 1:
            return party_of(self.candidates[0], "")
        if (owner := self._page_owner()) is not None:
            return party_of(owner, "")
        for number in range(self.segmented.paragraph_at(place) - 1, max(self.segmented.paragraph_at(place) - 12, -1), -1):
            start, end = self.segmented.paragraphs[number]
            heading = [
                each for each in self.names.between(start, end) if each.kind == "person" and each.name and each.start - start < 40
            ]
            if heading and (end - start < 100 or heading[0].name in self.candidates):
                return party_of(heading[0].name, heading[0].core)
        most = self._most_named()
        return party_of(most, "") if most else None

    def _most_named(self) -> Name | None:
        counts: dict[int, int] = {}
        for mention in self.names.mentions:
            if mention.name and mention.kind == "person":
                counts[id(mention.name)] = counts.get(id(mention.name), 0) + 1
        return max((name for name in self.names.people), key=lambda name: counts.get(id(name), 0), default=None)
