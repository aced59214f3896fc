"""Trains the digit network: python -m core.digits.train --data mnist --run runs/first --epochs 20"""

from core.digits.training.command import main

if __name__ == "__main__":
    raise SystemExit(main())
