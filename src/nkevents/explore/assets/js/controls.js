// Search, filters, and the row that says which are chosen.
window.NK = window.NK || {};
NK.controls = (function () {
  "use strict";
  var make = NK.dom.make,
    byId = NK.dom.byId;
  var DEAD = { 1: "at least 1 dead", 10: "at least 10 dead", 50: "at least 50 dead" };
  var NAMES = {
    episode: "Episode",
    type: "Type",
    acceptance: "Accepted",
    status: "Status",
    account: "Who says so",
    dead: "Dead",
    actor: "Actor",
    place: "Place",
    from: "Happened from",
    to: "Happened until",
    level: "Also show",
    q: "Search"
  };

  function choices(model) {
    var data = model.data,
      found = { episode: [], type: [], acceptance: [], status: [], account: [], level: [] };
    data.events.forEach(function (event) {
      if (event.level === "episode") found.episode.push([event.slug, event.title]);
    });
    Object.keys(data.types).forEach(function (code) {
      if (
        data.events.some(function (event) {
          return event.type === code && event.level !== "episode";
        })
      )
        found.type.push([code, data.types[code][0]]);
    });
    // What holds on no day of no event is nothing to choose.
    function met(name, pairs) {
      return pairs.filter(function (pair) {
        return data.events.some(function (event) {
          return event.states.some(function (row) {
            return row[name] === pair[0];
          });
        });
      });
    }
    found.acceptance = met("acceptance", Object.entries(data.acceptances));
    found.status = met("status", Object.entries(data.statuses));
    Object.entries(data.sides).forEach(function (side) {
      ["asserts", "denies", "silent"].forEach(function (code) {
        found.account.push([side[0] + "." + code, side[1] + ": " + data.says[side[0]][code]]);
      });
    });
    found.level = [
      ["event", "single events"],
      ["part", "parts of events"],
      ["series", "events counted together"]
    ];
    return found;
  }

  function countOf(name, code, items, model) {
    return items.filter(function (item) {
      if (name === "episode") return item.event.episode !== null && model.data.events[item.event.episode].slug === code;
      if (name === "type") return item.event.type === code;
      if (name === "acceptance") return item.row.acceptance === code;
      if (name === "status") return item.row.status === code;
      if (name === "account") return NK.filters.answers(item.row, code);
      return false;
    }).length;
  }

  function create(model, actions) {
    var all = choices(model),
      facets = byId("facets"),
      boxes = {},
      q = byId("q"),
      timer = null,
      latest = null;

    function facet(name) {
      var summary = make("summary", {}, NAMES[name]),
        body = make("div", { class: "facet-body" });
      var details = make("details", { class: "facet", "data-facet": name }, summary, body);
      details.addEventListener("toggle", function () {
        if (details.open) count(name);
        if (details.open) body.classList.toggle("from-right", details.getBoundingClientRect().left + 420 > innerWidth);
        if (details.open)
          facets.querySelectorAll("details[open]").forEach(function (other) {
            if (other !== details) other.open = false;
          });
      });
      facets.append(details);
      return body;
    }
    function checks(name) {
      var set = make("fieldset", {}, make("legend", { class: "hidden" }, NAMES[name])),
        body = facet(name);
      boxes[name] = all[name].map(function (pair) {
        var input = make("input", { type: "checkbox", value: pair[0] }),
          count = make("span", { class: "n" });
        input.addEventListener("change", function () {
          var patch = {};
          patch[name] = boxes[name]
            .filter(function (each) {
              return each.input.checked;
            })
            .map(function (each) {
              return each.code;
            });
          actions.update(patch);
        });
        var label = make("label", {}, input, make("span", {}, pair[1]), count);
        set.append(label);
        return { code: pair[0], input: input, count: count, label: label };
      });
      body.append(set);
    }
    function named(name, list) {
      var id = "names-of-" + name,
        options = make("datalist", { id: id });
      list
        .slice()
        .sort(function (a, b) {
          return a.name < b.name ? -1 : 1;
        })
        .forEach(function (each) {
          options.append(make("option", { value: each.name }));
        });
      var input = make("input", { type: "text", list: id, autocomplete: "off", placeholder: "Name in any script" });
      input.addEventListener("change", function () {
        var found = NK.search.findNamed(list, input.value),
          typed = input.value.trim(),
          patch = {};
        patch[name] = found ? found.id : "";
        actions.update(patch);
        unknown.textContent = found || !typed ? "" : "No " + name + " here is called “" + typed + "”.";
        if (!found) input.value = typed;
      });
      var unknown = make("p", { class: "soft", role: "status" });
      facet(name).append(make("label", {}, make("span", { class: "hidden" }, NAMES[name]), input), options, unknown);
      boxes[name] = input;
    }

    ["episode", "type", "account", "acceptance", "status"].forEach(checks);
    boxes.dead = make("select", {}, make("option", { value: "" }, "any"));
    Object.entries(DEAD).forEach(function (pair) {
      boxes.dead.append(make("option", { value: pair[0] }, pair[1]));
    });
    boxes.dead.addEventListener("change", function () {
      actions.update({ dead: boxes.dead.value });
    });
    facet("dead").append(make("label", {}, make("span", { class: "hidden" }, "Dead"), boxes.dead));
    named("actor", model.data.actors);
    named("place", model.data.places);
    var days = facet("from");
    days.parentNode.querySelector("summary").textContent = "Happened";
    ["from", "to"].forEach(function (name) {
      boxes[name] = make("input", { type: "date" });
      boxes[name].addEventListener("change", function () {
        var patch = {};
        patch[name] = boxes[name].value;
        actions.update(patch);
      });
      days.append(make("label", {}, make("span", {}, NAMES[name] + " "), boxes[name]));
    });
    checks("level");
    facets.lastChild.querySelector("summary").textContent = "Levels";

    q.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(function () {
        actions.update({ q: q.value });
      }, 120);
    });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") return;
      facets.querySelectorAll("details[open]").forEach(function (open) {
        open.open = false;
        open.querySelector("summary").focus();
      });
    });
    document.addEventListener("click", function (event) {
      if (!facets.contains(event.target))
        facets.querySelectorAll("details[open]").forEach(function (open) {
          open.open = false;
        });
    });
    byId("names").addEventListener("change", function () {
      var value = byId("names").value;
      actions.update({ names: value === "en" ? "" : value });
    });

    function label(name, value) {
      var list = { actor: model.data.actors, place: model.data.places }[name];
      if (list) {
        var found = list.find(function (each) {
          return each.id === value;
        });
        return found ? found.name : value;
      }
      if (name === "from" || name === "to") {
        var day = model.fromIso(value);
        return NAMES[name].toLowerCase() + " " + (day === null ? value : model.inWords(day));
      }
      // Words of single statements are not searched; who finds little must know it.
      if (name === "q") return "“" + value.trim() + "” in titles, summaries, types, weapons and names";
      if (name === "dead") return DEAD[value] || value;
      var pair = (all[name] || []).find(function (each) {
        return each[0] === value;
      });
      return pair ? pair[1] : value;
    }

    function chips(state) {
      var box = byId("chosen"),
        made = [];
      Object.keys(NAMES).forEach(function (name) {
        [].concat(state[name] || []).forEach(function (value) {
          if (!value) return;
          var chip = make(
            "button",
            { type: "button", class: "filter-chip", "aria-label": "Remove the filter " + label(name, value) },
            label(name, value) + " ✕"
          );
          chip.addEventListener("click", function () {
            var patch = {};
            patch[name] = Array.isArray(state[name])
              ? state[name].filter(function (each) {
                  return each !== value;
                })
              : "";
            actions.update(patch);
          });
          made.push(chip);
        });
      });
      if (made.length > 1) {
        var clear = make("button", { type: "button", class: "quiet" }, "Clear all");
        clear.addEventListener("click", function () {
          actions.clear(Object.keys(NAMES));
        });
        made.push(clear);
      }
      box.replaceChildren.apply(box, made);
      box.hidden = !made.length;
    }

    // Counts are made for the filter that is open, the only one whose counts are seen.
    function count(name) {
      if (!latest || !Array.isArray(boxes[name])) return;
      var items = latest.others[name] || latest.shown;
      boxes[name].forEach(function (each) {
        var n = countOf(name, each.code, items, model);
        each.count.textContent = name === "level" ? "" : n;
        each.label.classList.toggle("zero", name !== "level" && !n && !each.input.checked);
      });
    }

    function show(state, result) {
      latest = result;
      ["episode", "type", "account", "acceptance", "status", "level"].forEach(function (name) {
        boxes[name].forEach(function (each) {
          each.input.checked =
            state[name].includes(each.code) || (name === "level" && !state.level.length && each.code === "event");
        });
        var details = facets.querySelector("[data-facet=" + name + "]");
        details.classList.toggle("active", state[name].length > 0);
        if (details.open) count(name);
      });
      ["dead", "from", "to"].forEach(function (name) {
        boxes[name].value = state[name];
      });
      ["actor", "place"].forEach(function (name) {
        boxes[name].value = state[name] ? label(name, state[name]) : "";
        facets.querySelector("[data-facet=" + name + "]").classList.toggle("active", Boolean(state[name]));
      });
      facets.querySelector("[data-facet=dead]").classList.toggle("active", Boolean(state.dead));
      facets.querySelector("[data-facet=from]").classList.toggle("active", Boolean(state.from || state.to));
      if (document.activeElement !== q) q.value = state.q;
      byId("names").value = state.names || "en";
      chips(state);
    }
    return { show: show };
  }
  return { create: create };
})();
