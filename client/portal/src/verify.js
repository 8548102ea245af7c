// The proof behind a receipt, checked in the browser: the log's signature (C2SP signed note, Ed25519), the entry's place
// in the log (RFC 9162), the number's latest entry (the map of numbers), the text's SHA-256. A file is read and hashed
// here and never sent. What is checked and how: server/domain/proof.
const utf8 = new TextEncoder();
const concat = (...parts) => {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
};
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', concat(...parts)));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const same = (a, b) => hex(a) === hex(b);
const decode = (text) => Uint8Array.from(atob(text ?? ''), (character) => character.charCodeAt(0));
const nodeHash = (left, right) => sha256([1], left, right);

// Thrown with the key of the words that say what does not hold.
class Unproved extends Error {}
const must = (holds, key) => { if (!holds) throw new Unproved(key); };

// A number in one spelling, as server/domain/number folds it; null for one of another shape, which is not judged here.
function fold(number) {
  const plain = number.normalize('NFKC').replace(/\s/g, '').replace(/[[【〔]/g, '(').replace(/[\]】〕]/g, ')').replaceAll('號', '号');
  const parts = /^([\u3400-\u4dbf\u4e00-\u9fffA-Za-z]*)\((\d{4})\)第?0*([1-9]\d*)号?$/.exec(plain);
  if (!parts || /[第号]|[一二三四五六七八九]o/i.test(parts[1])) return null;
  return `${parts[1].toLowerCase()}(${parts[2]})${parts[3]}`;
}

async function parseKey(vkey) {
  const [name, id, rest] = vkey.trim().split(/\+(.*?)\+(.*)/s);
  const data = decode(rest);
  must(data.length === 33 && (data[0] === 1 || data[0] === 4), 'key');
  must(hex((await sha256(utf8.encode(`${name}\n`), data)).slice(0, 4)) === id, 'key');
  return { vkey: vkey.trim(), name, id, isWitness: data[0] === 4, bytes: data.slice(1) };
}

// Whether the signature is the key's; null where the browser cannot tell.
async function isSigned(key, text, signature) {
  try {
    const publicKey = await crypto.subtle.importKey('raw', key.bytes, { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'Ed25519' }, publicKey, signature, utf8.encode(text));
  } catch { return null; }
}

// What a signed note says, and which of the keys signed it: the log's own, one of which must, and witnesses', whose
// signature is over the time at which they saw it, too (c2sp.org/tlog-cosignature).
async function openNote(note, keys) {
  const cut = note.lastIndexOf('\n\n');
  must(cut > 0, 'unreadable');
  const text = note.slice(0, cut + 1);
  const [origin, size, root, ...extensions] = text.trimEnd().split('\n');
  const signers = [];
  const witnesses = [];
  let signature = false;
  for (const line of note.slice(cut + 2).trimEnd().split('\n')) {
    const [, name, encoded] = line.split(' ');
    const data = decode(encoded);
    const key = keys.find((one) => one.name === name && (one.isWitness || name === origin)
      && one.id === hex(data.slice(0, 4)));
    if (!key) continue;
    if (key.isWitness) {
      const seen = new DataView(data.buffer).getBigUint64(4);
      const signed = await isSigned(key, `cosignature/v1\ntime ${seen}\n${text}`, data.slice(12));
      must(signed !== false, 'signature');
      if (signed) witnesses.push(key.vkey);
      continue;
    }
    const signed = await isSigned(key, text, data.slice(4));
    must(signed !== false, 'signature');
    signature = signed;
    signers.push(key.vkey);
  }
  must(signers.length > 0, 'signature');
  const extension = (name) => extensions.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
  return { origin, size: Number(size), root: decode(root), map: decode(extension('map')), time: extension('time'),
    signers, witnesses, signature };
}

