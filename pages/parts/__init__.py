"""What each page is made of; no page imports another page's parts."""
