"""What a file means, told before anything is computed."""
