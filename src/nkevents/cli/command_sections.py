"""The commands as one program: in the help those for readers and for curators apart, errors in one line."""

from typing import Any

from typer.core import TyperGroup

from nkevents.cli.error_lines import errors_in_one_line

READING = "Commands for reading"
CURATING = "Commands for curating, in a copy of the repository"


class CommandSections(TyperGroup):
    """A group whose help lists its commands by their `rich_help_panel`; typer does so in its boxes alone."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; what it raises as an error of nkevents is one line on standard error."""
        with errors_in_one_line():
            return super().invoke(ctx)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the sections, each in the order in which its commands were added."""
        width = max(map(len, self.commands))
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, command in self.commands.items():
            line = f"{name:{width}}", command.get_short_help_str(formatter.width - width - 6)
            sections.setdefault(getattr(command, "rich_help_panel"), []).append(line)  # noqa: B009
        for title, lines in sections.items():
            with formatter.section(title):
                formatter.write_dl(lines)
