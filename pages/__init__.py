"""What a learner sees. Each page is a thin script: read widgets, call core, draw."""

import os

# PyTorch reads this when it is imported, which no page does before it has imported this package. Threads that wait for
# each other would spin otherwise: beside a training, a forward pass of several threads then takes many times as long.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
