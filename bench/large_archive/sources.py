"""The documents of a generated archive, each with the records about it."""

import hashlib
from calendar import month_name
from collections import defaultdict
from collections.abc import Callable, Iterator
from random import Random

from bench.large_archive.people import YEARS, People, Record, people
from bench.large_archive.vocabulary import TopicWords, Vocabulary

A_SOURCE = 10  # statements
LONG = 1000  # statements of the one long source
KINDS = ("news article", "press release", "campaign page", "social post", "official results", "other")
SHARES = (60, 12, 12, 8, 4, 4)
STANCES = {
    "endorses": ("endorsed", "announced an endorsement of"),
    "supports": ("backed", "stands behind"),
    "opposes": ("opposed", "called on voters to reject"),
    "withdraws": ("withdrew its endorsement of", "no longer endorses"),
    "funds": ("spent", "put up"),
}
SAYINGS = {  # a fact of a candidacy, and how it is told
    "running": "announced a run for district attorney in the {race} race",
    "incumbent": "holds the office and seeks another term in {race}",
    "withdrew": "withdrew from the {race} race",
    "conceded": "conceded the {race} race",
    "outcome": "advanced from the {race} race",
}


class Archive:
    """An archive of that many statements: `people`, and `sources()`, which makes one after the other."""

    def __init__(self, statements: int, seed: int = 0):
        self.statements, self.seed = statements, seed
        self.vocabulary = Vocabulary(Random(seed))  # the same whatever the size, so that searches can be compared
        self.people: People = people(statements, Random(f"{seed} of {statements}"), self.vocabulary)

    def sources(self) -> Iterator["Source"]:
        """Each source with its text and records. The first is the long one; of a small archive it has half of the statements."""
        done = 0
        number = 0
        while done < self.statements:
            size = min(LONG, self.statements // 2) if number == 0 else min(A_SOURCE, self.statements - done)
            yield Source(self, number, done, size)
            done += size
            number += 1


class Source:
    """A document: `key`, its `text`, and `records` by kind, the source itself among them, in the form of the record files.

    Passages have their places (`start`, `end`) as well as their words."""

    def __init__(self, archive: Archive, number: int, first: int, statements: int):
        self.archive, self.people, self.number = archive, archive.people, number
        self.chance = chance = Random(f"{archive.seed} of {archive.statements}: {number}")
        self.key = key("sources", number)
        self.kind = "news article" if number == 0 else chance.choices(KINDS, SHARES)[0]
        self.year = chance.choice(YEARS)
        self.topics = chance.sample(sorted(self.people.words_of_topics), 3)
        self.candidate = self.pick_candidate()
        self.records: dict[str, list[Record]] = defaultdict(list)
        self.paragraphs: list[str] = []
        self.length = 0  # of the paragraphs, with the empty lines between them
        self.publisher = self.people.committees[self.candidate] if self.is_campaign else chance.choice(self.people.publishers)
        self._write(first, statements)
        self.text = "\n\n".join(self.paragraphs) + "\n"
        self._describe()
        for kind, records in self.records.items():
            self.records[kind] = [{name: value for name, value in each.items() if value is not None} for each in records]

    @property
    def is_campaign(self) -> bool:
        return self.kind in ("press release", "campaign page")

    # --- choices ----------------------------------------------------------------------------------------------

    def pick_candidate(self) -> str:
        """Some candidates are spoken of more than others."""
        return self.people.candidates[int(len(self.people.candidates) * self.chance.random() ** 1.5)]

    def pick_voice(self) -> str:
        return self.people.voices[int(len(self.people.voices) * self.chance.random() ** 3)]

    def date(self, year: int) -> str | None:
        """A date as precise as it may be: a day, a month, a year, or none."""
        day = f"{year}-{self.chance.randrange(1, 13):02}-{self.chance.randrange(1, 29):02}"
        return self.chance.choices((day, day[:7], day[:4], None), (85, 6, 2, 7))[0]

    def words(self, length: int, topic: str) -> str:
        return self.archive.vocabulary.draw(self.chance, length, self._words_of(topic))

    def sentence(self, length: int, topic: str) -> str:
        return self.archive.vocabulary.sentence(self.chance, length, self._words_of(topic))

    def _words_of(self, topic: str) -> TopicWords:
        return self.people.words_of_topics[topic]

    # --- the text ---------------------------------------------------------------------------------------------

    def _write(self, first: int, statements: int) -> None:
        """Paragraphs with evidence one after the other, and before and after them some without any, which excerpts leave out."""
        if self.number == 0:
            self._write_elections()
        self._write_prose(3)
        for number in range(first, first + statements):
            self._write_statement(number)
            if self.chance.random() < 0.1:
                self._write_endorsement(number)
            if self.chance.random() < (0.3 if self.kind == "official results" else 0.03):
                self._write_result(number)
            if self.chance.random() < 0.02:
                self._write_fact(number)
        self._write_prose(5)
        self._join_and_withhold()

    def add(self, paragraph: str) -> int:
        """Add a paragraph; return where it begins."""
        start = self.length
        self.paragraphs.append(paragraph)
        self.length += len(paragraph) + 2
        return start

    def evidence(self, paragraph: str) -> Record:
        """Add a paragraph; return what its record says of it: the source, and the whole paragraph as its passage."""
        start = self.add(paragraph)
        return {"source": self.key, "passage": {"exact": paragraph, "start": start, "end": start + len(paragraph)}}

    def _write_prose(self, paragraphs: int) -> None:
        for _ in range(paragraphs):
            topic = self.chance.choice(self.topics)
            self.add(" ".join(self.sentence(self.chance.randrange(8, 22), topic) for _ in range(self.chance.randrange(1, 4))))

    def _write_elections(self) -> None:
        for election in self.people.elections:
            evidence = self.evidence(f"The {election['stage']} of the {election['race']} race was held in {election['name']}.")
            self.records["elections"].append(election | evidence)

    # --- statements -------------------------------------------------------------------------------------------

    def _write_statement(self, number: int) -> None:
        """A statement of one of the kinds that such a document has."""
        topic = self.chance.choice(self.topics)
        told: tuple[Callable[[str], Record], ...] = (self._quote, self._paraphrase, self._report, self._post)
        shares = (55, 20, 12, 13)
        if self.is_campaign:
            told, shares = (self._position, self._quote), (80, 20)
        elif self.kind == "social post":
            told, shares = (self._post,), (100,)
        record = {"key": key("statements", number)} | self.chance.choices(told, shares)[0](topic)
        topics = [topic] if self.chance.random() < 0.7 else [*{topic, self.chance.choice(self.topics)}]
        if self.chance.random() < 0.95:
            record["topics"] = sorted(topics)
        self.records["statements"].append(record)

    def _speaker(self) -> Record:
        """A candidate, or somebody who speaks of one."""
        if self.is_campaign or self.chance.random() < 0.4:
            return {"speaker": self.candidate if self.is_campaign else self.pick_candidate()}
        group = self.records["groups"]
        if self.chance.random() < 0.03 and not group:
            name = self.chance.choice(("several elected officials", "some residents", "a number of prosecutors"))
            group.append({"slug": f"group-{self.key}", "name": name, "source": self.key})
        if group and self.chance.random() < 0.3:
            return {"speaker": group[0]["slug"], "speaker_as_named": group[0]["name"], "about": [self.pick_candidate()]}
        return {"speaker": self.pick_voice()} | ({"about": [self.pick_candidate()]} if self.chance.random() < 0.8 else {})

    def _name(self, speaker: Record) -> str:
        return speaker.get("speaker_as_named") or self.people.names[speaker["speaker"]]

    def _said_on(self) -> Record:
        date = self.date(self.year) if self.chance.random() < 0.6 else None
        if date is None:
            return {}
        inferred = {"inferred": {"said_on": "“on Friday”, in a text of that week"}} if self.chance.random() < 0.2 else {}
        return {"said_on": date} | inferred

    def _quote(self, topic: str) -> Record:
        speaker = self._speaker()
        pieces = [self.sentence(self.chance.randrange(6, 20), topic).rstrip(".")]
        paragraph = f"“{pieces[0]},” {self._name(speaker)} said."
        if self.chance.random() < 0.3:
            pieces.append(self.sentence(self.chance.randrange(6, 20), topic))
            paragraph += f" “{pieces[1]}”"
        return {"kind": "quote"} | self.evidence(paragraph) | {"pieces": pieces} | speaker | self._said_on()

    def _paraphrase(self, topic: str) -> Record:
        speaker = self._speaker()
        return self._prose(
            "paraphrase", f"{self._name(speaker)} said that {self.words(self.chance.randrange(8, 26), topic)}.", speaker
        )

    def _report(self, topic: str) -> Record:
        candidate = self.pick_candidate()
        words = f"{self.people.surname(candidate)} {self.words(self.chance.randrange(8, 26), topic)}."
        return self._prose("report", words, {"speaker": self.publisher, "about": [candidate]})

    def _position(self, topic: str) -> Record:
        words = self.sentence(self.chance.randrange(10, 34), topic)
        return self._prose("position", words, {"speaker": self.publisher, "about": [self.candidate]})

    def _prose(self, kind: str, words: str, speaker: Record) -> Record:
        return {"kind": kind} | self.evidence(words) | {"pieces": [words]} | speaker

    def _post(self, topic: str) -> Record:
        """A post that is embedded; half of them report somebody else's words, which the next statement quotes in it."""
        poster = self.pick_voice()
        outer = self.records["statements"][-1] if self.records["statements"] else None
        if outer and outer["kind"] == "post" and not outer.get("within") and "“" in outer["pieces"][0]:
            return self._quote_within(outer)
        words = self.sentence(self.chance.randrange(6, 16), topic)
        if self.chance.random() < 0.5:
            words = f"{self.people.surname(self.candidate)} tells us: “{words}”"
        words += f" #{self.chance.choice(self._words_of(topic).words)}"
        day = f"{self.year}-{self.chance.randrange(1, 13):02}-{self.chance.randrange(1, 29):02}"
        signature = (
            f"{self.people.names[poster]} (@{poster.replace('-', '')}) {month_name[int(day[5:7])]} {int(day[8:])}, {self.year}"
        )
        return (
            {"kind": "post"}
            | self.evidence(f"{words} — {signature}")
            | {"pieces": [words], "speaker": poster, "about": [self.candidate], "said_on": day}
        )

    def _quote_within(self, outer: Record) -> Record:
        words = outer["pieces"][0].split("“")[1].split("”")[0]
        exact = outer["passage"]["exact"].split(" #")[0]
        passage = {"exact": exact, "start": outer["passage"]["start"], "end": outer["passage"]["start"] + len(exact)}
        return {
            "kind": "quote",
            "source": self.key,
            "passage": passage,
            "pieces": [words],
            "speaker": self.candidate,
            "within": outer["key"],
        }

    # --- other records ----------------------------------------------------------------------------------------

    def _race(self) -> tuple[str, str]:
        """A race, and one who runs in it."""
        race = str(self.year)
        return race, self.chance.choice(self.people.running[race])

    def _write_endorsement(self, number: int) -> None:
        race, candidate = self._race()
        stance = self.chance.choice(list(STANCES))
        verb = self.chance.choice(STANCES[stance])
        endorser = self.chance.choice(self.people.bodies) if self.chance.random() < 0.7 else self.pick_voice()
        who, whom = self.people.names[endorser], self.people.names[candidate]
        record = {"key": key("endorsements", number), "endorser": endorser, "candidate": candidate, "race": race}
        record |= {"stance": stance, "verb": verb}
        if stance == "funds":
            thousands = self.chance.randrange(5, 900)
            stated = f"${thousands},000"
            record |= {"amount": thousands * 1000, "amount_as_stated": stated, "recipient": "not stated"}
            words = f"{who} {verb} {stated} to elect {whom} in the {race} race"
        else:
            words = f"{who} {verb} {whom} in the {race} race"
        self.records["endorsements"].append(record | self.evidence(f"{words}, {self.words(6, self.topics[0])}."))

    def _write_result(self, number: int) -> None:
        race, candidate = self._race()
        election = self.chance.choice([each["slug"] for each in self.people.elections if each["race"] == race])
        percent, votes, out = (
            self.chance.randrange(50, 600),
            self.chance.randrange(10_000, 2_000_000),
            self.chance.randrange(100, 900),
        )
        status = "certified" if self.kind == "official results" and self.chance.random() < 0.5 else "partial"
        record = {"key": key("results", number), "candidate": candidate, "election": election, "status": status}
        record |= {"percent": percent / 10, "votes": votes, "qualifier": "almost", "as_of": self.date(self.year)}
        words = f"{self.people.surname(candidate)} has almost {percent / 10}% of the vote, {votes:,} votes,"
        if status == "partial":
            record |= {"ballots_out": out * 1000, "ballots_out_as_stated": f"{out},000"}
            words += f" with {out},000 ballots left"
        else:
            words += " in the certified count"
        self.records["results"].append(record | self.evidence(f"{words}: {self.words(6, self.topics[0])}."))

    def _write_fact(self, number: int) -> None:
        race, candidate = self._race()
        kind = self.chance.choice(list(SAYINGS))
        words = f"{self.people.names[candidate]} {SAYINGS[kind].format(race=race)}, {self.words(6, self.topics[0])}."
        record = {
            "key": key("facts", number),
            "candidate": candidate,
            "race": race,
            "kind": kind,
            "occurred_on": self.date(self.year),
        }
        self.records["facts"].append(record | self.evidence(words))

    def _join_and_withhold(self) -> None:
        """Now and then two statements are one utterance, and words of the last paragraph, which no record rests on, are withheld."""
        quotes = [each for each in self.records["statements"] if each["kind"] == "quote"]
        if len(quotes) > 1 and self.number % 20 == 0:
            slug = f"utterance-{self.key}"
            self.records["utterances"].append({"slug": slug, "reason": "Both are the same speech."})
            for quote in quotes[:2]:
                quote["utterance"] = slug
        if self.number % 20 == 1:
            end = self.length - 2
            withholding = {"key": key("withholdings", self.number), "source": self.key, "start": end - 20, "end": end}
            self.records["withholdings"].append(withholding | {"ground": "privacy", "withheld_on": "2024-12-01"})

    def _describe(self) -> None:
        """The record of the source itself."""
        published_on = self.date(self.year)
        source = {
            "key": self.key,
            "document": f"documents/{self.number // 1000:04}/{self.number % 1000:03}.txt",
            "sha256": hashlib.sha256(self.text.encode()).hexdigest(),
            "kind": self.kind,
            "title": self.sentence(self.chance.randrange(5, 12), self.topics[0]).rstrip(".")[:200],
            "publisher": self.publisher,
            "visibility": "excerpts" if self.kind == "news article" else "full",
            "url": f"https://{self.publisher}.example/{self.key}",
            "published_on": published_on,
            "captured_on": f"{YEARS[-1] + 1}-01-15",
        }
        if self.chance.random() < 0.5:
            source["author"] = self.people.names[self.pick_voice()]
        if published_on and self.chance.random() < 0.2:
            source["inferred"] = {"published_on": "the collector’s note"}
        if self.number % 50 == 49:
            source["supersedes"] = key("sources", self.number - 1)
        self.records["sources"].append(source)


ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # as dara.models.keys has it, without Django
KEYS = len(ALPHABET) ** 8
SPREAD = 497_836_129_297  # has no factor in common with the number of keys, so that no two numbers give the same key
WITH_KEYS = ("statements", "sources", "endorsements", "results", "facts", "withholdings")


def key(kind: str, number: int) -> str:
    """The key of the nth record of a kind, up to ten million. They look as if they were drawn at random."""
    place = (WITH_KEYS.index(kind) * 10_000_000 + number) * SPREAD % KEYS
    letters = []
    for _ in range(8):
        place, digit = divmod(place, len(ALPHABET))
        letters.append(ALPHABET[digit])
    return "".join(letters)
