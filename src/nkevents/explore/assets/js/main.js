// Joins the views: one state, kept in the address; every change of it shows in all views.
(function () {
  "use strict";
  var byId = NK.dom.byId;
  var model = NK.model.build(window.nkeventsData),
    search = NK.search.build(model);
  var state = NK.address.read(location.hash),
    views,
    shown = [],
    known = [],
    knownOn,
    addressTimer = null,
    writtenEvent = state.event,
    openedAt = null,
    cameFrom = null;

  function day() {
    return state.asof ? model.fromIso(state.asof) : null;
  }

  function frame() {
    views.timeline.frame(model.fromIso(state.from), model.fromIso(state.to));
  }

  var tip = byId("tip");
  var actions = {
    update: function (patch) {
      Object.assign(state, patch);
      render();
      if ("from" in patch || "to" in patch) frame();
    },
    clear: function (names) {
      var empty = NK.address.empty();
      names.forEach(function (name) {
        state[name] = empty[name];
      });
      render();
      if (names.includes("from")) frame();
    },
    setDay: function (to) {
      actions.update({ asof: to === null ? "" : model.toIso(to) });
    },
    select: function (slug) {
      var from = scrollY;
      state.event = state.event === slug ? "" : slug;
      render();
      views.list.reveal(state.event);
      views.timeline.reveal(state.event);
      // On a phone the card stands above the pictures; closing it leads back to where it was opened.
      if (!matchMedia("(max-width: 820px)").matches) return;
      if (state.event) {
        if (openedAt === null) openedAt = from;
        byId("card").scrollIntoView();
      } else if (openedAt !== null) {
        scrollTo(0, openedAt);
        openedAt = null;
      }
    },
    // Moves the keyboard to the card; closing it leads back to where one came from.
    readCard: function (from) {
      if (!state.event) return;
      cameFrom = from;
      byId("card").focus({ preventScroll: true });
    },
    closeCard: function () {
      actions.select("");
      if (cameFrom && cameFrom.isConnected) cameFrom.focus({ preventScroll: true });
      cameFrom = null;
    },
    choosePlace: function (id) {
      actions.update({ place: state.place === id ? "" : id });
    },
    rangeChanged: function (text) {
      state.t = text;
      writeAddress();
    },
    mapChanged: function (text) {
      state.map = text;
      writeAddress();
    },
    tip: function (title, more, x, y) {
      tip.hidden = title === null;
      if (title === null) return;
      tip.replaceChildren(NK.dom.make("b", {}, title), NK.dom.make("span", {}, more || ""));
      var left = Math.min(x + 14, innerWidth - tip.offsetWidth - 8),
        top = y + 18 + tip.offsetHeight > innerHeight ? y - tip.offsetHeight - 10 : y + 18;
      tip.style.transform = "translate(" + Math.max(left, 4) + "px," + top + "px)";
    }
  };

  // Written a little later, so that dragging the slider does not write at every step.
  function writeAddress() {
    clearTimeout(addressTimer);
    addressTimer = setTimeout(function () {
      addressTimer = null;
      var hash = "#" + NK.address.write(state);
      // An event that is opened is a step of its own, so that "back" closes it.
      var opened = state.event && state.event !== writtenEvent;
      writtenEvent = state.event;
      if (hash === (location.hash || "#")) return;
      if (opened) location.hash = hash;
      else location.replace(hash);
    }, 150);
  }

  // What to try when no event is shown.
  function none(on) {
    var said = state.q.trim()
      ? "No event holds all these words: try fewer words, or a name alone"
      : "No event fits: remove a filter";
    return said + (on === null ? "." : ", or choose a later day.");
  }

  function render() {
    var on = day();
    if (knownOn !== on || !known.length) {
      known = model.rowsOn(on);
      knownOn = on;
    }
    var result = NK.filters.apply(known, model, state, on, search(state.q));
    shown = result.shown;
    var event = state.event ? model.bySlug.get(state.event) : null,
      row = event ? model.stateOn(event, on) : null;
    views.slider.show(on);
    views.news.show(on);
    views.controls.show(state, result);
    views.timeline.show(shown, known, state.event, on);
    views.map.show(shown, state, row ? { event: event, row: row } : null);
    views.tolls.show(event || null, on);
    views.card.show(event || null, row, on);
    views.list.show(shown, state.event, none(on));
    views.narrow.show(state, shown.length);
    byId("count").textContent = shown.length.toLocaleString("en") + (shown.length === 1 ? " event" : " events");
    writeAddress();
  }

  function name(kind) {
    var part = NK.filters.chosen(state).length || state.level.length ? "-" + shown.length + "-events" : "";
    return "nkevents-" + model.data.meta.version + (state.asof ? "-as-of-" + state.asof : "") + part + "." + kind;
  }
  byId("csv").addEventListener("click", function () {
    NK.downloads.save(NK.downloads.csv(shown, model), "text/csv;charset=utf-8", name("csv"));
  });
  byId("geojson").addEventListener("click", function () {
    NK.downloads.save(NK.downloads.geojson(shown, model, day()), "application/geo+json", name("geojson"));
  });
  addEventListener("hashchange", function () {
    if (addressTimer !== null || location.hash === "#" + NK.address.write(state)) return;
    state = NK.address.read(location.hash);
    render();
    views.timeline.setRange(state.t);
    views.map.setView(state.map);
  });

  views = {
    slider: NK.slider.create(model, actions),
    news: NK.news.create(model, actions),
    controls: NK.controls.create(model, actions),
    timeline: NK.timeline.create(model, actions),
    map: NK.map.create(model, actions),
    tolls: NK.tolls.create(model),
    card: NK.card.create(model, actions),
    list: NK.list.create(model, actions),
    narrow: NK.narrow.create(actions)
  };
  render();
  if (state.t) views.timeline.setRange(state.t);
  else frame();
  views.map.setView(state.map);
  // For tests and for whoever looks in from the console.
  NK.explorer = {
    model: model,
    actions: actions,
    views: views,
    shown: function () {
      return shown;
    },
    state: function () {
      return state;
    },
    readyAfter: performance.now()
  };
  document.documentElement.dataset.ready = "true";
})();
