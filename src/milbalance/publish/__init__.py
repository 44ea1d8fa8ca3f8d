"""What is written for readers: pages, references, notebooks, a workbook, a site and widgets."""
