"""How a quantity, a number and a formula are written: LaTeX, MathML, Unicode, code."""
