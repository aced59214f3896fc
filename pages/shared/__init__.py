"""What pages share: services of the server and the care for Streamlit's life."""
