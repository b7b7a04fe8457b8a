"""The commands of the terminal: they parse, delegate and print."""
