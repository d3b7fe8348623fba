"""Whatever a title or a summary says stands in a claim on that event, in the same words for both sides."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import nkevents
from nkevents.curate.quality.required import HARM
from nkevents.store.rows import read_rows
from small import Rows

CASES = Path(__file__).parent / "cases" / "texts"
BLOCS = {"armenian-side", "azerbaijani-side"}
BELLIGERENTS = {"armenian": "azerbaijani", "azerbaijani": "armenian"}
# A place within this radius is a settlement or a site.
SITE_KM = 10
# Of these one may deny to have had a part in what took place; of other events one denies what was said.
FIRE = {"shelling", "air_drone_strike", "battle", "mine_explosion"}
SAYS = (
    r"(?:said|says|spoke of|spoke for|denied|rejected|dismissed|did not confirm|confirmed|announced|apologised|blamed)"
)


def case_rows(name: str) -> Rows:
    return [dict(row) for row in read_rows((CASES / f"{name}.csv").read_text(encoding="utf-8"))]


def words_of(name: str) -> re.Pattern[str]:
    lines = (CASES / f"{name}.txt").read_text(encoding="utf-8").split()
    return re.compile(rf"\b(?:{'|'.join(lines)})\b", re.IGNORECASE)


@cache
def texts() -> list[tuple[str, str, str, str]]:
    """Name and type of each event, its title and its summary."""
    events = nkevents.table("events")[["slug", "event_type", "title", "summary"]].astype(object)
    return [(slug, kind, title, summary) for slug, kind, title, summary in events.to_numpy().tolist()]


def told_of_harm() -> Iterator[tuple[str, str]]:
    """Name and both texts of each event of harm."""
    return ((slug, f"{title}. {summary}") for slug, kind, title, summary in texts() if kind in HARM)


@pytest.fixture(scope="module")
def claims() -> dict[str, pd.DataFrame]:
    """The claims on each event, with the actor above the speaker and the words read: the note and the page's title."""
    actors = nkevents.table("actors").set_index("actor_id")
    above = actors["parent_id"].astype(object).where(~actors["parent_id"].isin(BLOCS))

    @cache
    def root(actor: str) -> str:
        return actor if pd.isna(above[actor]) else root(above[actor])

    found = nkevents.claims()
    titles = nkevents.table("sources").set_index("source_id")["title"]
    found = found.assign(
        root=found["speaker_id"].map(root),
        medium=found["speaker_id"].map(actors["kind"].astype(object)) == "media",
        of_side=found["subject_id"].map(actors["side"].astype(object)),
        words=found["note"].astype(object).fillna("") + " " + found["source_id"].map(titles.astype(object)).fillna(""),
    )
    return {str(slug): part for slug, part in found.groupby("slug")}


# --- who is said to have spoken


@cache
def speakers() -> dict[str, set[str]]:
    """Who speaks for each name that summaries use."""
    return {row["name"]: set(row["actors"].split()) for row in case_rows("speakers")}


def names_in(text: str) -> list[str]:
    longest_first = sorted(speakers(), key=len, reverse=True)
    return re.findall("|".join(map(re.escape, longest_first)), text)


def said_in(summary: str) -> list[tuple[str, str]]:
    """Who a summary says to have spoken after its first account, and the words that say so."""
    names = "|".join(map(re.escape, sorted(speakers(), key=len, reverse=True)))
    one = rf"(?:the )?(?:{names})(?:'s \w+)?"
    start = r"(?:^|(?:[.;,]|\b(?:but|and|as|which|that|while)) )"
    clause = rf"{start}(?P<who>{one}(?: and {one})*)(?: for its part| then| had| alone)? {SAYS}\b(?:(?!, which)[^.;])*"
    # "Armenia spoke of attacks, Azerbaijan of an advance".
    beside = rf"(?:,| and) (?P<who>{one}) (?:of|that)\b[^.;]*"
    found = list(re.finditer(clause, summary, re.IGNORECASE))
    found += [other for match in found for other in re.finditer(beside, match[0])]
    return [(name, match[0].strip(".;, ")) for match in found for name in names_in(match["who"])]


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("Shells fell; Armenia denied it.", ["Armenia"]),
        (
            "Shells fell; Armenia and the Nagorno-Karabakh authorities denied it.",
            ["Armenia", "Nagorno-Karabakh authorities"],
        ),
        ("It fought. Armenia spoke of attacks stopped, Azerbaijan of an advance.", ["Armenia", "Azerbaijan"]),
        ("Azerbaijan spoke of an advance, which Armenia denied.", ["Azerbaijan", "Armenia"]),
        ("The prime minister of Armenia and the president of Russia spoke by telephone.", []),
    ],
)
def test_who_a_summary_says_to_have_spoken_is_found(summary: str, found: list[str]) -> None:
    assert [name for name, _ in said_in(summary)] == found


