// What is shown, as CSV and GeoJSON.
window.NK = window.NK || {};
NK.downloads = (function () {
  "use strict";

  function plain(item, model) {
    var event = item.event,
      row = item.row,
      place = model.place(row),
      data = model.data;
    var found = {
      event_id: event.id,
      slug: event.slug,
      title: event.title,
      summary: event.summary,
      event_type: event.type,
      level: event.level,
      episode: event.episode === null ? null : data.events[event.episode].slug,
      day: model.toIso(row.day),
      date_start: row.first === null ? null : model.toIso(row.first),
      date_end: row.last === null ? null : model.toIso(row.last),
      place: place && place.name,
      latitude: place && place.at && place.at[1],
      longitude: place && place.at && place.at[0],
      radius_km: place && place.radius,
      participants:
        (row.participants || [])
          .map(function (at) {
            return data.actors[at].name;
          })
          .join("; ") || null
    };
    data.as_they_are.forEach(function (name) {
      found[name] = row[name];
    });
    return found;
  }

  function cell(value) {
    if (value === null || value === undefined) return "";
    var text = String(value);
    // A spreadsheet would run such a text as a formula.
    if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
    return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  function csv(items, model) {
    var rows = items.map(function (item) {
      return plain(item, model);
    });
    var names = Object.keys(plain({ event: model.data.events[0], row: model.data.events[0].states[0] }, model));
    return (
      [names.join(",")]
        .concat(
          rows.map(function (row) {
            return names
              .map(function (name) {
                return cell(row[name]);
              })
              .join(",");
          })
        )
        .join("\r\n") + "\r\n"
    );
  }

  function geojson(items, model, asOf) {
    return JSON.stringify(
      {
        type: "FeatureCollection",
        citation: model.data.meta.citation,
        as_of: asOf === null ? null : model.toIso(asOf),
        features: items.map(function (item) {
          var row = plain(item, model),
            known = row.latitude !== null && row.latitude !== undefined;
          return {
            type: "Feature",
            id: row.event_id,
            properties: row,
            geometry: known ? { type: "Point", coordinates: [row.longitude, row.latitude] } : null
          };
        })
      },
      null,
      1
    );
  }

  function save(text, type, name) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: type }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(function () {
      URL.revokeObjectURL(link.href);
    }, 10000);
  }

  return { csv: csv, geojson: geojson, save: save };
})();
