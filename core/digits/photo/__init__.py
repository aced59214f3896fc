"""What a photograph of a digit has and a drawing has not: light and shadow, ruled paper, edges, a thin pen."""
