// A field above a long list that keeps the rows which hold all the words typed, in any spelling of their letters.
(function () {
  "use strict";
  var field = document.getElementById("narrow-by"),
    told = document.getElementById("narrowed"),
    rows = Array.from(document.querySelectorAll("table.list tbody tr")),
    texts = null,
    timer = null;

  function narrow() {
    texts =
      texts ||
      rows.map(function (row) {
        return NK.search.fold(row.textContent);
      });
    var words = NK.search.fold(field.value).split(/\s+/),
      kept = 0;
    rows.forEach(function (row, at) {
      row.hidden = !words.every(function (word) {
        return texts[at].includes(word);
      });
      if (!row.hidden) kept += 1;
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
