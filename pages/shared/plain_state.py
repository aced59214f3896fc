"""What a component has sent, as it came.

Streamlit hands `st.session_state[key]` of a component out as a dictionary that writes through, of a class which is made
anew for each look, twice whenever a component is shown: a twelfth of what a change costs the server. No page here
writes so, or reads there what was but a trigger.
"""

from __future__ import annotations

from streamlit.components.v2.bidi_component import main

from pages.shared.once import once

INSIDE = "make_bidi_component_presenter"  # there is no public way; in a Streamlit without it everything stays as it is


@once
def keep_plain() -> None:
    """From now on a component's state in the session is the plain dictionary."""
    if hasattr(main, INSIDE):
        setattr(main, INSIDE, lambda *_: None)  # nothing comes between, which Streamlit allows
