"""The digit network: data, model, training, and what each layer sees."""
