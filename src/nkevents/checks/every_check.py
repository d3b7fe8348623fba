"""Every check of a data package, in one list, and what runs them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from nkevents.checks import cell_checks, file_checks, key_checks
from nkevents.checks.cross_table_checks import (
    derivation,
    duplicates,
    fairness,
    hierarchies,
    lifecycles,
    scripts,
    times,
    usage,
)
from nkevents.checks.descriptor import check_descriptor, not_a_package
from nkevents.checks.finding import Finding, Severity
from nkevents.checks.frictionless_findings import frictionless_findings
from nkevents.checks.own_texts import account_checks, claim_checks, leaning_checks, place_name_checks
from nkevents.checks.row_checks import address, claim, coordinate
from nkevents.errors import DataError
from nkevents.store.files import Root
from nkevents.store.opening import as_written, open_root
from nkevents.store.package import Package
from nkevents.store.release_zip import DESCRIPTOR

if TYPE_CHECKING:
    from subprocess import Popen


class Check(NamedTuple):
    """One check: what it is about, the tables that must be complete for it, how grave its findings are."""

    name: str
    needs: tuple[str, ...]
    severity: Severity
    function: Callable[[Package], Iterator[Finding]]


CHECKS = (
    Check("cells", (), "error", cell_checks.check_cells),
    Check("keys", (), "error", key_checks.check_keys),
    Check("kinds of claims", ("claims", "claim_codes", "claim_aspects", "provisions"), "error", claim.check_kinds),
    Check("parts of coordinates", ("places",), "error", coordinate.check_complete),
    Check("swapped coordinates", ("places",), "error", coordinate.check_swapped),
    Check("places and what holds them", ("places",), "warning", coordinate.check_distance),
    Check("addresses", ("sources", "actor_names", "place_names"), "error", address.check_addresses),
    Check("days", ("claims", "sources", "relations"), "error", times.check_days),
    Check(
        "hierarchies", ("actors", "places", "events", "relations", "provisions"), "error", hierarchies.check_hierarchies
    ),
    Check(
        "duplicates",
        ("claims", "events", "sources", "actor_names", "place_names"),
        "error",
        duplicates.check_duplicates,
    ),
    Check(
        "unused rows", ("sources", "actors", "places", "claims", "relations", "provisions"), "error", usage.check_usage
    ),
    Check("loaded words", ("events", "provisions"), "error", fairness.check_words),
    Check("general statements", ("claims",), "warning", fairness.check_general_statements),
    Check("occurrences", ("claims", "events"), "error", lifecycles.check_occurrences),
    Check("publishers", ("claims", "events", "sources"), "warning", lifecycles.check_publishers),
    Check("life cycles", ("claims", "events"), "warning", lifecycles.check_courses),
    Check("scripts of names", (), "warning", scripts.check_scripts),
    Check("mojibake", (), "warning", scripts.check_mojibake),
    Check("loading", (), "error", derivation.check_loading),
    Check("accusations and answers", ("claims", "actors"), "warning", derivation.check_answers),
    Check("tolls of parts", ("events", "relations"), "warning", derivation.check_tolls),
    Check("tolls of episodes", ("events",), "warning", derivation.check_episodes),
    Check("days in names and titles", ("events",), "warning", derivation.check_named_days),
    Check("parties", ("events", "claims", "actors"), "warning", derivation.check_parties),
    Check("statements entered twice", ("events", "claims", "actors"), "warning", derivation.check_statements),
    Check("hedged titles", ("events",), "error", leaning_checks.check_hedges),
    Check("culprits in titles", ("events",), "error", leaning_checks.check_culprits),
    Check("charges in titles", ("events",), "error", leaning_checks.check_charges),
    Check("harm beside talks", ("events",), "error", leaning_checks.check_talks_beside_harm),
    Check("denied responsibility", ("events",), "error", leaning_checks.check_denied_responsibility),
    Check("words of degree", ("events",), "warning", leaning_checks.check_degrees),
    Check("age and sex", ("events",), "warning", leaning_checks.check_persons),
    Check("two names", ("events", "places"), "error", place_name_checks.check_double_names),
    Check("spellings", ("events", "places", "place_names"), "error", place_name_checks.check_spellings),
    Check("captured villages", ("events",), "warning", place_name_checks.check_captured_villages),
    Check("places of titles", ("events", "places"), "warning", place_name_checks.check_sites),
    Check("whose account", ("events", "claims", "actors"), "error", account_checks.check_accounts),
    Check("sides of accounts", ("events", "claims", "actors"), "warning", account_checks.check_sides_of_accounts),
    Check("owners of accounts", ("events", "claims", "actors"), "error", account_checks.check_owners_of_accounts),
    Check("denials of fire", ("events", "claims", "actors"), "error", account_checks.check_denials_of_fire),
    Check("mutual blame", ("events", "claims", "actors"), "error", account_checks.check_mutual_blame),
    Check("speakers", ("events", "claims", "actors"), "error", claim_checks.check_speakers),
    Check("details", ("events", "claims", "actors", "sources", "places"), "warning", claim_checks.check_details),
    Check("events entered twice", ("events", "relations", "claims"), "warning", derivation.check_candidates),
)
# Where a finding says more of the same cell, these say nothing new.
_GENERAL = {
    *("pattern", "unknown-code", "dangling-key", "not-an-integer", "not-a-number", "not-a-boolean", "not-a-date"),
    *("unused-source", "unused-actor", "unused-place"),
}


def check_all(what: Root | Package, frictionless: "Popen[bytes] | None") -> list[Finding]:
    """Run every check; `frictionless` is the process that reads the same package, if it is wanted."""
    findings: list[Finding] = []
    if isinstance(what, Package):
        package = what
    else:
        try:
            root = open_root(what)
        except DataError as error:
            return [
                not_a_package(as_written(what), str(error), f"name a directory with a {DESCRIPTOR}, or a release zip")
            ]
        findings = check_descriptor(root)
        if findings:
            return findings
        try:
            package = Package(root)
        except DataError as error:
            return [not_a_package(str(what), str(error), "do what it says")]
        for name in package.names:
            table, found = file_checks.read_table(root, package.path(name), package.stated[name])
            package.put(table)
            findings += found
    findings += _run(package)
    if frictionless:
        findings += frictionless_findings(frictionless, findings)
    return _in_order(_telling(findings), package)


def _run(package: Package) -> list[Finding]:
    return [
        replace(finding, severity=check.severity)
        for check in CHECKS
        if package.has(check.needs)
        for finding in check.function(package)
    ]


def _telling(findings: list[Finding]) -> list[Finding]:
    errors = {finding.rule for finding in findings if finding.severity == "error"}
    if errors - {derivation.NOT_DERIVABLE}:
        # What hinders the loading has been reported with its row.
        findings = [finding for finding in findings if finding.rule != derivation.NOT_DERIVABLE]
    told = {
        (finding.file, finding.row, finding.column)
        for finding in findings
        if finding.severity == "error" and finding.rule not in _GENERAL
    }
    kept = (
        finding
        for finding in findings
        if finding.rule not in _GENERAL or (finding.file, finding.row, finding.column) not in told
    )
    return list(dict.fromkeys(kept))


def _in_order(findings: list[Finding], package: Package) -> list[Finding]:
    files = {package.path(name): number for number, name in enumerate(package.names)}
    return sorted(findings, key=lambda found: (files.get(found.file, -1), found.row or 0))
