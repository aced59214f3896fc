"""Modules as one text: each keeps its own names, runs once and before those that import it; all else is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from pages.components.shared.inline import HERE
from pages.components.shared.modules import inlined

ENTRIES = sorted(path.with_name(f"{path.parent.name}.js") for path in HERE.glob("*/component.py"))

node = pytest.mark.skipif(shutil.which("node") is None, reason="needs node")


def written(folder: Path, modules: dict[str, str]) -> Path:
    """The modules as files; the first one is the entry."""
    for name, text in modules.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", "utf-8")
    return folder / next(iter(modules))


def value(folder: Path, text: str) -> object:
    """The default that a module exports, after it has run in node."""
    (folder / "whole.mjs").write_text(text, "utf-8")
    script = 'import it from "./whole.mjs"; console.log(JSON.stringify(it))'
    command = ["node", "--input-type=module", "--eval", script]
    return json.loads(subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout)


@node
def test_equal_names_of_two_modules_are_two_things(tmp_path: Path) -> None:
    entry = written(
        tmp_path,
        {
            "a/entry.js": 'import { one } from "./one.js"\nimport { two, Two } from "../b/two.js"\n'
            "const secret = 0\nexport default [secret, one(), two, new Two().three]",
            "a/one.js": "const secret = 1\nexport function one() {\n  return secret\n}",
            "b/two.js": "const secret = 2\nexport const two = secret\nexport class Two {\n  three = secret + 1\n}",
        },
    )
    assert value(tmp_path, inlined(entry)) == [0, 1, 2, 3]


@node
def test_what_two_modules_import_runs_once_and_first(tmp_path: Path) -> None:
    entry = written(
        tmp_path,
        {
            "entry.js": 'import { left } from "./left.js"\nimport { right } from "./right.js"\n'
            "export default [left, right]",
            "left.js": 'import { next } from "./shared.js"\nexport const left = next()',
            "right.js": 'import { next } from "./shared.js"\nexport const right = next()',
            "shared.js": "let count = 0\nexport const next = () => ++count",
        },
    )
    assert value(tmp_path, inlined(entry)) == [1, 2]


@pytest.mark.parametrize(
    "line",
    [
        'import it from "./other.js"',
        'import * as it from "./other.js"',
        'import { it as its } from "./other.js"',
        'import {\n  it,\n} from "./other.js"',
        'import "./other.js"',
        'import { it } from "other"',
        'import { it } from "./other.js";',
        'const it = await import("./other.js")',
        "console.log(import.meta.url)",
        "export { it }",
        'export * from "./other.js"',
        "export let it = 1",
        "export default it",
    ],
)
def test_other_forms_are_refused(tmp_path: Path, line: str) -> None:
    modules = {"entry.js": 'import { it } from "./one.js"', "one.js": f"// A remark.\n{line}"}
    modules["other.js"] = "export const it = 1"
    with pytest.raises(ValueError, match=r"one\.js has a form of import or export"):
        inlined(written(tmp_path, modules))


def test_a_circle_is_refused(tmp_path: Path) -> None:
    modules = {"a.js": 'import { b } from "./b.js"', "b.js": 'import { a } from "./a.js"\nexport const b = 1'}
    with pytest.raises(ValueError, match="import each other"):
        inlined(written(tmp_path, modules))


def test_documentation_is_left_out_and_types_in_it_are_no_imports(tmp_path: Path) -> None:
    text = '/**\n * @typedef {import("./x.js").X} X\n */\n/** @type {import("./x.js").X} */\nexport default 1'
    assert inlined(written(tmp_path, {"entry.js": text})) == "const modules = {}\nexport default 1\n"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.stem)
def test_every_component_is_one_module_without_imports(tmp_path: Path, entry: Path) -> None:
    text = inlined(entry)
    lines = text.splitlines()
    assert not any(line.startswith("import") for line in lines)
    assert [line.split()[:2] for line in lines if line.startswith("export")] == [["export", "default"]]
    if shutil.which("node"):
        (tmp_path / "whole.mjs").write_text(text, "utf-8")
        subprocess.run(["node", "--check", tmp_path / "whole.mjs"], check=True)
