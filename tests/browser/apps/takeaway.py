"""The choice of files to take along, alone, for the tests in a browser."""

from core.backprop.engine.network import Network
from pages.parts.backprop.takeaway import takeaway

takeaway(Network(w5=0.7), 0.25, 12)
