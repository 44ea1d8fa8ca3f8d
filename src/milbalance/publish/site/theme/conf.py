"""How Sphinx builds the site: committed notebooks as they are, nothing from a network, nothing that changes."""

from milbalance.io.extras import import_jsonschema

import_jsonschema()  # before MyST-NB imports all of it
project = "milbalance"
extensions = ["myst_nb", "sphinx.ext.autodoc"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}
exclude_patterns = ["files", "static", "templates"]
templates_path = ["templates"]

nb_execution_mode = "off"
nb_render_markdown_format = "myst"
nb_code_prompt_show, nb_code_prompt_hide = "Show code", "Hide code"
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # a widget would ask a network for its scripts
nb_mime_priority_overrides = [
    ("html", "application/vnd.jupyter.widget-view+json", None),
    ("html", "application/javascript", None),
]
myst_enable_extensions: list[str] = []
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
maximum_signature_line_length = 90
add_module_names = False
default_role = "literal"
suppress_warnings = ["ref.python"]  # names such as `table` stand in many modules

html_theme = "furo"
html_title = "milbalance"
html_static_path = ["static"]
html_extra_path = ["files"]
html_css_files = ["site.css", "statement.css"]
html_favicon = "static/icon.svg"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_copyright = False
html_use_index = False
html_domain_indices = False
html_last_updated_fmt = None
smartquotes = False
html_sidebars = {"**": ["sidebar.html"]}
html_theme_options: dict[str, list[str]] = {"top_of_page_buttons": []}
