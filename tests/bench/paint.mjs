// When a visitor on a slow phone sees something: the first contentful paint of the public pages in Debian's Chromium,
// nothing cached, on the network and processor that Lighthouse calls mobile. A table, in milliseconds.
//   deploy/bench paint [ROUNDS]
import { launch, phone } from '../portal/browser.mjs';
import { Register } from '../portal/register.mjs';

const network = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const slowdown = 4;
const rounds = Number(process.argv[2] ?? 5);

async function firstPaint(browser, url) {
  const context = await browser.newContext({ viewport: phone, locale: 'zh-CN' });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', network);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.goto(url);
  const { at, bytes } = await page.evaluate(() => new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const paint = list.getEntriesByName('first-contentful-paint')[0];
      const parts = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
      if (paint) resolve({ at: paint.startTime, bytes: parts.reduce((sum, part) => sum + part.transferSize, 0) });
    }).observe({ type: 'paint', buffered: true });
  }));
  await context.close();
  return { at, bytes };
}

const register = await Register.start();
const browser = await launch();
try {
  console.log('page'.padEnd(12), 'median ms'.padStart(10), 'worst ms'.padStart(10), 'KB'.padStart(6));
  for (const [name, path] of Object.entries({ home: '/', search: `/search?q=${encodeURIComponent('管理办法')}`,
    document: `/${register.document}`, verify: `/v/${encodeURIComponent(register.number)}`,
    object: `/objections/new?document=${register.document.split('/')[1]}` })) {
    const paints = [];
    for (let round = 0; round < rounds; ++round) paints.push(await firstPaint(browser, register.url + path));
    const times = paints.map(({ at }) => at).sort((a, b) => a - b);
    console.log(name.padEnd(12), times[times.length >> 1].toFixed(0).padStart(10), times.at(-1).toFixed(0).padStart(10),
      (paints[0].bytes / 1000).toFixed(0).padStart(6));
  }
} finally {
  await browser.close();
  await register.stop();
}
