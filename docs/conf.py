"""Configuration of the documentation site: `just docs` builds it from this directory into build/site."""

import sys
from pathlib import Path
from typing import Any

import nkevents

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from documentation import write_pages  # noqa: E402

write_pages(ROOT / "docs" / "_generated")

project = "nkevents"
author = "nkevents contributors"
copyright = "nkevents contributors; text and data CC BY 4.0, code MIT"
version = release = nkevents.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"nkevents {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_extra_path = ["codebook.html"]
html_show_sourcelink = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#006f73", "color-brand-content": "#006f73"},
    "dark_css_variables": {"color-brand-primary": "#4cc2ba", "color-brand-content": "#4cc2ba"},
}

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
# The pages that stand in the repository too say docs/method.md and the like, without a link.
napoleon_google_docstring = False
napoleon_use_rtype = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
# Charts in the notebooks are pictures, so that a page asks no other host for the libraries that would draw them.
nb_execution_show_tb = True


def setup(app: Any) -> None:
    """Leave out the empty line that ends an example: doctest needs it, a reader does not."""
    app.connect("source-read", lambda app, name, source: source.append(source.pop().replace("\n\n```\n", "\n```\n")))
