// The office desk in a real browser against a real santongd: a Word file goes from draft to publication, each role at
// its own desk, on a phone and on a large screen; what is missing is said before it is submitted; axe finds nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axeFinds, large, launch, phone, shots, sideways } from './browser.mjs';
import { Register } from './register.mjs';

let register;
let browser;
const found = {};  // what axe found, with the pages

before(async () => {
  register = await Register.start();
  browser = await launch();
}, { timeout: 300_000 });
after(async () => {
  await browser?.close();
  await register?.stop();
});

const token = (who) => readFileSync(join(register.folder, 'tokens', who), 'utf8').trim();

// The desk of one of the walk's principals, logged in. `look` takes a picture and asks axe.
async function atDesk(who, viewport, query, use) {
  const context = await browser.newContext({ viewport, locale: 'zh-CN', bypassCSP: true });
  const page = await context.newPage();
  const go = (path) => page.goto(register.url + path + (query && (path.includes('?') ? '&' : '?') + query));
  const look = async (name) => {
    const over = await sideways(page);
    assert.ok(over <= 0, `${name} scrolls sideways by ${over} px`);
    await page.screenshot({ path: join(shots, `desk-${name}-${who}-${viewport.width}${query.replace('=', '-')}.png`), fullPage: true });
    for (const finding of await axeFinds(page)) (found[finding] ??= []).push(`${name} ${who}`);
  };
  try {
    await go('/desk/login');
    await page.fill('[name=token]', token(who));
    await page.click('main button');
    await use(page, go, look);
  } finally {
    await context.close();
  }
}

// Fills the fields of the act's form, whatever they are, and sends it.
async function send(page, fields, button = 'form#act button.button:not(.quiet)') {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`form#act [name="${name}"]`).last();
    const tag = await field.evaluate((element) => `${element.tagName} ${element.type}`);
    if (tag.startsWith('SELECT')) await field.selectOption(value);
    else if (tag === 'INPUT checkbox') await field.setChecked(value === true);
    else await field.fill(value);
  }
  await Promise.all([page.waitForNavigation(), page.click(button)]);
}

