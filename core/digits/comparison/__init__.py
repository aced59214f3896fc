"""Many trainings beside one another: rules that judge them, grids of them, and what several seeds can show."""
