import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { gateExpress } from '@farthing/client/express';
import { gateFastify } from '@farthing/client/fastify';
import { createGate, type GatePrice, gateFetch } from '@farthing/client/gate';
import { gateHono } from '@farthing/client/hono';
import express from 'express';
import Fastify, { type FastifyRequest } from 'fastify';
import { Hono } from 'hono';

/** A site of each framework behind a gate. Prints the address of each, as JSON, and serves until it is killed. */

const { FARTHING_URL = '' } = process.env;
const gate = createGate({ url: FARTHING_URL, apiKey: 'ft_test_key_secret' });
const priceOf = (path: string): GatePrice | undefined =>
  path.startsWith('/a/') ? { meter: 'reads', description: `Article ${path}` } : undefined;
const text = 'an article, '.repeat(1_000);

function expressSite(): express.Express {
  const app = express();
  app.use(
    gateExpress(gate, ({ method }: express.Request, path) =>
      method === 'GET' ? priceOf(path) : undefined,
    ),
  );
  app.use(express.urlencoded({ extended: false }));
  app.get('/a/json', (_, response) => {
    response.set('cache-control', 'public, max-age=60').json({ text });
  });
  app.get('/a/stream', (_, response) => {
    response.type('text/plain');
    Readable.from(text.match(/.{100}/g) ?? []).pipe(response);
  });
  app.get('/a/file', (_, response) => {
    response.sendFile(import.meta.filename);
  });
  app.get('/a/fails', () => {
    throw new Error('no article');
  });
  app.get('/a/moved', (_, response) => {
    response.redirect('/a/json');
  });
  app.post('/a/json', (request, response) => {
    response.json(request.body);
  });
  app.get('/free', (_, response) => {
    response.json({ text });
  });
  app.post('/free', (request, response) => {
    response.json(request.body);
  });
  return app;
}

async function fastifySite(): Promise<string> {
  const app = Fastify({ logger: false });
  await app.register(
    gateFastify(gate, ({ method }: FastifyRequest, path) =>
      method === 'GET' ? priceOf(path) : undefined,
    ),
  );
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    },
  );
  app.get('/a/json', async (_, reply) =>
    reply.header('cache-control', 'public, max-age=60').send({ text }),
  );
  app.get('/a/stream', (_, reply) =>
    reply.type('text/plain').send(Readable.from(text.match(/.{100}/g) ?? [])),
  );
  app.get('/a/file', async () => text);
  app.get('/a/fails', async () => {
    throw new Error('no article');
  });
  app.get('/a/moved', async (_, reply) => reply.redirect('/a/json'));
  app.post('/a/json', async ({ body }) => body);
  app.get('/free', async () => ({ text }));
  app.post('/free', async ({ body }) => body);
  return app.listen({ port: 0, host: '127.0.0.1' });
}

function honoApp(): Hono {
  const app = new Hono();
  app.use(
    gateHono(gate, ({ req }, path) => (req.raw.method === 'GET' ? priceOf(path) : undefined), app),
  );
  app.get('/a/json', (context) => {
    context.header('cache-control', 'public, max-age=60');
    return context.json({ text });
  });
  app.get('/a/stream', () => new Response(new Blob([text]).stream()));
  app.get('/a/file', (context) => context.text(text));
  app.get('/a/fails', () => {
    throw new Error('no article');
  });
  app.get('/a/moved', (context) => context.redirect('/a/json'));
  app.post('/a/json', async (context) => context.json(await context.req.parseBody()));
  app.get('/free', (context) => context.json({ text }));
  app.post('/free', async (context) => context.json(await context.req.parseBody()));
  return app;
}

/** The same app with the gate around it, instead of in it. */
function fetchHandler(): (request: Request) => Promise<Response> {
  const app = new Hono();
  app.get('/a/json', (context) =>
    context.json({ text }, 200, { 'cache-control': 'public, max-age=60' }),
  );
  app.get('/a/stream', () => new Response(new Blob([text]).stream()));
  app.get('/a/file', (context) => context.text(text));
  app.get('/a/fails', () => {
    throw new Error('no article');
  });
  app.get('/a/moved', (context) => context.redirect('/a/json'));
  app.post('/a/json', async (context) => context.json(await context.req.parseBody()));
  app.get('/free', (context) => context.json({ text }));
  app.post('/free', async (context) => context.json(await context.req.parseBody()));
  return gateFetch(
    gate,
    (request: Request) => app.fetch(request),
    ({ method }, path) => (method === 'GET' ? priceOf(path) : undefined),
  );
}

/** As adapters of Hono for Node.js do it. */
const served = (handle: (request: Request) => Response | Promise<Response>) =>
  createServer(async (incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const request = new Request(`http://${headers.host}${url}`, {
      method,
      headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
        [value ?? []].flat().map((one) => [name, one]),
      ),
      ...(method === 'POST'
        ? { body: Readable.toWeb(incoming) as unknown as ReadableStream, duplex: 'half' }
        : {}),
    } as RequestInit);
    const answer = await handle(request);
    outgoing.writeHead(answer.status, [...answer.headers].flat());
    if (answer.body === null) outgoing.end();
    else Readable.fromWeb(answer.body as never).pipe(outgoing);
  });

const listening = (server: ReturnType<typeof createServer>): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });

process.env['NODE_ENV'] = 'test';
console.log(
  JSON.stringify({
    express: await listening(createServer(expressSite())),
    fastify: await fastifySite(),
    hono: await listening(served((request) => honoApp().fetch(request))),
    fetch: await listening(served(fetchHandler())),
  }),
);
