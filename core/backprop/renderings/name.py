"""Names of quantities as mathematics writes them."""


def split_name(name: str) -> tuple[str, str]:
    """The letter and the subscript of a name: w5 is ("w", "5"), a_h1 is ("a", "h1"), learning_rate is ("η", "")."""
    if name == "learning_rate":
        return "η", ""
    return name[0], name[1:].removeprefix("_")
