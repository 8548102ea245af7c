#!/usr/bin/python3
# Says in which part of the program its time goes.
#   perf report -i DATA --stdio --no-children -g none --sort dso,symbol -t TAB | profile.py PARTS
# In:   lines of a share, an object (a program or library), a symbol; parts.csv beside this file: rows of a part, of what
#       a pattern speaks (symbol, object, kernel: a symbol of the kernel), and the pattern. The first row that fits
#       counts; what fits none is "other".
# Out:  each part with its share of the time and its largest symbols, the largest part first.
# Fails when no line was read.
import csv
import re
import sys
from collections import defaultdict

SYMBOLS_SHOWN = 3
LINE = re.compile(r"^\s*([0-9.]+)%\s*\t\s*(\S.*?)\s*\t\s*\[(.)\]\s+(.*?)\s*$")


def part_of(rows, shared_object, is_kernel, symbol):
    for row in rows:
        if row["of"] == "kernel":
            text = symbol if is_kernel else None
        elif is_kernel:
            text = None
        else:
            text = symbol if row["of"] == "symbol" else shared_object
        if text is not None and re.search(row["pattern"], text):
            return row["part"]
    return "other"


def main():
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shares, symbols = defaultdict(float), defaultdict(list)
    for line in sys.stdin:
        found = LINE.match(line)
        if not found:
            continue
        share, shared_object, space, symbol = float(found[1]), found[2], found[3], found[4]
        part = part_of(rows, shared_object, space == "k", symbol)
        shares[part] += share
        symbols[part].append((share, symbol))
    if not shares:
        raise SystemExit("no samples: perf may not be allowed to watch here (kernel.perf_event_paranoid)")
    for part, share in sorted(shares.items(), key=lambda item: -item[1]):
        largest = sorted(symbols[part], reverse=True)[:SYMBOLS_SHOWN]
        named = "; ".join(f"{symbol.split('  ')[0][:60]} {of:.1f} %" for of, symbol in largest)
        print(f"{share:6.1f} %  {part:<24} {named}")


if __name__ == "__main__":
    main()
