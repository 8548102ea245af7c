#!/usr/bin/python3
# Puts the rows that the benchmark programs wrote (report_rows.h) together.
#   report.py --limits FILE --out DIR CSV...
# In:   CSV files with row,size,measure,value,unit,against,ratio; the limits (limits.csv beside this file).
# Out:  one table, as Markdown on standard output and in DIR/report.md; all rows with their limit in DIR/figures.csv;
#       DIR/report.html: plots and the table, in one file that needs nothing else.
# Fails when there is no row, or a file is not of this form.
import argparse
import base64
import csv
import html
import io
import math
import pathlib
from collections import defaultdict

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

OURS = "santong"
COLOURS = {OURS: "#0b4f9e", "PostgreSQL 15": "#c2571a", "etcd": "#3d8b37", "bare gRPC echo": "#777777",
           "bare engine": "#444444", "gRPC": "#9a6fb0", "register": "#b08a00"}
OTHER_COLOUR = "#999999"
# The plots of growth: the measures that each shows, and its title.
GROWTH = [(("rate",), "Rate: how many a second, by documents in the register (up is good)"),
          (("p99",), "p99 latency, by documents in the register (down is good)"),
          (("time", "mean", "processor", "longest wait", "memory", "disk"),
           "Times, memory, disk, by documents (down is good)")]
# What may grow by no more than this from the smallest size to the largest: a row's own figure of that measure.
GROWTH_MOST = 1.3
GROWTH_JUDGED = {(row, "p50") for row in ("get", "lookup", "check", "register")}
COLUMNS = 4
MET = {True: "yes", False: "NO"}


def figure_text(value):
    """Three digits, thousands divided: 22,200 or 0.0153."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{round(value, 2 - math.floor(math.log10(abs(value)))):,.{digits}f}"


def size_text(size):
    return f"{size:,}"


def read(paths, limits_path):
    """Returns {(row, measure, against): {size: figure}} in the order of the files, and {key: limit}."""
    with open(limits_path, encoding="utf-8", newline="") as file:
        limits = {(l["row"], l["measure"], l["against"]): dict(l, limit=float(l["limit"]))
                  for l in csv.DictReader(file)}
    series = defaultdict(dict)
    for path in filter(pathlib.Path.exists, map(pathlib.Path, paths)):  # a program that failed may have left none
        with open(path, encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                key = (line["row"], line["measure"], line["against"])
                series[key][int(line["size"])] = {"value": float(line["value"]), "unit": line["unit"],
                                                  "ratio": float(line["ratio"]) if line["ratio"] else None}
    if not series:
        raise SystemExit("no rows")
    # A row's own figures first, then its peers', measure by measure.
    places = {}
    for row, measure, _ in series:
        places.setdefault(row, len(places))
        places.setdefault((row, measure), len(places))
    order = sorted(series, key=lambda key: (places[key[0]], places[key[:2]], key[2] != "", key[2]))
    return {key: dict(sorted(series[key].items())) for key in order}, limits


def of_limit(figure, limit):
    """How much of its limit a figure reaches: from 1 on it is met. A peer's figure is judged by the ratio to it."""
    reached = figure["ratio"] if limit["against"] else figure["value"]
    return reached / limit["limit"] if limit["bound"] == "at least" else limit["limit"] / reached


def growth(key, figures):
    """A figure at its largest size by the same at its smallest; None for a peer's, and where there is one size."""
    smallest, largest = figures[min(figures)]["value"], figures[max(figures)]["value"]
    return None if key[2] or len(figures) < 2 or smallest == 0 else largest / smallest


def growth_met(key, grown):
    return f", at most {GROWTH_MOST:g}: {MET[grown <= GROWTH_MOST]}" if key[:2] in GROWTH_JUDGED else ""