// RFC 9162, section 2.1.3.2.
async function rootOf(index, size, leaf, hashes) {
  let [node, last, result] = [index, size - 1, leaf];
  must(index >= 0 && index < size, 'log');
  for (const sibling of hashes) {
    must(last > 0, 'log');
    if (node % 2 === 1 || node === last) {
      result = await nodeHash(sibling, result);
      while (node % 2 === 0 && node > 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      result = await nodeHash(result, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  must(last === 0, 'log');
  return result;
}

// The number's value in the signed map; null where it proves that there is none.
async function valueOf(folded, { siblings = [], endKey, endValue }, root) {
  const key = await sha256(utf8.encode(folded));
  const end = decode(endKey);
  const bit = (bytes, at) => bytes[at >> 3] >> (7 - at % 8) & 1;
  let hash = new Uint8Array(32);
  if (end.length > 0) {
    must(siblings.every((_, at) => bit(end, at) === bit(key, at)), 'map');
    hash = await sha256([0], end, decode(endValue));
  }
  for (let at = siblings.length - 1; at >= 0; at--) {
    const sibling = decode(siblings[at]);
    hash = bit(key, at) ? await nodeHash(sibling, hash) : await nodeHash(hash, sibling);
  }
  must(same(hash, root), 'map');
  return same(end, key) ? decode(endValue) : null;
}

function parseLeaf(bytes) {
  const [first, ...lines] = new TextDecoder().decode(bytes).trimEnd().split('\n');
  must(/^santong\.leaf\/\d$/.test(first), 'unreadable');
  const leaf = { versions: [], numbers: [], attachments: [] };
  for (const line of lines) {
    const [, name, raw] = /^(\S+) (.*)$/s.exec(line);
    const value = raw.replace(/%([0-9A-F]{2})/g, (_, digits) => String.fromCharCode(parseInt(digits, 16)));
    if (name === 'version') {
      const [number, , text, , outline, from, until] = value.split(' ').map((word) => (word === '-' ? '' : word));
      leaf.versions.push({ number, text, outline, from, until });
    } else if (name === 'attachment') {
      leaf.attachments.push(value);
    } else if (name === 'number' || name === 'former') {
      leaf.numbers.push(value);
      leaf[name] = value;
    } else {
      leaf[name] = value;
    }
  }
  return leaf;
}

// A text's bytes as they are, and with what an editor adds or takes at the ends of lines and of the text.
function formsOf(bytes) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const plain = text.replaceAll('\r', '');
    return [bytes, ...[text, plain, `${plain}\n`, plain.replace(/\n+$/, '')].map((form) => utf8.encode(form))];
  } catch { return [bytes]; }
}

// The name of the attached file that the bytes are, where the receipt opens the entry's commitment to it; else null.
// Browsers have no SM3, which the receipt brings: the commitment vouches for both hashes together.
async function attachmentOf(leaf, bytes, { attachments = [] }) {
  const unhex = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const ours = await sha256(bytes);
  for (const { fileName, sha256: digits, sm3 = '', salt } of attachments) {
    if (hex(ours) !== digits) continue;
    if (leaf.attachments.includes(hex(await sha256(decode(salt), ours, unhex(sm3))))) return fileName || digits;
  }
  return null;
}

// Which lines differ from the newest text, by the outline that the entry vouches for.
async function differing(leaf, bytes, outline) {
  const newest = leaf.versions.at(-1);
  if (!outline || hex(await sha256(utf8.encode(outline))) !== newest?.outline) return [];
  const ours = new TextDecoder().decode(bytes).replaceAll('\r', '').split('\n');
  const found = [];
  for (let at = 0; at < Math.max(ours.length, outline.length / 8) && found.length < 20; at++) {
    const digits = ours[at] === undefined ? '' : hex(await sha256(utf8.encode(ours[at]))).slice(0, 8);
    if (digits !== outline.slice(at * 8, at * 8 + 8)) found.push(at + 1);
  }
  return found;
}

// The law's days are Asia/Shanghai.
const dayOf = (time) => (time ? new Date(Date.parse(time) + 8 * 3600e3).toISOString().slice(0, 10) : '');

// The text that counts on the day; undefined for none (VersionOn of server/domain/proof/verify.cc).
function versionOn(leaf, day) {
  const begins = (one) => one.from || leaf.effective || '9999-12-31';
  return leaf.versions.filter((one) => begins(one) <= day && (!one.until || day <= one.until))
    .reduce((found, one) => (found && begins(one) < begins(found) ? found : one), undefined);
}

const isInForce = (leaf, day) => leaf.to === 'IN_EFFECT' && (!leaf['last-valid'] || day <= leaf['last-valid']);

// Judges a receipt. `text` are the bytes of a file, or null; `hashes` stand in a link, perhaps shortened.
async function judge(receipt, asked, text, hashes, keys) {
  const absent = Number(receipt.leafIndex ?? 0) < 0;
  const blank = receipt.proof.indexOf('\n\n');
  const note = await openNote(absent ? receipt.proof : receipt.proof.slice(blank + 2), keys);
  const day = dayOf(note.time);
  const wanted = fold(asked);
  const folded = fold(receipt.registrationNumber ?? '');
  must(folded, 'shape');
  const latest = await valueOf(folded, receipt.latest ?? {}, note.map);
  if (absent) {
    must(wanted === folded, 'other');
    must(latest === null, 'map');
    return { verdict: 'unknown', note, day, number: receipt.registrationNumber };
  }
  const [head, extra, ...rest] = receipt.proof.slice(0, blank).split('\n');
  must(head === 'c2sp.org/tlog-proof@v1' && extra.startsWith('extra '), 'unreadable');
  const bytes = decode(extra.slice(6));
  const index = Number(rest[0].replace('index ', ''));
  const hash = await sha256([0], bytes);
  must(same(await rootOf(index, note.size, hash, rest.slice(1).map(decode)), note.root), 'log');
  must(latest !== null && same(latest, hash), 'map');
  const leaf = parseLeaf(bytes);
  const about = [...leaf.numbers, leaf['document-number'] ?? ''].map(fold);
  must(about.includes(folded) && (wanted === null || about.includes(wanted)), 'other');
  const result = { note, day, leaf, index, number: leaf.number };
  const compared = text !== null || hashes.length > 0;
  const ours = text === null ? hashes : await Promise.all(formsOf(text).map(async (form) => hex(await sha256(form))));
  const attachment = text === null ? null : await attachmentOf(leaf, text, receipt);
  const counting = versionOn(leaf, day);
  const isOurs = (one) => ours.some((digits) => one.text.startsWith(digits));
  const version = compared && attachment === null && !(counting && isOurs(counting)) ? leaf.versions.findLast(isOurs)
    : counting ?? leaf.versions.at(-1);
  if (!version && compared && attachment === null)
    return { ...result, verdict: 'differs', lines: text === null ? [] : await differing(leaf, text, receipt.outline) };
  const counts = counting && version === counting;
  return { ...result, compared, attachment, version, counts, verdict: counts && isInForce(leaf, day) ? 'in_force' : 'not_in_force' };
}

// What follows shows it. The words of the page's language stand in a template of the page.
const form = document.querySelector('[data-verify]');
const shown = document.getElementById('proof');
const words = document.getElementById('proof-words').content;
const say = (key, ...values) => (words.querySelector(`[data-word="${key}"]`)?.textContent ?? key)
  .replace(/\$(\d)/g, (_, at) => values[at]);
const tones = { in_force: 'good', not_in_force: 'warn', differs: 'ended', unknown: 'ended' };
const kept = 'santong.log-keys';

// The keys to trust: the visitor's own, else those this device has seen before, else the page's.
function trusted() {
  const own = form.querySelector('#log-key').value.trim();
  if (own) return { by: 'given', vkeys: own.split(/\s+/) };
  let seen = null;
  try { seen = localStorage.getItem(kept); } catch { /* storage is off */ }
  return seen ? { by: 'kept', vkeys: seen.split(' ') } : { by: 'first', vkeys: form.dataset.keys.split(' ').filter(Boolean) };
}

// The page's keys that signed beside a trusted one are known from now on; so is a new key while both sign.
async function remember(receipt, result, by) {
  if (by === 'given' || !result.note.signature) return;
  const served = await Promise.all(form.dataset.keys.split(' ').filter(Boolean).map(parseKey));
  const note = receipt.proof.slice(Number(receipt.leafIndex ?? 0) < 0 ? 0 : receipt.proof.indexOf('\n\n') + 2);
  try { localStorage.setItem(kept, (await openNote(note, served)).signers.join(' ')); } catch { /* nothing to keep */ }
}

function show(verdict, heading, lines) {
  shown.className = `answer ${tones[verdict]}`;
  const title = Object.assign(document.createElement('h2'), { id: 'proof-heading', textContent: heading });
  shown.replaceChildren(title, ...lines.filter(Boolean).map((line) =>
    Object.assign(document.createElement('p'), { textContent: line })));
  shown.dataset.verdict = verdict;
  shown.hidden = false;
}

function showResult(result, by) {
  const { verdict, leaf, note, day } = result;
  const lines = [say('asked', result.number), result.attachment && say('attachment', result.attachment)];
  if (verdict === 'not_in_force') {
    const newer = result.version?.until && result.version !== leaf.versions.at(-1);
    if (newer) lines.push(say('old', result.version.number, result.version.until));
    else if (result.version && !result.counts) lines.push(say('other', result.version.number));
    const since = leaf.ended ?? leaf.suspended ?? leaf.effective ?? leaf.date;
    lines.push(say('since', say(`state_${leaf.to}`), since), leaf['ended-by'] && say('by', leaf['ended-by']));
  }
  if (verdict === 'differs' && result.lines.length > 0) lines.push(say('lines', result.lines.join(', ')));
  if (leaf) lines.push(say('entry', result.index + 1, note.size));
  if (leaf && verdict !== 'differs' && !result.compared) lines.push(say('number_only'));
  lines.push(say(`trusted_${by}`, note.signers.join(', '), note.origin),
    note.witnesses.length > 0 && say('witnessed', note.witnesses.join(', ')), say(note.signature ? 'checked' : 'no_signature'));
  show(verdict, say(verdict, day), lines);
}

async function check(receipt, asked, text, hashes) {
  const { by, vkeys } = trusted();
  try {
    must(vkeys.length > 0, 'no_key');
    const result = await judge(receipt, asked, text, hashes, await Promise.all(vkeys.map(parseKey)));
    showResult(result, by);
    await remember(receipt, result, by);
  } catch (error) {
    show('unknown', say('unproved'), [say(`wrong_${error instanceof Unproved ? error.message : 'unreadable'}`)]);
  }
}

async function receiptOf(number, hashes) {
  const query = new URLSearchParams([['number', number], ...hashes.map((hash) => ['h', hash])]);
  const answer = await fetch(`/verify/receipt.json?${query}`);
  return answer.ok ? answer.json() : null;
}

async function onSubmit(event) {
  const [file, given] = ['file', 'receipt'].map((id) => document.getElementById(id).files[0]);
  if (!file && !given) return;
  event.preventDefault();
  const text = file ? new Uint8Array(await file.arrayBuffer()) : null;
  const number = document.getElementById('number').value.trim();
  const hashes = text ? [...new Set(await Promise.all(formsOf(text).map(async (one) => hex(await sha256(one)))))] : [];
  let receipt = null;
  try { receipt = given ? JSON.parse(await given.text()) : await receiptOf(number, hashes); } catch { receipt = {}; }
  if (receipt === null) {
    // Several documents, or none that this can be asked of: the register says so itself.
    for (const value of hashes) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'h', value }));
    form.submit();
    return;
  }
  for (const said of document.querySelectorAll('[data-said]')) said.hidden = true;
  await check(receipt, number || (receipt.registrationNumber ?? ''), text, []);
  shown.focus();
}

if (globalThis.crypto?.subtle && form) {
  for (const field of form.querySelectorAll('[data-scripted]')) field.hidden = false;
  form.querySelector('.no-script').hidden = true;
  form.addEventListener('submit', onSubmit);
  if (shown.dataset.number) {
    // As the page's own answer: a few digits would fit many a text, and none fits every one.
    const hashes = new URLSearchParams(location.search).getAll('h').map((hash) => hash.toLowerCase())
      .filter((hash) => /^[0-9a-f]{16,64}$/.test(hash));
    const receipt = await receiptOf(shown.dataset.number, hashes).catch(() => null);
    if (receipt) await check(receipt, shown.dataset.number, null, hashes);
  }
}
