"""Headings as people write them, and the quantities of the network that they name.

A weight, an input or a neuron's number has its id; a gradient is ∂X/∂Y, whatever was written for ∂ and for E_total.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

RATE, UPDATE = "learning_rate", "update"
LONGEST = 40  # characters of a heading; what is longer is prose
LONGEST_WRITTEN = 200  # the same with LaTeX's commands in it

SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁺′’", "0123456789+''")
RATES = ("learningrate", "lr", "eta", "η", "ͷ", "α", "alpha", "rate", "learnrate", "stepsize", "ŋ", "n", "ղ", "ɳ", "ƞ")
UPDATES = (
    *(
        "update",
        "updates",
        "step",
        "steps",
        "epoch",
        "epochs",
        "iteration",
        "iterations",
        "iter",
        "it",
        "#",
        "no",
        "nr",
    ),
    *("slno", "sno", "srno", "sr", "sl", "s", "serialno", "number", "index", "idx", "k", "row", "round", "run", "time"),
    *("iterationno", "epochno", "stepno", "iteration#", "epoch#", "step#"),
)
TOTALS = (
    "etotal|etot|et|e|totalerror|errortotal|error|loss|totalloss|losstotal|mse|cost|totale|sume|∑e|σe|etotals|errors"
    "|eges|egesamt|l|j|c"
)
TOTAL = re.compile(rf"(?:{TOTALS})")
PLAIN = re.compile(
    r"""(?:
      (?P<i>(?:i|x|input|in)(?P<i_>[12]))
    | (?P<t>(?:t|target|y|tgt|target_?o|targeto|desired|to)(?P<t_>[12]))
    | (?P<w>(?:w|weight|θ|wt)(?P<w_>\d{1,2}))
    | (?P<a>(?:a|out|output|act|activation|activated|sig|sigmoid|σ|f|aout|ao?f|s)(?P<a_>[hko]\d))
    | (?P<n>(?:net|z|in|sum|input|netinput|netin|s|neth?)?(?P<n_>[hko]\d))
    | (?P<p>(?P<p_>[hko]\d)(?P<what>out|output|act|activation|activated|net|in|input|sum))
    | (?P<b>b(?:ias)?(?P<b_>[123]|[hko]\d))
    | (?P<e>(?:e|error|err|loss|l|eo|erroro|losso|j|c)o?(?P<e_>[12]))
    )""",
    re.VERBOSE,
)
NETS = ("net", "in", "input", "sum")  # behind a neuron's name; all others are what it gives on
LATEX = re.compile(r"\\(?:text|mathrm|mathit|mathbf|operatorname|left|right)\b")
QUOTIENT = re.compile(r"\\d?frac\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
SIGNS = "∂δð𝜕∆Δəd∇"
FRACTION = re.compile(rf"[{SIGNS}]?(?P<of>[^/{SIGNS}]+)/[{SIGNS}]?(?P<by>[^/{SIGNS}]+)")
GLUED = re.compile(rf"(?P<of>.*?)[{SIGNS}](?P<by>[^{SIGNS}]+)")
WORDED = re.compile(
    r"(?:grad(?:ient)?(?:of|for)?|slopeof|derivativeof|derivative|dedl?)(?P<by>.+)|(?P<behind>w\d{1,2})grad(?:ient)?"
)
DIGIT = re.compile(r"\d")  # that is in all names but those of the loss, the learning rate and the update
OF_DERIVATIVES = re.compile(rf"[{SIGNS}/]|slope")  # one of which is in every derivative
ASSIGNED = re.compile(r"[:=]\s*$|\s*=\s*[-\d.,]+\s*$")  # η = 0.5
BETWEEN = re.compile(r"[\s_{}\\$*.\"^\-–\[\]]")
NEW = re.compile(r"(?:new|updated|next)(?P<a>w\d{1,2})|(?P<b>w\d{1,2})(?:\+|'|new|updated|next|n|\(t\+1\)|t\+1|plus)")


@lru_cache(maxsize=4096)
def quantity(heading: str) -> str | None:
    """The id that a heading names: w5, w5⁺, a_h1, E_total, ∂E_total/∂w5, learning_rate, update; or None."""
    text = _folded(heading)
    if not text:
        return None
    if text in RATES or (text.startswith(RATES[0]) and text.removeprefix(RATES[0]) in (*RATES, "value")):
        return RATE
    if text in UPDATES:
        return UPDATE
    if not DIGIT.search(text):
        return _symbol(text)
    if new := NEW.fullmatch(text):
        return f"{new['a'] or new['b']}⁺"
    return (OF_DERIVATIVES.search(text) and _derivative(text)) or _symbol(text)


def _folded(heading: str) -> str:
    """The heading in small letters, without blanks, underlines, brackets, and what stands behind an equals sign."""
    head = heading.strip()
    if len(head) > LONGEST_WRITTEN:
        return ""
    if not head.isascii():
        head = unicodedata.normalize("NFKC", head.translate(SUBSCRIPTS))  # 𝜕 is ∂, and w₁ is w1
    if "\\" in head:
        head = LATEX.sub("", QUOTIENT.sub(r"\1/\2", head))
    if len(head) > LONGEST:
        return ""
    if ":" in head or "=" in head:
        head = ASSIGNED.sub("", head).partition("=")[0]  # a_h1 = σ(h1)
    folded = BETWEEN.sub("", head.casefold().replace("σ(", "σ"))
    folded = folded.replace("partial", "∂").replace("delta", "δ").replace("sigma", "σ").replace("ς", "σ")
    folded = folded.replace("σ(", "σ")
    if folded.endswith(")") and "(" in folded and "/" not in folded and not folded.startswith(tuple(SIGNS)):
        name, _, inside = folded[:-1].partition("(")
        if name in RATES or inside in RATES:
            return name if name in RATES else inside
        if NEW.fullmatch(name + inside) or NEW.fullmatch(f"{name}({inside})"):
            return f"{name}new"
        return (name + inside) if _symbol(name + inside) else name
    return folded.replace("(", "").replace(")", "").lstrip("'")


def _symbol(text: str) -> str | None:
    if TOTAL.fullmatch(text):
        return "E_total"
    match = PLAIN.fullmatch(text)
    if not match:
        return None
    if match["w"]:
        return f"w{int(match['w_'])}"
    if match["i"] or match["t"]:
        return f"i{match['i_']}" if match["i"] else f"t{match['t_']}"
    if match["a"]:
        return f"a_{match['a_']}"
    if match["n"]:
        return match["n_"]
    if match["p"]:
        return match["p_"] if match["what"] in NETS else f"a_{match['p_']}"
    if match["b"]:
        return f"b{match['b_']}" if match["b_"].isdigit() else f"b_{match['b_']}"
    return f"E{match['e_']}"


def _derivative(text: str) -> str | None:
    plain = text.replace("(", "").replace(")", "")
    if match := FRACTION.fullmatch(plain):
        of, by = _symbol(match["of"]), _symbol(match["by"])
        marked = plain[0] in SIGNS or plain.partition("/")[2][0] in SIGNS
        return f"∂{of}/∂{by}" if of and by and (marked or of == "E_total") else None
    if match := GLUED.fullmatch(plain):
        of, by = match["of"], _symbol(match["by"])
        if by and by not in ("i1", "i2", "t1", "t2", "E_total") and (not of or _symbol(of) == "E_total"):
            return f"∂E_total/∂{by}"
        if by and (target := _symbol(of)):
            return f"∂{target}/∂{by}"
    if match := re.fullmatch(rf"[{SIGNS}](?P<of>[a-z0-9]+?)[{SIGNS}](?P<by>\w+)", plain):
        of, by = _symbol(match["of"]), _symbol(match["by"])
        return f"∂{of}/∂{by}" if of and by else None
    if match := WORDED.fullmatch(plain):
        by = _symbol(match["by"] or match["behind"])
        return f"∂E_total/∂{by}" if by else None
    return None
