"""The network of the worksheet, by its short name: `from core.backprop.network import Network`."""

from core.backprop.engine.network import Network, network_of

__all__ = ["Network", "network_of"]