def test_whoever_a_summary_says_to_have_spoken_has_a_claim_on_that_event(claims: dict[str, pd.DataFrame]) -> None:
    stale = set()
    for slug, _, _, summary in texts():
        for name, words in said_in(summary):
            own = claims[slug][claims[slug]["root"].isin(speakers()[name])]
            denying = own["polarity"].eq("denies") | own["code"].isin(["deny", "reject"])
            if not (denying.any() if re.search(r"\b(?:denied|rejected|dismissed)\b", words) else len(own)):
                stale.add((slug, name))
    assert not stale


def test_each_side_that_is_said_to_blame_the_other_does_so_in_a_claim(claims: dict[str, pd.DataFrame]) -> None:
    wrong = set()
    for slug, _, _, summary in texts():
        if not re.search(r"\bEach side (?:said that the other|blamed)", summary):
            continue
        on_event = claims[slug]
        for side, other in BELLIGERENTS.items():
            own = on_event[(on_event["speaks_with"] == side) & (on_event["polarity"] == "asserts")]
            blames = own["code"].isin(["initiator", "accuse", "breached"]) | own["kind"].eq("means")
            if not (blames & own["of_side"].eq(other)).any():
                wrong.add((slug, side))
    assert wrong == set()


# --- whose account it is


ACCOUNT = re.compile(
    r"\bBy (?:(?P<owner>[A-Z][^,;.]*?)'s account|the account of (?P<of>[^,;.]+?)"
    r"|(?:(?P<press>[A-Z][\w ]+?) )?press accounts)"
    r"(?: of \d{1,2} [A-Z][a-z]+ \d{4})?,",
    re.IGNORECASE,
)
PRESS_OF = {"Armenian": "armenian", "Azerbaijani": "azerbaijani", "Turkish": "azerbaijani"}
EVERYBODY = {"armenian", "azerbaijani", "third"}


def test_every_account_that_a_summary_tells_is_that_of_a_speaker_of_its_claims(claims: dict[str, pd.DataFrame]) -> None:
    wrong = {}
    for slug, _, _, summary in texts():
        on_event = claims[slug]
        for match in ACCOUNT.finditer(summary):
            owner = match["owner"] or match["of"]
            if owner is None:
                sides = {side for word, side in PRESS_OF.items() if word in (match["press"] or "")}
                backed = bool((on_event["medium"] & on_event["speaks_with"].isin(sides or EVERYBODY)).any())
            elif owner == "both sides":
                backed = set(BELLIGERENTS) <= set(on_event["speaks_with"])
            else:
                names = names_in(owner)
                backed = bool(names) and all(on_event["root"].isin(speakers()[name]).any() for name in names)
            if not backed:
                wrong[slug] = match[0]
    assert wrong == {}


# --- what was denied


def test_only_of_fire_and_mines_is_somebody_said_to_have_denied_responsibility() -> None:
    said = "denied responsibility"
    assert [slug for slug, kind, _, summary in texts() if said in summary and kind not in FIRE] == []


def test_it_is_said_to_be_denied_only_where_the_event_itself_is(claims: dict[str, pd.DataFrame]) -> None:
    wrong = set()
    for slug, _, _, summary in texts():
        for name, words in said_in(summary):
            own = claims[slug][claims[slug]["root"].isin(speakers()[name])]
            whole = own["polarity"].eq("denies") & own["code"].eq("occurred")
            if re.search(r"\bdenied it\b", words) and not whole.any():
                wrong.add((slug, name))
    assert wrong == set()


# --- words that lean


def test_no_text_has_a_word_of_degree() -> None:
    settled = {(row["event"], row["word"]) for row in case_rows("degree_settled") if row["reason"]}
    degree = words_of("degree_words")
    assert {(slug, word) for slug, _, *both in texts() for word in degree.findall(". ".join(both))} == settled


