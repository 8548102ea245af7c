// Debian's Chromium, its two sizes of window, and axe: what the portal's and the desk's tests share.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// What tests/portal/package.json pins.
const load = createRequire(join(process.env.PORTAL_MODULES, 'package.json'));
const axe = readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const shots = process.env.PORTAL_SCREENSHOTS;
export const phone = { width: 360, height: 740 };
export const large = { width: 1280, height: 900 };

export function launch() {
  if (shots) mkdirSync(shots, { recursive: true });
  return load('playwright-core').chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
}

// Lays out what a page leaves until it comes near the window, as for somebody who has read it to its end.
export function layOut(page) {
  return page.evaluate(() => {
    for (const element of document.querySelectorAll('*'))
      if (getComputedStyle(element).contentVisibility === 'auto') element.style.contentVisibility = 'visible';
  });
}

// What axe finds on the page as it stands, a line for each rule. It runs as a script of the tests, which the pages'
// policy would refuse: the page's context needs bypassCSP.
export async function axeFinds(page) {
  await layOut(page);
  if (!await page.evaluate('!!window.axe')) await page.evaluate(axe);
  const { violations } = await page.evaluate((runOnly) => window.axe.run(document, { runOnly }), rules);
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`);
}

// By how many CSS pixels the page is wider than its window.
export async function sideways(page) {
  await layOut(page);
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
