"""Has runs trained in turn: who leads, the processes that train, who is idle, how they are asked to end."""
