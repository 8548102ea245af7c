#!/usr/bin/env python3
# Draws the clauses that are labelled for the measure of screening, at random with a fixed seed.
#
#   deploy/screening/draw_clauses.py CORPUS.jsonl.gz > drawn.jsonl
#
# A clause is a sentence: up to a full stop or a line break. Four strata: `random` (any clause of a normative document),
# `trigger` (a clause of one that contains a word of TRIGGERS) and `regulation` (such a clause of a government regulation,
# 规章, which may set what a normative document must not: judged as if it stood in one) and `rare` (such a clause of
# either with a word of the subjects that are seldom met). Half of each is held back, by a
# hash of its text, so a clause drawn again stays on its side.
import gzip
import hashlib
import json
import random
import re
import sys

SEED = 20261124
SIZES = {"random": 100, "trigger": 100, "regulation": 60, "rare": 50}
TRIGGERS = re.compile("许可|审批|批准|处罚|罚款|没收|吊销|强制|查封|扣押|滞纳金|收费|缴纳|征收|保证金|证明|必须|一律|"
                      "本地|外地|未经|解释权|注册资本|指定")
LAWS = re.compile("法规|法律|司法解释|规章|条例")
RARE = re.compile("查封|扣押|扣留|强制拆除|代履行|滞纳金|交纳|收取|征收|征用|罚款|没收|出具|证明|保证金|解释权|加入")
REGULATIONS = re.compile("规章")


def clauses(body):
    for line in body.split("\n"):
        for sentence in re.split("(?<=[。！？])", line):
            sentence = sentence.strip(" 　\t\r")
            if 15 <= len(sentence) <= 220 and re.search("[，。；：]", sentence):
                yield sentence


def main():
    pools = {name: [] for name in SIZES}
    seen = set()
    for line in gzip.open(sys.argv[1], "rt", encoding="utf-8"):
        document = json.loads(line)
        category = document["category"]
        for sentence in clauses(document["body"]):
            if sentence in seen:
                continue
            seen.add(sentence)
            clause = {"document": document["id"], "category": category, "text": sentence}
            triggered = TRIGGERS.search(sentence)
            if not LAWS.search(category):
                pools["random"].append(clause)
                if triggered:
                    pools["trigger"].append(clause)
            elif REGULATIONS.search(category) and triggered:
                pools["regulation"].append(clause)
            if RARE.search(sentence) and (not LAWS.search(category) or REGULATIONS.search(category)):
                pools["rare"].append(clause)
    draw = random.Random(SEED)
    printed = set()
    for stratum, size in SIZES.items():
        drawn = {}
        # A long document is not drawn more often than a short one: first the document, then its clause.
        by_document = {}
        for clause in pools[stratum]:
            by_document.setdefault(clause["document"], []).append(clause)
        documents = sorted(by_document)
        while len(drawn) < size:
            clause = draw.choice(by_document[draw.choice(documents)])
            drawn[clause["text"]] = clause
        for clause in drawn.values():
            if clause["text"] in printed:
                continue  # drawn by an earlier stratum too
            printed.add(clause["text"])
            digest = hashlib.sha256(clause["text"].encode()).digest()
            clause["stratum"] = stratum
            clause["half"] = "tune" if digest[0] % 2 == 0 else "held_back"
            print(json.dumps(clause, ensure_ascii=False))


if __name__ == "__main__":
    main()
