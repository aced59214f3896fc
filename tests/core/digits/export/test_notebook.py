"""The notebook has the script's code, cell by cell, in the form of Jupyter's files."""

from __future__ import annotations

import json

from core.digits.export.notebook import notebook
from core.digits.export.script import script
from core.digits.training.config import Config


def test_its_cells_are_the_script() -> None:
    made = script(Config())
    found = json.loads(notebook(made))
    assert (found["nbformat"], found["nbformat_minor"]) == (4, 5)
    assert {cell["cell_type"] for cell in found["cells"]} == {"code", "markdown"}
    assert len({cell["id"] for cell in found["cells"]}) == len(found["cells"])
    code = "\n\n".join("".join(cell["source"]) for cell in found["cells"] if cell["cell_type"] == "code")
    kept = [line for line in made.splitlines() if line and not line.startswith("#")]
    assert [line for line in code.splitlines() if line and not line.startswith("#")] == kept
    compile(code, "notebook", "exec")
    words = "".join(found["cells"][0]["source"])
    assert words.startswith("A network of 19,716 parameters that learns MNIST")
