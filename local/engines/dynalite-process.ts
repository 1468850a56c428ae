import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { refusalOfEngine } from '../door.ts';
import { type Json, objectAt } from '../template/json.ts';
import { readStoresOurselves } from './dynalite-store.ts';
import { dynamoDbCounter } from './dynamodb-counter.ts';
import { type Engine, runEngine } from './engine-protocol.ts';

runEngine(async (given: Json): Promise<Engine> => {
  const settings = objectAt(given, 'settings');
  const path = settings['dataDirectory'];
  readStoresOurselves();
  const server = dynalite({
    createTableMs: 0,
    updateTableMs: 0,
    deleteTableMs: 0,
    ...(typeof path === 'string' ? { path } : {}),
  });
  server.keepAliveTimeout = 60_000;
  const counter = settings['countCalls'] === true ? dynamoDbCounter() : undefined;
  const [serve] = server.listeners('request') as RequestListener[];
  if (serve === undefined) throw new Error('dynalite listens to no requests');
  server.removeAllListeners('request');
  server.on(
    'request',
    behindDoor(counter?.counting(serve) ?? serve, String(settings['accessKeyId'])),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    answer: (question) => {
      if (question === 'reset') counter?.reset();
      return counter?.calls() ?? null;
    },
    close: () =>
      new Promise((resolve) => {
        // dynalite closes its database after the last connection, and clients keep theirs open.
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
});

/** On its own it would answer whoever asks, web pages of every origin too. */
const behindDoor =
  (serve: RequestListener, accessKeyId: string): RequestListener =>
  (request, response) => {
    const message = refusalOfEngine(request.headers, accessKeyId);
    if (message === undefined) {
      serve(request, response);
      return;
    }
    request.resume();
    const type = 'com.amazon.coral.service#UnrecognizedClientException';
    response.writeHead(403, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: type, message }));
  };
