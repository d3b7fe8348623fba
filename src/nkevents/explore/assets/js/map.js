// The map: Natural Earth outlines, a ring per place that shows who says that the events there took place.
window.NK = window.NK || {};
NK.map = (function () {
  "use strict";
  var VOICES = ["agreed", "contested", "armenian", "azerbaijani", "third", "planned"];
  // The part of the map that it opens with: the former conflict zone and what lies around it.
  var HOME = [5400, 3850, 10300, 7900];
  var COUNTRIES = {
    Armenia: [5850, 4620],
    Azerbaijan: [9400, 4300],
    Georgia: [5300, 2500],
    Iran: [8400, 8500],
    Turkey: [2600, 4700],
    Russia: [6900, 700],
    Iraq: [4600, 9500]
  };

  function create(model, actions) {
    var svg = d3.select("#map"),
      node = svg.node(),
      outlines = window.nkeventsOutlines;
    var whole = [Number(node.dataset.width), Number(node.dataset.height)];
    var land = svg.append("g").attr("class", "outlines"),
      rings = svg.append("g"),
      radii = svg.append("g");
    var labels = svg.append("g").attr("class", "labels"),
      countries = svg.append("g").attr("class", "countries");
    radii.lower();
    countries.lower();
    land.lower();
    var width = 0,
      height = 0,
      transform = d3.zoomIdentity,
      places = [],
      chosen = null,
      lang = "en",
      selectedPlace = null;
    var arc = d3.arc(),
      pie = d3
        .pie()
        .sort(null)
        .value(function (part) {
          return part[1];
        });

    // What is contested is striped in both sides' colours.
    var stripes = svg
      .append("defs")
      .append("pattern")
      .attr("id", "contested")
      .attr("width", 5)
      .attr("height", 5)
      .attr("patternUnits", "userSpaceOnUse")
      .attr("patternTransform", "rotate(45)");
    stripes.append("rect").attr("class", "voice-armenian").attr("width", 2.5).attr("height", 5);
    stripes.append("rect").attr("class", "voice-azerbaijani").attr("x", 2.5).attr("width", 2.5).attr("height", 5);
    outlines.land.forEach(function (each) {
      land.append("path").attr("class", "land").attr("d", each.path);
    });
    [
      ["lakes", "lake"],
      ["coasts", "coast"],
      ["borders", "border"]
    ].forEach(function (pair) {
      land.append("path").attr("class", pair[1]).attr("d", outlines[pair[0]]);
    });
    outlines.disputed.forEach(function (each) {
      land.append("path").attr("class", "disputed").attr("d", each.path).append("title").text(each.name);
    });

    var zoom = d3
      .zoom()
      .scaleExtent([0.01, 1])
      .filter(function (event) {
        return event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button;
      })
      .on("zoom", function (event) {
        transform = event.transform;
        land.attr("transform", transform);
        move();
        if (event.sourceEvent) actions.mapChanged(address());
      });
    svg.call(zoom).on("dblclick.zoom", null);

    function address() {
      return [transform.invertX(width / 2), transform.invertY(height / 2), transform.k * 1000]
        .map(Math.round)
        .join("~");
    }
    function showBox(box) {
      var k = Math.min(width / (box[2] - box[0]), height / (box[3] - box[1]));
      svg.call(
        zoom.transform,
        d3.zoomIdentity
          .translate(width / 2, height / 2)
          .scale(k)
          .translate(-(box[0] + box[2]) / 2, -(box[1] + box[3]) / 2)
      );
    }
    function setView(text) {
      var parts = text.split("~").map(Number);
      if (parts.length !== 3 || parts.some(Number.isNaN)) {
        showBox(HOME);
        return;
      }
      svg.call(
        zoom.transform,
        d3.zoomIdentity
          .translate(width / 2, height / 2)
          .scale(parts[2] / 1000)
          .translate(-parts[0], -parts[1])
      );
    }
    function measure() {
      width = node.clientWidth;
      height = node.clientHeight;
      svg.attr("viewBox", "0 0 " + width + " " + height);
      zoom
        .extent([
          [0, 0],
          [width, height]
        ])
        .translateExtent([[0, 0], whole])
        .scaleExtent([Math.max(width / whole[0], height / whole[1]), 1.2]);
    }
    function zoomBy(factor) {
      svg.call(zoom.scaleBy, factor);
      actions.mapChanged(address());
    }

    function screen(xy) {
      return transform.apply(xy);
    }
    // Kilometres at a place in units of the map: a degree of longitude shrinks with the latitude.
    function units(place) {
      return (place.radius / (111.32 * Math.cos((place.at[1] * Math.PI) / 180))) * 1000;
    }

    function ringRadius(n) {
      return 3 + Math.sqrt(n) * 1.9;
    }

    function move() {
      rings.selectAll("g.place").attr("transform", function (each) {
        return "translate(" + screen(each.place.xy) + ")";
      });
      radii
        .selectAll("circle")
        .attr("cx", function (place) {
          return screen(place.xy)[0];
        })
        .attr("cy", function (place) {
          return screen(place.xy)[1];
        })
        .attr("r", function (place) {
          return units(place) * transform.k;
        });
      // A name whose spot lies near the edge is moved in, so that no country loses its name to a narrow window.
      countries
        .selectAll("text")
        .attr("x", function (pair) {
          return Math.max(60, Math.min(width - 60, screen(pair[1])[0]));
        })
        .attr("y", function (pair) {
          return screen(pair[1])[1];
        })
        .attr("visibility", function (pair) {
          var x = screen(pair[1])[0];
          return x < -60 || x > width + 60 ? "hidden" : null;
        });
      write();
    }

    // Labels of the places with most events, as long as they do not cover each other.
    function write() {
      var taken = [],
        kept = [];
      places.forEach(function (each) {
        var at = screen(each.place.xy),
          r = ringRadius(each.n);
        if (at[0] > -r && at[0] < width + r && at[1] > -r && at[1] < height + r) {
          taken.push([at[0] - r * 0.8, at[1] - r * 0.8, at[0] + r * 0.8, at[1] + r * 0.8]);
        }
      });
      places.slice(0, 60).forEach(function (each) {
        var at = screen(each.place.xy),
          r = ringRadius(each.n),
          text = model.placeName(each.place, lang);
        if (at[0] < 0 || at[0] > width || at[1] < 8 || at[1] > height - 4) return;
        var wide = text.length * 6.1,
          box = [at[0] + r + 3, at[1] - 7, at[0] + r + 3 + wide, at[1] + 6];
        if (box[2] > width - 2) box = [at[0] - r - 3 - wide, box[1], at[0] - r - 3, box[3]];
        var free =
          box[0] > 0 &&
          (each.place.id === selectedPlace ||
            taken.every(function (other) {
              return box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3];
            }));
        if (!free || (each.place.kind === "country" && each.place.id !== selectedPlace)) return;
        taken.push(box);
        kept.push({ id: each.place.id, text: text, x: box[0], y: at[1] + 4, chosen: each.place.id === selectedPlace });
      });
      labels
        .selectAll("text")
        .data(kept, function (each) {
          return each.id;
        })
        .join("text")
        .attr("x", function (each) {
          return each.x;
        })
        .attr("y", function (each) {
          return each.y;
        })
        .classed("chosen", function (each) {
          return each.chosen;
        })
        .text(function (each) {
          return each.text;
        });
    }

    function counts(shown) {
      var found = new Map();
      shown.forEach(function (item) {
        if (item.row.place === null) return;
        var place = model.data.places[item.row.place],
          entry = found.get(place.id);
        if (!entry) found.set(place.id, (entry = { place: place, n: 0, by: {} }));
        var voice = item.row.voice || "planned";
        entry.n += 1;
        entry.by[voice] = (entry.by[voice] || 0) + 1;
      });
      return Array.from(found.values()).sort(function (a, b) {
        return b.n - a.n || (a.place.name < b.place.name ? -1 : 1);
      });
    }

    function paintRing(each) {
      var group = d3.select(this),
        r = ringRadius(each.n),
        key = JSON.stringify(each.by);
      if (this.dataset.key === key) return;
      this.dataset.key = key;
      var parts = pie(
        VOICES.filter(function (voice) {
          return each.by[voice];
        }).map(function (voice) {
          return [voice, each.by[voice]];
        })
      );
      arc.innerRadius(each.n > 11 ? r * 0.56 : 0).outerRadius(r);
      group
        .selectAll("circle.halo")
        .data([r])
        .join("circle")
        .attr("class", "halo")
        .attr("r", r + 1.5);
      group
        .selectAll("path")
        .data(parts)
        .join("path")
        .attr("d", arc)
        .attr("class", function (part) {
          return "voice-" + part.data[0];
        });
      group
        .selectAll("text")
        .data(each.n > 11 ? [each.n] : [])
        .join("text")
        .attr("dy", "0.35em")
        .text(String)
        .attr("class", each.n > 99 ? "small" : null);
    }

    function show(shown, state, selectedItem) {
      lang = state.names || "en";
      chosen = state.place || null;
      var place = selectedItem && selectedItem.row.place !== null ? model.data.places[selectedItem.row.place] : null;
      selectedPlace = place ? place.id : chosen;
      var all = counts(shown);
      places = all.filter(function (each) {
        return each.place.xy;
      });
      // Wide regions lie below, so that they cover no town.
      var drawn = places.slice().sort(function (a, b) {
        return b.place.radius - a.place.radius;
      });
      rings
        .selectAll("g.place")
        .data(drawn, function (each) {
          return each.place.id;
        })
        .join(function (enter) {
          return enter
            .append("g")
            .attr("class", "place")
            .on("click", function (event, each) {
              actions.tip(null);
              actions.choosePlace(each.place.id);
            })
            .on("mousemove", function (event, each) {
              actions.tip(
                names(each.place),
                each.n + (each.n === 1 ? " event" : " events"),
                event.clientX,
                event.clientY
              );
              ring(each.place);
            })
            .on("mouseleave", function () {
              actions.tip(null);
              ring(null);
            });
        })
        .each(paintRing)
        .order()
        .classed("chosen", function (each) {
          return each.place.id === selectedPlace;
        });
      ring(null);
      elsewhere(
        all.filter(function (each) {
          return !each.place.xy;
        })
      );
      move();
    }

    function names(place) {
      return [place.name]
        .concat(
          Object.values(place.own).filter(function (name) {
            return name !== place.name;
          })
        )
        .join(" · ");
    }

    // The circle within which the true spot lies, for the place under the pointer and the chosen one.
    function ring(place) {
      var wanted = places
        .map(function (each) {
          return each.place;
        })
        .filter(function (each) {
          return each === place || each.id === selectedPlace;
        });
      radii
        .selectAll("circle")
        .data(wanted, function (each) {
          return each.id;
        })
        .join("circle")
        .attr("class", "radius");
      radii
        .selectAll("circle")
        .attr("cx", function (each) {
          return screen(each.xy)[0];
        })
        .attr("cy", function (each) {
          return screen(each.xy)[1];
        })
        .attr("r", function (each) {
          return units(each) * transform.k;
        });
    }

    function elsewhere(list) {
      var box = NK.dom.byId("elsewhere");
      box.replaceChildren.apply(
        box,
        list.length
          ? [NK.dom.make("span", { class: "soft" }, "Elsewhere: ")].concat(
              list.slice(0, 14).map(function (each) {
                var button = NK.dom.make(
                  "button",
                  { type: "button", class: "link" + (each.place.id === selectedPlace ? " chosen" : "") },
                  model.placeName(each.place, lang) + " " + each.n
                );
                button.addEventListener("click", function () {
                  actions.choosePlace(each.place.id);
                });
                return button;
              })
            )
          : []
      );
    }

    NK.dom.byId("map-in").addEventListener("click", function () {
      zoomBy(1.6);
    });
    NK.dom.byId("map-out").addEventListener("click", function () {
      zoomBy(1 / 1.6);
    });
    NK.dom.byId("map-all").addEventListener("click", function () {
      showBox([0, 0, whole[0], whole[1]]);
      actions.mapChanged(address());
    });
    countries
      .selectAll("text")
      .data(Object.entries(COUNTRIES))
      .join("text")
      .text(function (pair) {
        return pair[0];
      });
    measure();
    new ResizeObserver(function () {
      if (node.clientWidth === width && node.clientHeight === height) return;
      var kept = address();
      measure();
      setView(kept);
    }).observe(node);

    return { show: show, setView: setView };
  }
  return { create: create };
})();
