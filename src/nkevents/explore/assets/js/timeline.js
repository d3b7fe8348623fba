// The timeline: episodes as bands, one lane per kind of event, a dot per event, deaths by day below.
window.NK = window.NK || {};
NK.timeline = (function () {
  "use strict";
  var BAND = 17,
    AXIS = 24,
    DEATHS = 58,
    LANE_WEIGHTS = [8, 4.4, 2, 2, 3],
    LANES_HEIGHT = 252,
    LEFT = 4;

  // Where the dots of a lane stand: piled up in columns as wide as a dot, over the day of the event.
  function pile(items, toX, size) {
    var heights = new Map(),
      most = 0;
    items.forEach(function (each) {
      var column = Math.round(toX(each.row.day + 0.5) / size),
        level = heights.get(column) || 0;
      heights.set(column, level + 1);
      each.x = column * size;
      each.level = level;
      if (level + 1 > most) most = level + 1;
    });
    return most;
  }

  function create(model, actions) {
    var root = NK.dom.byId("timeline"),
      canvas = document.createElement("canvas"),
      ink = canvas.getContext("2d");
    var outside = NK.dom.byId("timeline-outside");
    canvas.setAttribute("aria-hidden", "true");
    root.append(canvas);
    var stops = model.data.stops,
      first = model.toDate(stops[0] - 8),
      colours = NK.palette.read();
    var latest = d3.max(model.data.events, function (event) {
      return event.states[event.states.length - 1].day;
    });
    var end = model.toDate(latest + 12),
      width = 600,
      height = 320,
      base,
      transform = d3.zoomIdentity;
    // It opens with the time of all but a few late events.
    var settled = model.data.events.map(function (event) {
      return event.states[event.states.length - 1].day;
    });
    var home = [first, model.toDate(d3.quantile(settled, 0.995) + 8)],
      atHome = true;
    var items = [],
      lanes = [],
      episodes = [],
      selected = null,
      day = null,
      bands = [],
      hovered = null;
    var draw = NK.dom.oncePerFrame(paint);

    function scale() {
      return transform.rescaleX(base);
    }
    function measure() {
      width = root.clientWidth;
      var rows =
        d3.max(bands, function (band) {
          return band.row + 1;
        }) || 1;
      height = rows * BAND + 6 + LANES_HEIGHT + DEATHS + AXIS;
      var ratio = devicePixelRatio || 1;
      canvas.width = width * ratio;
      canvas.height = height * ratio;
      canvas.style.width = width + "px";
      canvas.style.height = height + "px";
      ink.setTransform(ratio, 0, 0, ratio, 0, 0);
      base = d3.scaleUtc([first, end], [LEFT, width - LEFT]);
      zoom
        .extent([
          [0, 0],
          [width, height]
        ])
        .translateExtent([
          [0, 0],
          [width, height]
        ]);
    }

    // Plain wheel scrolls the page; with Ctrl, or a pinch, the timeline zooms.
    var zoom = d3
      .zoom()
      .scaleExtent([1, 160])
      .filter(function (event) {
        return event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button;
      })
      .on("zoom", function (event) {
        transform = event.transform;
        layOut();
        draw();
        if (event.sourceEvent) atHome = false;
        if (event.sourceEvent) actions.rangeChanged(range());
      });
    d3.select(canvas).call(zoom).on("dblclick.zoom", null);

    function range() {
      if (atHome) return "";
      return scale()
        .domain()
        .map(function (date) {
          return date.toISOString().slice(0, 10);
        })
        .join("~");
    }
    function showRange(from, to) {
      var a = base(from),
        b = base(to),
        k = Math.min(Math.max((width - 2 * LEFT) / Math.max(b - a, 0.01), 1), 160);
      d3.select(canvas).call(zoom.transform, d3.zoomIdentity.scale(k).translate(LEFT / k - a, 0));
    }
    function setRange(text) {
      var parts = text.split("~").map(function (part) {
        return Date.parse(part + "T00:00:00Z");
      });
      atHome = !(parts.length === 2 && parts[0] < parts[1]);
      if (atHome) showRange(home[0], home[1]);
      else showRange(new Date(parts[0]), new Date(parts[1]));
    }
    function zoomBy(factor) {
      atHome = false;
      d3.select(canvas).call(zoom.scaleBy, factor);
      actions.rangeChanged(range());
    }

    // Episodes in as few rows as keep them from overlapping.
    function placeBands() {
      var ends = [];
      bands = episodes.map(function (item) {
        var row = item.row,
          from = row.first === null ? row.day : row.first;
        var to =
          row.last !== null ? row.last : row.status === "ongoing" ? Math.max(day === null ? latest : day, from) : from;
        var at = ends.findIndex(function (before) {
          return before < from - 12;
        });
        if (at < 0) at = ends.length;
        ends[at] = Math.max(to, from + 60);
        return { item: item, from: from, to: to, row: at };
      });
    }

    function layOut() {
      var x = scale(),
        sum = d3.sum(LANE_WEIGHTS),
        top =
          (d3.max(bands, function (band) {
            return band.row + 1;
          }) || 1) *
            BAND +
          6;
      function toX(at) {
        return x(model.toDate(at));
      }
      var counted = model.data.lanes.map(function (name, lane) {
        return items.filter(function (each) {
          return model.data.types[each.event.type][1] === lane;
        });
      });
      var from = top,
        heights = LANE_WEIGHTS.map(function (weight) {
          return (LANES_HEIGHT * weight) / sum;
        });
      var size = 11,
        fits = false;
      while (!fits && size > 5) {
        size -= 1;
        fits = counted.every(function (mine, lane) {
          return pile(mine, toX, size) * size <= heights[lane] - 17;
        });
      }
      lanes = counted.map(function (mine, lane) {
        var most = pile(mine, toX, size),
          tall = heights[lane];
        var step = Math.min(size, (tall - 17) / Math.max(most, 1)),
          bottom = from + tall - 3;
        mine.forEach(function (each) {
          each.y = bottom - (each.level + 0.5) * step;
          each.radius = Math.max(size / 2 - 0.5, 1.6);
        });
        var made = { name: model.data.lanes[lane], top: from, bottom: from + tall, items: mine };
        from += tall;
        return made;
      });
    }

    var paintScene = NK.timelinePaint.create(ink, model, getComputedStyle(root).fontFamily, {
      band: BAND,
      axis: AXIS,
      deaths: DEATHS
    });
    function paint() {
      paintScene({
        width: width,
        height: height,
        x: scale(),
        lanes: lanes,
        bands: bands,
        items: items,
        selected: selected,
        day: day,
        colours: colours
      });
      var beyond = items.filter(function (each) {
        return each.x < 0 || each.x > width;
      }).length;
      outside.textContent = beyond ? beyond.toLocaleString("en") + " beyond the edge" : "";
    }

    function near(event) {
      var box = canvas.getBoundingClientRect(),
        px = event.clientX - box.left,
        py = event.clientY - box.top,
        best = null,
        least = 12;
      items.forEach(function (each) {
        var far = Math.hypot(each.x - px, each.y - py);
        if (far < least) {
          least = far;
          best = each;
        }
      });
      if (best) return best;
      var x = scale(),
        band = bands.find(function (each) {
          return (
            py >= each.row * BAND &&
            py < (each.row + 1) * BAND &&
            px >= x(model.toDate(each.from)) - 3 &&
            px <= Math.max(x(model.toDate(each.to + 1)), x(model.toDate(each.from)) + 140)
          );
        });
      return band ? band.item : null;
    }

    canvas.addEventListener("mousemove", function (event) {
      hovered = near(event);
      canvas.classList.toggle("over", Boolean(hovered));
      if (hovered) actions.tip(hovered.event.title, hovered.row.when, event.clientX, event.clientY);
      else actions.tip(null);
    });
    canvas.addEventListener("mouseleave", function () {
      actions.tip(null);
    });
    canvas.addEventListener("click", function (event) {
      var hit = near(event);
      if (hit) actions.select(hit.event.slug);
    });
    root.addEventListener("keydown", function (event) {
      var at = items.findIndex(function (each) {
        return each.event.slug === selected;
      });
      var steps = { ArrowRight: at + 1, ArrowLeft: at < 0 ? items.length - 1 : at - 1, Home: 0, End: items.length - 1 };
      if (event.key === "Enter" && selected) actions.readCard(root);
      else if (event.key === "+" || event.key === "=") zoomBy(1.6);
      else if (event.key === "-") zoomBy(1 / 1.6);
      else if (event.key in steps && items[steps[event.key]]) actions.select(items[steps[event.key]].event.slug);
      else return;
      event.preventDefault();
    });
    NK.dom.byId("timeline-in").addEventListener("click", function () {
      zoomBy(1.8);
    });
    NK.dom.byId("timeline-out").addEventListener("click", function () {
      zoomBy(1 / 1.8);
    });
    NK.dom.byId("timeline-all").addEventListener("click", function () {
      atHome = false;
      d3.select(canvas).call(zoom.transform, d3.zoomIdentity);
      actions.rangeChanged(range());
    });
    document.addEventListener("nkevents-theme", function () {
      colours = NK.palette.read();
      draw();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
      colours = NK.palette.read();
      draw();
    });
    new ResizeObserver(function () {
      if (root.clientWidth === width) return;
      var kept = range();
      measure();
      setRange(kept);
    }).observe(root);

    function show(shown, known, chosen, asOf) {
      items = shown.map(function (item) {
        return { event: item.event, row: item.row, x: 0, y: 0, radius: 3, level: 0 };
      });
      episodes = known.filter(function (item) {
        return item.event.level === "episode";
      });
      selected = chosen;
      day = asOf;
      var rows = bands.length;
      placeBands();
      if (!base || rows !== bands.length) measure();
      layOut();
      draw();
    }

    // Bring an event into view, keeping the zoom.
    function reveal(slug) {
      var event = model.bySlug.get(slug),
        row = event && model.stateOn(event, day);
      if (!row) return;
      if (event.level === "episode") {
        var band = bands.find(function (each) {
          return each.item.event === event;
        });
        if (band) {
          atHome = false;
          showRange(model.toDate(band.from - 3), model.toDate(Math.max(band.to, band.from + 14) + 4));
          actions.rangeChanged(range());
        }
        return;
      }
      var at = scale()(model.toDate(row.day));
      if (at < 30 || at > width - 30) d3.select(canvas).call(zoom.translateTo, base(model.toDate(row.day)), 0);
    }
    // Zoom to the days that are chosen, with some days around them; to all of it where none are.
    function frame(from, to) {
      if (from === null && to === null) setRange("");
      else {
        atHome = false;
        showRange(from === null ? first : model.toDate(from - 4), to === null ? end : model.toDate(to + 5));
      }
      actions.rangeChanged(range());
    }
    return {
      show: show,
      frame: frame,
      setRange: setRange,
      reveal: reveal,
      positions: function () {
        return items;
      }
    };
  }
  return { create: create, pile: pile };
})();
