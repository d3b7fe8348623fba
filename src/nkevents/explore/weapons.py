"""The weapons that each side names, for the accounts side by side."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from nkevents.explore.material import Material, Record
from nkevents.wording.account_phrases import capital
from nkevents.wording.words import SIDES

# A weapon and who used it, in words; the second is empty where nobody is named.
Used = tuple[str, str]


@dataclass
class Weapons:
    """Weapons that one side names, and those that it denies."""

    named: set[Used] = field(default_factory=set)
    denied: set[Used] = field(default_factory=set)

    def told(self) -> str:
        """The weapons in words, those of each user together.

        Examples
        --------
        >>> by = "the Armenian side"
        >>> Weapons({("artillery", by), ("mine", by), ("mine", "")}, {("aircraft", by)}).told()
        'Artillery, mine, used by the Armenian side; denies aircraft, used by the Armenian side'
        """
        said = [*_by_user(self.named), *(f"denies {each}" for each in _by_user(self.denied))]
        return capital("; ".join(said))


def weapons_of(material: Material, claims: Iterable[Record]) -> dict[str, Weapons]:
    """By side: the weapons that its claims of today name and deny.

    Parameters
    ----------
    claims : iterable of dict
        Of one event.
    """
    labels = material.labels.codes
    found: dict[str, Weapons] = {}
    for claim in claims:
        if claim["kind"] != "means" or not claim["live"] or claim["code"] == "other":
            continue
        mine = found.setdefault(claim["speaks_with"], Weapons())
        used = (labels["means", claim["code"]].lower(), _user(material, claim["subject_id"]))
        (mine.named if claim["polarity"] == "asserts" else mine.denied).add(used)
    return found


def _user(material: Material, actor_id: str | None) -> str:
    if actor_id is None:
        return ""
    actor = material.actors[actor_id]
    return str(actor["name"]) if actor["side"] == "third" else f"the {SIDES[actor['side']]}"


def _by_user(used: set[Used]) -> list[str]:
    known = {weapon for weapon, user in used if user}
    shown = sorted((user, weapon) for weapon, user in used if user or weapon not in known)
    users = dict.fromkeys(user for user, _ in shown)
    listed = {user: ", ".join(weapon for by, weapon in shown if by == user) for user in users}
    return [f"{weapons}, used by {user}" if user else weapons for user, weapons in listed.items()]
