"""Print-ready outreach cards, posters and brochures in every language, proved from the finished file."""

__version__ = "0.1.0"
