"""Each fault that the files of a package can have: a function that spoils a package (conftest.py), and what is said of it."""


def no_key(package):
    del package["stm22222"]["key"]


def key_twice(package):
    package["stm33333"]["key"] = "stm22222"
    package["stm44444"].pop("within")


def key_of_another_kind(package):
    package["end22222"]["key"] = "stm22222"


def bad_key(package):
    package["end22222"]["key"] = "No key!"


def no_document(package):
    package.documents = {}
    package["src22222"]["sha256"] = "0" * 64


def wrong_checksum(package):
    package["src22222"]["sha256"] = "0" * 64


def document_elsewhere(package):
    package["src22222"].update({"document": "documents/../../../etc/passwd", "sha256": "0" * 64})


def document_not_utf8(package):
    package.documents["documents/a.txt"] = b"Ann Smith \xe9"


def document_with_nul(package):
    package.documents["documents/a.txt"] = b"Ann\0Smith"


def quote_not_there(package):
    package["stm22222"]["passage"] = "“Bail is broken”, Smith said."


def quote_twice(package):
    package["stm22222"].update({"passage": "we can do better", "pieces": ["we can do better"]})
    package.documents["documents/a.txt"] += b"\nwe can do better\n"


def piece_not_there(package):
    package["stm22222"]["pieces"] = ["Bail is fixed"]


def piece_inside_a_word(package):
    package["stm22222"]["pieces"] = ["ail is broken"]


def offset_elsewhere(package):
    package["stm22222"]["passage"] = {"exact": "“Bail is broken,” Smith said. “We can do better.”", "start": 40}


def unknown_speaker(package):
    package["stm22222"]["speaker"] = "ann-smiht"


def unknown_parent(package):
    package.records["topics"].append({"slug": "cash", "name": "Cash", "position": 2, "parent": "bale"})


def parent_below_another(package):
    package.records["topics"] += [
        {"slug": "cash", "name": "Cash", "position": 2, "parent": "bail"},
        {"slug": "notes", "name": "Notes", "position": 3, "parent": "cash"},
    ]


def unknown_topic(package):
    package["stm22222"]["topics"] = ["bale"]


def unknown_utterance(package):
    package.records["utterances"] = [{"slug": "broken-bail", "reason": "Both are the speech of Friday."}]
    package["stm22222"]["utterance"] = "broken-bale"


def utterance_without_a_reason(package):
    package.records["utterances"] = [{"slug": "broken-bail", "reason": " "}]


def unknown_within(package):
    package["stm44444"]["within"] = "stm99999"


def within_comes_later(package):
    package.records["statements"].reverse()


def unknown_source(package):
    package["stm22222"]["source"] = "src33333"


def unknown_name(package):
    package["stm22222"]["speeker"] = "ann-smith"


def missing_value(package):
    del package["end22222"]["verb"]


def wrong_type(package):
    package["stm22222"]["topics"] = "bail"


def wrong_choice(package):
    package["stm22222"]["kind"] = "quotation"


def wrong_date(package):
    package["stm22222"]["said_on"] = "2023-02-29"


def too_long(package):
    package["stm22222"]["summary"] = "x" * 301


def slug_twice(package):
    package["bob-jones"]["slug"] = "ann-smith"


def did_not_run(package):
    package["end22222"]["candidate"] = "bob-jones"


def names_nobody(package):
    del package["end22222"]["candidate"]


def verb_not_there(package):
    package["end22222"]["verb"] = "endorsed"


def group_and_entity_alike(package):
    package["everybody"]["slug"] = "ann-smith"


def quote_without_pieces(package):
    del package["stm22222"]["pieces"]


def quote_with_its_marks(package):
    package["stm44444"]["pieces"] = ["“we can do better”"]


def speaker_named_otherwise(package):
    package["stm22222"]["speaker_as_named"] = "Ms. Smith"


def inferred_names_nothing(package):
    package["stm22222"]["inferred"] = {"sayd_on": "“on Friday”"}


