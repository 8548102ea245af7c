// The portal in a real browser against a real santongd: each journey on a phone and on a desk, by keyboard, without
// script, in every mode. Screenshots of each page are left in $PORTAL_SCREENSHOTS to be looked at.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { axeFinds, large, launch, layOut, phone, shots, sideways } from './browser.mjs';
import { Register } from './register.mjs';

let register;
let browser;

before(async () => {
  register = await Register.start();
  browser = await launch();
}, { timeout: 300_000 });
after(async () => {
  await browser?.close();
  await register?.stop();
});

// A page that fails the test when the console complains or anything is asked of another host.
async function open(options, use) {
  const context = await browser.newContext({ viewport: large, locale: 'zh-CN', ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 4')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(register.url) && !request.url().startsWith('data:')) complaints.push(request.url());
  });
  page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
  try {
    await use(page, context);
    assert.deepEqual(complaints, []);
    assert.deepEqual(await context.cookies(), []);
  } finally {
    await context.close();
  }
}

const at = (path) => register.url + path;
async function shoot(page, name) {
  await layOut(page);
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

const pages = () => ({
  home: '/',
  search: `/search?q=${encodeURIComponent('管理办法')}`,
  nothing: '/search?q=zzzzzz',
  document: `/${register.document}`,
  verify: `/v/${encodeURIComponent(register.number)}`,
  receipt: `/${register.document}/receipt`,
  catalogue: '/catalogue',
  cleanups: '/cleanups',
  statistics: '/statistics',
  help: '/help',
  object: `/objections/new?document=${register.document.split('/')[1]}`,
  find: `/objections/new?q=${encodeURIComponent('管理办法')}`,
  track: '/objections/track',
  missing: '/documents/999999',
});

// One width shows what colours and letters do; the plain look is tried on both, and in the system's own high contrast.
const looks = {
  normal: ['', [['desk', large], ['phone', phone], ['forced-phone', phone, 'active']]],
  elder: ['mode=elder', [['phone', phone]]],
  contrast: ['mode=contrast', [['phone', phone]]],
  english: ['lang=en', [['phone', phone]]],
};
for (const [mode, [query, windows]] of Object.entries(looks)) {
  test(`axe finds nothing: ${mode}`, async () => {
    const found = {};
    await open({ bypassCSP: true }, async (page) => {
      for (const [name, path] of Object.entries(pages())) {
        await page.goto(at(path) + (query && (path.includes('?') ? '&' : '?') + query));
        for (const [look, viewport, forcedColors = 'none'] of windows) {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ forcedColors });
          await shoot(page, `${name}-${mode}-${look}`);
          const violations = await axeFinds(page);
          if (violations.length > 0) found[`${name} ${look}`] = violations;
        }
        await page.emulateMedia({ forcedColors: 'none' });
      }
    });
    assert.deepEqual(found, {});
  });
}

test('nothing scrolls sideways at 320 px, nor in large type at 360 px', async () => {
  const wide = [];
  for (const [viewport, query] of [[{ width: 320, height: 640 }, ''], [phone, 'mode=elder']]) {
    await open({ viewport }, async (page) => {
      for (const [name, path] of Object.entries(pages())) {
        await page.goto(at(path) + (query && (path.includes('?') ? '&' : '?') + query));
        const over = await sideways(page);
        if (over > 0) wide.push(`${name} ${query}: ${over} px`);
      }
    });
  }
  assert.deepEqual(wide, []);
});

test('everything can be read without script', async () => {
  await open({ javaScriptEnabled: false, viewport: phone }, async (page) => {
    await page.goto(at('/'));
    await page.fill('#q', '管理办法');
    await page.click('main button');
    assert.match(await page.innerText('main'), /找到 \d+ 件/);
    await page.goto(at(`/${register.document}`));
    const text = await page.innerText('main');
    assert.match(text, /现行有效，至 \d{4}-\d\d-\d\d/);
    assert.match(text, /可以作为行政管理的依据/);
    assert.ok(text.includes(register.number));
    assert.match(text, /第一条/);
    await page.goto(at(`/${register.document}?lang=en`));
    assert.match(await page.innerText('main'), /In force until/);
  });
});

