"""Where everything of a network's picture is drawn: `wide` for a screen, `tall` for a phone."""

from core.figures.picture_parts import NetworkLayout
from core.figures.picture_tall import tall
from core.figures.picture_wide import wide

__all__ = ["NetworkLayout", "tall", "wide"]
