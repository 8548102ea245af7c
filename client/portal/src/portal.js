// What script adds to pages that are whole without it: the mode is remembered, a page is printed or read aloud, a link
// to an article is copied.
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
foldContents();
document.querySelector('[data-focus]')?.focus();
