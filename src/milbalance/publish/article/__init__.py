"""What is written for an article whose statements are answered: a page, tables, pictures, workbook, notebook.

from milbalance.publish import article

article.build(opened, records, choices, read, out)    # the folder, whole or not at all
article.opened("out")                                  # read again, as its notebook does
"""

from milbalance.publish.article.build import build
from milbalance.publish.article.reopen import opened
from milbalance.publish.article.written import Request, write, write_many

__all__ = ["Request", "build", "opened", "write", "write_many"]