test('a paper is verified by number, by link and by a file that never leaves the device', async () => {
  await open({ viewport: phone }, async (page) => {
    await page.goto(at(`/${register.document}`));
    await page.click('.qr a');
    assert.match(await page.innerText('[data-said] .answer'), /真实，现行有效/);
    await page.goto(at('/v/' + encodeURIComponent('无此号〔1999〕1号')));
    assert.match(await page.innerText('[data-said] .answer'), /查无此号/);
    await shoot(page, 'verified-unknown-phone');
  });
  await open({ viewport: phone, javaScriptEnabled: false }, async (page) => {
    await page.goto(at('/verify'));
    await page.fill('#number', register.number);
    await page.click('form[data-verify] button');
    assert.match(await page.innerText('.answer'), /真实，现行有效/);
  });
});

// What the script of the page proved: the verdict and all that it says.
async function proved(page) {
  await page.waitForSelector('#proof[data-verdict]');
  return { verdict: await page.getAttribute('#proof', 'data-verdict'), said: await page.innerText('#proof') };
}
const paper = (buffer) => ({ name: 'paper.txt', mimeType: 'text/plain', buffer });
async function textOf(page) {
  return (await page.request.get(at(`/${register.document}/text`))).body();
}
const today = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
async function proveFile(page, number, bytes, { query = '', receipt, key } = {}) {
  await page.goto(at(`/verify${query}`));
  await page.fill('#number', number);
  if (receipt || key) await page.click('form[data-verify] summary');
  if (bytes) await page.setInputFiles('#file', paper(bytes));
  if (receipt) await page.setInputFiles('#receipt', { name: 'receipt.json', mimeType: 'application/json', buffer: receipt });
  if (key) await page.fill('#log-key', key);
  await page.click('form[data-verify] button');
  return proved(page);
}

test('the browser checks the proof itself and gives the four answers', async () => {
  await open({ viewport: phone, bypassCSP: true }, async (page) => {
    const text = await textOf(page);
    const sent = [];
    page.on('request', (request) => sent.push(decodeURIComponent(request.url()) + (request.postData() ?? '')));
    const genuine = await proveFile(page, register.number, text);
    assert.equal(genuine.verdict, 'in_force', genuine.said);
    assert.match(genuine.said, /已证明：真实，截至 \d{4}-\d\d-\d\d 现行有效/);
    assert.match(genuine.said, /第一次见到/);
    assert.match(genuine.said, /登记簿的签名/);
    assert.ok(genuine.said.includes(register.number));
    assert.deepEqual(await axeFinds(page), []);
    await shoot(page, 'proved-genuine-phone');
    // An editor that saved it with its own ends of lines changed nothing of it.
    const saved = Buffer.from('\ufeff' + text.toString().replaceAll('\n', '\r\n'));
    const again = await proveFile(page, register.number, saved);
    assert.equal(again.verdict, 'in_force', again.said);
    assert.match(again.said, /本机以前记住的公钥/);

    const lines = text.toString().split('\n');
    lines[2] = `${lines[2].slice(0, 3)}不${lines[2].slice(4)}`;
    const changed = await proveFile(page, register.number, Buffer.from(lines.join('\n')));
    assert.equal(changed.verdict, 'differs', changed.said);
    assert.match(changed.said, /不同的行：3$/m);
    await shoot(page, 'proved-differs-phone');

    const unknown = await proveFile(page, '测登〔1999〕7号', text);
    assert.equal(unknown.verdict, 'unknown', unknown.said);
    assert.match(unknown.said, /没有登记的文件使用这个编号/);

    const decided = ['--reason', 'review', '--decision', 'decision 1', '--decision-date', today(), '--decision-person', 'a head'];
    register.cli('reviewer', 'doc', 'suspend', register.document, ...decided);
    const suspended = await proveFile(page, register.number, text, { query: '?lang=en' });
    register.cli('reviewer', 'doc', 'resume', register.document, ...decided);
    assert.equal(suspended.verdict, 'not_in_force', suspended.said);
    assert.match(suspended.said, /genuine, but not in force as of/);
    assert.match(suspended.said, /suspended since \d{4}-\d\d-\d\d/);

    assert.ok(sent.every((said) => !said.includes('第一条') && !said.includes('paper.txt')), 'a file was sent');
  });
});

test('a scanned link is proved by what it holds', async () => {
  await open({ viewport: phone }, async (page) => {
    await page.goto(at(`/${register.document}`));
    await page.click('.qr a');
    const { verdict, said } = await proved(page);
    assert.equal(verdict, 'in_force', said);
    await page.goto(at(`/v/${encodeURIComponent(register.number)}?h=${'0'.repeat(16)}`));
    assert.equal((await proved(page)).verdict, 'differs');
    await page.goto(at(`/v/${encodeURIComponent(register.number)}`));
    assert.match((await proved(page)).said, /没有比对内容/);
  });
});

