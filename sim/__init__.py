"""Bednight: shelters, the people who need them, and the money that keeps them open."""

__version__ = "0.1.0"
