// The as-of slider: days on which the reader can stand, the news of each as a bar, and the play button.
window.NK = window.NK || {};
NK.slider = (function () {
  "use strict";
  var byId = NK.dom.byId;

  function create(model, actions) {
    var stops = model.data.stops,
      input = byId("asof"),
      date = byId("asof-date"),
      play = byId("play");
    var timer = null,
      known,
      edge;
    input.max = stops.length;
    date.min = model.toIso(stops[0]);
    date.max = model.toIso(stops[stops.length - 1]);
    play.textContent = "▶";

    // The last position after all stops is everything known.
    function position(day) {
      if (day === null) return stops.length;
      var at = stops.findIndex(function (stop) {
        return stop > day;
      });
      return Math.max((at < 0 ? stops.length : at) - 1, 0);
    }
    function dayAt(place) {
      return place >= stops.length ? null : stops[place];
    }
    function current() {
      return Number(input.value);
    }

    function stop() {
      clearInterval(timer);
      timer = null;
      play.textContent = "▶";
      play.setAttribute("aria-pressed", "false");
      play.setAttribute("aria-label", "Play from this day on");
    }
    function start() {
      if (current() >= stops.length) actions.setDay(stops[0]);
      timer = setInterval(
        function () {
          if (current() >= stops.length) stop();
          else actions.setDay(dayAt(current() + 1));
        },
        Number(byId("speed").value)
      );
      play.textContent = "❚❚";
      play.setAttribute("aria-pressed", "true");
      play.setAttribute("aria-label", "Pause");
    }

    input.addEventListener("input", function () {
      actions.setDay(dayAt(current()));
    });
    input.addEventListener("pointerdown", stop);
    play.addEventListener("click", function () {
      if (timer === null) start();
      else stop();
    });
    byId("speed").addEventListener("change", function () {
      if (timer !== null) {
        stop();
        start();
      }
    });
    byId("asof-all").addEventListener("click", function () {
      stop();
      actions.setDay(null);
    });
    date.addEventListener("change", function () {
      var day = model.fromIso(date.value);
      if (day !== null) {
        stop();
        actions.setDay(Math.max(day, stops[0]));
        if (day < stops[0]) byId("asof-title").textContent = "Nothing is recorded before";
      }
    });

    // One bar per stop, as high as the number of events of which something became known.
    function bars() {
      var svg = d3.select("#asof-bars"),
        width = input.clientWidth,
        height = 34,
        thumb = 16;
      var x = d3.scaleLinear([0, stops.length], [thumb / 2, width - thumb / 2]);
      var most =
        d3.max(stops, function (day) {
          return (model.news.get(day) || []).length;
        }) || 1;
      var y = d3.scaleSqrt([0, most], [0, height - 2]);
      svg
        .attr("viewBox", "0 0 " + width + " " + (height + 14))
        .attr("width", width)
        .attr("height", height + 14);
      var wide = Math.max(width / stops.length - 0.4, 0.8);
      var path = stops
        .map(function (day, at) {
          var tall = y((model.news.get(day) || []).length);
          return tall
            ? "M" +
                (x(at) - wide / 2).toFixed(1) +
                " " +
                height +
                "v" +
                -tall.toFixed(1) +
                "h" +
                wide.toFixed(1) +
                "v" +
                tall.toFixed(1) +
                "z"
            : "";
        })
        .join("");
      // The bars are drawn twice; of the dark ones only those up to the chosen day are seen.
      svg
        .selectAll("clipPath")
        .data([0])
        .join("clipPath")
        .attr("id", "asof-known")
        .selectAll("rect")
        .data([0])
        .join("rect")
        .attr("height", height);
      svg
        .selectAll("path")
        .data(["later", "known"])
        .join("path")
        .attr("d", path)
        .attr("class", String)
        .attr("clip-path", function (kind) {
          return kind === "known" ? "url(#asof-known)" : null;
        });
      known = svg.select("clipPath rect");
      edge = x;
      known.attr("width", edge(current()) + wide);
      var last = -99;
      var ticks = stops
        .map(function (day, at) {
          return { date: model.toDate(day), x: Math.max(x(at), 28) };
        })
        .filter(function (tick, at) {
          var before = at ? model.toDate(stops[at - 1]).getUTCMonth() : -1,
            room = tick.x - last;
          if (tick.date.getUTCMonth() === before || room < 62 || tick.x > width - 20) return false;
          last = tick.x;
          return true;
        });
      svg
        .selectAll("text")
        .data(ticks)
        .join("text")
        .attr("x", function (tick) {
          return tick.x;
        })
        .attr("y", height + 12)
        .text(function (tick) {
          return model.months[tick.date.getUTCMonth()].slice(0, 3) + " " + tick.date.getUTCFullYear();
        });
    }

    function show(day) {
      var at = position(day);
      input.value = at;
      var words = day === null ? "everything known" : model.inWords(day);
      input.setAttribute("aria-valuetext", words);
      byId("asof-title").textContent = day === null ? "You see" : "What was known by the end of";
      byId("asof-day").textContent = day === null ? "everything known today" : words;
      if (document.activeElement !== date) date.value = day === null ? "" : model.toIso(day);
      byId("asof-all").disabled = day === null;
      known.attr("width", edge(at) + 1);
    }

    bars();
    new ResizeObserver(NK.dom.oncePerFrame(bars)).observe(input);
    return { show: show, stop: stop };
  }

  return { create: create };
})();
