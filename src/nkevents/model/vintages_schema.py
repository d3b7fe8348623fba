"""The schemas of vintages, which follow from those of the frames whose states they list."""

from nkevents.model.table_schema import Field, Schema


def vintages_schema(frame: Schema, name: str = "vintages") -> Schema:
    """Schema of all states of a frame: that of the frame, with the days from and to which a row held."""
    says, until = "First day on which the row read so.", "Last day on which it did; empty for the row that still holds."
    limits = {"required": True}
    day = Field(
        "valid_from", "Valid from", says, "date", "calendar day", limits, None, "Since when did the row read so?"
    )
    last = day._replace(
        name="valid_to",
        title="Valid to",
        description=until,
        question="Until when did the row read so?",
        constraints={"required": False},
    )
    # An event has as many rows as it has had states.
    first, *others = frame.fields
    fields = tuple(
        field._replace(constraints={key: value for key, value in field.constraints.items() if key != "unique"})
        for field in (first, day, last, *others)
    )
    title = name.replace("_", " ").capitalize()
    return frame._replace(
        name=name,
        title=title,
        description=f"Every state that any row of the {frame.title.lower()} has had.",
        fields=fields,
        primary_key=(*frame.primary_key, day.name),
    )
