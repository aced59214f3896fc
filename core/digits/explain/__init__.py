"""Why a network answered as it did: sums written out, what each value sees, attributions, gradients of one weight."""
