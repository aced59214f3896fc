import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.backprop.engine.descent import descend
from core.backprop.engine.graph import Graph, NonFinite, half_squared_error, weighted_sum
from core.backprop.engine.network import WORKSHEET, Network
from core.backprop.lesson.lesson import every_number, lesson
from core.backprop.lesson.place import MOST_UPDATES, Place, advanced, checked, edited, from_link, network_at, to_link
from core.backprop.lesson.presets import LARGEST_SEED, NAMES, RANDOM, preset

STEPS = tuple(step.name for step in lesson(Network(), 0.5))
PARAMETERS = ("preset", "seed", *WORKSHEET.given, "rate", "step", "update", "updates")
NO_NUMBERS = (
    "",
    " ",
    "nan",
    "inf",
    "-Infinity",
    "1e999",
    "0x10",
    "1_000",
    "None",
    "1½ 2",
    "1,234",
    "\ud800",
    "\x00",
    "%s",
)
ATTACKS = ("<script>alert(1)</script>", "'; DROP TABLE steps; --", "{name}", "9" * 10_000, "x" * 100_000)
ODD = ("-1", "-0", "1.5", "²", "1e200", "1e308", "-1e308", str(LARGEST_SEED + 1), str(MOST_UPDATES + 1))
FINITE = st.floats(allow_nan=False, allow_infinity=False)
SOME_UPDATES = st.integers(0, 20)


@st.composite
def places(draw: st.DrawFn) -> Place:
    """Any place that can be shown, with numbers of any size."""
    name = draw(st.sampled_from(NAMES))
    seed = draw(st.integers(0, LARGEST_SEED)) if name == RANDOM else 0
    changed = draw(st.dictionaries(st.sampled_from(WORKSHEET.given), FINITE))
    network = preset(name, seed).network.replaced(**changed)
    updates = draw(SOME_UPDATES)
    update = draw(st.integers(0, updates))
    place = Place(name, seed, network, draw(FINITE), draw(st.sampled_from(STEPS)), update, updates)
    try:
        assume(checked(place) == place)
    except NonFinite:
        assume(False)
    return place


@given(places())
@settings(deadline=None)
def test_a_link_leads_back_to_its_place(place: Place) -> None:
    assert from_link(to_link(place), STEPS) == (place, [])


@given(
    st.dictionaries(
        st.sampled_from(PARAMETERS),
        st.sampled_from(NO_NUMBERS + ATTACKS + ODD) | st.text() | FINITE.map(repr) | SOME_UPDATES.map(str),
    )
)
@settings(max_examples=300, deadline=None)
def test_any_link_leads_to_a_place_that_can_be_shown(link: dict[str, str]) -> None:
    place, problems = from_link(link, STEPS)
    assert place.preset in NAMES
    assert place.step in STEPS
    assert 0 <= place.seed <= LARGEST_SEED
    assert 0 <= place.update <= place.updates <= MOST_UPDATES
    assert len(lesson(network_at(place), place.learning_rate)) == len(STEPS)
    for problem in problems:
        assert problem.split(" (")[0] in link or "overflowed" in problem


@pytest.mark.parametrize("text", NO_NUMBERS + ATTACKS)
def test_what_is_not_a_number_is_left_out_and_named(text: str) -> None:
    place, problems = from_link({"w1": text, "w2": "0.7"}, STEPS)
    assert place == Place(network=Network(w2=0.7))
    assert problems == [f"w1 ({text[:20] or 'empty'})"]


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        ("preset", "Worksheet"),
        ("step", "d-w9"),
        ("rate", "inf"),
        ("seed", str(LARGEST_SEED + 1)),
        ("update", str(MOST_UPDATES + 1)),
        *(("updates", text) for text in ("", "-1", "1.5", "²", "٣", "9" * 10_000)),
    ],
)
def test_each_part_that_makes_no_sense_is_left_out_and_named(parameter: str, text: str) -> None:
    place, problems = from_link({parameter: text}, STEPS)
    assert place == Place()
    assert problems == [f"{parameter} ({text[:20] or 'empty'})"]


def test_the_largest_seed_and_the_last_update_are_within_reach() -> None:
    link = {"preset": RANDOM, "seed": str(LARGEST_SEED), "update": str(MOST_UPDATES)}
    place, problems = from_link(link, STEPS)
    assert problems == []
    assert (place.seed, place.update) == (LARGEST_SEED, MOST_UPDATES)