test('a browser without Ed25519 says what it did not check', async () => {
  await open({}, async (page) => {
    await page.addInitScript(() => {
      crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'));
    });
    const { verdict, said } = await proveFile(page, register.number, await textOf(page));
    assert.equal(verdict, 'in_force', said);
    assert.match(said, /没有核对登记簿的签名/);
  });
});

test('a receipt of one\'s own is checked without asking the register, and a forged one is not believed', async () => {
  await open({}, async (page) => {
    const text = await textOf(page);
    const answer = await page.request.get(at(`/${register.document}/receipt.json`));
    const receipt = JSON.parse(await answer.text());
    const prove = (forged, key) => proveFile(page, register.number, text, { receipt: Buffer.from(JSON.stringify(forged)), key });
    const asked = [];
    page.on('request', (request) => { if (request.url().includes('receipt.json')) asked.push(request.url()); });
    assert.equal((await prove(receipt)).verdict, 'in_force');
    assert.deepEqual(asked, []);
    const forged = (change) => ({ ...receipt, proof: change(receipt.proof) });
    const extra = /extra (\S+)/.exec(receipt.proof)[1];
    const rewritten = Buffer.from(Buffer.from(extra, 'base64').toString().replace(/last-valid \d{4}/, 'last-valid 2099'));
    const cases = [
      [forged((proof) => proof.replace(extra, rewritten.toString('base64'))), /不在所签名的登记簿中/],
      [forged((proof) => proof.replace(/\ntime \d{4}/, '\ntime 2031')), /不是所信任的公钥作出的/],
      [{ ...receipt, latest: { siblings: [] } }, /不是这个编号的最新记录/],
      [{ proof: 'nothing' }, /无法读取|不能核对/],
    ];
    for (const [one, why] of cases) {
      const { verdict, said } = await prove(one);
      assert.equal(verdict, 'unknown', said);
      assert.match(said, why);
    }
    const { said } = await prove(receipt, 'santong.invalid/log+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=');
    assert.match(said, /公钥的写法不正确/);
  });
});

// A witness of 'witness.example/1' with a key of its own: its C2SP verifier key, and its line for the text of a note.
function makeWitness() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const name = 'witness.example/1';
  const key = Buffer.concat([Buffer.from([4]), publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]);
  const id = createHash('sha256').update(`${name}\n`).update(key).digest().subarray(0, 4);
  const cosign = (text) => {
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(1800000000n);
    const signature = sign(null, Buffer.from(`cosignature/v1\ntime 1800000000\n${text}`), privateKey);
    return `\u2014 ${name} ${Buffer.concat([id, time, signature]).toString('base64')}\n`;
  };
  return { vkey: `${name}+${id.toString('hex')}+${key.toString('base64')}`, cosign };
}

test('a witness whose key is given is checked, and not believed where it signed something else', async () => {
  await open({}, async (page) => {
    const text = await textOf(page);
    const receipt = await (await page.request.get(at(`/${register.document}/receipt.json`))).json();
    await page.goto(at('/verify'));
    const { vkey, cosign } = makeWitness();
    const keys = `${await page.getAttribute('form[data-verify]', 'data-keys')} ${vkey}`;
    const note = receipt.proof.slice(receipt.proof.indexOf('\n\n') + 2);
    const signed = note.slice(0, note.lastIndexOf('\n\n') + 1);
    const prove = (line, key) => proveFile(page, register.number, text,
      { receipt: Buffer.from(JSON.stringify({ ...receipt, proof: receipt.proof + line })), key });
    const witnessed = await prove(cosign(signed), keys);
    assert.equal(witnessed.verdict, 'in_force', witnessed.said);
    assert.ok(witnessed.said.includes(`见证人已共同签名：${vkey}`), witnessed.said);
    const other = await prove(cosign(`${signed}more\n`), keys);
    assert.equal(other.verdict, 'unknown', other.said);
    assert.match(other.said, /不是所信任的公钥作出的/);
    assert.equal((await prove(cosign(signed), vkey)).verdict, 'unknown', 'a witness alone does not speak for the log');
  });
});

