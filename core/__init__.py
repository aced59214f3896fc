"""All that is true without a screen. Nothing below this package imports streamlit."""
