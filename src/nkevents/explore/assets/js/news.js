// What became known on the chosen day.
window.NK = window.NK || {};
NK.news = (function () {
  "use strict";
  var make = NK.dom.make,
    byId = NK.dom.byId,
    SHOWN = 40;

  function create(model, actions) {
    var days = Array.from(model.news.keys()).sort(function (a, b) {
      return a - b;
    });
    var box = byId("news"),
      all = byId("news-all"),
      now = null,
      scrolled = false;
    box.addEventListener("scroll", function () {
      scrolled = true;
    });

    function step(direction) {
      var at =
        now === null
          ? days.length
          : direction < 0
            ? days.findIndex(function (day) {
                return day >= now;
              })
            : days.findIndex(function (day) {
                return day > now;
              });
      if (at < 0) at = direction < 0 ? days.length : -1;
      var day = direction < 0 ? days[at - 1] : days[at];
      if (day !== undefined) actions.setDay(day);
    }
    byId("news-before").addEventListener("click", function () {
      step(-1);
    });
    byId("news-after").addEventListener("click", function () {
      step(1);
    });

    function item(entry) {
      var event = model.data.events[entry[0]],
        first = entry[1][0];
      var button = make("button", { type: "button", class: "link" }, event.title);
      button.addEventListener("click", function () {
        box.parentNode.classList.remove("open");
        actions.select(event.slug);
      });
      var line = make("li", { class: /^First/.test(first) ? "new" : null }, button);
      line.append(make("span", { class: "change" }, entry[1].join(" · ")));
      return line;
    }

    // How much news there is, and a way to see all of it at once.
    function offer(count) {
      var open = box.parentNode.classList.contains("open");
      all.hidden = !count || (!open && box.scrollHeight <= box.clientHeight);
      all.textContent = open ? "Fewer" : "All " + count;
      all.setAttribute("aria-expanded", String(open));
    }
    all.addEventListener("click", function () {
      box.parentNode.classList.toggle("open");
      offer((model.news.get(now) || []).length);
    });

    function show(day) {
      fill(day);
      offer(day === null ? 0 : (model.news.get(day) || []).length);
    }

    function fill(day) {
      now = day;
      byId("news-before").disabled = day !== null && day <= days[0];
      byId("news-after").disabled = day === null || day >= days[days.length - 1];
      if (day === null) {
        box.replaceChildren(
          make(
            "p",
            {},
            "Each mark is an event. Choose one to read what the Armenian side, the Azerbaijani side and others say of it."
          ),
          make("p", {}, "Move the slider, or press play, to see only what was public by a past day.")
        );
        byId("news-title").textContent = "How to read this page";
        return;
      }
      var entries = model.news.get(day) || [],
        happened = make("button", { type: "button", class: "quiet" }, "Show what happened on this day");
      happened.addEventListener("click", function () {
        actions.update({ from: model.toIso(day), to: model.toIso(day) });
      });
      byId("news-title").textContent = "New on " + model.inWords(day);
      if (!entries.length) {
        box.replaceChildren(
          make("p", {}, happened),
          make("p", { class: "soft" }, "Nothing new became known on this day.")
        );
        return;
      }
      var list = make("ul");
      list.append.apply(list, entries.slice(0, SHOWN).map(item));
      if (entries.length > SHOWN)
        list.append(make("li", { class: "soft" }, "and " + (entries.length - SHOWN) + " more"));
      box.replaceChildren(make("p", {}, happened), list);
      if (scrolled) box.scrollTop = 0;
      scrolled = false;
    }
    return { show: show };
  }
  return { create: create };
})();