def translation_of_no_basis(package):
    package["stm22222"].update(inferred={"said_on": "“on Friday”"}, translations={"es": {"inferred": {"sayd_on": "“on Friday”"}}})


def translation_of_nothing(package):
    package["bail"]["translations"] = {"es": {"name": "Fianza", "nme": "Fianza"}}


def translation_of_words_that_are_not_there(package):
    package["stm33333"]["translations"] = {"es": {"summary": "Una línea."}}


def translation_of_a_publishers_title(package):
    package["src22222"]["translations"] = {"es": {"title": "Una nota"}}


def translation_of_a_sources_name_for_them(package):
    package["everybody"]["translations"] = {"es": {"name": "todos"}}


def translation_into_another_language(package):
    package["bail"]["translations"] = {"ess": {"name": "Fianza"}}


def translation_into_english(package):
    package["bail"]["translations"] = {"en": {"name": "Bail money"}}


def translation_without_words(package):
    package["bail"]["translations"] = {"es": {"name": " "}}


def translation_without_a_language(package):
    package["bail"]["translations"] = {"es": "Fianza"}


def translations_that_are_a_text(package):
    package["bail"]["translations"] = "Fianza"


def translations_of_a_candidacy(package):
    package.records["candidacies"][0]["translations"] = {"es": {"race": "Contienda"}}


def language_that_is_none(package):
    package["src22222"]["language"] = "Spanish (US)"


def slug_that_is_a_table(package):
    package["stm22222"]["speaker"] = {"slug": "ann-smith"}


def nul_in_a_reference(package):
    package["stm22222"]["speaker"] = "ann\0smith"


def nul_in_a_path(package):
    package["src22222"].update(document="documents/a\0.txt", sha256="0" * 64)


def passage_ends_elsewhere(package):
    passage = "“Bail is broken,” Smith said. “We can do better.”"
    package["stm22222"]["passage"] = {"exact": passage, "start": 52, "end": 60}


def empty_verb(package):
    package["end22222"]["verb"] = " "


def bases_without_names(package):
    package.records["imported"] = [{"kind": "statements"}]


def bases_of_no_digest(package):
    package.records["imported"] = [{"kind": "statements", "key": "stm22222", "digest": "zz"}]


def circle_of_captures(package):
    package["src22222"]["supersedes"] = "src22222"


