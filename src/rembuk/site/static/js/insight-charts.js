/* Trend page: surveys by year beside the register by month, one scale, never one line.
   Lokus page: the funnel, limits by number of children and a point a village. */
(function () {
  "use strict";
  var R = window.Rembuk;
  if (!R || !window.echarts) return;
  var ink = R.token("ink"), ink2 = R.token("ink-2"), grey = R.token("line-strong"), line = R.token("line"), brand = R.token("brand");
  function axis(more) {
    return Object.assign({ axisLabel: R.text, axisLine: { lineStyle: { color: grey } }, axisTick: { lineStyle: { color: grey } }, splitLine: { lineStyle: { color: line } }, nameTextStyle: R.text }, more);
  }
  var small = Object.assign({ lineHeight: 15 }, R.text);
  function id(text) { return document.documentElement.lang === "en" ? text[1] : text[0]; }
  function printed(chart) { // a drawing keeps the width of the window: on paper it takes the page's
    var paper = { width: 590, height: 290 }; // A4 less margins and the card's own; its chart's height
    var onPaper = window.matchMedia("print"), box = chart.getDom();
    function fit() { if (!chart.isDisposed()) chart.resize(onPaper.matches ? paper : { width: box.clientWidth, height: box.clientHeight }); }
    onPaper.addEventListener("change", fit);
    window.addEventListener("beforeprint", function () { if (!chart.isDisposed()) chart.resize(paper); });
    window.addEventListener("afterprint", fit);
  }
  function pct(x) { return R.number(x, 1) + "%"; }

  function trend(data) {
    var names = data.surveys.map(function (s) { return s.survey + (R.narrow ? "\n" : " ") + s.year; });
    var most = Math.max.apply(null, [10].concat(
      data.surveys.map(function (s) { return s.high || s.pct; }),
      data.months.map(function (m) { return m.pct || 0; })));
    var top = Math.ceil((most + 1) / 10) * 10;
    var breaks = [];
    data.surveys.forEach(function (s, i) { if (i && s.survey !== data.surveys[i - 1].survey) breaks.push({ xAxis: i - 0.5 }); });
    var y = { type: "value", min: 0, max: top, interval: 10 };
    printed(R.draw("grafik-tren", {
      aria: { enabled: true },
      textStyle: R.text,
      tooltip: Object.assign({ trigger: "item" }, R.tooltip),
      title: [
        { text: id(["Survei", "Survey"]), left: R.narrow ? 34 : 40, top: 0, textStyle: Object.assign({ fontWeight: 600 }, R.text) },
        { text: id(["Register", "Register"]), left: R.narrow ? "56%" : "55%", top: 0, textStyle: Object.assign({ fontWeight: 600 }, R.text) }],
      grid: [
        { left: R.narrow ? 34 : 40, right: R.narrow ? "50%" : "51%", top: 30, bottom: 44 },
        { left: R.narrow ? "56%" : "55%", right: 12, top: 30, bottom: 44 }],
      xAxis: [
        axis({ type: "value", min: -0.5, max: Math.max(names.length - 0.5, 0.5), interval: 0.5, splitLine: { show: false },
          axisTick: { show: false },
          axisLabel: Object.assign({}, small, { formatter: function (v) { return v % 1 === 0 && names[v] ? names[v].replace(" ", "\n") : ""; } }) }),
        axis({ type: "category", gridIndex: 1, data: data.months.map(function (m) { return m.month; }),
          axisLabel: Object.assign({}, small, { interval: R.narrow ? 11 : 5, formatter: function (v) { return v.slice(5) + "\n" + v.slice(0, 4); } }) })],
      yAxis: [axis(Object.assign({ axisLine: { show: false }, axisTick: { show: false }, axisLabel: Object.assign({}, R.text, { formatter: "{value}%" }) }, y)), axis(Object.assign({ gridIndex: 1, axisLabel: { show: false } }, y))],
      series: [
        { type: "custom", silent: true, z: 2, data: data.surveys.map(function (s, i) { return [i, s.low, s.high, s.assumed ? 1 : 0]; }),
          renderItem: function (params, api) {
            if (isNaN(api.value(1)) || api.value(1) === null) return null;
            var a = api.coord([api.value(0), api.value(1)]), b = api.coord([api.value(0), api.value(2)]), w = 5;
            function bar(x1, y1, x2, y2) { return { type: "line", shape: { x1: x1, y1: y1, x2: x2, y2: y2 }, style: { stroke: api.value(3) ? ink2 : ink, lineWidth: api.value(3) ? 1.5 : 2, lineDash: api.value(3) ? [3, 3] : null } }; }
            return { type: "group", children: [bar(a[0], a[1], b[0], b[1]), bar(a[0] - w, a[1], a[0] + w, a[1]), bar(b[0] - w, b[1], b[0] + w, b[1])] };
          } },
        { type: "scatter", z: 3, symbol: "diamond", symbolSize: 15,
          data: data.surveys.map(function (s, i) { return { value: [i, s.pct], name: s.survey + " " + s.year }; }),
          itemStyle: { color: R.token("surface"), borderColor: ink, borderWidth: 2.5 },
          label: { show: true, position: "right", distance: R.narrow ? 1 : 4, backgroundColor: R.token("surface"), padding: [1, 0], formatter: function (p) { return R.number(p.value[1], 1); }, color: ink, fontFamily: R.token("font"), fontSize: 12.5, fontWeight: 600 },
          tooltip: { formatter: function (p) { return p.name + "\n" + pct(p.value[1]); } },
          markLine: { silent: true, symbol: "none", lineStyle: { color: ink2, type: "dashed", width: 1.5 }, label: { show: false }, data: breaks } },
        { type: "line", xAxisIndex: 1, yAxisIndex: 1, z: 3, connectNulls: false, symbol: "circle", symbolSize: 6, lineStyle: { color: ink, width: 2 }, itemStyle: { color: ink },
          data: data.months.map(function (m) { return { value: m.pct, ds: m.ds }; }),
          tooltip: { formatter: function (p) { return p.name + "\n" + pct(p.value) + "\nD/S " + pct(p.data.ds); } } }]
    }));
  }

  function funnel(data) {
    var most = data.limits[0].high[data.limits[0].high.length - 1][0];
    var highest = Math.max.apply(null, data.points.map(function (p) { return p.pct; }));
    var top = Math.min(100, Math.ceil((Math.max(highest, 2 * data.mean) + 3) / 10) * 10);
    function limit(points, type, name) {
      return { type: "line", data: points, symbol: "none", silent: true, z: 1, name: name, lineStyle: { color: grey, width: 1.5, type: type }, tooltip: { show: false } };
    }
    function point(p) { return { value: [p.of, p.pct], name: p.name, n: p.n, of: p.of }; }
    function dots(chosen) {
      return {
        type: "scatter", z: chosen ? 4 : 3, symbol: "circle", symbolSize: chosen ? 10 : 8,
        itemStyle: { color: chosen ? brand : R.token("surface"), borderColor: chosen ? brand : ink2, borderWidth: 1.5 },
        data: data.points.filter(function (p) { return p.chosen === chosen; }).map(point),
        tooltip: { formatter: function (p) { return p.name + "\n" + p.data.n + id([" dari ", " of "]) + p.data.of + ", " + pct(p.value[1]); } }
      };
    }
    printed(R.draw("corong", {
      aria: { enabled: true },
      textStyle: R.text,
      tooltip: Object.assign({ trigger: "item" }, R.tooltip),
      grid: { left: 40, right: 16, top: 16, bottom: 44 },
      xAxis: axis({ type: "value", min: 0, max: most, name: id(["anak diukur", "children measured"]), nameLocation: "middle", nameGap: 28 }),
      yAxis: axis({ type: "value", min: 0, max: top, axisLabel: Object.assign({}, R.text, { formatter: "{value}%" }) }),
      series: [].concat(
        data.limits.map(function (l, i) { return limit(l.low, i ? "dashed" : "solid"); }),
        data.limits.map(function (l, i) { return limit(l.high, i ? "dashed" : "solid"); }),
        [{ type: "line", data: [[0, data.mean], [most, data.mean]], symbol: "none", silent: true, lineStyle: { color: ink, width: 1.5 }, tooltip: { show: false } }, dots(false), dots(true)])
    }));
  }

  function drawFunnel() {
    var block = document.getElementById("data-corong"), box = document.getElementById("corong");
    if (!block || !box) return;
    var old = echarts.getInstanceByDom(box);
    if (old) old.dispose();
    funnel(JSON.parse(block.textContent));
  }
  var data = R.data("data-tren");
  if (data && document.getElementById("grafik-tren")) trend(data);
  drawFunnel();
  document.body.addEventListener("htmx:afterSettle", drawFunnel);
})();
