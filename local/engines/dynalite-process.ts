import type { RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { accessKeyIn, refusalOfEngine } from '../door.ts';
import { type EngineGate, engineGate } from '../grants/engine-gate.ts';
import { dynamoDbNeeds } from '../grants/needs.ts';
import { type Json, objectAt } from '../template/json.ts';
import { readStoresOurselves } from './dynalite-store.ts';
import { dynamoDbCounter } from './dynamodb-counter.ts';
import { type Engine, runEngine } from './engine-protocol.ts';
import { unlessRefused } from './http-replay.ts';

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
  const gate = engineGate(String(settings['accessKeyId']));
  server.on('request', behindDoor(counter?.counting(serve) ?? serve, gate));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    answer: (question, about) => {
      if (question === 'callers') gate.set(about);
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

/**
 * On its own it would answer whoever asks, web pages of every origin too. A function is let do what its policies allow,
 * whoever has the key of the run everything.
 */
function behindDoor(serve: RequestListener, gate: EngineGate): RequestListener {
  const refuse = (
    response: ServerResponse,
    status: number,
    type: string,
    message: string,
  ): void => {
    const __type = `com.amazon.coral.service#${type}`;
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type, message }));
  };
  return (request, response) => {
    const message = refusalOfEngine(request.headers, gate.knows);
    const key = accessKeyIn(request.headers);
    if (message !== undefined) {
      request.resume();
      refuse(response, 403, 'UnrecognizedClientException', message);
    } else if (gate.mayAll(key)) {
      serve(request, response);
    } else {
      unlessRefused(serve, (operation, body) => {
        const refusal = gate.refusal(key, (place) => dynamoDbNeeds(operation, body, place));
        if (refusal !== undefined) refuse(response, 400, 'AccessDeniedException', refusal);
        return refusal !== undefined;
      })(request, response);
    }
  };
}
