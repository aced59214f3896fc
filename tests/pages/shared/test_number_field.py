"""A number field keeps the number it had until another one was understood, and says which."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    """A script with two fields, a button that puts a number, and one that was pressed before its field was read."""
    import streamlit as st

    from pages.shared.number_field import latest, number_field

    def note() -> None:
        st.session_state["noted"] = latest("epochs"), latest("rate"), latest("elsewhere", "no field")

    st.button("Note", on_click=note)
    st.button("Recipe", on_click=lambda: st.session_state.update(rate=0.07))
    st.session_state.setdefault("rate", 0.07)
    if not st.toggle("Another page"):
        st.session_state["shown"] = (
            number_field("Epochs", 1, 200, key="epochs", on_change=note),
            number_field("Learning rate", -1.0, 100.0, key="rate"),
        )


@pytest.fixture
def at() -> AppTest:
    return AppTest.from_function(page).run()


def typed(at: AppTest, key: str, text: str) -> tuple[object, str | None, str]:
    """The number after that was typed, what the field shows, and what is said."""
    at.text_input(key=f"{key} typed").set_value(text).run()
    assert not at.exception
    return at.session_state[key], at.text_input(key=f"{key} typed").value, "".join(each.value for each in at.caption)


def test_what_is_understood_is_shown_as_it_was(at: AppTest) -> None:
    assert at.session_state["shown"] == (1, 0.07)
    assert typed(at, "rate", "0,05") == (0.05, "0.05", "")
    assert typed(at, "rate", "-½") == (-0.5, "−0.5", "")
    assert typed(at, "epochs", "７") == (7, "7", "")
    assert type(at.session_state["epochs"]) is int
    number, shown, said = typed(at, "rate", "1,234")
    assert (number, shown) == (1.234, "1.234")
    assert "was read as 1\\.234" in said
    assert typed(at, "rate", "2") == (2.0, "2", "")


@pytest.mark.parametrize("text", ["5,5", "1,234", "0", "201", "", "abc", "<b>*7*</b>", "9" * 60])
def test_what_is_not_leaves_the_number_and_says_so(at: AppTest, text: str) -> None:
    typed(at, "epochs", "20")
    number, shown, said = typed(at, "epochs", text)
    assert (number, shown) == (20, text)
    assert said.endswith("20 is kept\\.")
    assert "<b>" not in said
    assert typed(at, "epochs", "21") == (21, "21", "")


def test_callbacks_read_what_was_typed_with_the_same_click(at: AppTest) -> None:
    at.text_input(key="epochs typed").set_value("12")
    at.text_input(key="rate typed").set_value("0,5")
    at.button[0].click().run()
    assert at.session_state["noted"] == (12, 0.5, "no field")


def test_a_number_that_the_page_puts_is_shown_and_outlives_another_page(at: AppTest) -> None:
    typed(at, "rate", "abc")
    at.button[1].click().run()
    assert "abc" in at.caption[0].value  # it is the number that it was
    typed(at, "rate", "3")
    at.button[1].click().run()
    assert at.text_input(key="rate typed").value == "0.07"
    typed(at, "rate", "3")
    at.toggle[0].set_value(True).run()
    at.toggle[0].set_value(False).run()
    assert at.session_state["shown"] == (1, 3.0)
    assert at.text_input(key="rate typed").value == "3"
