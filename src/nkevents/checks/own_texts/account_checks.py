"""Whose account a summary tells: of what is not agreed it says so, of what is agreed it does not."""

from collections.abc import Iterator, Sequence
from typing import Any

from nkevents.checks.finding import Finding, finding_in
from nkevents.checks.loaded import Loaded, if_loaded
from nkevents.checks.own_texts.spoken import Spoken, by_name, side_of, spoken
from nkevents.model.codes import HARM
from nkevents.store.grammar import grammar
from nkevents.store.rows import Row
from nkevents.wording.own_texts.who_spoke import denials_in, each_blames_other, names_in, tells_denial_of_fire
from nkevents.wording.own_texts.whose_account import PRESS, Account, account_in, accounts_in, hedged_otherwise

_FIRE = ("shelling", "air_drone_strike")
_PRESS_OF = {"Armenian": "armenian", "Azerbaijani": "azerbaijani", "Turkish": "azerbaijani"}
_EXAMPLE = {"armenian": "By Armenia's account, ...", "azerbaijani": "By Azerbaijan's account, ..."}
_BOTH_SIDES = "both sides"
_BLAMES = ("initiator", "accuse", "breached")


def account_of(acceptance: str | None, armenian_says: str | None, azerbaijani_says: str | None) -> str:
    """The side that alone says that an event took place, where the event is not agreed; empty for none.

    Examples
    --------
    >>> account_of("contested", "asserts", "denies"), account_of("contested", "denies", "asserts")
    ('armenian', 'azerbaijani')
    >>> account_of("agreed", "asserts", "asserts")
    ''
    """
    if acceptance == "agreed":
        return ""
    says = {"armenian": armenian_says, "azerbaijani": azerbaijani_says}
    asserts = {side for side, each in says.items() if each in ("asserts", "both")}
    # Where both assert, whoever also denies is not the one whose account it is.
    alone = asserts if len(asserts) == 1 else {side for side in asserts if says[side] == "asserts"}
    return alone.pop() if len(alone) == 1 else ""


