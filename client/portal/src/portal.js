// What script adds to pages that are whole without it: the mode is remembered, a page is printed or read aloud, a link
// to an article is copied, a file is hashed here and never sent.
const root = document.documentElement;
const all = (selector) => document.querySelectorAll(selector);

// A browser that keeps nothing remembers nothing.
function remembered(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(key);
    localStorage.setItem(key, value);
  } catch { /* storage is off */ }
  return null;
}

function applyMode() {
  const asked = new URLSearchParams(location.search).get('mode');
  const mode = asked ?? remembered('santong.mode');
  if (mode === 'elder' || mode === 'contrast') root.className = mode;
  for (const link of all('[data-mode]'))
    link.addEventListener('click', () => remembered('santong.mode', link.dataset.mode));
}

function offerPrint() {
  for (const button of all('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
}

function offerReading() {
  if (!('speechSynthesis' in window)) return;
  for (const button of all('[data-read]')) {
    const read = button.textContent;
    button.hidden = false;
    const done = () => { button.textContent = read; };
    button.addEventListener('click', () => {
      if (speechSynthesis.speaking) {
        speechSynthesis.cancel();
        done();
        return;
      }
      const speech = new SpeechSynthesisUtterance(document.getElementById(button.dataset.read).innerText);
      speech.lang = 'zh-CN';
      speech.onend = done;
      speechSynthesis.speak(speech);
      button.textContent = button.dataset.stop;
    });
  }
}

function offerCopies() {
  for (const link of all('.mark')) {
    link.addEventListener('click', () => {
      const said = document.getElementById('text').dataset.copied;
      navigator.clipboard?.writeText(link.href).then(() => { link.title = said; }, () => {});
    });
  }
}

const hex = (bytes) => Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, '0')).join('');
const sha256 = async (bytes) => hex(await crypto.subtle.digest('SHA-256', bytes));

// The hash of the file as it is and, of a text that an editor saved anew, without its byte order mark and with plain
// line ends.
async function hashesOf(file) {
  const bytes = await file.arrayBuffer();
  const hashes = [await sha256(bytes)];
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
    const plain = await sha256(new TextEncoder().encode(text));
    if (plain !== hashes[0]) hashes.push(plain);
  } catch { /* no text */ }
  return hashes;
}

function offerFileCheck() {
  const form = document.querySelector('[data-verify]');
  if (!form || !crypto.subtle) return;
  const state = document.getElementById('file-state');
  const input = document.getElementById('file');
  form.querySelector('[data-file]').hidden = false;
  form.querySelector('.no-script').hidden = true;
  input.addEventListener('change', async () => {
    for (const old of form.querySelectorAll('[name=h]')) old.remove();
    if (input.files.length === 0) return;
    state.textContent = state.dataset.working;
    for (const hash of await hashesOf(input.files[0])) {
      const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'h', value: hash });
      form.append(field);
    }
    state.textContent = state.dataset.ready;
  });
}

// On a phone a long table of contents would stand before the text.
function foldContents() {
  if (matchMedia('(max-width: 62rem)').matches) {
    for (const details of all('.contents details')) details.open = false;
  }
}

applyMode();
offerPrint();
offerReading();
offerCopies();
offerFileCheck();
foldContents();
document.querySelector('[data-focus]')?.focus();
