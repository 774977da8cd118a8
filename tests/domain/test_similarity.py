from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import similarity
from bot.domain.similarity import Index, Match

# The same idea in bokmål and in nynorsk.
IN_BOTH_FORMS = [
    (
        "Hvordan kan vi få ned ventetiden på helsestasjonen?",
        "Korleis kan vi få ned ventetida på helsestasjonen?",
    ),
    ("Unge faller utenfor skolen uten at noen ser det", "Unge fell utanfor skulen utan at nokon ser det"),
    ("Foreldre må fylle ut samme skjema på hver skole", "Foreldre må fylle ut same skjema på kvar skule"),
    ("Lærere bruker for mye tid på rapportering", "Lærarar brukar for mykje tid på rapportering"),
    (
        "Ungdommer mangler et sted å være på ettermiddagen",
        "Ungdomar manglar ein stad å vere på ettermiddagen",
    ),
    ("Innbyggere finner ikke fram til riktig tjeneste", "Innbyggjarar finn ikkje fram til riktig teneste"),
    ("Ensomhet blant eldre som bor hjemme", "Einsemd blant eldre som bur heime"),
    ("Ansatte mister oversikten når kolleger er syke", "Tilsette mistar oversikta når kollegaer er sjuke"),
    ("Skoleveien er utrygg om vinteren", "Skulevegen er utrygg om vinteren"),
    (
        "Barn i fattige familier står utenfor fritidsaktiviteter",
        "Born i fattige familiar står utanfor fritidsaktivitetar",
    ),
    ("Veiledningen kommer for sent", "Rettleiinga kjem for seint"),
    ("Møter uten mål tar for mye tid", "Møte utan mål tek for mykje tid"),
    ("Ventelisten øker for hver uke", "Ventelista aukar for kvar veke"),
    ("Tryggheten på lekeplassen er dårlig", "Tryggleiken på leikeplassen er dårleg"),
    ("Muligheten for medvirkning er liten", "Moglegheita for medverknad er liten"),
]
REPHRASED = [
    ("Ventetid på helsestasjonen", "Lang ventetid hos helsestasjonen for nybakte foreldre"),
    ("Brev fra kommunen er vanskelige å forstå", "Nyankomne forstår ikke brevene fra kommunen"),
    ("Hva kan vi slutte med? Referater som ingen leser", "Vi skriver referater ingen leser"),
    (
        "How might we shorten the waiting time at the health centre?",
        "Waiting times at health centres are too long",
    ),
    ("Fylle ut samme skjema flere ganger", "Foreldre må fylle ut det samme skjemaet igjen og igjen"),
]
# Other subjects, with words of the same kind.
APART = [
    "Ventetiden på helsestasjonen er lang",
    "Unge slutter på videregående skole",
    "Foreldre fyller ut samme skjema mange ganger",
    "Lærere drukner i rapportering",
    "Eldre er ensomme i helgene",
    "Skoleveien er mørk og glatt",
    "Nyankomne får ikke praktisert norsk",
    "Møter uten agenda",
    "Idrettshallen står tom på dagtid",
    "Pårørende vet ikke hvem de skal ringe",
    "Young people do not know whom to ask for help",
    "Vikarer får ikke opplæring før første vakt",
]


@pytest.mark.parametrize(("one", "other"), IN_BOTH_FORMS)
def test_bokmal_and_nynorsk_meet(one: str, other: str) -> None:
    (match,) = similarity.similar(one, [(1, similarity.fingerprint(other))])
    assert match.score >= 0.5


@pytest.mark.parametrize(("one", "other"), REPHRASED)
def test_the_same_idea_in_other_words_is_found(one: str, other: str) -> None:
    assert [match.id for match in similarity.similar(one, [(7, similarity.fingerprint(other))])] == [7]


@pytest.mark.parametrize(("one", "other"), list(combinations(APART, 2)))
def test_different_ideas_are_kept_apart(one: str, other: str) -> None:
    assert similarity.similar(one, [(1, similarity.fingerprint(other))]) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?!",
        "Hvordan kan vi",
        "Korleis kan vi …?",
        "How might we",
        "Hva kan vi slutte med?",
        "Kva kan vi slutte med?",
        "og det er ikke noe vi kan",
        "dette er ikkje noko for oss",
        "this is not for us",
    ],
)
def test_a_text_without_a_word_of_its_own_is_like_nothing(text: str) -> None:
    assert similarity.fingerprint(text) == frozenset()
    assert similarity.similar(text, [(1, frozenset()), (2, similarity.fingerprint("ventetid"))]) == []


