// Search over titles, summaries, types, weapons and names in every spelling and script.
window.NK = window.NK || {};
NK.search = (function () {
  "use strict";
  // Letters that do not come apart into a plain letter and a mark.
  var PLAIN = { ə: "e", ı: "i", ø: "o", ł: "l", æ: "ae", œ: "oe", ß: "ss", đ: "d", և: "եւ" };

  function fold(text) {
    return text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/[’'ʼ`]/g, "")
      .replace(/[əıøłæœßđև]/g, function (letter) {
        return PLAIN[letter];
      });
  }

  function words(text) {
    return fold(text.replace(/['’]s\b/gi, "")).match(/[\p{L}\p{N}_]+/gu) || [];
  }

  // Days in ISO form, and months in other languages beside a number, as the pages write them.
  function inEnglish(text, data) {
    text = text.replace(/\b(\d{4})-(\d\d)-(\d\d)\b/g, function (whole, year, month, day) {
      return data.months[month - 1] ? Number(day) + " " + data.months[month - 1] + " " + year : whole;
    });
    if (!/\d/.test(text)) return text;
    return text
      .split(/\s+/)
      .map(function (word) {
        var at = data.months_elsewhere.findIndex(function (forms) {
          return forms.map(fold).includes(fold(word));
        });
        return at < 0 ? word : data.months[at];
      })
      .join(" ");
  }

  // Who and what has which name: a name means all that bear it, and so finds what each of their other names finds.
  function naming(data) {
    var bearers = new Map(),
      longest = 1;
    data.names.forEach(function (entry) {
      entry[0].forEach(function (name) {
        var key = words(name).join(" ");
        longest = Math.max(longest, key.split(" ").length);
        if (!bearers.has(key)) bearers.set(key, new Set());
        bearers.get(key).add(entry);
      });
    });

    // Takes the longest names out of a list of words; gives the events of each, and the words that are left.
    return function (asked) {
      var found = [],
        left = [];
      for (var at = 0; at < asked.length; ) {
        var end = Math.min(asked.length, at + longest);
        while (end > at && !bearers.has(asked.slice(at, end).join(" "))) end--;
        if (end === at) left.push(asked[at++]);
        else {
          found.push(eventsOf(bearers.get(asked.slice(at, end).join(" "))));
          at = end;
        }
      }
      return { events: found, left: left };
    };
  }

  function eventsOf(bearers) {
    var events = new Set();
    bearers.forEach(function (entry) {
      entry[1].forEach(function (event) {
        events.add(event);
      });
    });
    return events;
  }

  function namesOf(model, event) {
    var places = new Set(),
      actors = new Set(),
      names = [];
    event.states.forEach(function (row) {
      if (row.place !== null) places.add(row.place);
      (row.participants || []).forEach(function (actor) {
        actors.add(actor);
      });
    });
    places.forEach(function (at) {
      names.push(model.data.places[at].name, model.data.places[at].names.join(" "));
    });
    actors.forEach(function (at) {
      names.push(model.data.actors[at].name, model.data.actors[at].names.join(" "));
    });
    return names.join(" ");
  }

  // The index is made when the first search is made.
  function build(model) {
    var index = null,
      named = null;
    function ready() {
      if (index) return index;
      named = naming(model.data);
      index = new MiniSearch({
        fields: ["title", "summary", "type", "weapons", "names", "when", "slug"],
        processTerm: function (term) {
          return fold(term) || null;
        },
        searchOptions: {
          combineWith: "AND",
          prefix: true,
          fuzzy: function (term) {
            return term.length > 6 && !/\d/.test(term) ? 0.15 : false;
          }
        }
      });
      index.addAll(
        model.data.events.map(function (event) {
          var last = event.states[event.states.length - 1];
          return {
            id: event.index,
            title: event.title,
            summary: event.summary,
            type: model.data.types[event.type][0],
            weapons: event.weapons.join(" "),
            names: namesOf(model, event),
            when: last.when,
            slug: event.slug
          };
        })
      );
      return index;
    }
    return function (text) {
      if (!text.trim()) return null;
      var texts = ready(),
        asked = named(words(inEnglish(text, model.data))),
        sets = asked.events;
      if (asked.left.length)
        sets = sets.concat(
          new Set(
            texts.search(asked.left.join(" ")).map(function (hit) {
              return hit.id;
            })
          )
        );
      return sets.reduce(function (kept, set) {
        return new Set(
          Array.from(kept).filter(function (event) {
            return set.has(event);
          })
        );
      }, sets[0] || new Set());
    };
  }

  // The actor or place that a typed name means, in any spelling.
  function findNamed(list, text) {
    var wanted = fold(text.trim());
    if (!wanted) return null;
    function spellings(each) {
      return [each.name].concat(each.names).map(fold);
    }
    return (
      list.find(function (each) {
        return spellings(each).includes(wanted);
      }) ||
      list.find(function (each) {
        return spellings(each).some(function (name) {
          return name.startsWith(wanted);
        });
      }) ||
      list.find(function (each) {
        return spellings(each).some(function (name) {
          return (" " + name).includes(" " + wanted);
        });
      }) ||
      null
    );
  }

  return { fold: fold, build: build, findNamed: findNamed };
})();
