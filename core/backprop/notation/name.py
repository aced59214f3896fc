"""Names of quantities as mathematics writes them."""

from core.backprop.engine.batch import LETTERS, example_of

GREEK = {  # what a learning rate and the settings of an optimizer are called
    "learning_rate": ("η", ""),
    "momentum": ("μ", ""),
    "beta1": ("β", "1"),
    "beta2": ("β", "2"),
    "epsilon": ("ε", ""),
}
HAT = "\u0302"  # over the letter before it: m̂


def split_name(name: str) -> tuple[str, str]:
    """The letter and the subscript of a name: w5 is ("w", "5"), a_h1 is ("a", "h1"), learning_rate is ("η", "").

    The mark of an example ends the subscript, in brackets: h1ᵇ is ("h", "1⁽ᵇ⁾").
    """
    if name in GREEK:
        return GREEK[name]
    if example_of(name) is not None:
        letter, subscript = split_name(name[:-1])
        return letter, f"{subscript}⁽{name[-1]}⁾"
    letters = 2 if name.startswith("Δ") or name[1:2] == HAT else 1  # ΔE_total is ("ΔE", "total")
    return name[:letters], name[letters:].removeprefix("_")


def split_mark(name: str) -> tuple[str, str]:
    """The name without the mark of its example, and the example's letter; no letter for a name outside of batches."""
    example = example_of(name)
    return (name, "") if example is None else (name[:-1], LETTERS[example])
