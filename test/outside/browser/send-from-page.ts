import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import chromium from '@sparticuz/chromium';
import { chromium as browsers, type Page } from 'playwright-core';

/**
 * Opens two pages in Chromium: one that loads the modules of the client library as they are packed, and one with the
 * bundle that the argument names. Has each track 150 events to a route of its own server, and prints how many came.
 */

const bundle = process.argv[2] ?? '';
const library = join(import.meta.dirname, '../node_modules/@farthing/client');
const importMap = JSON.stringify({ imports: { '@farthing/client': '/dist/esm/index.js' } });
const pages: Readonly<Record<string, string>> = {
  modules: `<script type="importmap">${importMap}</script><script type="module">
    import { createSender } from '@farthing/client';
    globalThis.createSender = createSender;
  </script>`,
  'a bundle': '<script src="/bundle.js"></script>',
};
let counted = new Set<string>();

/** In the page. The first of its requests fails; what is held when the page is left is sent on. */
async function trackInPage(): Promise<boolean> {
  const { createSender } = globalThis as unknown as {
    createSender: (settings: object) => {
      track(event: object): boolean;
      flush(): Promise<boolean>;
    };
  };
  const sender = createSender({ url: location.origin, apiKey: 'none', source: 'urn:page' });
  for (let n = 0; n < 150; n += 1) sender.track({ type: 'view', subject: 's', data: { n } });
  return sender.flush();
}

let requests = 0;

async function takeEvents(request: IncomingMessage, answer: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
  const events = JSON.parse(body.toString()) as readonly { readonly id: string }[];
  for (const { id } of events) counted.add(id);
  requests += 1;
  // The first is taken, and its answer lost.
  if (requests === 1) {
    request.socket.destroy();
    return;
  }
  answer.writeHead(202, { 'content-type': 'application/json' });
  answer.end(JSON.stringify({ accepted: events.length, rejected: [] }));
}

async function showPage(path: string, answer: ServerResponse): Promise<void> {
  const isScript = path.endsWith('.js');
  answer.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
  if (path === '/bundle.js') answer.end(await readFile(bundle));
  else if (isScript) answer.end(await readFile(join(library, path)));
  else
    answer.end(`<!doctype html><title>a page</title>${pages[decodeURIComponent(path.slice(1))]}`);
}

const server = createServer((request, answer) => {
  const path = request.url ?? '/';
  const isPost = request.method === 'POST' && path === '/v1/events';
  const answering = isPost ? takeEvents(request, answer) : showPage(path, answer);
  answering.catch(() => answer.writeHead(404).end());
});
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
const { port } = server.address() as AddressInfo;
const browser = await browsers.launch({
  executablePath: await chromium.executablePath(),
  args: ['--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-background-networking'],
  headless: true,
});

async function countedOf(page: Page, name: string) {
  counted = new Set();
  requests = 0;
  await page.goto(`http://127.0.0.1:${port}/${encodeURIComponent(name)}`);
  await page.waitForFunction('globalThis.createSender !== undefined');
  await page.evaluate(trackInPage);
  return { page: name, counted: counted.size };
}

try {
  const page = await browser.newPage();
  const all = [];
  for (const name of Object.keys(pages)) all.push(await countedOf(page, name));
  console.log(JSON.stringify(all));
} finally {
  await browser.close();
  server.close();
}
