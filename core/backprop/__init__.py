"""The worksheet network: forward pass, loss, backpropagation and gradient descent, step by step."""
