#!/usr/bin/python3
# Verifies receipts and tiles with nothing of the registry's code: written from the C2SP
# specifications (signed-note, tlog-checkpoint, tlog-proof, tlog-tiles) and RFC 6962 alone.
#
# verify_receipt.py --key VKEY RECEIPT.json FILE     that the text, or attached file, is in the log under the receipt
# verify_receipt.py --key VKEY --tiles FOLDER        that the tiles are what the checkpoint signs
# Exit code 0: it is so. 1: it is not, and why.
import argparse
import base64
import hashlib
import json
import os
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Refused(Exception):
    pass


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(data):
    return sha256(b"\x00" + data)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def decode(text):
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Refused("not base64") from error


def parse_vkey(vkey):
    """name+id+base64(type, key) of signed-note; the id is part of a hash of the rest."""
    name, key_id, rest = vkey.split("+", 2)
    data = decode(rest)
    if data[0] != 1 or len(data) != 33:
        raise Refused("the key is not Ed25519")
    if sha256(name.encode() + b"\n" + data)[:4].hex() != key_id:
        raise Refused("the key's id is not its own")
    return name, bytes.fromhex(key_id), Ed25519PublicKey.from_public_bytes(data[1:])


def open_note(note, vkey):
    """The text of a signed note, when the key signed it."""
    name, key_id, key = parse_vkey(vkey)
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise Refused("no signed note")
    text += "\n"
    for line in signatures.splitlines():
        dash, signer, signature = line.split(" ")
        data = decode(signature)
        if dash != "\u2014" or signer != name or data[:4] != key_id:
            continue
        try:
            key.verify(data[4:], text.encode())
        except InvalidSignature as error:
            raise Refused("the log's signature is not its own") from error
        return text
    raise Refused("the key did not sign the note")


def parse_checkpoint(text, vkey):
    origin, size, root = text.split("\n")[:3]
    if origin != vkey.split("+")[0]:
        raise Refused("the checkpoint is of another log")
    return int(size), decode(root)


def root_of_proof(index, size, leaf, proof):
    """RFC 9162, section 2.1.3.2."""
    if not 0 <= index < size:
        raise Refused("the entry is not in the tree")
    node, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise Refused("the proof is too long")
        if node & 1 or node == last:
            result = node_hash(sibling, result)
            while not node & 1 and node != 0:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise Refused("the proof is too short")
    return result


def tree_root(hashes):
    """RFC 6962, section 2.1."""
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    cut = 1
    while cut * 2 < len(hashes):
        cut *= 2
    return node_hash(tree_root(hashes[:cut]), tree_root(hashes[cut:]))


def parse_proof(proof):
    """c2sp.org/tlog-proof@v1: extra, index, hashes, and the checkpoint behind an empty line."""
    head, _, checkpoint = proof.partition("\n\n")
    lines = head.split("\n")
    if lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise Refused("no tlog-proof")
    extra = decode(lines.pop(0).removeprefix("extra ")) if lines[0].startswith("extra ") else b""
    index = int(lines.pop(0).removeprefix("index "))
    return extra, index, [decode(line) for line in lines], checkpoint


def verify_receipt(receipt, text, vkey):
    leaf, index, hashes, note = parse_proof(receipt["proof"])
    size, root = parse_checkpoint(open_note(note, vkey), vkey)
    if root_of_proof(index, size, leaf_hash(leaf), hashes) != root:
        raise Refused("the entry is not in the log")
    fields = [line.split(" ") for line in leaf.decode().splitlines()]
    digest, both = sha256(text).hex(), sha256(text) + hashlib.new("sm3", text).digest()
    salts = [decode(opening["salt"]) for opening in receipt.get("attachments", [])]
    known = [words[3] for words in fields if words[0] == "version"]
    known += [digest for salt in salts if ["attachment", sha256(salt + both).hex()] in fields]
    if digest not in known:
        raise Refused("the text is not the one that was registered")
    number = next((words[1] for words in fields if words[0] == "number"), "")
    print(f"{number}: entry {index} of {size}")


def tile_path(level, index, width):
    number = f"{index % 1000:03d}"
    while index >= 1000:
        index //= 1000
        number = f"x{index % 1000:03d}/{number}"
    return f"tile/{level}/{number}" + ("" if width == 256 else f".p/{width}")


def read(folder, path):
    with open(os.path.join(folder, path), "rb") as file:
        return file.read()


def entries_of(bundle):
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        yield bundle[2 : 2 + length]
        bundle = bundle[2 + length :]


def verify_tiles(folder, vkey):
    note = read(folder, "checkpoint").decode()
    size, root = parse_checkpoint(open_note(note, vkey), vkey)
    level, hashes, count = 0, [], size
    while count > 0:
        stored = b""
        for index in range((count + 255) // 256):
            width = min(256, count - index * 256)
            stored += read(folder, tile_path(level, index, width))
            if level == 0:
                bundle = read(folder, tile_path("entries", index, width))
                hashes += [leaf_hash(entry) for entry in entries_of(bundle)]
        if level == 0 and tree_root(hashes) != root:
            raise Refused("the entries are not those that the checkpoint signs")
        if stored != b"".join(hashes):
            raise Refused(f"the tiles of level {level} are not those of the entries")
        count //= 256
        hashes = [tree_root(hashes[i * 256 : (i + 1) * 256]) for i in range(count)]
        level += 1
    print(f"{size} entries")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--key", required=True)
    parser.add_argument("--tiles")
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    try:
        if arguments.tiles:
            verify_tiles(arguments.tiles, arguments.key)
        else:
            receipt = json.loads(read("", arguments.files[0]))
            verify_receipt(receipt, read("", arguments.files[1]), arguments.key)
    except (Refused, ValueError, OSError) as refusal:
        print(f"refused: {refusal}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