test('an attached file is proved by the receipt of who may read it', async () => {
  await open({}, async (page) => {
    const [file, saved] = ['attached.txt', 'receipt.json'].map((name) => join(register.folder, name));
    writeFileSync(file, '同意印发');
    register.cli('reviewer', 'doc', 'attach', register.document, file);
    register.cli('reviewer', 'log', 'receipt', '--document', register.document, '--out', saved);
    const genuine = await proveFile(page, register.number, readFileSync(file), { receipt: readFileSync(saved) });
    assert.equal(genuine.verdict, 'in_force', genuine.said);
    assert.match(genuine.said, /此为其附件“attached.txt”/);
    const other = await proveFile(page, register.number, Buffer.from('不同意印发'), { receipt: readFileSync(saved) });
    assert.equal(other.verdict, 'differs', other.said);
  });
});

// What the QR codes of a picture say.
function decoded(...pictures) {
  return execFileSync('zbarimg', ['--nodbus', '--quiet', '--raw', '-Sbinary', '-Sdisable', '-Sqrcode.enable', ...pictures]).toString();
}
// The sheets of the page on paper, as pictures.
async function sheetsOf(page, name) {
  const pdf = join(shots, `${name}.pdf`);
  writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true }));
  execFileSync('pdftoppm', ['-r', '300', '-gray', '-png', pdf, join(shots, name)]);
  return readdirSync(shots).filter((file) => file.startsWith(`${name}-`) && file.endsWith('.png')).sort()
    .map((file) => join(shots, file));
}

test('a receipt is one page whose codes say the link and the proof', async () => {
  await open({}, async (page) => {
    await page.goto(at(`/${register.document}/receipt`));
    const said = await page.innerText('main');
    const receipt = await (await page.request.get(at(`/${register.document}/receipt.json`))).json();
    for (const fact of [register.number, receipt.textSha256]) assert.ok(said.includes(fact), fact);
    await shoot(page, 'receipt-of-registration-desk');
    const link = `${register.url}/v/${encodeURIComponent(register.number)}?h=${receipt.textSha256.slice(0, 16)}`;
    const sheets = await sheetsOf(page, 'log-receipt');
    assert.equal(sheets.length, 1);
    const codes = decoded(sheets[0]);
    assert.ok(codes.includes(link), codes);
    assert.ok(codes.includes(receipt.proof), codes);
    // The paper of the document itself bears the link.
    await page.goto(at(`/${register.document}`));
    assert.ok(decoded((await sheetsOf(page, 'paper')).at(-1)).includes(link));
    // So does the page that the command line writes.
    const file = (name) => join(register.folder, name);
    register.cli(null, 'log', 'receipt', register.number, '--out', file('r.json'), '--page', file('r.html'), '--site', register.url);
    assert.equal(JSON.parse(readFileSync(file('r.json'), 'utf8')).registrationNumber, register.number);
    await page.setContent(readFileSync(file('r.html'), 'utf8'));
    const drawn = await sheetsOf(page, 'cli-receipt');
    const both = decoded(...drawn);
    assert.ok(both.includes(link) && both.includes(receipt.proof), both);
  });
});

// Presses Tab until the element has the focus; fails when it cannot be reached.
async function tabTo(page, selector) {
  for (let i = 0; i < 120; i++) {
    if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`the keyboard does not reach ${selector} on ${page.url()}`);
}
async function press(page, selector) {
  await tabTo(page, selector);
  const moved = page.waitForNavigation();
  await page.keyboard.press('Enter');
  await moved;
}

// A file that says it is a PDF; whether it is one, its first bytes say.
const evidence = (name, begin) => ({ name, mimeType: 'application/pdf',
  buffer: Buffer.from(`${begin}\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n`) });

