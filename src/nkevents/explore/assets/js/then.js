// Who comes from a past day, named in the address, is told that the page shows today's knowledge, and what was known then.
(function () {
  "use strict";
  var asof = new URLSearchParams(location.search).get("asof") || "",
    time = /^\d{4}-\d\d-\d\d$/.test(asof) ? Date.parse(asof + "T00:00:00Z") : NaN;
  if (Number.isNaN(time)) return;
  var box = document.getElementById("then"),
    known = document.getElementById("then-known"),
    dates = box.dataset.dates.split(" "),
    at =
      dates.filter(function (each) {
        return each <= asof;
      }).length - 1;
  document.getElementById("then-day").textContent = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC"
  }).format(time);
  known.hidden = at < 0;
  document.getElementById("then-unknown").hidden = at >= 0;
  if (at >= 0) known.children[at].hidden = false;
  box.hidden = false;
})();
