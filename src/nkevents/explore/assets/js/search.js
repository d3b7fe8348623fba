// Search over titles, summaries and names in every spelling and script.
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
    var index = null;
    function ready() {
      if (index) return index;
      index = new MiniSearch({
        fields: ["title", "summary", "names", "when", "slug"],
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
      return new Set(
        ready()
          .search(text)
          .map(function (hit) {
            return hit.id;
          })
      );
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
