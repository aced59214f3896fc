"""Formulas as data, the graph with the chain rule, the network on it, and many updates of that network."""
