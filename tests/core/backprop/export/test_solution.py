import re
from collections import Counter

import pytest
from hypothesis import given, settings

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network, network_of
from core.backprop.export.solution import mathematics, prose, solution
from core.backprop.lesson.lesson import lesson
from core.backprop.notation.number import format_number
from tests.core.backprop.export.computable import computable
from tests.core.backprop.networks import SHAPES, shaped_networks

NAMES = {"a_h1": "a_{h1}", "o1": "o_{1}", "E_total": "E_{total}", "h1": "h_{1}"}


def is_well_formed(text: str) -> None:
    """Braces and environments are closed in the order in which they were opened, and mathematics is closed, too."""
    open_: list[str] = []
    for part in re.findall(r"\\\\|\\[{}$%&#_]|\\begin\{\w+\*?\}|\\end\{\w+\*?\}|[{}]", text):
        if part.startswith(r"\begin"):
            open_.append(part[6:])
        elif part.startswith(r"\end"):
            assert open_.pop() == part[4:]
        elif part == "{":
            open_.append(part)
        elif part == "}":
            assert open_.pop() == "{"
    assert not open_
    assert Counter(re.sub(r"\\.", "", text))["$"] % 2 == 0
    assert not re.search(r"(?<!\\)[#%]", text)


def paragraphs(text: str) -> list[str]:
    return text.split(r"\paragraph{")[1:]


@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_every_step_is_there_with_its_result(architecture: Architecture) -> None:
    net = network_of(architecture)
    text = solution(net, 0.5, digits=6)
    steps = lesson(net, 0.5)[1:]
    for step, paragraph in zip(steps, paragraphs(text), strict=True):
        assert step.equation is not None
        result = mathematics(format_number(step.equation.result, 6))
        assert f"= {result}\n\\end{{align*}}" in paragraph, step.name


@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_the_document_is_well_formed_and_of_latex_s_own_characters(architecture: Architecture) -> None:
    text = solution(network_of(architecture), 0.5)
    assert text.isascii(), {character for character in text if not character.isascii()}
    is_well_formed(text)


@given(shaped_networks())
@settings(max_examples=20, deadline=None)
def test_the_document_of_any_network_is_well_formed(net: Network) -> None:
    net = computable(net)
    computable(net.updated(0.01))
    text = solution(net, 0.01)
    assert text.isascii()
    is_well_formed(text)


def test_an_equation_has_symbols_numbers_and_result_below_each_other() -> None:
    (o1,) = (each for each in paragraphs(solution(Network(), 0.5)) if each.startswith("$o_{1}$"))
    assert o1.endswith(
        r"""\begin{align*}
o_{1} &= w_{5} \cdot a_{h1} + w_{6} \cdot a_{h2} \\
 &= 0.4 \cdot 0.506875 + 0.45 \cdot 0.510623 \\
 &= 0.202750 + 0.229781 \\
 &= 0.432530
\end{align*}

"""
    )


def test_a_long_sum_goes_on_in_the_next_line() -> None:
    net = network_of(Architecture((4, 4), biases="per neuron"))
    text = solution(net.replaced(**dict.fromkeys(net.graph.weights, -1.23456e-5)), 0.5)
    assert r"&\quad + " in text
    longest = max(re.sub(r"\\[a-z]+|[{}_ ]", "", line) for line in text.splitlines() if "&" in line)
    assert len(longest) < 110


def test_the_given_numbers_come_first() -> None:
    beginning = solution(Network(), 0.25).split(r"\section*{Forward pass}")[0]
    assert r"w_{8} &= 0.55" in beginning
    assert r"\eta &= 0.25" in beginning


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("a_h1 feeds o1", "$a_{h1}$ feeds $o_{1}$"),
        ("∂E_total/∂o1 is", r"$\partial E_{total} / \partial o_{1}$ is"),
        ("100 % of #1 & {x}_y", r"100 \% of \#1 \& \{x\}\_y"),
        (r"a\b ~ ^", r"a\textbackslash{}b \textasciitilde{} \textasciicircum{}"),
        ("$5", r"\$5"),
        ("a (1 − a): at most ¼", r"a (1 $-$ a): at most $\tfrac{1}{4}$"),
        ("1 − a², σ", r"1 $-$ a$^{2}$, $\sigma$"),
        ("rises to 4.5×10⁻⁵.", r"rises to 4.5$ \times 10^{-5}$."),
        ("the “goal” isn’t", "the ``goal'' isn't"),
    ],
)
def test_sentences_are_escaped_and_names_are_mathematics(text: str, latex: str) -> None:
    assert prose(text, NAMES) == latex


def test_numbers_are_written_in_latex_s_own_characters() -> None:
    assert mathematics(r"−4.5×10⁻¹² \cdot w_{5}") == r"-4.5 \times 10^{-12} \cdot w_{5}"
    assert mathematics("ΔE_{total}") == r"\Delta E_{total}"


def test_what_overflows_has_no_solution() -> None:
    with pytest.raises(NonFinite):
        solution(Network(t1=1e200), 0.5)
