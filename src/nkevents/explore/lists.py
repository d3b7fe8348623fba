"""What the lists of actors, places and sources show, and the page of one actor."""

from collections import Counter
from typing import Any

from nkevents.explore.material import Material, Record
from nkevents.model.plain_values import grouped
from nkevents.wording.claims import denies, sentence
from nkevents.wording.days import day
from nkevents.wording.words import LANGUAGES, NAME_LANGUAGES, READ, SIDES


def actor_rows(material: Material) -> list[dict[str, Any]]:
    """Actors who speak, take part or are spoken of, with their names and how much they say."""
    said = Counter(claim["speaker_id"] for claim in material.every_claim)
    took = Counter(actor for rows in material.participants.values() for actor in {row["actor_id"] for row in rows})
    meant = {claim["subject_id"] for claim in material.every_claim}
    return [
        {**_who(material, actor), "n_claims": said[actor_id], "n_events": took[actor_id]}
        for actor_id, actor in sorted(material.actors.items(), key=lambda item: item[1]["name"].casefold())
        if said[actor_id] or took[actor_id] or actor_id in meant
    ]


def actor_page(material: Material, actor: Record, claims: list[Record]) -> dict[str, Any]:
    """Values for the template of an actor's page: what it said, event by event, and about whom."""
    labels = material.labels
    about = Counter(claim["subject_id"] for claim in claims if claim["subject_id"])
    events = [
        (
            material.rows[event_id],
            [
                {
                    "claim": claim,
                    "text": sentence(claim, labels.statement(claim)),
                    "denies": denies(claim),
                    "day": day(claim["known_from"]),
                }
                for claim in rows
            ],
        )
        for event_id, rows in grouped(claims, "event_id").items()
        if event_id in material.rows
    ]
    return {
        **_who(material, actor),
        "about": [(material.actors[subject], n) for subject, n in about.most_common(12)],
        "events": sorted(events, key=lambda item: item[0]["day"]),
        "n_claims": len(claims),
        "n_replaced": sum(not claim["live"] for claim in claims),
    }


def _who(material: Material, actor: Record) -> dict[str, Any]:
    """What is shown of an actor wherever it is."""
    return {
        "actor": actor,
        "side": _side(material, actor),
        "names": own_names(material.actor_names.get(actor["actor_id"], ())),
        "parent": material.actors.get(actor["parent_id"]),
    }


def place_rows(material: Material) -> list[dict[str, Any]]:
    """Places of events, with their names and the number of events there."""
    events = Counter(row["place_id"] for row in material.rows.values() if row["level"] == "event")
    return [
        {
            "place": place,
            "names": own_names(material.place_names.get(place_id, ())),
            "spellings": _other_spellings(material, place),
            "n_events": events[place_id],
        }
        for place_id, place in sorted(material.places.items(), key=lambda item: item[1]["name"].casefold())
    ]


def _other_spellings(material: Material, place: Record) -> list[str]:
    names = material.place_names.get(place["place_id"], ())
    return sorted({each["name"] for each in names if not each["preferred"]} - {place["name"]})


def source_rows(material: Material) -> list[dict[str, Any]]:
    """Pages that claims were read in, by publisher."""
    rows = sorted(
        material.sources.values(),
        key=lambda row: (str(row["publisher"]).casefold(), row["published"] is None, str(row["published"])),
    )
    return [source_values(row) for row in rows]


def source_values(source: Record) -> dict[str, Any]:
    """What every list of pages shows of one."""
    return {
        "source": source,
        "url": followed(source["url"]),
        "lang": LANGUAGES.get(source["lang"], source["lang"]),
        "published": day(source["published"]),
        "read": READ.get(source["read"], source["read"]),
    }


def followed(url: str) -> str | None:
    """An address that may be followed, which others are not."""
    return url if url.startswith(("https://", "http://")) else None


def _side(material: Material, actor: Record) -> str:
    """The side of an actor; of an ally also the side that it speaks with."""
    stands_with = material.allies.get(actor["actor_id"])
    own = SIDES[actor["side"]]
    return own if stands_with is None else f"{own}; ally of the {SIDES[stands_with]}"


def own_names(rows: Any) -> list[tuple[str, str]]:
    """Language and name, where one is printed."""
    preferred = {row["lang"]: row["name"] for row in rows if row["preferred"] is not False}
    return [(lang, preferred[lang]) for lang in NAME_LANGUAGES if lang in preferred]
