"""All cases of the rule in one test, for `just mutants`.

mutmut tries a changed line with those tests alone that reach it. The cases share what was computed for a day, so that
only the first of them would reach the rule, whichever of them would fail.
"""

from pathlib import Path

from test_rule_cases import CASES, Package, observed, plain


def test_every_case_holds(tmp_path: Path) -> None:
    package = Package(tmp_path / "package")
    for case in CASES:
        for expected in case.stated["expect"]:
            day = str(expected.get("as_of", case.last_day))
            wanted = {name: value for name, value in expected.items() if name != "as_of"}
            assert observed(package, case, day, wanted) == plain(wanted), f"{case.name}, as of {day}"
