// How the count of the dead became known, for the chosen event or its episode.
window.NK = window.NK || {};
NK.tolls = (function () {
  "use strict";
  // Cell of the number, side, name, whether the adversary claims it, cell of the number in words, cell of its kind.
  var SERIES = [
    ["killed_armenian", "armenian", "Armenian dead", false, "armenian_dead", "armenian_counts"],
    ["killed_azerbaijani", "azerbaijani", "Azerbaijani dead", false, "azerbaijani_dead", "azerbaijani_counts"],
    ["killed_third", "third", "Dead of neither side", false, "third_dead", "third_counts"],
    ["killed_armenian_claimed", "armenian", "Armenian dead, claimed by the adversary", true, "armenian_dead_claimed"],
    [
      "killed_azerbaijani_claimed",
      "azerbaijani",
      "Azerbaijani dead, claimed by the adversary",
      true,
      "azerbaijani_dead_claimed"
    ]
  ];
  var TOTAL = ["killed_best", "agreed", "Dead", false, "deaths"];
  // Days that the chart has at the least; days after the time followed closely that are worth a part of their own.
  var SHORTEST = 30,
    WORTH = 60,
    LATER = 0.24,
    LEFT = 40,
    RIGHT = 8,
    TOP = 10,
    BOTTOM = 22;

  function hasToll(event) {
    return SERIES.concat([TOTAL]).some(function (series) {
      return event.states.some(function (row) {
        return row[series[0]] > 0;
      });
    });
  }

  function create(model) {
    var svg = d3.select("#tolls"),
      node = svg.node(),
      LAST = model.fromIso(model.data.meta.last_day);
    var largest = model.data.events
      .filter(function (event) {
        return event.level === "episode";
      })
      .sort(function (a, b) {
        return (b.states[b.states.length - 1].killed_best || 0) - (a.states[a.states.length - 1].killed_best || 0);
      })[0];
    var grid = svg.append("g"),
      lines = svg.append("g"),
      axis = svg.append("g");
    var last = null,
      width = node.clientWidth,
      height = node.clientHeight;

    // "27 Sep 2020", where three days share the axis.
    function shorter(day) {
      var words = model.inWords(day).split(" ");
      return words[0] + " " + words[1].slice(0, 3) + " " + words[2];
    }

    function subject(event) {
      if (event && hasToll(event)) return event;
      return largest && hasToll(largest) ? largest : null;
    }

    function show(selected, day) {
      last = [selected, day];
      var event = subject(selected),
        of = NK.dom.byId("tolls-of");
      if (!event || !width) {
        of.textContent = "No deaths were counted.";
        lines.selectAll("*").remove();
        return;
      }
      var link = NK.dom.make("a", { href: model.page(event, day) }, event.title);
      of.replaceChildren(link);
      svg.attr("viewBox", "0 0 " + width + " " + height);
      var series = SERIES.filter(function (each) {
        return event.states.some(function (row) {
          return (day === null || row.from <= day) && row[each[0]] !== null;
        });
      });
      if (
        !series.some(function (each) {
          return !each[3];
        })
      )
        series.push(TOTAL);
      // The chart ends with the day of the slider: what became known later is not hinted at.
      var first = event.states[0].from,
        newest = event.states[event.states.length - 1].from,
        later = Math.max(newest - LAST, 0),
        end = Math.max(day === null ? LAST + later * 1.1 : day, first + SHORTEST),
        folded = end > LAST + WORTH && first < LAST - WORTH,
        fold = width - RIGHT - LATER * (width - LEFT - RIGHT);
      // What became known after 2021 is drawn narrower.
      var x = folded
        ? d3.scaleLinear([first, LAST, end], [LEFT, fold, width - RIGHT])
        : d3.scaleLinear([first, end], [LEFT, width - RIGHT]);
      node.classList.toggle("folded", folded);
      var most = d3.max(series, function (each) {
        return d3.max(event.states, function (row) {
          return day === null || row.from <= day ? row[each[0]] || 0 : 0;
        });
      });
      var y = d3.scaleLinear([0, most || 1], [height - BOTTOM, TOP]).nice(4);
      var ticks = y.ticks(4).filter(Number.isInteger);
      grid
        .selectAll("line")
        .data(ticks)
        .join("line")
        .attr("class", "grid")
        .attr("x1", LEFT)
        .attr("x2", width - RIGHT)
        .attr("y1", y)
        .attr("y2", y);
      grid
        .selectAll("text")
        .data(ticks)
        .join("text")
        .attr("class", "tick")
        .attr("x", LEFT - 6)
        .attr("y", function (n) {
          return y(n) + 4;
        })
        .attr("text-anchor", "end")
        .text(d3.format(","));
      axis
        .selectAll("text")
        .data(folded ? [first, LAST, end] : [first, end])
        .join("text")
        .attr("class", "tick")
        .attr("x", function (at) {
          return folded && at === LAST ? fold - 4 : x(at);
        })
        .attr("y", height - 6)
        .attr("text-anchor", function (at) {
          return at === first ? "start" : "end";
        })
        .text(function (at) {
          if (folded && at === LAST) return "end of " + model.toDate(LAST).getUTCFullYear();
          if (at === end && day === null && end > LAST) return "today";
          return folded ? shorter(at) : model.inWords(at);
        });
      axis
        .selectAll("line")
        .data(folded ? [fold] : [])
        .join("line")
        .attr("class", "fold")
        .attr("x1", fold)
        .attr("x2", fold)
        .attr("y1", TOP)
        .attr("y2", height - 2);
      var draw = d3
        .line()
        .curve(d3.curveStepAfter)
        .defined(function (p) {
          return p[1] !== null;
        })
        .x(function (p) {
          return x(p[0]);
        })
        .y(function (p) {
          return y(p[1]);
        });
      // Days on which the number changes, each with whether it leaves some of the side's dead out.
      function points(each) {
        var found = event.states
          .filter(function (row) {
            return row.from <= end && (day === null || row.from <= day);
          })
          .map(function (row) {
            return [row.from, row[each[0]], Boolean(each[5] && row[each[5]])];
          });
        var last = found[found.length - 1];
        // A count stands to the end of its day: one that is new on the day of the slider is a line, too.
        if (last) found.push([day === null ? end : Math.min(Math.max(day, last[0] + 1), end), last[1], last[2]]);
        return found;
      }
      // A line comes apart where a count of a part becomes one of all, or the other way round.
      function stretches(each) {
        var made = [];
        points(each).forEach(function (point) {
          var now = made[made.length - 1];
          if (!now || now.partial !== point[2]) {
            if (now) now.points.push(point);
            now = { series: each, partial: point[2], points: [] };
            made.push(now);
          }
          now.points.push(point);
        });
        return made;
      }
      lines
        .selectAll("path")
        .data(series.map(stretches).flat())
        .join("path")
        .attr("class", function (each) {
          return "line side-" + each.series[1] + (each.series[3] ? " claimed" : each.partial ? " partial" : "");
        })
        .attr("d", function (each) {
          return draw(each.points);
        });
      words(event, series, day);
    }

    function words(event, series, day) {
      var row = model.stateOn(event, day),
        box = NK.dom.byId("tolls-words");
      if (!row) {
        box.textContent = "Not known yet on this day.";
        return;
      }
      var made = series.map(function (each) {
        var partial = each[5] && row[each[5]];
        return NK.dom.make(
          "span",
          { class: "toll-word side-" + each[1] + (each[3] ? " claimed" : partial ? " partial" : "") },
          each[2] + ": ",
          NK.dom.make("b", {}, row[each[4]] || "not known")
        );
      });
      // The number of the whole has no line of its own; lowest and highest stand in brackets.
      if (!series.includes(TOTAL) && row.deaths)
        made.unshift(
          NK.dom.make("span", { class: "toll-word total" }, "All together: ", NK.dom.make("b", {}, row.deaths)),
          NK.dom.make(
            "span",
            { class: "toll-basis" },
            (row.deaths.includes("(") ? "lowest and highest count in brackets; " : "") +
              model.data.bases[row.killed_basis]
          )
        );
      box.replaceChildren.apply(box, made);
    }
    new ResizeObserver(
      NK.dom.oncePerFrame(function () {
        width = node.clientWidth;
        height = node.clientHeight;
        if (last) show(last[0], last[1]);
      })
    ).observe(node);
    return { show: show };
  }
  return { create: create, hasToll: hasToll };
})();