def test_a_link_to_a_network_that_overflows_leads_to_the_worksheet_and_says_why() -> None:
    place, problems = from_link({"t1": "1e200", "rate": "nan"}, STEPS)
    assert place == Place()
    assert problems == ["rate (nan)", "all its numbers (E1 overflowed)"]


def test_the_beginning_needs_no_parameters() -> None:
    assert to_link(Place()) == {}
    assert from_link({}, STEPS) == (Place(), [])
    assert to_link(Place.at_preset("overshoot")) == {"preset": "overshoot"}
    assert to_link(Place.at_preset(RANDOM, 7)) == {"preset": "random", "seed": "7"}


def test_a_link_says_only_what_differs_from_its_preset() -> None:
    place = Place(network=Network(w5=0.1 + 0.2), learning_rate=2.0, step="d-w5", update=3, updates=10)
    link = {"w5": "0.30000000000000004", "rate": "2.0", "step": "d-w5", "update": "3", "updates": "10"}
    assert to_link(place) == link


def test_numbers_in_a_link_may_be_written_as_a_person_would() -> None:
    place, problems = from_link({"w1": "0,5", "w2": "−2", "rate": "4.5×10⁻⁵"}, STEPS)
    assert problems == []
    assert (place.network, place.learning_rate) == (Network(w1=0.5, w2=-2), 4.5e-5)


def test_parameters_of_other_pages_are_ignored() -> None:
    assert from_link({"page": "draw", "w9": "nan", "E_total": "1"}, STEPS) == (Place(), [])


def test_a_run_is_at_least_as_long_as_the_update_it_shows() -> None:
    place, _ = from_link({"update": "7", "updates": "3"}, STEPS)
    assert (place.update, place.updates) == (7, 7)


def test_a_place_shows_the_network_after_its_updates() -> None:
    assert network_at(Place()) == Network()
    assert network_at(Place(update=2, updates=5)) == Network().updated(0.5).updated(0.5)


def test_an_edit_starts_a_new_descent_from_the_numbers_of_the_moment() -> None:
    now = Network().updated(0.5).updated(0.5)
    place = edited(Place(update=2, updates=5, step="d-w5"), "w5", "0,7")
    assert place == Place(network=now.replaced(w5=0.7), update=0, updates=0, step="d-w5")


def test_an_edit_of_the_rate_or_the_update_keeps_the_start() -> None:
    place = Place(update=2, updates=5)
    assert edited(place, "learning_rate", "2") == Place(learning_rate=2.0, update=2, updates=5)
    assert edited(place, "update", "4") == Place(update=4, updates=5)


@pytest.mark.parametrize(
    ("name", "text"), [("w5", "abc"), ("w5", "inf"), ("w9", "1"), ("h1", "1"), ("update", "6"), ("update", "-1")]
)
def test_an_edit_that_makes_no_sense_is_refused(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        edited(Place(update=2, updates=5), name, text)


def test_an_edit_that_overflows_is_refused() -> None:
    with pytest.raises(NonFinite, match=r"^E1"):
        edited(Place(), "t1", "1e200")


def test_advancing_shows_the_same_step_of_a_later_update() -> None:
    assert advanced(Place(step="verify"), 1) == Place(update=1, updates=1, step="verify")
    assert advanced(Place(update=2, updates=10), 3) == Place(update=5, updates=10)
    assert advanced(Place(update=9, updates=10), 3) == Place(update=12, updates=12)


def test_there_is_an_end_to_advancing() -> None:
    last = advanced(Place(), MOST_UPDATES + 1)
    assert last == Place(update=MOST_UPDATES, updates=MOST_UPDATES)
    with pytest.raises(ValueError, match="at most 5,000 updates"):
        advanced(last, 1)


def test_a_descent_that_overflows_later_on_is_shortened() -> None:
    line = Graph(("i1",), ("t1",), ("w1",), (weighted_sum("h1", ("w1", "i1")), half_squared_error("E1", "t1", "h1")))
    place = Place(network=Network(line, i1=1, w1=0, t1=1), learning_rate=10, update=500, updates=1000)
    shortened = checked(place)
    assert shortened.update == shortened.updates == descend(place.network, 10, 1000).updates - 1 < 500
    assert every_number(network_at(shortened), 10)  # the last update shown still has a lesson
