"""The choice of files to take along, alone, for the tests in a browser."""

from core.backprop.engine.network import Network
from core.backprop.lesson.place import Place
from pages.parts.backprop.takeaway import takeaway

takeaway(Place(network=Network(w5=0.7), learning_rate=0.25, update=12, updates=12))
