"""Whatever a summary says stands in a claim on that event: who spoke, who denied, what was hit and with what."""

from collections.abc import Callable, Iterator

from nkevents.checks.finding import Finding, finding_in
from nkevents.checks.loaded import Loaded, if_loaded
from nkevents.checks.own_texts.spoken import by_name, spoken
from nkevents.model.codes import HARM
from nkevents.store.package import Package
from nkevents.store.rows import Row
from nkevents.wording.own_texts.things_named import details_in
from nkevents.wording.own_texts.who_spoke import said_in


@if_loaded
def check_speakers(loaded: Loaded) -> Iterator[Finding]:
    """Look for summaries that say that somebody spoke, or denied something, of whom the event has no such claim."""
    events = loaded.package["events"]
    for row in events.rows:
        for said in said_in(row["summary"]):
            own = by_name(spoken(loaded)[row["event_id"]], said.name)
            if not (any(each.denies for each in own) if said.denies else own):
                what = "denial" if said.denies else "claim"
                wrong = f"{row['slug']} has {said.words!r}, and no {what} by {said.name}"
                right = "enter the claim, or leave the sentence out"
                yield finding_in(events, "speaker-without-claim", row, "summary", wrong, right)
            elif said.denies_it and not any(each.denies_event for each in own):
                wrong = f"{row['slug']} has {said.words!r}, and {said.name} does not deny that it happened"
                right = "say 'denied responsibility' of a part in fire or mines, else what was denied"
                yield finding_in(events, "event-not-denied", row, "summary", wrong, right)


@if_loaded
def check_details(loaded: Loaded) -> Iterator[Finding]:
    """Look for weapons and things hit that a text on harm names, and no claim does."""
    words_in = _words_of_claims(loaded.package)
    for row in loaded.package["events"].rows:
        details = details_in(f"{row['title']}. {row['summary']}") if row["event_type"] in HARM else ()
        claims = [each.claim for each in spoken(loaded)[row["event_id"]]] if details else []
        for detail in details:
            if not any(claim["code"] in detail.codes or detail.told.search(words_in(claim)) for claim in claims):
                column = "title" if detail.word in row["title"] else "summary"
                wrong = f"{row['slug']} has {detail.word!r}, which no claim on it has, nor its page or its place"
                right = "enter it with its speaker (means, or a word in the note), or leave it out"
                yield finding_in(loaded.package["events"], "detail-without-claim", row, column, wrong, right)


def _words_of_claims(package: Package) -> Callable[[Row], str]:
    """What says in a claim's own words what it is about: its note, the title of its page, its place."""
    titles = {row["source_id"]: row["title"] for row in package["sources"].rows}
    places = {row["place_id"]: row["name"] for row in package["places"].rows}
    return lambda claim: f"{claim['note']} {titles.get(claim['source_id'], '')} {places.get(claim['place_id'], '')}"
