// The whole state of the view stands in the address, after "#", so that a view can be shared.
window.NK = window.NK || {};
NK.address = (function () {
  "use strict";
  var LISTS = ["episode", "type", "acceptance", "status", "account", "level"];
  var TEXTS = ["asof", "event", "q", "dead", "actor", "place", "from", "to", "names", "t", "map", "view"];

  function empty() {
    var state = {};
    LISTS.forEach(function (name) {
      state[name] = [];
    });
    TEXTS.forEach(function (name) {
      state[name] = "";
    });
    return state;
  }

  function read(hash) {
    var state = empty(),
      given = new URLSearchParams(hash.replace(/^#/, ""));
    LISTS.forEach(function (name) {
      state[name] = (given.get(name) || "").split(",").filter(Boolean);
    });
    TEXTS.forEach(function (name) {
      state[name] = given.get(name) || "";
    });
    return state;
  }

  function write(state) {
    var given = new URLSearchParams();
    TEXTS.forEach(function (name) {
      if (state[name]) given.set(name, state[name]);
    });
    LISTS.forEach(function (name) {
      if (state[name].length) given.set(name, state[name].join(","));
    });
    return given.toString().replace(/%2C/g, ",").replace(/%7E/g, "~");
  }

  return { empty: empty, read: read, write: write, lists: LISTS };
})();
