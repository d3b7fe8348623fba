// The readable list. An entry is made once per state; only so many stand on the page at a time.
window.NK = window.NK || {};
NK.list = (function () {
  "use strict";
  var make = NK.dom.make,
    PAGE = 100;

  function create(model, actions) {
    var box = NK.dom.byId("list"),
      more = NK.dom.byId("more"),
      made = new Map(),
      limit = PAGE,
      last = null,
      current = null;

    function month(day) {
      var date = model.toDate(day);
      return model.months[date.getUTCMonth()] + " " + date.getUTCFullYear();
    }

    function entry(item) {
      var kept = made.get(item.event.index);
      if (kept && kept.row === item.row) return kept.node;
      var row = item.row,
        place = model.place(row);
      var button = make(
        "button",
        { type: "button", class: "entry" },
        NK.dom.mark(row, model.data),
        make("span", { class: "entry-title" }, make("bdi", {}, item.event.title)),
        make(
          "span",
          { class: "entry-facts" },
          row.when || "no day known",
          place ? " · " + place.name : "",
          row.told === model.data.statuses.occurred ? "" : " · " + row.told + (row.overdue ? ", overdue" : "")
        )
      );
      if (row.deaths) button.append(make("span", { class: "entry-dead" }, row.deaths.replace(/ \(.*/, "") + " dead"));
      button.append(make("span", { class: "hidden" }, row.accepted_by));
      button.addEventListener("click", function (click) {
        actions.select(item.event.slug);
        // Who chose by keyboard reads on in the card, and comes back here from it.
        if (click.detail === 0) actions.readCard(button);
      });
      var node = make("li", {}, button);
      made.set(item.event.index, { row: row, node: node });
      return node;
    }

    function show(items, selected, none) {
      var at = items.findIndex(function (item) {
        return item.event.slug === selected;
      });
      if (!last || items !== last.items) limit = PAGE;
      if (at >= limit) limit = Math.ceil((at + 1) / PAGE) * PAGE;
      last = { items: items, selected: selected, none: none };
      var nodes = [],
        before = "";
      items.slice(0, limit).forEach(function (item) {
        var now = month(item.row.day);
        if (now !== before) nodes.push(make("li", { class: "month" }, now));
        before = now;
        nodes.push(entry(item));
      });
      if (!items.length)
        nodes.push(make("li", { class: "month" }, none));
      box.replaceChildren.apply(box, nodes);
      if (current) current.removeAttribute("aria-current");
      current = at < 0 ? null : entry(items[at]).firstChild;
      if (current) current.setAttribute("aria-current", "true");
      more.hidden = items.length <= limit;
    }
    more.addEventListener("click", function () {
      limit += PAGE;
      show(last.items, last.selected, last.none);
    });
    function reveal(slug) {
      if (current && slug) current.scrollIntoView({ block: "nearest" });
    }
    return { show: show, reveal: reveal };
  }
  return { create: create };
})();
