// The data and their states through time. A state is looked up by its day; nothing is derived here.
window.NK = window.NK || {};
NK.model = (function () {
  "use strict";
  var DAY = 86400000;

  function build(data) {
    var epoch = Date.parse(data.meta.epoch + "T00:00:00Z");

    // Each state in the data holds what differs from the one before; here each gets all its cells.
    data.events.forEach(function (event, index) {
      var before = {};
      data.cells.forEach(function (name) {
        before[name] = null;
      });
      event.index = index;
      event.states = event.states.map(function (state) {
        var row = Object.assign({}, before);
        for (var cell in state[1]) row[data.cells[cell]] = state[1][cell];
        row.from = state[0];
        before = row;
        return row;
      });
    });
    var bySlug = new Map(
      data.events.map(function (event) {
        return [event.slug, event];
      })
    );
    var news = new Map(data.news);

    // The state that held at the end of a day; null before the event became known. No day means everything known.
    function stateOn(event, day) {
      var states = event.states;
      if (day === null) return states[states.length - 1];
      var low = 0,
        high = states.length;
      while (low < high) {
        var middle = (low + high) >> 1;
        if (states[middle].from <= day) low = middle + 1;
        else high = middle;
      }
      return low ? states[low - 1] : null;
    }

    // All events known by a day, each with its state, sorted by the day on which they stand.
    function rowsOn(day) {
      var found = [];
      data.events.forEach(function (event) {
        var row = stateOn(event, day);
        if (row) found.push({ event: event, row: row });
      });
      return found.sort(function (a, b) {
        return a.row.day - b.row.day || a.event.index - b.event.index;
      });
    }

    function toDate(day) {
      return new Date(epoch + day * DAY);
    }
    function toIso(day) {
      return toDate(day).toISOString().slice(0, 10);
    }
    function fromIso(text) {
      var time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text + "T00:00:00Z") : NaN;
      return Number.isNaN(time) ? null : Math.round((time - epoch) / DAY);
    }
    function inWords(day) {
      var date = toDate(day);
      return date.getUTCDate() + " " + data.months[date.getUTCMonth()] + " " + date.getUTCFullYear();
    }
    function place(row) {
      return row.place === null ? null : data.places[row.place];
    }
    function placeName(place, lang) {
      return (lang !== "en" && place.own[lang]) || place.name;
    }
    // The page tells what is known today; of a past day it says what was known then.
    function page(event, day) {
      return "events/" + event.slug + ".html" + (day === null ? "" : "?asof=" + toIso(day));
    }

    return {
      data: data,
      bySlug: bySlug,
      news: news,
      stateOn: stateOn,
      rowsOn: rowsOn,
      toDate: toDate,
      toIso: toIso,
      fromIso: fromIso,
      inWords: inWords,
      place: place,
      placeName: placeName,
      page: page,
      months: data.months
    };
  }

  return { build: build };
})();
