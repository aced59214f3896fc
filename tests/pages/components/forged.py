"""What a forger may send instead of what our components do: any JSON at all, and near misses."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

NUMBERS: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(
        [None, True, False, -1, 0, 0.5, 1e308, float("nan"), float("inf"), 2**53, 2**63, 10**400, -(10**400)]
    ),
    st.integers(),
    st.floats(),
)
TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["\ud800", "\x00", "w5", "start", "learning_rate", "1e308", "9" * 400, "x" * 20_000, "w1,w2"]),
)
SCALARS = st.one_of(NUMBERS, TEXTS)
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=8
)


def near(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A message with these fields, some of them missing, odd, or too many; sometimes none at all."""
    odd = {name: right | ANYTHING for name, right in fields.items()}
    return st.one_of(
        st.fixed_dictionaries(dict(fields)),
        st.fixed_dictionaries({}, optional=odd),
        st.fixed_dictionaries(odd, optional={"more": ANYTHING}),
        ANYTHING,
    )


KINDS = ("edit", "advance", "step", "restore", "walk", "horizon", "pick", "of", "answer", "help", "mark", "", "eval")
EVENTS = near(
    number=st.integers(1, 2**53 - 1), kind=st.sampled_from(KINDS), name=TEXTS, text=TEXTS | st.integers().map(str)
)
SENT = near(events=st.lists(EVENTS, max_size=4), pick=ANYTHING)
