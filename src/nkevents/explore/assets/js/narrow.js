// On a narrow screen the filters fold away, and one view is seen at a time; style.css says below which width.
window.NK = window.NK || {};
NK.narrow = (function () {
  "use strict";
  var byId = NK.dom.byId;
  var VIEWS = { list: "Events", timeline: "Timeline", map: "Map", tolls: "Deaths" };

  function create(actions) {
    var fold = byId("fold"),
      panels = Array.from(byId("views").querySelectorAll("[data-view]")),
      buttons = {};
    fold.addEventListener("click", function () {
      fold.setAttribute("aria-expanded", String(byId("facets").classList.toggle("unfolded")));
    });
    Object.keys(VIEWS).forEach(function (name) {
      buttons[name] = NK.dom.make("button", { type: "button" }, VIEWS[name]);
      buttons[name].addEventListener("click", function () {
        actions.update({ view: name === "list" ? "" : name });
      });
      byId("switch").append(buttons[name]);
    });

    function show(state, nShown) {
      var chosen = state.view in VIEWS ? state.view : "list",
        nFilters = NK.filters.chosen(state).length + (state.level.length ? 1 : 0) - (state.q ? 1 : 0);
      panels.forEach(function (panel) {
        panel.classList.toggle("unseen", panel.dataset.view !== chosen);
      });
      Object.keys(VIEWS).forEach(function (name) {
        buttons[name].setAttribute("aria-pressed", String(name === chosen));
      });
      buttons.list.textContent = VIEWS.list + " " + nShown.toLocaleString("en");
      fold.textContent = nFilters ? "Filters · " + nFilters : "Filters";
      fold.classList.toggle("active", nFilters > 0);
    }
    return { show: show };
  }
  return { create: create };
})();
