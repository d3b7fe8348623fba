// What the timeline looks like: axis, bands of episodes, dots of events, deaths, the chosen day and event.
window.NK = window.NK || {};
NK.timelinePaint = (function () {
  "use strict";
  var DAY = 86400000;

  // Gives a function that paints a scene: width, height, x (a scale of dates), lanes, bands, items, selected, day, colours.
  function create(ink, model, family, sizes) {
    var BAND = sizes.band,
      AXIS = sizes.axis,
      DEATHS = sizes.deaths,
      scene;

    function paint(given) {
      scene = given;
      var x = scene.x,
        lanes = scene.lanes;
      ink.clearRect(0, 0, scene.width, scene.height);
      ink.textBaseline = "alphabetic";
      paintAxis(x);
      paintBands(x);
      lanes.forEach(function (lane, at) {
        ink.fillStyle = scene.colours.line;
        ink.fillRect(0, lane.bottom - 1, scene.width, 1);
        lane.items.forEach(function (each) {
          if (each.x > -12 && each.x < scene.width + 12) paintDot(each, x);
        });
        haloed(lane.name, 6, lane.top + 12, scene.colours.soft, "600 11px");
      });
      paintDeaths(x);
      if (scene.day !== null) paintDay(x);
      if (scene.selected) paintSelected();
    }

    function font(style) {
      return style + " " + family;
    }
    function haloed(text, at, y, colour, style) {
      ink.font = font(style);
      ink.lineWidth = 4;
      ink.lineJoin = "round";
      ink.strokeStyle = scene.colours.panel;
      ink.strokeText(text, at, y);
      ink.fillStyle = colour;
      ink.fillText(text, at, y);
    }

    function paintAxis(x) {
      var days = (x.domain()[1] - x.domain()[0]) / DAY,
        bottom = scene.height - AXIS;
      var ticks = x.ticks(Math.max(scene.width / 90, 3)).filter(function (tick) {
        return tick.getUTCHours() === 0;
      });
      var format = d3.utcFormat(days > 90 ? "%b %Y" : "%-d %b %Y");
      if (scene.width / ticks.length < 70) format = d3.utcFormat(days > 90 ? "%b" : "%-d %b");
      ink.font = font("11px");
      ticks.forEach(function (tick, number) {
        var at = x(tick),
          last = at > scene.width - 40,
          before = number ? x(ticks[number - 1]) : -scene.width;
        ink.fillStyle = scene.colours.line;
        ink.fillRect(at, 0, 1, bottom);
        ink.fillStyle = scene.colours.soft;
        ink.textAlign = last ? "right" : "left";
        // The label of a tick at the edge stands before it, unless the one before reaches there.
        if (last && scene.width - before < 2 * ink.measureText(format(tick)).width + 10) return;
        ink.fillText(format(tick), last ? scene.width - 2 : at + 3, scene.height - 8);
      });
      ink.textAlign = "left";
    }

    function paintBands(x) {
      scene.bands.forEach(function (band) {
        var from = Math.max(x(model.toDate(band.from)), -4),
          to = Math.min(x(model.toDate(band.to + 1)), scene.width + 4);
        if (to < 0 || from > scene.width) return;
        var y = band.row * BAND + 1,
          planned = model.data.planned.includes(band.item.row.status);
        ink.globalAlpha = 0.9;
        ink.fillStyle = scene.colours.band;
        ink.strokeStyle = scene.colours.soft;
        ink.lineWidth = 1;
        ink.setLineDash(planned ? [3, 3] : []);
        ink.beginPath();
        ink.roundRect(from, y, Math.max(to - from, 5), BAND - 4, 3);
        if (planned) ink.stroke();
        else ink.fill();
        ink.setLineDash([]);
        ink.globalAlpha = 1;
        var chosen = scene.selected === band.item.event.slug;
        ink.font = font((chosen ? "600 " : "") + "10.5px");
        var text = band.item.event.title,
          at = Math.max(from, 0) + 6,
          wide = ink.measureText(text).width;
        // A name that is longer than its bar stands after it, if there is room.
        if (wide > to - at - 6 && to + 6 + wide < scene.width) at = to + 6;
        var room = scene.width - at - 2;
        var next = scene.bands.filter(function (other) {
          return other.row === band.row && other.from > band.from;
        })[0];
        if (next) room = Math.min(room, x(model.toDate(next.from)) - at - 4);
        text = shortened(text, room);
        ink.fillStyle = scene.colours.ink;
        if (text) ink.fillText(text, at, y + 10);
        if (chosen) {
          ink.strokeStyle = scene.colours.accent;
          ink.lineWidth = 1.5;
          ink.stroke();
        }
      });
    }

    function shortened(text, room) {
      if (ink.measureText(text).width <= room) return text;
      while (text.length > 3 && ink.measureText(text + "…").width > room) text = text.slice(0, -1);
      return text.length > 3 ? text.trim() + "…" : "";
    }

    function paintDot(each, x) {
      var row = each.row,
        r = each.radius,
        planned = model.data.planned.includes(row.status);
      if (row.first !== null && row.last !== null && row.last > row.first && row.last - row.first < 60) {
        var from = x(model.toDate(row.first)),
          to = x(model.toDate(row.last + 1));
        if (to - from > 4 * r) {
          ink.fillStyle = scene.colours[row.voice === "contested" ? "agreed" : row.voice] || scene.colours.soft;
          ink.globalAlpha = 0.28;
          ink.fillRect(from, each.y - 1, to - from, 2);
          ink.globalAlpha = 1;
        }
      }
      ink.beginPath();
      if (planned || row.voice === null || model.data.off.includes(row.status)) {
        ink.strokeStyle = scene.colours.ink;
        ink.lineWidth = 1.3;
        if (planned) {
          ink.moveTo(each.x, each.y - r - 0.6);
          ink.lineTo(each.x + r + 0.6, each.y);
          ink.lineTo(each.x, each.y + r + 0.6);
          ink.lineTo(each.x - r - 0.6, each.y);
          ink.closePath();
        } else {
          ink.moveTo(each.x - r, each.y - r);
          ink.lineTo(each.x + r, each.y + r);
          ink.moveTo(each.x + r, each.y - r);
          ink.lineTo(each.x - r, each.y + r);
        }
        ink.stroke();
        return;
      }
      if (row.voice === "contested") {
        ink.fillStyle = scene.colours.armenian;
        ink.arc(each.x, each.y, r, Math.PI / 2, Math.PI * 1.5);
        ink.fill();
        ink.beginPath();
        ink.fillStyle = scene.colours.azerbaijani;
        ink.arc(each.x, each.y, r, -Math.PI / 2, Math.PI / 2);
        ink.fill();
        return;
      }
      ink.fillStyle = scene.colours[row.voice];
      ink.arc(each.x, each.y, r, 0, 7);
      ink.fill();
    }

    // Deaths of single events, by the day on which they stand: Armenian, Azerbaijani, and not told apart.
    function paintDeaths(x) {
      var bottom = scene.height - AXIS - 2,
        sums = d3.rollup(
          scene.items,
          function (group) {
            return {
              all: d3.sum(group, function (each) {
                return each.row.killed_best || 0;
              }),
              armenian: d3.sum(group, function (each) {
                return each.row.killed_armenian || 0;
              }),
              azerbaijani: d3.sum(group, function (each) {
                return each.row.killed_azerbaijani || 0;
              })
            };
          },
          function (each) {
            return each.row.day;
          }
        );
      var most =
        d3.max(sums.values(), function (sum) {
          return sum.all;
        }) || 1;
      var wide = Math.max(x(model.toDate(1)) - x(model.toDate(0)) - 1, 1.5),
        tall = DEATHS - 17;
      sums.forEach(function (sum, at) {
        var left = x(model.toDate(at)),
          y = bottom;
        if (!sum.all || left < -wide || left > scene.width) return;
        [
          ["armenian", sum.armenian],
          ["azerbaijani", sum.azerbaijani],
          ["third", Math.max(sum.all - sum.armenian - sum.azerbaijani, 0)]
        ].forEach(function (part) {
          if (!part[1]) return;
          var high = Math.max((part[1] / most) * tall, 2);
          ink.fillStyle = scene.colours[part[0]];
          ink.fillRect(left, y - high, wide, high);
          y -= high;
        });
      });
      haloed(
        "Deaths counted for single events, by day (highest " + most + ")",
        6,
        scene.height - AXIS - DEATHS + 12,
        scene.colours.soft,
        "600 11px"
      );
    }

    function paintDay(x) {
      var at = x(model.toDate(scene.day + 1));
      if (at < 0 || at > scene.width) return;
      ink.fillStyle = scene.colours.accent;
      ink.fillRect(at - 0.75, 0, 1.5, scene.height - AXIS);
      ink.globalAlpha = 0.06;
      ink.fillRect(at, 0, scene.width - at, scene.height - AXIS);
      ink.globalAlpha = 1;
    }

    function paintSelected() {
      var each = scene.items.find(function (item) {
        return item.event.slug === scene.selected;
      });
      if (!each) return;
      ink.strokeStyle = scene.colours.accent;
      ink.lineWidth = 2;
      ink.beginPath();
      ink.arc(each.x, each.y, each.radius + 4, 0, 7);
      ink.stroke();
      ink.font = font("600 12px");
      var text = each.event.title,
        wide = ink.measureText(text).width;
      haloed(
        text,
        Math.min(Math.max(each.x + 10, 4), Math.max(scene.width - wide - 4, 4)),
        Math.max(each.y - 10, 12),
        scene.colours.ink,
        "600 12px"
      );
    }

    return paint;
  }
  return { create: create };
})();