def test_the_stock_phrase_makes_no_difference() -> None:
    plain = similarity.fingerprint("kortere ventetid på helsestasjonen")
    for phrase in ("Hvordan kan vi få", "«Korleis kan vi få", "HOW MIGHT WE GET"):
        assert similarity.fingerprint(f"{phrase} kortere ventetid på helsestasjonen») ?") == plain


def test_case_width_and_composition_make_no_difference() -> None:
    plain = similarity.fingerprint("Søvn og skjerm")
    assert similarity.fingerprint("SØVN OG SKJERM") == plain
    assert similarity.fingerprint("ｓøｖｎ og ｓｋｊｅｒｍ") == plain
    assert similarity.fingerprint("på skolegården") == similarity.fingerprint("pa\u030a skolega\u030arden")


def test_trigrams_are_padded_so_that_a_short_word_counts() -> None:
    assert similarity.fingerprint("ø") == {"  ø", " ø "}
    assert similarity.fingerprint("buss") == {"  b", " bu", "bus", "uss", "ss "}


def test_the_threshold_is_exact() -> None:
    wanted = similarity.fingerprint("buss")  # five trigrams
    padding = {f"{n:03}" for n in range(100)}
    for others in range(20):
        candidate = frozenset(wanted | set(sorted(padding)[:others]))
        found = similarity.similar("buss", [(1, candidate)])
        assert bool(found) is (35 * (5 + others) <= 500), others


def test_at_most_three_the_most_similar_first_and_the_oldest_among_equals() -> None:
    text = "ventetid på helsestasjonen"
    candidates = [
        (9, similarity.fingerprint("ventetid på helsestasjonen")),
        (4, similarity.fingerprint("ventetid på helsestasjonen")),
        (2, similarity.fingerprint("ventetid på helsestasjonen i sommer")),
        (1, similarity.fingerprint("ventetid på helsestasjonen i sommer og vinter")),
        (3, similarity.fingerprint("noe helt annet")),
    ]
    found = similarity.similar(text, candidates)
    assert [match.id for match in found] == [4, 9, 2]
    assert found[0].score == found[1].score == 1.0
    assert similarity.similar(text, reversed(candidates)) == found
    assert [match.id for match in similarity.similar(text, candidates, limit=9)] == [4, 9, 2, 1]


WORDS = st.sampled_from(
    [
        "barn",
        "skole",
        "skule",
        "ventetid",
        "skjema",
        "unge",
        "eldre",
        "tilbud",
        "tilbod",
        "fritid",
        "helse",
        "lærer",
        "møte",
        "og",
        "i",
    ]
)
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)


@given(TEXTS, TEXTS)
def test_likeness_goes_both_ways(one: str, other: str) -> None:
    there = [match.score for match in similarity.similar(one, [(1, similarity.fingerprint(other))])]
    back = [match.score for match in similarity.similar(other, [(1, similarity.fingerprint(one))])]
    assert there == back


@given(TEXTS)
def test_a_text_is_like_itself(text: str) -> None:
    found = similarity.similar(text, [(1, similarity.fingerprint(text))])
    assert found == ([Match(1, 1.0)] if similarity.fingerprint(text) else [])


@given(st.text())
def test_any_text_has_a_fingerprint(text: str) -> None:
    assert all(len(trigram) == 3 for trigram in similarity.fingerprint(text))


STEPS = st.lists(st.tuples(st.sampled_from(["add", "remove"]), st.integers(1, 12), TEXTS), max_size=40)


@given(STEPS, TEXTS, st.integers(0, 5))
def test_an_index_answers_as_a_scan_does(steps: list[tuple[str, int, str]], text: str, limit: int) -> None:
    index, held = Index(), {}
    for step, id, words in steps:
        if step == "add":
            index.add(id, words)
            held[id] = words
        else:
            index.remove(id)
            held.pop(id, None)
    assert len(index) == len(held)
    assert all((id in index) is (id in held) for id in range(14))
    candidates = [(id, similarity.fingerprint(words)) for id, words in held.items()]
    assert index.search(text, limit=limit) == similarity.similar(text, candidates, limit=limit)


def test_an_index_of_thousands_finds_the_one() -> None:
    index = Index()
    for id in range(3000):
        index.add(id, f"{APART[id % len(APART)]} på sted {id}")
    index.add(3000, "Kantina kaster mat hver fredag")
    assert index.search("Hvordan kan vi kaste mindre mat i kantina på fredager?")[0].id == 3000
    index.remove(3000)
    assert index.search("Hvordan kan vi kaste mindre mat i kantina på fredager?") == []


def test_an_index_forgets_what_an_idea_said_before() -> None:
    index = Index()
    index.add(1, "Skoleveien er mørk")
    index.add(1, "Kantina kaster mat")
    assert index.search("Skoleveien er mørk") == []
    assert [match.id for match in index.search("Kantina kaster mat")] == [1]
    assert len(index) == 1
