"""What is asked of a History: counts, and the measures divided from them."""
