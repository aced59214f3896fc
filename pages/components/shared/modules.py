"""ES modules as one text, which is all that Streamlit takes of a component; no bundler is needed.

Each imported module becomes a function's body, so that its names are its own, and runs before those that import it.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
IMPORT = re.compile(r'^import (\{ \w+(?:, \w+)* \}) from "(\.{1,2}/[\w/.]+\.js)"$', re.M)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.M)
DOCUMENTATION = re.compile(r"^ */\*\*(?:[^*]|\*(?!/))*\*/\n", re.M)  # which no browser needs
COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*\*/|//.*")
OTHER_IMPORT = re.compile(r"^\s*import\b.*|.*\bimport *[(.].*", re.M)
OTHER_EXPORT = re.compile(r"^\s*export\b.*", re.M)


def inlined(entry: Path) -> str:
    """The module `entry` and all modules that it imports, itself or through others.

    A module imports names in braces from a relative path, in one line. It exports functions, classes and constants
    where they are declared; only the entry has a default. Raises ValueError for all else and for modules in a circle.
    """
    bodies: dict[Path, str] = {}

    def linked(path: Path, importers: tuple[Path, ...]) -> str:
        above = (*importers, path)

        def constant(found: re.Match[str]) -> str:
            imported = (path.parent / found[2]).resolve()
            if imported in above:
                raise ValueError(f"{_name(path)} and {_name(imported)} import each other, perhaps through others.")
            if imported not in bodies:
                bodies[imported] = _function(imported, linked(imported, above))
            return f'const {found[1]} = modules["{_name(imported)}"]'

        text = IMPORT.sub(constant, DOCUMENTATION.sub("", path.read_text("utf-8")))
        _refuse(OTHER_IMPORT, text, path)
        return text

    text = linked(entry.resolve(), ())
    return "\n".join(["const modules = {}", *bodies.values(), text])


def _function(path: Path, text: str) -> str:
    """A module that is called at once and whose value are its exports."""
    exports = ", ".join(EXPORT.findall(text))
    body = EXPORT.sub("", text)
    _refuse(OTHER_EXPORT, body, path)
    return f'modules["{_name(path)}"] = (() => {{\n{body}\nreturn {{ {exports} }}\n}})()'


def _refuse(other: re.Pattern[str], text: str, path: Path) -> None:
    if found := other.search(COMMENT.sub("", text)):
        raise ValueError(f"{_name(path)} has a form of import or export that is not inlined: {found[0].strip()}")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