FAULTS = [
    (unknown_utterance, r"statements stm22222: unknown utterance: “broken-bale”. Did you mean “broken-bail”\?"),
    (utterance_without_a_reason, r"utterances broken-bail: Say why these statements are one utterance"),
    (inferred_names_nothing, r"“inferred” names “sayd_on”, which is no field of statements. Did you mean “said_on”"),
    (
        translation_of_no_basis,
        r"“translations.es” names “inferred.sayd_on”, .*nothing to translate. Did you mean “inferred.said_on”",
    ),
    (translation_of_nothing, r"topics bail: “translations.es” names “nme”, .*nothing to translate. Did you mean “name”\?"),
    (translation_of_words_that_are_not_there, r"statements stm33333: “translations.es” names “summary”"),
    (translation_of_a_publishers_title, r"sources src22222: “translations.es” names “title”"),
    (translation_of_a_sources_name_for_them, r"groups everybody: “translations.es” names “name”"),
    (translation_into_another_language, r"names the language “ess”, which the archive does not have. Did you mean “es”\?"),
    (translation_into_english, r"“translations.en” names “name”, of which there is nothing to translate"),
    (translation_without_words, r"“translations.es.name” should be a text"),
    (translation_without_a_language, r"“translations.es” should be a table of fields and their words"),
    (translations_that_are_a_text, r"“translations” should be a table of texts"),
    (translations_of_a_candidacy, r"no such name: “translations”"),
    (language_that_is_none, r"sources src22222: “language”: A language is a tag of BCP 47"),
    (slug_that_is_a_table, r"“speaker” should be a text"),
    (nul_in_a_reference, r"statements stm22222: a NUL character in one of its texts"),
    (nul_in_a_path, r"sources src22222: a NUL character in one of its texts"),
    (passage_ends_elsewhere, r"the passage's words end at 101, not at 60"),
    (empty_verb, r"endorsements end22222: An endorsement has the source's verb"),
    (bases_without_names, r"imported.jsonl, line 1, imported: a line of this file is a kind, a key and a SHA-256 digest"),
    (bases_of_no_digest, r"imported stm22222: a line of this file is a kind"),
    (circle_of_captures, r"unknown supersedes: “src22222”|A source does not supersede itself|would supersede itself"),
    (quote_without_pieces, r"statements stm22222: “pieces” is missing: a quote gives its words"),
    (quote_with_its_marks, r"holds its own quotation marks: pages add them"),
    (speaker_named_otherwise, r"“speaker_as_named”: “Ms. Smith” is not in the text of source src22222"),
    (no_key, r"statements\.jsonl, line 1, statements: a record without a key: run `manage.py give_keys`"),
    (key_twice, r"line 2, statements stm22222: the key stm22222 is given to another record"),
    (key_of_another_kind, r"endorsements stm22222: the key stm22222 is given to another record"),
    (bad_key, r"“key”: A key is 8 small letters and digits"),
    (no_document, r"sources src22222: “documents/a.txt” cannot be read: No such file"),
    (wrong_checksum, r"sources src22222: the checksum of “documents/a.txt” is \w{64}, not 0{64}"),
    (document_elsewhere, r"leads out of the package"),
    (document_not_utf8, r"“documents/a.txt”: not UTF-8: byte 10 is 0xe9"),
    (document_with_nul, r"“documents/a.txt”: a NUL character at 3"),
    (
        quote_not_there,
        r"statements stm22222: source src22222: ““Bail is broken”, Smith said.” is not in the text. The nearest words, at 52, are ““Bail is",
    ),
    (quote_twice, r"statements stm22222: source src22222: “we can do better” is in the text 2 times"),
    (piece_not_there, r"The piece “Bail is fixed” is not in its passage. The nearest words"),
    (piece_inside_a_word, r"The piece “ail is broken” is in its passage, but not in whole words"),
    (offset_elsewhere, r"is not at 40; the text says"),
    (unknown_speaker, r"unknown speaker: “ann-smiht”. Did you mean “ann-smith”\?"),
    (unknown_topic, r"unknown topics: “bale”. Did you mean “bail”\?"),
    (unknown_parent, r"topics cash: unknown parent: “bale”: it must stand earlier in the files. Did you mean “bail”\?"),
    (parent_below_another, r"topics notes: The topic “cash” stands below another itself"),
    (unknown_within, r"unknown within: “stm99999”: it must stand earlier in the files"),
    (within_comes_later, r"statements stm44444: unknown within: “stm33333”: it must stand earlier"),
    (unknown_source, r"unknown source: “src33333”\.$"),
    (unknown_name, r"no such name: “speeker”. Did you mean “speaker”\?"),
    (missing_value, r"endorsements end22222: “verb” is missing"),
    (wrong_type, r"“topics” should be a list of texts"),
    (wrong_choice, r"“kind”: Value 'quotation' is not a valid choice"),
    (wrong_date, r"“said_on”: “2023-02-29” is not a date"),
    (too_long, r"“summary”: Ensure this value has at most 300 characters"),
    (slug_twice, r"entities ann-smith: “ann-smith” stands in the files twice"),
    (group_and_entity_alike, r"groups ann-smith: “ann-smith” stands in the files twice"),
    (did_not_run, r"endorsements end22222: The archive holds no candidacy of this candidate in this race"),
    (names_nobody, r"endorsements end22222: Only money can go to a race without naming a candidate"),
    (verb_not_there, r"endorsements end22222: The verb “endorsed” is not in the passage"),
]
