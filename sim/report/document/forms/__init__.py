"""The forms of a report: HTML, PDF, Word, Excel; one story, four times."""
