"""What a visitor changes on each page, and how the server hears of it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from random import Random
from secrets import token_hex

from PIL import Image, ImageDraw

from benchmarks.visitor import Answer, Visitor
from core.digits.drawing.strokes import CANVAS, Stroke, to_canvas

PEN = 20.0


@dataclass(frozen=True)
class Page:
    """`address` is its path; `change` does something with a random number, the `number`-th time."""

    address: str
    change: Callable[[Visitor, Random, int], Awaitable[Answer]]
    asks_who: bool = False  # the browser has to say who visits before the page comes


async def slider(visitor: Visitor, random: Random, number: int) -> Answer:
    return await visitor.send(visitor.ids()[0], double_array_value={"data": [round(random.uniform(-5, 5), 2)]})


async def weight(visitor: Visitor, random: Random, number: int) -> Answer:
    name, text = f"w{random.randint(1, 8)}", f"{random.uniform(-1, 1):.2f}"
    return await visitor.tell("stepper", events=[{"number": number, "kind": "edit", "name": name, "text": text}])


async def rates(visitor: Visitor, random: Random, number: int) -> Answer:
    chosen = ["0.1", "0.5", f"{random.uniform(0.1, 3):.3f}"]
    return await visitor.send(visitor.id("explore race rates"), string_array_value={"data": chosen})


async def attempt(visitor: Visitor, random: Random, number: int) -> Answer:
    asked, text = visitor.data("turn:now")["data"]["asked"], f"{random.uniform(-1, 1):.4f}"
    return await visitor.tell("turn", events=[{"number": number, "kind": "answer", "name": asked, "text": text}])


async def epochs(visitor: Visitor, random: Random, number: int) -> Answer:
    return await visitor.send(visitor.id("train set epochs typed"), string_value=str(random.randint(1, 40)))


async def stroke(visitor: Visitor, random: Random, number: int) -> Answer:
    line, picture = random.choice(_drawings())
    sheet = visitor.data("draw-canvas")["backgroundColor"]
    drawing = {"raw": {**to_canvas([_stroke(line)]), "background": sheet}, "data": picture}
    return await visitor.tell("draw-canvas", drawing=drawing, backgroundFit=None)


@cache
def _drawings() -> list[tuple[list[tuple[int, int]], str]]:
    """Lines and their pictures, made beforehand: a browser makes them on its own machine, not on the server's."""
    random = Random(0)
    lines = [[(random.randint(40, 240), random.randint(40, 240)) for _ in range(4)] for _ in range(100)]
    return [(line, _picture(line)) for line in lines]


def _stroke(line: list[tuple[int, int]]) -> Stroke:
    return Stroke(tuple(("ML"[at > 0], (float(x), float(y))) for at, (x, y) in enumerate(line)), PEN)


def _picture(line: list[tuple[int, int]]) -> str:
    image, buffer = Image.new("RGBA", (CANVAS, CANVAS), "white"), BytesIO()
    ImageDraw.Draw(image).line(line, "black", int(PEN), "curve")
    image.save(buffer, "PNG")
    return "data:image/png;base64," + b64encode(buffer.getvalue()).decode()


async def arrive(visitor: Visitor, page: Page) -> Answer:
    """Opens the page; `seconds` are those until all of it has come."""
    answer = await visitor.open()
    if not page.asks_who:
        return answer
    more = await visitor.tell("visitor", token=token_hex(16))
    return Answer(
        answer.seconds + more.seconds,
        answer.size + more.size,
        answer.messages + more.messages,
        answer.exceptions + more.exceptions,
    )


EMPTY = Page("", slider)
PAGES = {
    "backprop": Page("", weight),
    "explore": Page("explore", rates),
    "practice": Page("practice", attempt),
    "train": Page("train", epochs, asks_who=True),
    "draw": Page("draw", stroke, asks_who=True),
}