for (const [size, viewport, script] of [['phone', phone, true], ['desk', large, true], ['no script', phone, false]]) {
  test(`an objection is lodged by keyboard alone, tracked and withdrawn: ${size}`, async () => {
    await open({ viewport, javaScriptEnabled: script }, async (page) => {
      const step = async (name) => {
        if (script && size === 'phone') await shoot(page, `objection-${name}-phone`);
        if (script && size === 'desk') await shoot(page, `objection-${name}-desk`);
      };
      const next = 'button.button[value=next]';
      await page.goto(at(`/${register.document}`));
      await press(page, '.actions a.button');
      await step('start');
      await press(page, next);
      await press(page, next);  // nothing chosen
      assert.match(await page.title(), /^错误：/);
      assert.equal(await page.getAttribute('.wrong-summary a', 'href'), '#articles');
      await step('articles-wrong');
      await tabTo(page, '[name=articles]');
      await page.keyboard.press('Space');
      await press(page, next);
      await tabTo(page, '[name=ground]');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Space');
      await step('ground');
      await press(page, next);
      await tabTo(page, '#reasons');
      await page.keyboard.insertText('第一条没有上位法依据。');
      await step('reasons');
      await press(page, next);
      if (await page.$('[name=step][value=similar]')) {
        await step('similar');
        await press(page, next);
      }
      await tabTo(page, '[name="lodger.kind"]');
      await page.keyboard.press('Space');
      await tabTo(page, '[name="lodger.display_name"]');
      await page.keyboard.insertText('甲某某');
      await tabTo(page, '[name="lodger.contact"]');
      await page.keyboard.insertText('13900001234');
      await step('who');
      await press(page, next);
      await press(page, next);  // nobody acts for the lodger
      await step('publicity');
      await press(page, next);
      await step('check');
      const check = await page.innerText('main');
      for (const said of ['甲某某', '13900001234', '第一条没有上位法依据。']) assert.ok(check.includes(said), said);
      if (script) {
        const kept = await page.evaluate(() => JSON.stringify(localStorage));
        assert.ok(kept.includes('上位法') && !kept.includes('甲某某') && !kept.includes('1390000'));
      }
      if (script) {
        await page.$eval('#files', (input) => { input.dataset.max = 10; });
        await page.setInputFiles('#files', evidence('太大.pdf', '%PDF-1.4'));
        assert.match(await page.innerText('#files-limit'), /一共超过 40 MB/);
        assert.equal(await page.$eval('#files', (input) => input.files.length), 0);
        await page.$eval('#files', (input) => { input.dataset.max = 40000000; });
      }
      await page.setInputFiles('#files', [evidence('证据一.pdf', '%PDF-1.4'), evidence('程序.pdf', '\u007fELF')]);
      await press(page, next);
      await step('receipt');
      const receipt = await page.innerText('main');
      assert.match(receipt, /个工作日|到期日/);
      assert.match(receipt, /证据材料已收到：证据一\.pdf。/);
      assert.match(receipt, /“程序\.pdf”没有收到：/);
      if (script) assert.equal(await page.evaluate(() => JSON.stringify(localStorage).includes('上位法')), false);
      const [number, code] = await page.$$eval('.receipt code', (all) => all.map((c) => c.textContent));
      await page.setInputFiles('#files', evidence('证据二.pdf', '%PDF-1.5'));
      await press(page, 'form[enctype] button');
      assert.match(await page.innerText('main'), /证据材料已收到/);

      await page.goto(at('/objections/track'));
      await tabTo(page, '#number');
      await page.keyboard.insertText(number);
      await tabTo(page, '#code');
      await page.keyboard.insertText(code.toLowerCase());
      await press(page, 'main button.button');
      assert.match(await page.innerText('main'), /已收到/);
      assert.ok(!page.url().includes(code));
      await step('tracked');
      await tabTo(page, '#sure');
      await page.keyboard.press('Space');
      await press(page, '.danger');
      assert.match(await page.innerText('main'), /异议已撤回/);
    });
  });
}

test('files that are too many for one form are refused in words', async () => {
  const file = join(register.folder, 'large.pdf');
  writeFileSync(file, Buffer.alloc(50 << 20, '%PDF-1.4 '));
  // With script they are not even chosen.
  await open({ viewport: phone, javaScriptEnabled: false }, async (page) => {
    await page.setContent(`<form action="${at('/objections/act')}" method="post" enctype="multipart/form-data">
      <input type="file" name="files"><button>send</button></form>`);
    await page.setInputFiles('input', file);
    await page.click('button');
    assert.match(await page.innerText('main'), /最多 48 MB，这次超过了/);
    await shoot(page, 'too-large-phone');
  });
});

