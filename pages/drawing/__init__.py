"""Parts of the Draw page; in a folder of their own, because Streamlit would serve every file in `pages` as a page."""
