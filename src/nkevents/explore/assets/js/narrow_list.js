// A field above a long list that keeps the rows which hold all the words typed, in any spelling of their letters.
// What stands below a heading is found by its words too, and the heading goes with the last of it.
(function () {
  "use strict";
  var field = document.getElementById("narrow-by"),
    told = document.getElementById("narrowed"),
    rows = Array.from(document.querySelectorAll("table.list tbody tr, .said-of li")),
    sections = Array.from(document.querySelectorAll(".said-of")),
    texts = null,
    timer = null;

  function narrow() {
    texts =
      texts ||
      rows.map(function (row) {
        var section = row.closest(".said-of");
        return NK.search.fold((section ? section.querySelector("h2").textContent + " " : "") + row.textContent);
      });
    var words = NK.search.fold(field.value).split(/\s+/),
      kept = 0;
    rows.forEach(function (row, at) {
      row.hidden = !words.every(function (word) {
        return texts[at].includes(word);
      });
      if (!row.hidden) kept += 1;
    });
    sections.forEach(function (section) {
      section.hidden = !section.querySelector("li:not([hidden])");
    });
    told.textContent = kept.toLocaleString("en") + " of " + rows.length.toLocaleString("en");
  }
  field.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(narrow, 100);
  });
  field.form.addEventListener("submit", function (event) {
    event.preventDefault();
  });
  field.form.hidden = false;
})();
