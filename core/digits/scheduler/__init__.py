"""Has runs trained in turn: leader election, the processes that train, idle runs, signals to end."""
