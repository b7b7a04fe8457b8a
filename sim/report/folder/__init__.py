"""The results folder: everything a run leaves behind."""
