"""The static site: the answer first, then a page for every claim, the figures, the notebooks and the references.

`build.write` writes it whole; one module for each kind of page gives MyST texts, which Sphinx turns into HTML.
"""
