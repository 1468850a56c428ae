import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { type Json, objectAt } from '../template/json.ts';
import { dynamoDbCounter } from './dynamodb-counter.ts';
import { type Engine, runEngine } from './engine-protocol.ts';

runEngine(async (given: Json): Promise<Engine> => {
  const settings = objectAt(given, 'settings');
  const path = settings['dataDirectory'];
  const server = dynalite({
    createTableMs: 0,
    updateTableMs: 0,
    deleteTableMs: 0,
    ...(typeof path === 'string' ? { path } : {}),
  });
  server.keepAliveTimeout = 60_000;
  const counter = settings['countCalls'] === true ? dynamoDbCounter() : undefined;
  if (counter !== undefined) {
    const [serve] = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    if (serve !== undefined) server.on('request', counter.counting(serve));
  }
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
