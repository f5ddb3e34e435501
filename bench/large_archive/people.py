"""Who and what an archive speaks of: topics, people and organizations, races, elections and candidacies. All invented."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from bench.large_archive.vocabulary import TopicWords, Vocabulary

Record = dict[str, Any]

_FIRST_NAMES = (
    "Ada Alma Amos Anita Arlo Avis Basil Bella Boyd Carla Cyrus Delia Edwin Elena Emil Enid Esther Felix Flora Galen Gilda Hattie Hiram Hugo Ilse"
    " Inez Irma Ivan Jonas Juana Karl Leona Lionel Lupe Mabel Magnus Marta Milo Myra Nadia Nestor Olga Omar Otis Petra Quincy Rafael Ramona Roman"
    " Rosa Rufus Selma Silas Stella Tomas Ursula Vera Victor Wanda Zelda"
)
_SURNAMES = (
    "Abbott Acosta Ashby Barlow Benítez Birch Bowden Cárdenas Carver Castell Colby Corwin Dalton Darby Delgado Dunmore Easton Ellery Escobar Fairfax"
    " Farrow Fenton Fuentes Garland Gibbons Godoy Granger Haddon Halsey Harlan Holt Ibarra Ingram Jarvis Kendrick Kimball Lachance Landry Lowell"
    " Macías Mercer Merrill Montoya Nance Norwood Núñez Oakley Ocampo Okafor Orozco Pacheco Paxton Pickett Quigley Quiroga Radford Rentería Rowan"
    " Salcedo Sandoval Selby Shelby Stanton Tafoya Thorne Tilden Trujillo Underhill Upton Valdez Vance Vickers Walden Warfield Whitlock Yarrow Zamora"
)
_PLACES = "Harbor Valley Westside Eastside Foothill Canyon Bayside Downtown Hillside Riverside Southland Northgate Seaside Mesa Arroyo Vista"
FIRST_NAMES, SURNAMES, PLACES = _FIRST_NAMES.split(), _SURNAMES.split(), _PLACES.split()
INITIALS = ("", *(f"{letter}. " for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
OUTLETS = ("Times", "News", "Herald", "Daily", "Register", "Post", "Weekly", "Radio")
BODIES = ("Union", "Coalition", "Association", "Alliance", "League", "Council", "Fund", "Network")
YEARS = (2012, 2016, 2020, 2024)
STAGES = ((3, "March", "primary"), (11, "November", "general"))
CANDIDATES, PUBLISHERS, ISSUES, WITH_SUBTOPICS, SUBTOPICS = 24, 60, 32, 4, 3


@dataclass
class People:
    """Records by kind in the form of the record files, and what texts need of them."""

    topics: list[Record] = field(default_factory=list)
    entities: list[Record] = field(default_factory=list)
    races: list[Record] = field(default_factory=list)
    elections: list[Record] = field(default_factory=list)  # without their passages
    candidacies: list[Record] = field(default_factory=list)
    words_of_topics: dict[str, TopicWords] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # by slug
    candidates: list[str] = field(default_factory=list)
    committees: dict[str, str] = field(default_factory=dict)  # by candidate
    voices: list[str] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)  # organizations that endorse
    running: dict[str, list[str]] = field(default_factory=dict)  # the candidates of a race

    def surname(self, slug: str) -> str:
        return self.names[slug].split()[-1]


def people(statements: int, chance: Random, vocabulary: Vocabulary) -> People:
    """Those of an archive of that many statements: the candidates are always as many, the voices grow with it."""
    found = People()
    _add_topics(found, Random(len(vocabulary.words)), vocabulary)
    _add_entities(found, statements, chance)
    for number, year in enumerate(YEARS):
        race = str(year)
        found.races.append({"slug": race, "name": f"Los Angeles County District Attorney, {year}"})
        found.running[race] = [
            slug
            for n, slug in enumerate(found.candidates)
            if n % len(YEARS) == number or (n % 3 == 0 and n % len(YEARS) == number - 1)
        ]
        found.candidacies += [{"candidate": slug, "race": race} for slug in found.running[race]]
        for month, name, stage in STAGES:
            election = {"slug": f"{race}-{name.lower()}", "race": race, "name": f"{name} {year}", "stage": stage}
            found.elections.append(election | {"held_on": f"{year}-{month:02}"})
    return found


def _add_topics(found: People, chance: Random, vocabulary: Vocabulary) -> None:
    """Issues, some of them with topics below them, and the topic of the office."""
    parents = [f"issue-{n}" for n in range(1, WITH_SUBTOPICS + 1)]
    below = [(f"{parent}-part-{n}", parent) for parent in parents for n in range(1, SUBTOPICS + 1)]
    slugs: list[tuple[str, str | None]] = [(f"issue-{n}", None) for n in range(1, ISSUES + 1)]
    for position, (slug, parent) in enumerate([*slugs, *below, ("what-the-office-does", None)], 1):
        words = found.words_of_topics[slug] = vocabulary.topic(chance)
        name = words.phrases[0].capitalize()
        topic = {"slug": slug, "name": name, "position": position, "description": vocabulary.sentence(chance, 12, words)}
        topic["translations"] = {"es": {"name": f"{name} (en español)"}}
        found.topics.append(topic | ({"parent": parent} if parent else {}))


def _add_entities(found: People, statements: int, chance: Random) -> None:
    voices = 200 + statements // 100
    everybody = len(FIRST_NAMES) * len(SURNAMES) * len(INITIALS)
    for n, number in enumerate(chance.sample(range(everybody), CANDIDATES + voices)):
        number, first = divmod(number, len(FIRST_NAMES))
        initial, last = divmod(number, len(SURNAMES))
        first_names = f"{FIRST_NAMES[first]} {INITIALS[initial]}".strip()
        is_candidate = n < CANDIDATES
        slug = f"{'candidate' if is_candidate else 'voice'}-{n}"
        private = not is_candidate and chance.random() < 0.05
        _add(
            found, slug, f"{first_names} {SURNAMES[last]}", "person", sort_name=f"{SURNAMES[last]}, {first_names}", private=private
        )
        (found.candidates if is_candidate else found.voices).append(slug)
    for candidate in found.candidates:
        found.committees[candidate] = _add(found, f"{candidate}-committee", f"Committee to Elect {found.names[candidate]}")
    for n in range(PUBLISHERS):
        name = f"{PLACES[n % len(PLACES)]} {OUTLETS[n // len(PLACES)]}"
        found.publishers.append(_add(found, f"publisher-{n}", name))
    for n in range(100 + statements // 500):
        name = f"{PLACES[n % len(PLACES)]} {chance.choice(SURNAMES)} {BODIES[n // len(PLACES) % len(BODIES)]}"
        found.bodies.append(_add(found, f"organization-{n}", name))


def _add(found: People, slug: str, name: str, kind: str = "organization", *, sort_name: str = "", private: bool = False) -> str:
    entity = {"slug": slug, "name": name, "sort_name": sort_name or name, "kind": kind} | ({"private": True} if private else {})
    found.entities.append(entity)
    found.names[slug] = name
    return slug
