"""Files and text, whatever they hold: put in place whole, written as Markdown, JSON, CSV or columns."""
