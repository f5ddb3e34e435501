"""The words of generated texts: a Zipf distribution over 30,000 English words, with collocations, and topics with words and phrases of their own."""

import itertools
from random import Random

from spellchecker import SpellChecker

SIZE = 30_000
TABLE = 1 << 20  # places in the table that words are drawn from; the rarest word has three
FOLLOWED = 0.3  # how often a word is followed by one of those that often follow it
FOLLOWERS = 4
CONTENT = 150  # the most common words belong to no topic
TOPIC_WORDS, TOPIC_PHRASES = 40, 8
# Phrases of words that stand everywhere in such an archive, the most frequent first: where a search for a phrase has most to do.
EVERYWHERE = ("district attorney", "Los Angeles County", "criminal justice", "public safety", "law enforcement", "police officers")


class Vocabulary:
    """Draws words and sentences. Everything random comes from the `Random` that is passed, so that a part of an archive can be made by itself."""

    def __init__(self, chance: Random):
        counts = SpellChecker(language="en").word_frequency.dictionary
        usual = sorted((word for word in counts if word.isascii() and word.isalpha()), key=lambda word: (-counts[word], word))
        self.words = ["I" if word == "i" else word for word in usual[:SIZE]]
        self.table = _by_zipf(self.words)
        self.everywhere = [phrase for number, phrase in enumerate(EVERYWHERE) for _ in range(12 // (number + 1))]
        # a word's followers: the bigrams that recur
        self.followers = {word: tuple(chance.choices(self.table, k=FOLLOWERS)) for word in self.words}

    def topic(self, chance: Random) -> "TopicWords":
        """The words and the phrases of two or three words that texts on a topic repeat."""
        words = chance.sample(self.words[CONTENT : SIZE // 4], TOPIC_WORDS)
        phrases = [" ".join(chance.sample(words, chance.choice((2, 2, 3)))) for _ in range(TOPIC_PHRASES)]
        return TopicWords(words, phrases)

    def draw(self, chance: Random, length: int, topic: "TopicWords | None" = None) -> str:
        """Some words without a capital or a full stop: `length` of them, or a few more."""
        random = chance.random
        words = chance.choices(self.table, k=length)
        for place in range(1, length):
            if random() < FOLLOWED:
                words[place] = self.followers[words[place - 1]][int(random() * FOLLOWERS)]
        if topic:
            words[int(random() * length)] = chance.choice(topic.words)
            if random() < 0.6:
                words[int(random() * length)] = chance.choice(topic.phrases)
        if random() < 0.25:
            words[int(random() * length)] = chance.choice(self.everywhere)
        if random() < 0.1:
            words[-1] = f"{chance.randrange(2, 9000):,}"
        return " ".join(words)

    def sentence(self, chance: Random, length: int, topic: "TopicWords | None" = None) -> str:
        words = self.draw(chance, length, topic)
        return f"{words[0].upper()}{words[1:]}."


class TopicWords:
    def __init__(self, words: list[str], phrases: list[str]):
        self.words, self.phrases = words, phrases


def _by_zipf(words: list[str]) -> list[str]:
    """A list in which each word stands as often as Zipf's law says of its rank."""
    weights = [1 / (rank + 2.7) for rank in range(len(words))]
    places = [round(upto * TABLE) for upto in itertools.accumulate(weight / sum(weights) for weight in weights)]
    table: list[str] = []
    for word, upto in zip(words, places, strict=True):
        table += [word] * (upto - len(table))
    return table
