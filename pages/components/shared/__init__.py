"""What components have in common: how one is put together, and what comes back from it."""
