// Colours of the style sheet, for what is drawn on a canvas.
window.NK = window.NK || {};
NK.palette = (function () {
  "use strict";
  var NAMES = [
    "ink",
    "soft",
    "faint",
    "line",
    "paper",
    "panel",
    "accent",
    "armenian",
    "azerbaijani",
    "third",
    "agreed",
    "band"
  ];
  function read() {
    var style = getComputedStyle(document.documentElement),
      found = {};
    NAMES.forEach(function (name) {
      found[name] = style.getPropertyValue("--" + name).trim();
    });
    return found;
  }
  return { read: read };
})();