def _told(loaded: Loaded) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Events below the episodes that are no mere plan, with their row of the timeline."""
    for row, derived in loaded.events():
        if derived["armenian_says"] or derived["azerbaijani_says"] or derived["third_says"]:
            yield row, derived


@if_loaded
def check_accounts(loaded: Loaded) -> Iterator[Finding]:
    """Look for events that are not agreed and do not begin with whose account they are, and for agreed ones that do."""
    for row, derived in _told(loaded):
        attributed, otherwise = account_in(row["summary"]), hedged_otherwise(row["summary"])
        if derived["acceptance"] != "agreed" and not attributed:
            side = account_of(derived["acceptance"], derived["armenian_says"], derived["azerbaijani_says"])
            wrong = f"{row['slug']} is not agreed ({derived['acceptance']}), and its summary does not begin with whose"
            wrong += f" account it is; {otherwise!r} is another form" if otherwise else " account it is"
            right = f"begin it with: {_EXAMPLE.get(side, 'By the account of Russia, ... or By press accounts, ...')}"
            yield finding_in(loaded.package["events"], "account-missing", row, "summary", wrong, right)
        if derived["acceptance"] == "agreed" and (attributed or (otherwise and row["event_type"] in HARM)):
            wrong = f"{row['slug']} is agreed, and its summary tells it as somebody's account"
            right = "tell plainly what took place; what one speaker alone says stands later, with its speaker"
            yield finding_in(loaded.package["events"], "account-of-what-is-agreed", row, "summary", wrong, right)


@if_loaded
def check_sides_of_accounts(loaded: Loaded) -> Iterator[Finding]:
    """Look for summaries that begin with the account of another side than the one that alone says so."""
    for row, derived in _told(loaded):
        account = account_in(row["summary"])
        if derived["acceptance"] == "agreed" or not account:
            continue
        side = account_of(derived["acceptance"], derived["armenian_says"], derived["azerbaijani_says"]) or "third"
        told = _press_side(account) if account.owner == PRESS else side_of(loaded, account.owner)
        if told != side:
            wrong = f"{row['slug']} has {account.owner!r} as whose account it is ({told}), its claims say: {side}"
            right = "begin with the account of who says so in the claims"
            yield finding_in(loaded.package["events"], "account-of-another-side", row, "summary", wrong, right)


def _press_side(account: Account) -> str:
    sides = _press_sides(account)
    return sides.pop() if len(sides) == 1 else "third"


def _press_sides(account: Account) -> set[str]:
    return {side for word, side in _PRESS_OF.items() if word in account.press}


@if_loaded
def check_owners_of_accounts(loaded: Loaded) -> Iterator[Finding]:
    """Look for accounts, in whichever sentence, of somebody who makes no claim on that event."""
    names = {row["actor_id"]: row["name"] for row in loaded.package["actors"].rows}
    for row in loaded.package["events"].rows:
        for account in accounts_in(row["summary"]):
            if not _backed(account, spoken(loaded)[row["event_id"]], names):
                owner = f"{account.press} {PRESS}".strip() if account.owner == PRESS else account.owner
                wrong = f"{row['slug']} has an account of {owner!r}, of whom it has no claim"
                right = "enter the claim, or name who says so in the claims, by the name that the actor has"
                yield finding_in(loaded.package["events"], "account-without-claim", row, "summary", wrong, right)


def _backed(account: Account, claims: Sequence[Spoken], names: dict[str, str]) -> bool:
    if account.owner == PRESS:
        sides = _press_sides(account)
        return any(each.by.medium and (not sides or each.by.side in sides) for each in claims)
    if account.owner == _BOTH_SIDES:
        return {each.by.side for each in claims} >= set(grammar().belligerents)
    if any(account.owner == names[actor] for each in claims for actor in each.by.chain):
        return True
    named = names_in(account.owner)
    return bool(named) and all(by_name(claims, name) for name in named)


@if_loaded
def check_denials_of_fire(loaded: Loaded) -> Iterator[Finding]:
    """Look for denials of fire that a summary leaves out, or that it tells of the event instead of a part in it."""
    events = loaded.package["events"]
    for row, _ in _told(loaded):
        denied = _fire_denied(spoken(loaded)[row["event_id"]]) if row["event_type"] in _FIRE else {}
        if denied and not tells_denial_of_fire(row["summary"]):
            wrong = f"{row['slug']} was denied ({', '.join(sorted(denied))}), and its summary does not say so"
            right = "end it with who denied it, or who denied responsibility"
            yield finding_in(events, "denial-untold", row, "summary", wrong, right)
        for name, what in denials_in(row["summary"]):
            codes = denied.get(side_of(loaded, name), set())
            if codes and (what == "it") != ("occurred" in codes):
                claimed = "the event itself" if "occurred" in codes else "its part alone"
                wrong = f"{row['slug']} has '{name} denied {what}', and the claims have that {claimed} was denied"
                right = "'denied it' means the event itself, 'denied responsibility' a part in it"
                yield finding_in(events, "denial-of-something-else", row, "summary", wrong, right)


def _fire_denied(claims: Sequence[Spoken]) -> dict[str, set[str]]:
    """Codes of what each belligerent denies: that it happened, its own part, or both."""
    found: dict[str, set[str]] = {}
    for each in claims:
        of_fire = each.claim["polarity"] == "denies" and each.claim["code"] in ("occurred", "initiator")
        if of_fire and each.by.side in grammar().belligerents:
            found.setdefault(each.by.side, set()).add(each.claim["code"])
    return found


@if_loaded
def check_mutual_blame(loaded: Loaded) -> Iterator[Finding]:
    """Look for sides that are said to blame each other, of which one has no claim that does."""
    for row in loaded.package["events"].rows:
        if not each_blames_other(row["summary"]):
            continue
        claims = spoken(loaded)[row["event_id"]]
        for side in grammar().belligerents:
            if not any(_blames_adversary(each) for each in claims if each.by.side == side):
                wrong = f"{row['slug']} has each side blame the other, and no claim of the {side} side does"
                right = "enter the claim, or say who blamed whom"
                yield finding_in(loaded.package["events"], "blame-without-claim", row, "summary", wrong, right)


def _blames_adversary(spoken: Spoken) -> bool:
    adversary = spoken.of_side in grammar().belligerents and spoken.of_side != spoken.by.side
    blames = spoken.claim["code"] in _BLAMES or spoken.claim["kind"] == "means"
    return adversary and blames and spoken.claim["polarity"] == "asserts"
