"""Names of quantities as mathematics writes them."""


def split_name(name: str) -> tuple[str, str]:
    """The letter and the subscript of a name: w5 is ("w", "5"), a_h1 is ("a", "h1"), learning_rate is ("η", "")."""
    if name == "learning_rate":
        return "η", ""
    letters = 2 if name.startswith("Δ") else 1  # ΔE_total is ("ΔE", "total")
    return name[:letters], name[letters:].removeprefix("_")