const daysAgo = (days) => {
  const day = new Date(`${register.today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - days);
  return day.toISOString().slice(0, 10);
};

// A Word file with these paragraphs, as small as Word takes one.
function wordFile(paragraphs) {
  return execFileSync('python3', ['-c', `
import io, sys, zipfile
from xml.sax.saxutils import escape
out = io.BytesIO()
with zipfile.ZipFile(out, 'w') as z:
    z.writestr('[Content_Types].xml', '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
    z.writestr('_rels/.rels', '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')
    body = ''.join('<w:p><w:r><w:t>%s</w:t></w:r></w:p>' % escape(line) for line in sys.argv[1:])
    z.writestr('word/document.xml', '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>' % body)
sys.stdout.buffer.write(out.getvalue())
`, ...paragraphs]);
}

const title = '平安区网上起草的养老服务补贴办法';
const organ = '海东市平安区人民政府';
let path;  // of the document at the desk

test('a clerk makes a draft of a Word file and is told all that is missing', async () => {
  await atDesk('drafter', phone, '', async (page, go, look) => {
    await look('home');
    await go('/desk/new');
    await look('new');
    const { documentNumber } = JSON.parse(register.cli('reviewer', 'doc', 'get', register.document, '--view', 'basic', '--output', 'json'));
    await page.setInputFiles('#file', { name: '办法.docx', buffer: wordFile([title,
      `第一条 为了规范养老服务补贴，根据《管理办法》（${documentNumber}），制定本办法。`, '第二条 对违反本办法的，处二百元罚款。',
      '第三条 本办法自公布之日起施行，有效期五年。']),
      mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' });
    await send(page, { title, kind: 'DOCUMENT_KIND_MEASURES', 'issuers[0].organ': { label: organ } });
    path = new URL(page.url()).pathname;
    assert.match(path, /^\/desk\/documents\/\d+$/);
    const record = await page.innerText('main');
    assert.match(record, /第一条 为了规范养老服务补贴/);
    assert.match(record, /处二百元罚款/);
    await look('draft');
    await go(`${path}/SubmitDocument`);
    await send(page, {}, 'form#act [name=rehearse]');
    const missing = await page.innerText('main');
    for (const said of ['合法性审核意见', '施行日期', '签发']) assert.ok(missing.includes(said), said);
    await look('missing');
  });
});

test('the clerk mends it, adds the evidence and submits it', async () => {
  await atDesk('drafter', large, '', async (page, go, look) => {
    await go(`${path}/edit`);
    await look('edit');
    await send(page, { document_number: `平政〔${register.today.slice(0, 4)}〕77号`, written_date: daysAgo(2),
      effective_date: register.today, early_effect_reason: '不立即施行将有碍本办法的执行', openness: 'OPENNESS_PUBLIC',
      'term.kind': 'TERM_KIND_GENERAL', 'term.years': '5',
      'legal_bases[0].title': '中华人民共和国地方各级人民代表大会和地方各级人民政府组织法' });
    for (const [kind, document_title, fields] of [
      ['PUBLIC_COMMENT', '征求意见公告', { date: daysAgo(20), start_date: daysAgo(60), end_date: daysAgo(20), channel: '区政府网站' }],
      ['LEGALITY_REVIEW', '合法性审核意见书', { date: daysAgo(8), start_date: daysAgo(18), conclusion: 'CONCLUSION_LAWFUL' }],
      ['FAIR_COMPETITION_REVIEW', '公平竞争审查表', { date: daysAgo(8), conclusion: 'CONCLUSION_LAWFUL' }],
      ['COLLECTIVE_DECISION', '常务会议纪要', { date: daysAgo(4), channel: '政府常务会议' }],
      ['SIGNATURE', '签发单', { date: daysAgo(2) }],
      ['SECRECY_REVIEW', '保密审查表', { date: daysAgo(3), conclusion: 'CONCLUSION_LAWFUL' }],
      ['DRAFTING_EXPLANATION', '起草说明', { date: daysAgo(60) }],
      ['CONTENT_DECLARATION', '无禁止性内容声明', { date: daysAgo(3) }]]) {
      await go(`${path}/evidence`);
      if (kind === 'SIGNATURE') await look('evidence');
      await send(page, { kind: `EVIDENCE_KIND_${kind}`, document_title, person: '样例人员', ...fields });
      assert.ok(page.url().includes('done'), `${kind}: ${await page.innerText('main')}`);
    }
    await go(`${path}/SubmitDocument`);
    await send(page, {});
    assert.ok(page.url().includes('done'), await page.innerText('main'));
    await look('submitted');
  });
});

test('the legal office finds it among its tasks, determines and registers it; it is published and may be relied on', async () => {
  let number;
  await atDesk('reviewer', phone, '', async (page, go, look) => {
    assert.ok((await page.innerText('main')).includes(title));
    await look('tasks');
    await page.click(`main a:has-text("${title}")`);
    await look('record');
    // The finding stands beside the passage.
    assert.match(await page.innerText('.findings'), /罚款/);
    await go(`${path}/DetermineDocument`);
    await look('act');
    await send(page, { normative: true });
    await go(`${path}/RegisterDocument`);
    await send(page, {});
    number = /示例〔\d{4}〕\d+号/.exec(await page.innerText('main'))?.[0];
    assert.ok(number, await page.innerText('main'));
    await go(path);
    await page.click('.letters a');
    assert.ok((await page.innerText('article.letter')).includes(number));
    await look('letter');
  });
  await atDesk('publisher', large, '', async (page, go, look) => {
    await go(`${path}/files`);
    await page.setInputFiles('#files', { name: '申请表.txt', mimeType: 'text/plain', buffer: Buffer.from('申请表，第一栏。') });
    await look('publish-files');
    await send(page, {});
    assert.ok(page.url().includes('done'), await page.innerText('main'));
    await go(`${path}/PublishDocument`);
    await look('publish');
    await send(page, { 'publication.date': register.today, 'publication.channel': '政府网站（样例）' });
    assert.ok(page.url().includes('done'), await page.innerText('main'));
    await page.goto(register.url + path.replace('/desk', ''));
    const shown = await page.innerText('main');
    assert.ok(shown.includes(number));
    assert.match(shown, /可以作为行政管理的依据/);
    assert.match(shown, /申请表\.txt/);
    await go(`${path}/RepealDocument`);
    await page.click('details.fold summary');
    await look('repeal');
  });
});

test('what was never filed is listed, and the clerk records that it was sent to the standing committee', async () => {
  await atDesk('drafter', phone, '', async (page, go, look) => {
    assert.ok((await page.innerText('main')).includes('报送本级人大常委会备案，并登记报送情况'));
    await go('/desk/filings');
    await page.click('main a:has-text("应备未备")');
    const rows = page.locator('tbody tr', { hasText: title });
    assert.equal(await rows.count(), 2);  // the level above, and the committee
    const row = rows.filter({ hasText: '本级人大常委会' });
    assert.match(await row.innerText(), /还有3\d天[^]*海东市平安区人民政府/);
    await look('never-filed');
    await row.locator('a:has-text("登记报送情况")').click();
    await look('record-congress-filing');
    await send(page, { 'filing.document_title': '区人大常委会备案回执第3号' }, 'form#act [name=rehearse]');
    assert.match(await page.innerText('main'), /应当为送出或者公布之日，不得晚于今天/);
    await send(page, { 'filing.document_title': '区人大常委会备案回执第3号', 'filing.date': register.today,
      'filing.person': '办公室 某某' });
    assert.ok(page.url().includes('done'), await page.innerText('main'));
    assert.match(await page.innerText('main'), /区人大常委会备案回执第3号/);
    await go('/desk/filings/missing');
    assert.equal(await page.locator('tbody tr', { hasText: title }).count(), 1);
    await go('/desk');
    assert.ok(!(await page.locator('tr', { hasText: title }).allInnerTexts()).join().includes('人大常委会'));
  });
  await atDesk('reviewer', large, '', async (page, go, look) => {
    await go('/desk/filings/missing');
    await look('never-filed');
  });
});

test('the board of a cleanup shows how far each organ is, and the items behind each number', async () => {
  const { name } = JSON.parse(register.cli('reviewer', 'cleanup', 'create', '--kind', 'special', '--title', '养老服务专项清理',
    '--subject', '养老服务补贴', '--jurisdiction', 'jurisdictions/630203', '--cutoff', register.today,
    '--proposals-due', daysAgo(-30), '--output', 'json'));
  register.cli('reviewer', 'cleanup', 'open', name);
  const pending = (page) => page.locator('.board tr', { hasText: organ }).first().locator('td').nth(1);
  await atDesk('drafter', phone, '', async (page, go, look) => {
    await go(`/desk/${name}`);
    await look('campaign');
    assert.equal(await pending(page).innerText(), '1');
    await pending(page).locator('a').click();
    assert.match(await page.innerText('#items ~ p'), /只列：.*平安区人民政府 · 待提出意见/);
    await page.click(`text=${title}`);
    await page.click('a[href*="/ProposeItem"]');
    await send(page, { 'proposal.disposition': 'DISPOSITION_KEEP', 'proposal.reason': '内容仍然适用' });
  });
  await atDesk('reviewer', large, '', async (page, go, look) => {
    await go(`/desk/${name}`);
    await look('campaign');
    assert.equal(await pending(page).innerText(), '');
    assert.match(await page.innerText('section[aria-labelledby=items]'), /继续有效|保留/);
    await page.check('[name=item]');
    await Promise.all([page.waitForNavigation(), page.click('#accept button:not(.quiet)')]);
    assert.match(await page.innerText('main'), /已同意 1 项，未办成 0 项/);
    await look('accepted');
  });
});

test('the clerk is told that what the document cites was repealed, and puts it away with a reason', async () => {
  register.cli('reviewer', 'doc', 'repeal', register.document, '--reason', '不再适用', '--date', register.today,
    '--decision', '区人民政府决定', '--decision-date', register.today, '--decision-person', '区长');
  await atDesk('drafter', phone, '', async (page, go, look) => {
    const link = page.locator('a[href*="/DismissCitation"]');
    // The register tells it once its index has taken in the repeal: later than all calls, on a busy machine.
    const giveUp = Date.now() + 180_000;
    while (await link.count() === 0 && Date.now() < giveUp) await go('/desk');
    await look('cited');
    await link.click();
    assert.match(await page.innerText('#event option:checked'), /^《.*：废止，\d{4}-\d\d-\d\d$/);
    await look('dismiss');
    await send(page, { reason: '所引条款仅说明背景，不影响执行' });
    assert.ok(page.url().includes('done'), await page.innerText('main'));
    await go('/desk');
    assert.equal(await link.count(), 0);
  });
});

test('the office records a court\'s advice that came on paper: every mistake is said at once, and it becomes a case', async () => {
  await atDesk('reviewer', phone, '', async (page, go, look) => {
    await go('/desk/objections');
    await page.click('main a:has-text("登记来件")');
    await look('source-find');
    await page.fill('#q', title);
    await Promise.all([page.waitForNavigation(), page.click('main form[role=search] button')]);
    await page.click(`main .entries a:has-text("${title}")`);
    await look('source');
    await send(page, {});
    const wrong = await page.locator('.wrong-summary a').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
    assert.deepEqual(wrong.sort(), ['#ground', '#lodger.contact', '#lodger.display_name', '#origin', '#reasons']);
    await look('source-wrong');
    await page.click('.wrong-summary a[href="#reasons"]');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-invalid')), 'true');
    // Larger than what gRPC takes by itself, and read again byte for byte.
    const scan = Buffer.concat([Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n'), Buffer.alloc(4_500_000, 32)]);
    await page.setInputFiles('#files', { name: '司法建议书.pdf', mimeType: 'application/pdf',
      buffer: scan });
    await send(page, { origin: 'OBJECTION_ORIGIN_JUDICIAL_ADVICE', source_document: '（2026）青0203行初1号司法建议书',
      received_date: daysAgo(1), 'lodger.display_name': '平安区人民法院', 'lodger.contact': '0972-8610000',
      ground: 'OBJECTION_GROUND_FORBIDDEN_SETTING', reasons: '第二条设定罚款，没有上位法依据。' });
    const recorded = await page.innerText('main');
    for (const said of ['来件已登记', '查询码', daysAgo(1), '司法建议书.pdf']) assert.ok(recorded.includes(said), recorded);
    await look('source-recorded');
    await page.click('main a:has-text("办理这件事项")');
    const record = await page.innerText('main');
    for (const said of ['司法建议', '（2026）青0203行初1号司法建议书', '平安区人民法院']) assert.ok(record.includes(said), said);
    await look('source-case');
    const file = await page.locator('main a[download]').evaluate(async (link) => (await (await fetch(link.href)).arrayBuffer()).byteLength);
    assert.equal(file, scan.length);
  });
});

test('axe finds nothing at the desk, in any mode', async () => {
  for (const [viewport, query] of [[phone, 'mode=elder'], [large, 'mode=contrast'], [large, 'lang=en']]) {
    await atDesk('reviewer', viewport, query, async (page, go, look) => {
      for (const [name, at] of [['home', '/desk'], ['documents', '/desk/documents'], ['record', path],
        ['suspend', `${path}/SuspendDocument`], ['filings', '/desk/filings'],
        ['never-filed', '/desk/filings/missing'], ['lists', '/desk/lists'],
        ['list', `/desk/list?name=${register.organ}/filingLists/${register.today.slice(0, 4)}`],
        ['objections', '/desk/objections'], ['source-find', `/desk/objections/new?q=${encodeURIComponent(title)}`],
        ['source', `${path}/objection`], ['paper', `${path}/paper`],
        ['campaigns', '/desk/campaigns'], ['new-campaign', '/desk/campaigns/new'], ['statistics', '/desk/statistics']]) {
        await go(at);
        await look(name);
      }
    });
  }
  assert.deepEqual(found, {});
});

test('a link that is stolen, and a form from elsewhere, do nothing', async () => {
  const context = await browser.newContext({ viewport: large });
  const page = await context.newPage();
  await page.goto(register.url + path);
  assert.match(page.url(), /\/desk\/login/);
  const { status } = await page.evaluate(async (url) => {
    const answer = await fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ seal: 'x' }) });
    return { status: answer.status };
  }, `${register.url}${path}/SuspendDocument`);
  assert.ok(status === 0 || status >= 300, `${status}`);
  await context.close();
});
