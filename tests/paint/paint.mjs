// When a visitor on a phone sees something: the first contentful paint of the public pages as Lighthouse gives it for its
// mobile profile (nothing cached, slow 4G, a processor of a quarter of this one's speed) in Debian's Chromium. Lighthouse
// loads a page at full speed and computes what the phone would see, so other work on this machine counts for little. A
// table, in milliseconds.
//   deploy/bench paint [ROUNDS]
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Register } from '../portal/register.mjs';

// What package.json pins.
const { resolve } = createRequire(join(process.env.PAINT_MODULES, 'package.json'));
const load = (name) => import(pathToFileURL(resolve(name)));
const { default: lighthouse } = await load('lighthouse');
const { launch } = await load('chrome-launcher');

const audit = 'first-contentful-paint';
const rounds = Number(process.argv[2] ?? 5);

const register = await Register.start();
const chrome = await launch({ chromePath: '/usr/bin/chromium', chromeFlags: ['--headless=new', '--no-sandbox'] });
try {
  console.log('page'.padEnd(12), 'median ms'.padStart(10), 'worst ms'.padStart(10));
  for (const [name, path] of Object.entries({ home: '/', search: `/search?q=${encodeURIComponent('管理办法')}`,
    document: `/${register.document}`, verify: `/v/${encodeURIComponent(register.number)}`,
    object: `/objections/new?document=${register.document.split('/')[1]}` })) {
    const times = [];
    for (let round = 0; round < rounds; ++round) {
      const { lhr } = await lighthouse(register.url + path,
        { port: chrome.port, onlyAudits: [audit], formFactor: 'mobile', logLevel: 'error' });
      times.push(lhr.audits[audit].numericValue);
    }
    times.sort((a, b) => a - b);
    console.log(name.padEnd(12), times[times.length >> 1].toFixed(0).padStart(10), times.at(-1).toFixed(0).padStart(10));
  }
} finally {
  await chrome.kill();
  await register.stop();
}
