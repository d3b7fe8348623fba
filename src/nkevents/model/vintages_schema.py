"""The schemas of vintages, which follow from those of the frames whose states they list."""

from nkevents.model.table_schema import Field, Schema


def vintages_schema(frame: Schema, name: str = "vintages") -> Schema:
    """Schema of all states of a frame: that of the frame, with the days from and to which a row held."""
    says, until = "First day on which the row read so.", "Last day on which it did; empty for the row that still holds."
    day = _day("valid_from", says, "Since when did the row read so?", required=True)
    last = _day("valid_to", until, "Until when did the row read so?", required=False)
    # An event has as many rows as it has had states.
    first, *others = frame.fields
    fields = tuple(
        field._replace(constraints={key: value for key, value in field.constraints.items() if key != "unique"})
        for field in (first, day, last, *others)
    )
    return frame._replace(
        name=name,
        title=_title(name),
        description=f"Every state that any row of the {frame.title.lower()} has had.",
        fields=fields,
        primary_key=(*frame.primary_key, day.name),
    )


def _day(name: str, description: str, question: str, *, required: bool) -> Field:
    return Field(name, _title(name), description, "date", "calendar day", {"required": required}, None, question)


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()
