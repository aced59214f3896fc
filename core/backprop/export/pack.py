"""All that is handed in with the exercise, as one .zip."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from core.backprop.export.rates import rates_csv
from core.backprop.export.receipt import FILES, receipt
from core.backprop.export.scripts.numpy_script import numpy_script
from core.backprop.export.scripts.plain_python import plain_python
from core.backprop.export.scripts.torch_script import torch_script
from core.backprop.export.spreadsheet import spreadsheet
from core.backprop.export.start import Start
from core.backprop.lesson.place import Place

READ_ME = "read me.txt"


def pack(place: Place, start: Start, updates: int, chart: str, link: str) -> bytes:
    """The .zip of so many updates from `start`. `chart` is an SVG of six learning rates, `link` restores `place`.

    Imports torch. Raises what `spreadsheet` and `receipt` raise.
    """
    net, rate, sentence, first = start.network, start.learning_rate, start.sentence, start.update
    contents: dict[str, str | bytes] = {
        READ_ME: receipt(place, start, updates, link),
        "filled.xlsx": spreadsheet(net, rate, updates, sentence, first),
        "blank.xlsx": spreadsheet(net, rate, updates, sentence, first, blank=True),
        "learning-rates.csv": rates_csv(net, updates, first),
        "learning-rates.svg": chart,
        "network.py": plain_python(net, rate, updates, sentence),
        "network_numpy.py": numpy_script(net, rate, updates, sentence),
        "network_torch.py": torch_script(net, rate, updates, sentence),
    }
    assert contents.keys() == {READ_ME, *FILES}
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as parts:
        for name, content in contents.items():
            parts.writestr(name, content)
    return file.getvalue()
