"""What is written for an article whose statements are answered: a page, tables, pictures, workbook, notebook.

from milbalance.publish import article

article.build(opened, records, choices, read, out)    # the folder, whole or not at all
article.opened("out")                                  # read again, as its notebook does
"""

from milbalance.publish.article.build import build
from milbalance.publish.article.reopen import opened

__all__ = ["build", "opened"]
