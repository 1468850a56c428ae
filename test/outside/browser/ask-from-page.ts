import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import chromium from '@sparticuz/chromium';
import { chromium as browsers, type Page } from 'playwright-core';

/**
 * Opens a page of another origin in Chromium, twice: of the same site (127.0.0.1 on another port), and of another one
 * (localhost). Has each ask what the first argument lists, as JSON, and prints what each could read of the answers.
 */

interface Ask {
  readonly name: string;
  readonly url: string;
  /** How a page asks: by `fetch`, by a form that it sends off, or by an image that it shows. */
  readonly by: 'fetch' | 'form' | 'image';
  readonly init?: RequestInit;
  /** Of a form: what it sends as text. */
  readonly text?: string;
}

const asks = JSON.parse(process.argv[2] ?? '[]') as readonly Ask[];

/** In the page. What was read of the answer; null where nothing could be. */
async function askFromPage({ url, by, init, text }: Ask): Promise<string | null> {
  const settled = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
  if (by === 'fetch') {
    try {
      const answer = await fetch(url, init);
      return answer.type === 'opaque' ? null : `${answer.status} ${await answer.text()}`;
    } catch {
      return null;
    }
  }
  if (by === 'image') {
    const image = new Image();
    image.src = url;
    await settled(500);
    return null;
  }
  const frame = document.createElement('iframe');
  frame.name = `frame-${Math.random()}`;
  const form = document.createElement('form');
  Object.assign(form, { action: url, method: 'POST', enctype: 'text/plain', target: frame.name });
  const field = document.createElement('input');
  // What a form sends as text is `name=value`: the value closes the JSON that the name has begun.
  Object.assign(field, { name: `${(text ?? '').slice(0, -1)},"x":"`, value: '"}' });
  form.append(field);
  document.body.append(frame, form);
  form.submit();
  await settled(500);
  try {
    const read = frame.contentDocument?.body.textContent ?? null;
    return read === '' ? null : read;
  } catch {
    return null;
  }
}

async function askedFrom(page: Page, origin: string) {
  const answers: { origin: string; name: string; read: string | null }[] = [];
  for (const ask of asks) {
    await page.goto(origin);
    answers.push({ origin, name: ask.name, read: await page.evaluate(askFromPage, ask) });
  }
  return answers;
}

const server = createServer((_, answer) => {
  answer.setHeader('content-type', 'text/html');
  answer.end('<!doctype html><title>a page</title><body>');
});
await new Promise<void>((listening) => server.listen(0, listening));
const { port } = server.address() as AddressInfo;
const browser = await browsers.launch({
  executablePath: await chromium.executablePath(),
  // Not the arguments of the package: they let every page read the answers of every origin.
  args: ['--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-background-networking'],
  headless: true,
});
try {
  const page = await browser.newPage();
  const answers = [];
  for (const host of ['127.0.0.1', 'localhost']) {
    answers.push(...(await askedFrom(page, `http://${host}:${port}/`)));
  }
  console.log(JSON.stringify(answers));
} finally {
  await browser.close();
  server.close();
}
