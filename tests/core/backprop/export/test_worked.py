from core.backprop.engine.network import Network
from core.backprop.export.worked import TITLES, chapters
from core.backprop.lesson.lesson import PHASES, lesson


def test_the_chapters_are_the_phases_and_have_every_step_but_the_first() -> None:
    steps = lesson(Network(), 0.5)
    found = chapters(steps)
    assert [chapter.title for chapter in found] == list(TITLES.values())
    assert tuple(step for chapter in found for step in chapter.steps) == steps[1:]
    assert list(TITLES) == list(PHASES[1:])


def test_a_chapter_has_steps_of_one_phase_only() -> None:
    for chapter in chapters(lesson(Network(), 0.5)):
        assert len({step.phase for step in chapter.steps}) == 1
