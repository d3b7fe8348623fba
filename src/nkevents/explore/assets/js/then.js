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
  var inWords = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC"
  }).format(time);
  document.getElementById("then-day").textContent = inWords;
  known.hidden = at < 0;
  document.getElementById("then-unknown").hidden = at >= 0;
  if (at >= 0) known.children[at].hidden = false;
  box.hidden = false;

  // Of the statements those that had been made are shown, and those that came later are marked.
  var said = document.getElementById("then-said");
  said.firstElementChild.textContent = inWords;
  said.hidden = false;
  document.querySelectorAll(".statement[data-known]").forEach(function (statement) {
    if (statement.dataset.known <= asof) {
      var folded = statement.closest("details.before");
      if (folded) folded.open = true;
      return;
    }
    var mark = document.createElement("span");
    mark.className = "chip later";
    mark.textContent = "Said later";
    statement.classList.add("replaced");
    statement.querySelector(".said").prepend(mark, " ");
  });
})();
