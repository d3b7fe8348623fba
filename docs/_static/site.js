// What is wider than the page can be reached, and so scrolled, with the keyboard.
document.addEventListener("DOMContentLoaded", function () {
  document.querySelectorAll("pre, table.dataframe, .table-wrapper").forEach(function (block) {
    if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;
  });
});
