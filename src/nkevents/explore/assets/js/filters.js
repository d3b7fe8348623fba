// Which events a choice of filters keeps.
window.NK = window.NK || {};
NK.filters = (function () {
  "use strict";

  // One test per filter; each takes an item {event, row}, the chosen values, and what `prepare` found.
  var TESTS = {
    episode: function (item, chosen, at) {
      var episode = item.event.episode === null ? null : at.model.data.events[item.event.episode].slug;
      return chosen.includes(episode);
    },
    type: function (item, chosen) {
      return chosen.includes(item.event.type);
    },
    acceptance: function (item, chosen) {
      return chosen.includes(item.row.acceptance);
    },
    status: function (item, chosen) {
      return chosen.includes(item.row.status || "none");
    },
    account: function (item, chosen) {
      return chosen.some(function (each) {
        return answers(item.row, each);
      });
    },
    dead: function (item, chosen) {
      return (item.row.killed_best || 0) >= Number(chosen);
    },
    actor: function (item, chosen, at) {
      if ((item.row.participants || []).includes(at.actor)) return true;
      return item.event.speakers.some(function (each) {
        return each[0] === at.actor && (at.day === null || each[1] <= at.day);
      });
    },
    place: function (item, chosen, at) {
      return item.row.place === at.place;
    },
    // As load(start=, end=) keeps rows: what goes on has no end, and an unknown bound counts as the known one.
    from: function (item, chosen, at) {
      var row = item.row;
      return at.from === null || row.status === "ongoing" || (row.last === null ? row.day : row.last) >= at.from;
    },
    to: function (item, chosen, at) {
      return at.to === null || item.row.day <= at.to;
    },
    q: function (item, chosen, at) {
      return at.found.has(item.event.index);
    }
  };

  // Whether a side says what is chosen, as in "armenian.denies"; silent is who says nothing of the event at all.
  function answers(row, choice) {
    var parts = choice.split("."),
      told = row[parts[0] + "_account"][0];
    return told === parts[1] || (told === "both" && parts[1] !== "silent");
  }

  function prepare(model, state, day, found) {
    return {
      model: model,
      day: day,
      found: found,
      actor: model.data.actors.findIndex(function (each) {
        return each.id === state.actor;
      }),
      place: model.data.places.findIndex(function (each) {
        return each.id === state.place;
      }),
      from: model.fromIso(state.from),
      to: model.fromIso(state.to)
    };
  }

  // Names of the filters in use.
  function chosen(state) {
    return Object.keys(TESTS).filter(function (name) {
      return state[name] && state[name].length;
    });
  }

  function levelKept(item, state) {
    var levels = state.level.length ? state.level : ["event"];
    return levels.includes(item.event.level);
  }

  // Items that pass every chosen filter, and for each filter those that pass all others (to count its choices).
  function apply(items, model, state, day, found) {
    var at = prepare(model, state, day, found);
    var names = chosen(state);
    var shown = [],
      others = {};
    names.forEach(function (name) {
      others[name] = [];
    });
    items.forEach(function (item) {
      if (!levelKept(item, state)) return;
      var failed = names.filter(function (name) {
        return !TESTS[name](item, state[name], at);
      });
      if (failed.length === 0) {
        shown.push(item);
        names.forEach(function (name) {
          others[name].push(item);
        });
      } else if (failed.length === 1) {
        others[failed[0]].push(item);
      }
    });
    return { shown: shown, others: others };
  }

  return { apply: apply, answers: answers, chosen: chosen };
})();
