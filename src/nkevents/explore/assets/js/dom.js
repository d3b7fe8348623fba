// Elements from data: texts are only ever set as text, so nothing in the data can become markup.
window.NK = window.NK || {};
NK.dom = (function () {
  "use strict";

  // make("p", {class: "soft"}, "text", child): attributes that are null are left out.
  function make(name, attributes) {
    var element = document.createElement(name);
    for (var key in attributes || {}) {
      if (attributes[key] !== null && attributes[key] !== undefined) element.setAttribute(key, attributes[key]);
    }
    for (var i = 2; i < arguments.length; i++) {
      if (arguments[i] !== null && arguments[i] !== undefined) element.append(arguments[i]);
    }
    return element;
  }

  function byId(id) {
    return document.getElementById(id);
  }

  // Calls a function at most once per frame.
  function oncePerFrame(act) {
    var asked = false;
    return function () {
      if (asked) return;
      asked = true;
      requestAnimationFrame(function () {
        asked = false;
        act();
      });
    };
  }

  // The mark of an event: who says that it took place, or that it is a plan.
  function mark(row, data) {
    var kind = row.voice ? "voice-" + row.voice : data.off.includes(row.status) ? "off" : "planned";
    return make("span", { class: "mark " + kind, "aria-hidden": "true" });
  }

  return { make: make, byId: byId, oncePerFrame: oncePerFrame, mark: mark };
})();
