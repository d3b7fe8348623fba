// The timeline: episodes as bands, one lane per kind of event, a dot per event, deaths by day below.
window.NK = window.NK || {};
NK.timeline = (function () {
  "use strict";
  var DAY = 86400000, BAND = 17, AXIS = 24, DEATHS = 58, LANE_WEIGHTS = [8, 4.4, 2, 2, 3], LANES_HEIGHT = 252, LEFT = 4;

  // Where the dots of a lane stand: piled up in columns as wide as a dot, over the day of the event.
  function pile(items, toX, size) {
    var heights = new Map(), most = 0;
    items.forEach(function (each) {
      var column = Math.round(toX(each.row.day + 0.5) / size), level = heights.get(column) || 0;
      heights.set(column, level + 1);
      each.x = column * size;
      each.level = level;
      if (level + 1 > most) most = level + 1;
    });
    return most;
  }

  function create(model, actions) {
    var root = NK.dom.byId("timeline"), canvas = document.createElement("canvas"), ink = canvas.getContext("2d");
    canvas.setAttribute("aria-hidden", "true");
    root.append(canvas);
    var stops = model.data.stops, first = model.toDate(stops[0] - 8), colours = NK.palette.read();
    var latest = d3.max(model.data.events, function (event) { return event.states[event.states.length - 1].day; });
    var end = model.toDate(latest + 12), width = 600, height = 320, base, transform = d3.zoomIdentity;
    // It opens with the time of all but a few late events.
    var settled = model.data.events.map(function (event) { return event.states[event.states.length - 1].day; });
    var home = [first, model.toDate(d3.quantile(settled, 0.995) + 8)], atHome = true;
    var items = [], lanes = [], episodes = [], selected = null, day = null, bands = [], hovered = null;
    var draw = NK.dom.oncePerFrame(paint);

    function scale() { return transform.rescaleX(base); }
    function measure() {
      width = root.clientWidth;
      var rows = d3.max(bands, function (band) { return band.row + 1; }) || 1;
      height = rows * BAND + 6 + LANES_HEIGHT + DEATHS + AXIS;
      var ratio = devicePixelRatio || 1;
      canvas.width = width * ratio;
      canvas.height = height * ratio;
      canvas.style.width = width + "px";
      canvas.style.height = height + "px";
      ink.setTransform(ratio, 0, 0, ratio, 0, 0);
      base = d3.scaleUtc([first, end], [LEFT, width - LEFT]);
      zoom.extent([[0, 0], [width, height]]).translateExtent([[0, 0], [width, height]]);
    }

    // Plain wheel scrolls the page; with Ctrl, or a pinch, the timeline zooms.
    var zoom = d3.zoom().scaleExtent([1, 160])
      .filter(function (event) { return event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button; })
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
      return scale().domain().map(function (date) { return date.toISOString().slice(0, 10); }).join("~");
    }
    function showRange(from, to) {
      var a = base(from), b = base(to), k = Math.min(Math.max((width - 2 * LEFT) / Math.max(b - a, 0.01), 1), 160);
      d3.select(canvas).call(zoom.transform, d3.zoomIdentity.scale(k).translate(LEFT / k - a, 0));
    }
    function setRange(text) {
      var parts = text.split("~").map(function (part) { return Date.parse(part + "T00:00:00Z"); });
      atHome = !(parts.length === 2 && parts[0] < parts[1]);
      if (atHome) showRange(home[0], home[1]); else showRange(new Date(parts[0]), new Date(parts[1]));
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
        var row = item.row, from = row.first === null ? row.day : row.first;
        var to = row.last !== null ? row.last : row.status === "ongoing" ? Math.max(day === null ? latest : day, from) : from;
        var at = ends.findIndex(function (before) { return before < from - 12; });
        if (at < 0) at = ends.length;
        ends[at] = Math.max(to, from + 60);
        return { item: item, from: from, to: to, row: at };
      });
    }

    function layOut() {
      var x = scale(), sum = d3.sum(LANE_WEIGHTS), top = (d3.max(bands, function (band) { return band.row + 1; }) || 1) * BAND + 6;
      function toX(at) { return x(model.toDate(at)); }
      var counted = model.data.lanes.map(function (name, lane) {
        return items.filter(function (each) { return model.data.types[each.event.type][1] === lane; });
      });
      var from = top, heights = LANE_WEIGHTS.map(function (weight) { return LANES_HEIGHT * weight / sum; });
      var size = 11, fits = false;
      while (!fits && size > 5) {
        size -= 1;
        fits = counted.every(function (mine, lane) { return pile(mine, toX, size) * size <= heights[lane] - 17; });
      }
      lanes = counted.map(function (mine, lane) {
        var most = pile(mine, toX, size), tall = heights[lane];
        var step = Math.min(size, (tall - 17) / Math.max(most, 1)), bottom = from + tall - 3;
        mine.forEach(function (each) {
          each.y = bottom - (each.level + 0.5) * step;
          each.radius = Math.max(size / 2 - 0.5, 1.6);
        });
        var made = { name: model.data.lanes[lane], top: from, bottom: from + tall, items: mine };
        from += tall;
        return made;
      });
    }

    function paint() {
      var x = scale();
      ink.clearRect(0, 0, width, height);
      ink.textBaseline = "alphabetic";
      paintAxis(x);
      paintBands(x);
      lanes.forEach(function (lane, at) {
        ink.fillStyle = colours.line;
        ink.fillRect(0, lane.bottom - 1, width, 1);
        lane.items.forEach(function (each) { if (each.x > -12 && each.x < width + 12) paintDot(each, x); });
        haloed(lane.name, 6, lane.top + 12, colours.soft, "600 11px");
      });
      paintDeaths(x);
      if (day !== null) paintDay(x);
      if (selected) paintSelected();
    }

    var family = getComputedStyle(root).fontFamily;
    function font(style) { return style + " " + family; }
    function haloed(text, at, y, colour, style) {
      ink.font = font(style);
      ink.lineWidth = 4;
      ink.lineJoin = "round";
      ink.strokeStyle = colours.panel;
      ink.strokeText(text, at, y);
      ink.fillStyle = colour;
      ink.fillText(text, at, y);
    }

    function paintAxis(x) {
      var days = (x.domain()[1] - x.domain()[0]) / DAY, bottom = height - AXIS;
      var ticks = x.ticks(Math.max(width / 90, 3)).filter(function (tick) { return tick.getUTCHours() === 0; });
      var format = d3.utcFormat(days > 90 ? "%b %Y" : "%-d %b %Y");
      if (width / ticks.length < 70) format = d3.utcFormat(days > 90 ? "%b" : "%-d %b");
      ink.font = font("11px");
      ticks.forEach(function (tick) {
        var at = x(tick);
        ink.fillStyle = colours.line;
        ink.fillRect(at, 0, 1, bottom);
        ink.fillStyle = colours.soft;
        ink.textAlign = at > width - 40 ? "right" : "left";
        ink.fillText(format(tick), at > width - 40 ? width - 2 : at + 3, height - 8);
      });
      ink.textAlign = "left";
    }

    function paintBands(x) {
      bands.forEach(function (band) {
        var from = Math.max(x(model.toDate(band.from)), -4), to = Math.min(x(model.toDate(band.to + 1)), width + 4);
        if (to < 0 || from > width) return;
        var y = band.row * BAND + 1, planned = model.data.planned.includes(band.item.row.status);
        ink.globalAlpha = 0.9;
        ink.fillStyle = colours.band;
        ink.strokeStyle = colours.soft;
        ink.lineWidth = 1;
        ink.setLineDash(planned ? [3, 3] : []);
        ink.beginPath();
        ink.roundRect(from, y, Math.max(to - from, 5), BAND - 4, 3);
        if (planned) ink.stroke(); else ink.fill();
        ink.setLineDash([]);
        ink.globalAlpha = 1;
        var chosen = selected === band.item.event.slug;
        ink.font = font((chosen ? "600 " : "") + "10.5px");
        var text = band.item.event.title, room = width - Math.max(from, 0) - 8;
        var next = bands.filter(function (other) { return other.row === band.row && other.from > band.from; })[0];
        if (next) room = Math.min(room, x(model.toDate(next.from)) - Math.max(from, 0) - 10);
        text = shortened(text, room);
        ink.fillStyle = colours.ink;
        if (text) ink.fillText(text, Math.max(from, 0) + 6, y + 10);
        if (chosen) { ink.strokeStyle = colours.accent; ink.lineWidth = 1.5; ink.stroke(); }
      });
    }

    function shortened(text, room) {
      if (ink.measureText(text).width <= room) return text;
      while (text.length > 3 && ink.measureText(text + "…").width > room) text = text.slice(0, -1);
      return text.length > 3 ? text.trim() + "…" : "";
    }

    function paintDot(each, x) {
      var row = each.row, r = each.radius, planned = model.data.planned.includes(row.status);
      if (row.first !== null && row.last !== null && row.last > row.first && row.last - row.first < 60) {
        var from = x(model.toDate(row.first)), to = x(model.toDate(row.last + 1));
        if (to - from > 4 * r) {
          ink.fillStyle = colours[row.voice === "contested" ? "agreed" : row.voice] || colours.soft;
          ink.globalAlpha = 0.28;
          ink.fillRect(from, each.y - 1, to - from, 2);
          ink.globalAlpha = 1;
        }
      }
      ink.beginPath();
      if (planned || row.voice === null || model.data.off.includes(row.status)) {
        ink.strokeStyle = colours.ink;
        ink.lineWidth = 1.3;
        if (planned) {
          ink.moveTo(each.x, each.y - r - 0.6); ink.lineTo(each.x + r + 0.6, each.y);
          ink.lineTo(each.x, each.y + r + 0.6); ink.lineTo(each.x - r - 0.6, each.y); ink.closePath();
        } else {
          ink.moveTo(each.x - r, each.y - r); ink.lineTo(each.x + r, each.y + r);
          ink.moveTo(each.x + r, each.y - r); ink.lineTo(each.x - r, each.y + r);
        }
        ink.stroke();
        return;
      }
      if (row.voice === "contested") {
        ink.fillStyle = colours.armenian;
        ink.arc(each.x, each.y, r, Math.PI / 2, Math.PI * 1.5);
        ink.fill();
        ink.beginPath();
        ink.fillStyle = colours.azerbaijani;
        ink.arc(each.x, each.y, r, -Math.PI / 2, Math.PI / 2);
        ink.fill();
        return;
      }
      ink.fillStyle = colours[row.voice];
      ink.arc(each.x, each.y, r, 0, 7);
      ink.fill();
    }

    // Deaths of single events, by the day on which they stand: Armenian, Azerbaijani, and not told apart.
    function paintDeaths(x) {
      var bottom = height - AXIS - 2, sums = d3.rollup(items, function (group) {
        return {
          all: d3.sum(group, function (each) { return each.row.killed_best || 0; }),
          armenian: d3.sum(group, function (each) { return each.row.killed_armenian || 0; }),
          azerbaijani: d3.sum(group, function (each) { return each.row.killed_azerbaijani || 0; })
        };
      }, function (each) { return each.row.day; });
      var most = d3.max(sums.values(), function (sum) { return sum.all; }) || 1;
      var wide = Math.max(x(model.toDate(1)) - x(model.toDate(0)) - 1, 1.5), tall = DEATHS - 17;
      sums.forEach(function (sum, at) {
        var left = x(model.toDate(at)), y = bottom;
        if (!sum.all || left < -wide || left > width) return;
        [["armenian", sum.armenian], ["azerbaijani", sum.azerbaijani],
          ["third", Math.max(sum.all - sum.armenian - sum.azerbaijani, 0)]].forEach(function (part) {
          if (!part[1]) return;
          var high = Math.max(part[1] / most * tall, 2);
          ink.fillStyle = colours[part[0]];
          ink.fillRect(left, y - high, wide, high);
          y -= high;
        });
      });
      haloed("Deaths counted for single events, by day (highest " + most + ")", 6, height - AXIS - DEATHS + 12,
        colours.soft, "600 11px");
    }

    function paintDay(x) {
      var at = x(model.toDate(day + 1));
      if (at < 0 || at > width) return;
      ink.fillStyle = colours.accent;
      ink.fillRect(at - 0.75, 0, 1.5, height - AXIS);
      ink.globalAlpha = 0.06;
      ink.fillRect(at, 0, width - at, height - AXIS);
      ink.globalAlpha = 1;
    }

    function paintSelected() {
      var each = items.find(function (item) { return item.event.slug === selected; });
      if (!each) return;
      ink.strokeStyle = colours.accent;
      ink.lineWidth = 2;
      ink.beginPath();
      ink.arc(each.x, each.y, each.radius + 4, 0, 7);
      ink.stroke();
      ink.font = font("600 12px");
      var text = each.event.title, wide = ink.measureText(text).width;
      haloed(text, Math.min(Math.max(each.x + 10, 4), Math.max(width - wide - 4, 4)), Math.max(each.y - 10, 12), colours.ink,
        "600 12px");
    }

    function near(event) {
      var box = canvas.getBoundingClientRect(), px = event.clientX - box.left, py = event.clientY - box.top, best = null, least = 12;
      items.forEach(function (each) {
        var far = Math.hypot(each.x - px, each.y - py);
        if (far < least) { least = far; best = each; }
      });
      if (best) return best;
      var x = scale(), band = bands.find(function (each) {
        return py >= each.row * BAND && py < (each.row + 1) * BAND &&
          px >= x(model.toDate(each.from)) - 3 && px <= Math.max(x(model.toDate(each.to + 1)), x(model.toDate(each.from)) + 140);
      });
      return band ? band.item : null;
    }

    canvas.addEventListener("mousemove", function (event) {
      hovered = near(event);
      canvas.classList.toggle("over", Boolean(hovered));
      if (hovered) actions.tip(hovered.event.title, hovered.row.when, event.clientX, event.clientY); else actions.tip(null);
    });
    canvas.addEventListener("mouseleave", function () { actions.tip(null); });
    canvas.addEventListener("click", function (event) {
      var hit = near(event);
      if (hit) actions.select(hit.event.slug);
    });
    root.addEventListener("keydown", function (event) {
      var at = items.findIndex(function (each) { return each.event.slug === selected; });
      var steps = { ArrowRight: at + 1, ArrowLeft: at < 0 ? items.length - 1 : at - 1, Home: 0, End: items.length - 1 };
      if (event.key === "+" || event.key === "=") zoomBy(1.6);
      else if (event.key === "-") zoomBy(1 / 1.6);
      else if (event.key in steps && items[steps[event.key]]) actions.select(items[steps[event.key]].event.slug);
      else return;
      event.preventDefault();
    });
    NK.dom.byId("timeline-in").addEventListener("click", function () { zoomBy(1.8); });
    NK.dom.byId("timeline-out").addEventListener("click", function () { zoomBy(1 / 1.8); });
    NK.dom.byId("timeline-all").addEventListener("click", function () {
      atHome = false;
      d3.select(canvas).call(zoom.transform, d3.zoomIdentity);
      actions.rangeChanged(range());
    });
    document.addEventListener("nkevents-theme", function () { colours = NK.palette.read(); draw(); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () { colours = NK.palette.read(); draw(); });
    new ResizeObserver(function () {
      if (root.clientWidth === width) return;
      var kept = range();
      measure();
      setRange(kept);
    }).observe(root);

    function show(shown, known, chosen, asOf) {
      items = shown.map(function (item) { return { event: item.event, row: item.row, x: 0, y: 0, radius: 3, level: 0 }; });
      episodes = known.filter(function (item) { return item.event.level === "episode"; });
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
      var event = model.bySlug.get(slug), row = event && model.stateOn(event, day);
      if (!row) return;
      if (event.level === "episode") {
        var band = bands.find(function (each) { return each.item.event === event; });
        if (band) { atHome = false; showRange(model.toDate(band.from - 3), model.toDate(Math.max(band.to, band.from + 14) + 4)); actions.rangeChanged(range()); }
        return;
      }
      var at = scale()(model.toDate(row.day));
      if (at < 30 || at > width - 30) d3.select(canvas).call(zoom.translateTo, base(model.toDate(row.day)), 0);
    }
    return { show: show, setRange: setRange, reveal: reveal, positions: function () { return items; } };
  }
  return { create: create, pile: pile };
})();
