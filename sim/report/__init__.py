"""How results are told: sentences, tables, figures, files."""
