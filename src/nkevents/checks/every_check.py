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
    """One check: the tables that must be complete for it, how grave its findings are."""

    needs: tuple[str, ...]
    severity: Severity
    function: Callable[[Package], Iterator[Finding]]


CHECKS = (
    Check((), "error", cell_checks.check_cells),
    Check((), "error", key_checks.check_keys),
    Check(("claims", "claim_codes", "claim_aspects", "provisions"), "error", claim.check_kinds),
    Check(("places",), "error", coordinate.check_complete),
    Check(("places",), "error", coordinate.check_swapped),
    Check(("places",), "warning", coordinate.check_distance),
    Check(("sources", "actor_names", "place_names"), "error", address.check_addresses),
    Check(("claims", "sources", "relations"), "error", times.check_days),
    Check(("actors", "places", "events", "relations", "provisions"), "error", hierarchies.check_hierarchies),
    Check(("claims", "events", "sources", "actor_names", "place_names"), "error", duplicates.check_duplicates),
    Check(("sources", "actors", "places", "claims", "relations", "provisions"), "error", usage.check_usage),
    Check(("events", "provisions"), "error", fairness.check_words),
    Check(("claims",), "warning", fairness.check_general_statements),
    Check(("claims", "events"), "error", lifecycles.check_occurrences),
    Check(("claims", "events", "sources"), "warning", lifecycles.check_publishers),
    Check(("claims", "events"), "warning", lifecycles.check_courses),
    Check((), "warning", scripts.check_scripts),
    Check((), "warning", scripts.check_mojibake),
    Check((), "error", derivation.check_loading),
    Check(("claims", "actors"), "warning", derivation.check_answers),
    Check(("events", "relations"), "warning", derivation.check_tolls),
    Check(("events",), "warning", derivation.check_episodes),
    Check(("events",), "warning", derivation.check_named_days),
    Check(("events", "claims", "actors"), "warning", derivation.check_parties),
    Check(("events", "claims", "actors"), "warning", derivation.check_statements),
    Check(("events",), "error", leaning_checks.check_hedges),
    Check(("events",), "error", leaning_checks.check_culprits),
    Check(("events",), "error", leaning_checks.check_charges),
    Check(("events",), "error", leaning_checks.check_talks_beside_harm),
    Check(("events",), "error", leaning_checks.check_denied_responsibility),
    Check(("events",), "warning", leaning_checks.check_degrees),
    Check(("events",), "warning", leaning_checks.check_persons),
    Check(("events", "places"), "error", place_name_checks.check_double_names),
    Check(("events", "places", "place_names"), "error", place_name_checks.check_spellings),
    Check(("events",), "warning", place_name_checks.check_captured_villages),
    Check(("events", "places"), "warning", place_name_checks.check_sites),
    Check(("events", "claims", "actors"), "error", account_checks.check_accounts),
    Check(("events", "claims", "actors"), "warning", account_checks.check_sides_of_accounts),
    Check(("events", "claims", "actors"), "error", account_checks.check_owners_of_accounts),
    Check(("events", "claims", "actors"), "error", account_checks.check_denials_of_fire),
    Check(("events", "claims", "actors"), "error", account_checks.check_mutual_blame),
    Check(("events", "claims", "actors"), "error", claim_checks.check_speakers),
    Check(("events", "claims", "actors", "sources", "places"), "warning", claim_checks.check_details),
    Check(("events", "relations", "claims"), "warning", derivation.check_candidates),
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