def test_no_text_sets_harm_beside_a_truce_or_talks_to_lay_blame() -> None:
    beside = re.compile(
        r"\b(?:hours|minutes|shortly|immediately|right) after\b|\bafter the (?:truce|ceasefire)\b"
        r"|\bdespite\b|\bin breach\b"
        r"|\b(?:while|as) [^.;]*\b(?:met|meeting|talked|negotiated)\b",
        re.IGNORECASE,
    )
    assert [(slug, found[0]) for slug, text in told_of_harm() if (found := beside.search(text))] == []


def test_no_text_of_harm_tells_age_or_sex_of_those_who_suffered() -> None:
    persons = re.compile(
        r"\b(?:wom[ae]n|girls?|boys?|child(?:ren)?|minors?|bab(?:y|ies)|elderly|pensioners?|aged|years old|pregnant)\b",
        re.IGNORECASE,
    )
    settled = {(row["event"], row["word"]) for row in case_rows("persons_settled") if row["reason"]}
    assert {(slug, word) for slug, text in told_of_harm() for word in persons.findall(text)} == settled


def test_no_title_of_a_trial_or_an_arrest_names_the_charge() -> None:
    charge = re.compile(
        r"\b(?:charge|espionage|spy|tortur|mercenar|terror|sabot|crime|murder|treason)\w*\b|\b(?:for|over)\b",
        re.IGNORECASE,
    )
    court = re.compile(r"^(?:Verdict|Trial|Arrest|Prosecution|First hearings)\b")
    titles = [title for _, kind, title, _ in texts() if kind == "legal_proceeding" and court.search(title)]
    assert len(titles) > 5
    assert [title for title in titles if charge.search(title)] == []


# --- what was hit, and with what


def test_each_weapon_and_each_thing_hit_stands_in_a_claim_or_on_its_page(claims: dict[str, pd.DataFrame]) -> None:
    ignore = re.IGNORECASE
    details = [
        (re.compile(row["named"], ignore), re.compile(row["told"], ignore), row["codes"].split())
        for row in case_rows("details")
    ]
    bare = set()
    for slug, text in told_of_harm():
        for named, told, codes in details:
            on_event, found = claims[slug], named.search(text)
            if found and not (on_event["code"].isin(codes).any() or on_event["words"].str.contains(told).any()):
                bare.add((slug, found[0]))
    assert bare == {(row["event"], row["named"]) for row in case_rows("details_settled") if row["reason"]}


# --- names


def test_a_village_captured_inside_the_former_oblast_has_both_names_or_was_searched_for() -> None:
    settled = {row["name"] for row in case_rows("one_name") if row["reason"]}
    inside = r"in the (?:Asgaran / Askeran|Khojavend / Martuni|Shusha / Shushi|Aghdara / Martakert|Hadrut) district"
    single = set()
    for _, kind, title, summary in texts():
        listed = re.search(r"\bcaptured (?:the villages? of )?(?P<names>[^.;]+?) (?:in the|by) ", summary)
        if kind == "territory_capture" and listed and re.search(inside, f"{title}. {summary}"):
            names = re.split(r", | and ", listed["names"])
            single |= {name for name in names if " / " not in name and not name.startswith(("the ", "its "))}
    assert single == settled


# --- places


def test_a_site_that_a_title_names_is_the_place_of_its_event() -> None:
    places = nkevents.table("places").set_index("place_id")
    sites = places[places["latitude"].notna() & (places["radius_km"] <= SITE_KM)]
    exactly = "|".join(map(re.escape, sites["name"]))
    named = re.compile(rf"\b(?:of|on|at|near|in) (?P<site>{exactly})(?:,| in the |$)")
    rows = nkevents.load(level=["event", "series"]).set_index("slug")
    vague = set()
    for slug, row in rows[rows["event_type"].isin(["shelling", "air_drone_strike", "mine_explosion"])].iterrows():
        found = named.search(row["title"])
        if found and not (row["radius_km"] <= SITE_KM):
            vague.add((str(slug), found["site"]))
    assert vague == {(row["event"], row["site"]) for row in case_rows("vague_places") if row["reason"]}