def table(series, limits, sizes):
    """Returns the lines of the one table, each a list of cells."""
    lines = [["what", "measure", "whose"] + [size_text(size) for size in sizes] +
             ["limit", "of its limit", "met", "growth"]]
    for key, figures in series.items():
        row, measure, against = key
        last = figures[max(figures)]
        cells = [row, f"{measure}, {last['unit']}", against or OURS]
        for size in sizes:
            figure = figures.get(size)
            cell = figure_text(figure["value"]) if figure else "–"
            if figure and figure["ratio"] is not None:
                cell += f" (ours {figure_text(figure['ratio'])} ×)"
            cells.append(cell)
        limit = limits.get(key)
        if limit:
            reached = of_limit(last, limit)
            bound = f"{limit['bound']} {limit['limit']:g}" + (" ×" if against else f" {last['unit']}")
            cells += [bound, figure_text(reached), MET[reached >= 1]]
        else:
            cells += ["", "", ""]
        grown = growth(key, figures)
        cells.append("" if grown is None else f"{figure_text(grown)} ×{growth_met(key, grown)}")
        lines.append(cells)
    return lines


def markdown(lines):
    rule = ["---"] * len(lines[0])
    return "".join("| " + " | ".join(cells) + " |\n" for cells in [lines[0], rule] + lines[1:])


