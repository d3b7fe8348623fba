"""Count the lines of code of Python files in a directory, without docstrings, comments and blank lines, by package.

python tools/lines_of_code.py [DIRECTORY]
"""

import ast
import sys
import tokenize
from collections import Counter
from pathlib import Path

# What stands on a line without being code.
_NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def lines_of_code(path: Path) -> int:
    """Lines of a file on which there is code."""
    with tokenize.open(path) as file:
        code = {
            line
            for token in tokenize.generate_tokens(file.readline)
            if token.type not in _NO_CODE
            for line in range(token.start[0], token.end[0] + 1)
        }
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None:
            docstring = node.body[0]
            code -= set(range(docstring.lineno, (docstring.end_lineno or docstring.lineno) + 1))
    return len(code)


def main() -> None:
    """Print the lines of each package below the directory, and of all."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else "src/nkevents")
    counts: Counter[str] = Counter()
    for path in root.rglob("*.py"):
        below = path.relative_to(root).parts
        counts[below[0] if len(below) > 1 else "."] += lines_of_code(path)
    for name, lines in sorted(counts.items()):
        print(f"{lines:7,}  {name}")
    print(f"{counts.total():7,}  all")


if __name__ == "__main__":
    main()
