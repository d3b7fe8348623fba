// The chosen event: what each side says of it, as known on the day of the slider.
window.NK = window.NK || {};
NK.card = (function () {
  "use strict";
  var make = NK.dom.make;

  function create(model, actions) {
    var box = NK.dom.byId("card");

    box.addEventListener("keydown", function (event) {
      if (event.key === "Escape") actions.closeCard();
    });

    // A past day tells nothing of what came later; one step leads there.
    function onwards(event, row) {
      var planned = model.data.planned.includes(row.status);
      if (row === event.states[event.states.length - 1])
        return planned ? make("span", { class: "soft" }, "No later word on what became of it was found.") : null;
      var button = make("button", { type: "button", class: "quiet" }, planned ? "What became of it" : "As known today");
      button.addEventListener("click", function () {
        // What took place has another status than its plan had: a filter by it would hide the event.
        actions.update(planned ? { asof: "", status: [], acceptance: [] } : { asof: "" });
      });
      return button;
    }

    function account(side, row) {
      var told = row[side + "_account"];
      var cell = make(
        "div",
        { class: "account side-" + side + " says-" + told[0] },
        make("h3", {}, model.data.sides[side]),
        make("p", { class: "says" }, told[1])
      );
      told.slice(2).forEach(function (line) {
        cell.append(make("p", {}, line));
      });
      return cell;
    }

    function show(event, row, day) {
      box.hidden = !event;
      if (!event) {
        box.replaceChildren();
        return;
      }
      var close = make("button", { type: "button", class: "quiet close", "aria-label": "Close" }, "✕");
      close.addEventListener("click", actions.closeCard);
      var parts = [
        close,
        make("p", { class: "eyebrow" }, model.data.types[event.type][0]),
        make("h2", { id: "card-title" }, make("bdi", {}, event.title))
      ];
      if (!row) {
        parts.push(
          make(
            "p",
            { class: "soft" },
            "Nothing was known of this event by " +
              model.inWords(day) +
              ". It became known on " +
              model.inWords(event.states[0].from) +
              "."
          )
        );
        box.replaceChildren.apply(box, parts);
        return;
      }
      var place = model.place(row);
      parts.push(
        make(
          "p",
          { class: "card-facts" },
          NK.dom.mark(row, model.data),
          " ",
          make("b", { class: "status" }, row.told + (row.overdue ? ", overdue" : "")),
          row.status === "ongoing" && day === null ? "; " + model.data.no_end : "",
          row.when ? " · " + row.when + (row.date_contested ? " (another day is given too)" : "") : "",
          place ? " · " + model.placeName(place, "en") : ""
        )
      );
      if (row.accepted_by) parts.push(make("p", { class: "soft" }, row.accepted_by + "."));
      if (event.summary) parts.push(make("p", {}, event.summary));
      parts.push(
        make("div", { class: "trio" }, account("armenian", row), account("azerbaijani", row), account("third", row))
      );
      parts.push(
        make(
          "p",
          { class: "soft" },
          row.deaths ? "Deaths: " + row.deaths + " — " + model.data.bases[row.killed_basis] + "." : null,
          row.attribution !== "none"
            ? (row.deaths ? " " : "") + "Blame: " + model.data.blames[row.attribution] + "."
            : null
        )
      );
      parts.push(
        make(
          "p",
          { class: "card-more" },
          make(
            "a",
            { href: model.page(event, day), class: "button" },
            "All statements and sources" + (day === null ? "" : ", as known today")
          ),
          onwards(event, row),
          make(
            "span",
            { class: "soft" },
            row.n_claims + (row.n_claims === 1 ? " claim" : " claims") + (day === null ? "" : " by then")
          )
        )
      );
      box.replaceChildren.apply(box, parts);
    }
    return { show: show };
  }
  return { create: create };
})();
