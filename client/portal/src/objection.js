// The journey of an objection with script: what is typed is kept on this device alone until it is sent, without name and
// contact; the characters that are left are counted.
const journey = document.querySelector('[data-journey]');
const key = `santong.objection.${journey?.dataset.document}`;
const kept = ['articles', 'whole', 'ground', 'reasons'];

function draft(value) {
  try {
    if (value === undefined) return JSON.parse(localStorage.getItem(key));
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch { /* storage is off */ }
  return null;
}

function keep() {
  const answers = draft() ?? {};
  const form = new FormData(journey);
  for (const name of kept) {
    if (journey.querySelector(`[name="${name}"]`)) answers[name] = form.getAll(name);
  }
  draft(answers);
}

// Fills in what is empty; what the page came with counts.
function restore(answers) {
  for (const name of kept) {
    const fields = [...journey.querySelectorAll(`[name="${name}"]:not([type=hidden])`)];
    const values = answers[name] ?? [];
    const answered = fields.some((field) => field.checked || (field.tagName === 'TEXTAREA' && field.value));
    if (answered) continue;
    for (const field of fields) {
      if (field.tagName === 'TEXTAREA') field.value = values[0] ?? '';
      else field.checked = values.includes(field.value);
    }
  }
}

function offerDraft(answers) {
  const note = journey.querySelector('[data-draft]');
  if (!note) return;
  note.hidden = false;
  note.querySelector('[data-draft-clear]').addEventListener('click', () => {
    draft(null);
    note.hidden = true;
  });
}

function count(area) {
  const said = document.getElementById('area-count');
  const show = () => {
    said.textContent = said.dataset.count.replace('$0', area.dataset.max - [...area.value].length);
  };
  area.addEventListener('input', show);
  show();
}

// More than one request may hold would be refused whole, with all that was typed.
function limit(files) {
  const said = document.getElementById('files-limit');
  files.addEventListener('change', () => {
    said.hidden = [...files.files].reduce((sum, file) => sum + file.size, 0) <= files.dataset.max;
    if (!said.hidden) files.value = '';
  });
}

const files = document.getElementById('files');
if (files) limit(files);
if (journey?.dataset.journey === 'done') {
  draft(null);
} else if (journey) {
  const answers = draft();
  if (answers) {
    restore(answers);
    offerDraft(answers);
  }
  journey.addEventListener('input', keep);
  for (const area of journey.querySelectorAll('textarea[data-max]')) count(area);
}
