"""The schema of the vintages, which follows from that of the timeline."""

from nkevents.model.table_schema import Field, Schema


def vintages_schema(timeline: Schema) -> Schema:
    """Schema of `vintages`: that of the timeline, with the days from and to which a row held."""
    says, until = "First day on which the row read so.", "Last day on which it did; empty for the row that still holds."
    day = Field("valid_from", "Valid from", says, "date", "calendar day", {}, None, "Since when did the row read so?")
    last = day._replace(
        name="valid_to", title="Valid to", description=until, question="Until when did the row read so?"
    )
    # An event has as many rows as it has had states.
    first, *others = timeline.fields
    fields = tuple(
        field._replace(constraints={key: value for key, value in field.constraints.items() if key != "unique"})
        for field in (first, day, last, *others)
    )
    description = "Every state that any row of the timeline has had, of all levels."
    return timeline._replace(
        name="vintages",
        title="Vintages",
        description=description,
        fields=fields,
        primary_key=(*timeline.primary_key, day.name),
    )
