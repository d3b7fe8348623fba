// Light or dark: what the reader chose last, else what the system says.
(function () {
  "use strict";
  var root = document.documentElement;
  function stored() {
    try {
      return localStorage.getItem("nkevents-theme");
    } catch {
      return null;
    }
  }
  function dark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  if (stored()) root.dataset.theme = stored();
  document.addEventListener("DOMContentLoaded", function () {
    var button = document.getElementById("theme");
    function label() {
      button.textContent = dark() ? "Light" : "Dark";
    }
    button.hidden = false;
    label();
    button.addEventListener("click", function () {
      root.dataset.theme = dark() ? "light" : "dark";
      try {
        localStorage.setItem("nkevents-theme", root.dataset.theme);
      } catch {
        /* a browser that keeps nothing */
      }
      label();
      document.dispatchEvent(new Event("nkevents-theme"));
    });
  });
})();