def svg(figure):
    """The figure as an <img> that needs no other file."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", bbox_inches="tight")
    plt.close(figure)
    return f'<img src="data:image/svg+xml;base64,{base64.b64encode(buffer.getvalue()).decode()}" alt="">'


def plot_growth(series, measures, sizes):
    """A panel for each row and measure, one line for each whose figure it is; None when no row has the measures."""
    panels = defaultdict(list)
    for (row, measure, against), figures in series.items():
        if measure in measures:
            panels[row, measure].append((against or OURS, figures))
    if not panels:
        return None
    rows = math.ceil(len(panels) / COLUMNS)
    figure, axes = plt.subplots(rows, COLUMNS, figsize=(4 * COLUMNS, 2.6 * rows), squeeze=False)
    for axis in axes.flat[len(panels):]:
        axis.set_visible(False)
    for axis, ((row, measure), lines) in zip(axes.flat, panels.items()):
        highest = 0
        for whose, figures in lines:
            values = [figure["value"] for figure in figures.values()]
            highest = max(highest, *values)
            axis.plot(list(figures), values, marker="o", markersize=4, label=whose,
                      color=COLOURS.get(whose, OTHER_COLOUR), linewidth=2.2 if whose == OURS else 1.2)
        unit = next(iter(lines[0][1].values()))["unit"]
        suffix = "" if len(measures) == 1 else f": {measure}"
        axis.set_title(f"{row}{suffix}\n{unit}", fontsize=9, loc="left")
        axis.set_xscale("log")
        axis.set_xticks(sizes, [size_text(size) for size in sizes], fontsize=8)
        axis.minorticks_off()
        axis.set_xlim(sizes[0] / 1.5, sizes[-1] * 1.5)
        axis.set_ylim(0, highest * 1.15 or 1)
        axis.yaxis.set_major_formatter(lambda value, _: f"{value:,g}")
        axis.tick_params(axis="y", labelsize=8)
        axis.grid(alpha=0.3)
        axis.spines[["top", "right"]].set_visible(False)
        if len(lines) > 1:
            axis.legend(fontsize=7, frameon=False, loc="best")
    figure.tight_layout()
    return figure


def plot_bars(names, values):
    """Bars on a scale of powers of ten around a line at 1; None when there is nothing to show."""
    if not names:
        return None
    figure, axis = plt.subplots(figsize=(11, 0.8 + 0.3 * len(names)))
    places = range(len(names))
    axis.barh(places, [value - 1 for value in values], left=1, height=0.65,
              color=["#3d8b37" if value >= 1 else "#c0392b" for value in values])
    axis.set_xscale("log")
    axis.set_xlim(min(0.5, *values) / 2.5, max(2, *values) * 2.5)
    for place, value in zip(places, values):
        axis.annotate(figure_text(value), (value, place), xytext=(4 if value >= 1 else -4, 0),
                      textcoords="offset points", va="center", ha="left" if value >= 1 else "right", fontsize=8)
    axis.axvline(1, color="black", linewidth=1)
    axis.set_yticks(places, names, fontsize=8)
    axis.invert_yaxis()
    axis.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axis.minorticks_off()
    axis.spines[["top", "right"]].set_visible(False)
    return figure


def plots(series, limits, sizes):
    """Returns [(title, figure)] of what there is to show."""
    limited = [(key, figures[max(figures)], max(figures)) for key, figures in series.items() if key in limits]
    against = [(key, figures[max(figures)], max(figures)) for key, figures in series.items()
               if key[1] == "rate" and key[2]]
    shown = [("What each reaches of its limit, at its largest size (from 1 on it is met)",
              plot_bars([f"{key[0]}, {key[1]}{', against ' + key[2] if key[2] else ''} ({size_text(size)})"
                         for key, _, size in limited], [of_limit(figure, limits[key]) for key, figure, _ in limited])),
             ("Our rate by each peer's, at the largest size",
              plot_bars([f"{key[0]}, against {key[2]} ({size_text(size)})" for key, _, size in against],
                        [figure["ratio"] for _, figure, _ in against]))]
    shown += [(title, plot_growth(series, measures, sizes)) for measures, title in GROWTH]
    return [(title, figure) for title, figure in shown if figure]


def page(lines, shown):
    cell = lambda tag, cells: "<tr>" + "".join(f"<{tag}>{html.escape(c)}</{tag}>" for c in cells) + "</tr>\n"
    drawn = "".join(f"<h2>{html.escape(title)}</h2>\n{svg(figure)}\n" for title, figure in shown)
    return ("<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>santong: benchmarks</title>\n<style>\n"
            "body { font: 15px/1.5 sans-serif; margin: 2em auto; max-width: 76em; padding: 0 1em }\n"
            "img { max-width: 100%; height: auto }\n"
            "table { border-collapse: collapse; font-size: 13px }\n"
            "th, td { border-bottom: 1px solid #ddd; padding: 2px 8px; text-align: left }\n"
            "th { position: sticky; top: 0; background: #fff }\n</style>\n"
            "<h1>santong: benchmarks</h1>\n<p>Columns are numbers of documents. A peer's figure: in brackets, ours by "
            "it in one run, which need not be the run of our own line. Compare ratios, not figures. On "
            "a machine that others use, too, rates favour PostgreSQL, whose every process Linux schedules as a session "
            "of its own; the processor's time does not.</p>\n"
            f"{drawn}<h2>All figures</h2>\n<table>\n{cell('th', lines[0])}"
            f"{''.join(cell('td', cells) for cells in lines[1:])}</table>\n</html>\n")


def write_figures(series, limits, path):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["row", "size", "measure", "value", "unit", "against", "ratio", "bound", "target"])
        for key, figures in series.items():
            limit = limits.get(key, {"bound": "", "limit": ""})
            for size, figure in figures.items():
                ratio = "" if figure["ratio"] is None else figure["ratio"]
                out.writerow([key[0], size, key[1], figure["value"], figure["unit"], key[2], ratio, limit["bound"],
                              limit["limit"]])


def main():
    parser = argparse.ArgumentParser(description="Puts the rows of the benchmark programs together.")
    parser.add_argument("--limits", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("csv", nargs="+")
    options = parser.parse_args()
    series, limits = read(options.csv, options.limits)
    sizes = sorted({size for figures in series.values() for size in figures})
    lines = table(series, limits, sizes)
    text = markdown(lines)
    (options.out / "report.md").write_text(text, encoding="utf-8")
    write_figures(series, limits, options.out / "figures.csv")
    (options.out / "report.html").write_text(page(lines, plots(series, limits, sizes)), encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