test('axe finds nothing on the pages of the journey', async () => {
  const found = {};
  await open({ viewport: phone, bypassCSP: true }, async (page) => {
    const look = async (name) => {
      const violations = await axeFinds(page);
      if (violations.length > 0) found[name] = violations;
    };
    const next = () => page.click('button.button[value=next]');
    await page.goto(at(`/objections/new?document=${register.document.split('/')[1]}`));
    await next();
    await next();
    await look('articles, wrong');
    await page.check('[name=whole]');
    await next();
    await page.check('[value=PROCEDURE]');
    await look('ground');
    await next();
    await page.fill('#reasons', '没有公开征求意见。');
    await look('reasons');
    await next();
    if (await page.$('[name=step][value=similar]')) { await look('similar'); await next(); }
    await next();
    await look('who, wrong');
    await shoot(page, 'objection-who-wrong-phone');
    await page.check('[value=CITIZEN]');
    await page.fill('[name="lodger.display_name"]', '乙某某');
    await page.fill('[name="lodger.contact"]', '13900001235');
    await next();
    await look('agent');
    await next();
    await look('publicity');
    await next();
    await look('check');
    await page.setInputFiles('#files', evidence('程序.pdf', '\u007fELF'));
    await next();
    await look('receipt, a file refused');
    await shoot(page, 'objection-receipt-refused-phone');
    const [number, code] = await page.$$eval('.receipt code', (all) => all.map((c) => c.textContent));
    await page.goto(at('/objections/track'));
    await page.fill('#number', number);
    await page.fill('#code', code);
    await page.click('main button.button');
    await look('tracked');
  });
  assert.deepEqual(found, {});
});

test('what a visitor types never runs', async () => {
  await open({}, async (page) => {
    for (const payload of ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "javascript:alert(1)//'"]) {
      for (const path of ['/search?q=', '/verify?number=', '/objections/new?q=', '/v/', '/documents/', '/search?organ='])
        await page.goto(at(path + encodeURIComponent(payload)));
    }
    assert.equal(await page.evaluate(() => document.querySelectorAll('img').length), 0);
  });
});

test('what a page leaves until it comes near is reached by a link and seen', async () => {
  await open({ viewport: phone }, async (page) => {
    await page.goto(at(`/${register.document}`));
    const last = await page.$$eval('.paper p[id]', (all) => all.at(-1).id);
    await page.goto(at(`/${register.document}#${last}`));
    await page.waitForFunction((id) => {
      const { top, bottom } = document.getElementById(id).getBoundingClientRect();
      return bottom > 0 && top < window.innerHeight;
    }, last);
    assert.match(await page.innerText('.paper'), /第一条/);
  });
});

test('a document on paper has 22 lines of 28 characters', async () => {
  await open({}, async (page) => {
    await page.goto(at(`/${register.document}`));
    const last = await page.$$eval('.paper strong', (all) => all.at(-1).textContent);
    const pdf = join(shots, 'document.pdf');
    writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true }));
    const sheets = execFileSync('pdftotext', ['-layout', '-enc', 'UTF-8', pdf, '-'], { encoding: 'utf8' })
      .split('\f').map((sheet) => sheet.split('\n').filter((line) => line.trim() !== ''));
    assert.ok(sheets.length >= 3, `${sheets.length} sheets`);
    const whole = sheets[1];
    assert.equal(whole.length, 22);
    const longest = Math.max(...whole.map((line) => [...line.trim()].length));
    assert.equal(longest, 28);
    assert.ok(sheets.flat().join('').includes(last), last);
    assert.ok(!sheets.flat().join('').includes('对此文件提出异议'));
  });
});

test('what a browser loads is small and kept for ever', async () => {
  await open({}, async (page) => {
    const sizes = {};
    const measure = async (response) => {
      const [name, , ending] = response.url().split('/').pop().split('.');
      sizes[`${name}.${ending}`] = gzipSync(await response.body()).length;
      assert.equal(response.headers()['cache-control'], 'public, max-age=31536000, immutable');
    };
    const measured = [];
    page.on('response', (response) => {
      if (response.url().includes('/assets/')) measured.push(measure(response));
    });
    for (const path of [`/${register.document}`, `/objections/new?document=${register.document.split('/')[1]}`, '/verify']) {
      await page.goto(at(path));
      await page.waitForLoadState('networkidle');
      await Promise.all(measured);  // a body is gone once the browser has left its page
    }
    const script = (name) => sizes[name] ?? assert.fail(`${name} was not loaded: ${JSON.stringify(sizes)}`);
    const everywhere = script('portal.js') + script('portal.css') + script('print.css');
    assert.ok(everywhere + script('verify.js') <= 15 * 1024, JSON.stringify(sizes));
    assert.ok(script('portal.js') + script('objection.js') <= 30 * 1024, JSON.stringify(sizes));
    console.log('gzip bytes:', JSON.stringify(sizes));
  });
});
