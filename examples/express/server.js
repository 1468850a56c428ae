// An API whose answers are metered: each is an event, billed to whoever the key of the request belongs to.
import { createSender } from '@farthing/client';
import { meterExpress } from '@farthing/client/express';
import { fileOutbox } from '@farthing/client/outbox';
import express from 'express';

const { FARTHING_URL = '', FARTHING_API_KEY = '', PORT = '3000' } = process.env;

/** By key: the subject, as customers of Farthing list it. Yours are in a database. */
const subjects = new Map([
  ['demo-web', 'acme-web'],
  ['demo-mobile', 'acme-mobile'],
]);

const sender = createSender({
  url: FARTHING_URL,
  apiKey: FARTHING_API_KEY,
  source: 'urn:my-service:api',
  // What a crash leaves behind is sent by the next start.
  outbox: fileOutbox({ directory: 'outbox' }),
  onDrop: ({ code, reason, detail }) => console.error(`not billed: ${code ?? reason}: ${detail}`),
});

const app = express();
app.disable('x-powered-by');

// Once an answer is handed over: what was refused costs nothing.
app.use(
  meterExpress(sender, (request, response) =>
    response.statusCode < 400
      ? {
          type: 'api.call',
          subject: response.locals.subject,
          data: {
            endpoint: request.route.path,
            bytes: Number(response.get('content-length') ?? 0),
          },
        }
      : undefined,
  ),
);

app.use((request, response, next) => {
  const subject = subjects.get(request.get('x-api-key') ?? '');
  if (subject === undefined) {
    response.status(401).json({ error: 'send a key of yours as X-Api-Key' });
    return;
  }
  response.locals.subject = subject;
  next();
});

app.get('/search', (request, response) => {
  response.json({ query: request.query.q, found: ['1', '2'] });
});
app.get('/articles/:id', (request, response) => {
  response.json({ id: request.params.id, text: 'Four farthings are a penny.' });
});

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`listening at http://127.0.0.1:${server.address().port}`);
});

/** No more requests; then what is held is sent. */
const stop = () => {
  server.close(async () => {
    const { unsent } = await sender.close({ timeoutMs: 10_000 });
    console.log(`${unsent} events stay in the outbox`);
  });
};
process.once('SIGINT', stop).once('SIGTERM', stop);
