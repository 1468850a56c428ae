import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from '../../simulation/dice.ts';
import type { Fault, FaultKind, Place } from './fault.ts';
import { partlyOf } from './partly.ts';
import type { Asked, Wrong } from './plants.ts';
import { failureOf, type Refusal, serviceAt, throttleOf } from './refusals.ts';

/** What decides about requests, and is told what became of them. */
export interface Umpire {
  readonly dice: Dice;
  fault(place: Place): Fault | undefined;
  wrong(asked: Asked): Wrong | undefined;
  made(place: Place, kind: FaultKind): void;
  passed(place: Place): void;
}

/** An address that stays, before one that changes each time that what listens there is killed. */
export interface FaultProxy {
  readonly origin: string;
  /** Where requests go from now on; undefined: nowhere, connections end. */
  leadTo(origin: string | undefined): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Headers that are about one connection, not about the message; the length is said anew. */
const ofConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);
/** It is of the body that the engine wrote. */
const ofBody = new Set([...ofConnection, 'x-amz-crc32']);

const without = (
  headers: IncomingMessage['headers'],
  left: ReadonlySet<string>,
): IncomingMessage['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !left.has(name)));

/** Listens on 127.0.0.1, reads each request whole, and hands it on as the umpire says. */
export async function startProxy(place: Place, umpire: Umpire): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  let target: string | undefined;
  const ask = (incoming: Incoming, body = incoming.body): Promise<Answer> => {
    if (target === undefined) return Promise.reject(new Error('nothing listens'));
    return asked(agent, target, { ...incoming, body });
  };
  const server = createServer((incoming, outgoing) => {
    // Whoever asked may be gone, and what is asked, too: then the connection ends.
    outgoing.on('error', () => undefined);
    handled(place, umpire, { incoming, outgoing, ask }).catch(() => outgoing.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (origin) => {
      target = origin;
    },
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface Handling {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  ask(incoming: Incoming, body?: Buffer): Promise<Answer>;
}

async function handled(place: Place, umpire: Umpire, handling: Handling): Promise<void> {
  const { incoming, outgoing, ask } = handling;
  const body = await wholeOf(incoming);
  const { method = 'GET', url: path = '/', headers } = incoming;
  const whole: Incoming = { method, path, headers, body };
  const target = String(headers['x-amz-target'] ?? '');
  const wrong = place === 'api' ? undefined : umpire.wrong({ target, body: body.toString() });
  if (wrong?.kind === 'answered') {
    const type = { 'content-type': 'application/x-amz-json-1.0' };
    write(outgoing, { status: 200, headers: type, body: Buffer.from(wrong.body) });
    return;
  }
  const fault = umpire.fault(place);
  if (fault === undefined) {
    umpire.passed(place);
    write(outgoing, await ask(whole));
  } else {
    umpire.made(place, fault.kind);
    await faulty({ ...handling, place, umpire, fault, whole, target });
  }
  if (wrong?.kind === 'also-asked') await ask(whole, Buffer.from(wrong.body));
}

interface Faulty extends Handling {
  readonly place: Place;
  readonly umpire: Umpire;
  readonly fault: Fault;
  readonly whole: Incoming;
  readonly target: string;
}

async function faulty(parts: Faulty): Promise<void> {
  const { outgoing, ask, place, umpire, fault, whole, target } = parts;
  const service = serviceAt(place, target);
  switch (fault.kind) {
    case 'cut':
      outgoing.destroy();
      return;
    case 'lost-answer':
      await ask(whole);
      outgoing.destroy();
      return;
    case 'torn-answer':
      tear(outgoing, await ask(whole));
      return;
    case 'failed-answer':
      await ask(whole);
      write(outgoing, asAnswer(failureOf(service)));
      return;
    case 'throttled':
      write(outgoing, asAnswer(throttleOf(service, umpire.dice)));
      return;
    case 'part': {
      const partly = partlyOf(target, whole.body.toString());
      if (partly === undefined) {
        write(outgoing, asAnswer(throttleOf(service, umpire.dice)));
        return;
      }
      const answer = await ask(whole, Buffer.from(partly.passedOn));
      const body =
        answer.status === 200
          ? Buffer.from(partly.answerWith(answer.body.toString()))
          : answer.body;
      write(outgoing, { ...answer, body });
      return;
    }
    case 'repeated':
      await ask(whole);
      write(outgoing, await ask(whole));
      return;
    case 'delayed':
    case 'late':
      await sleep(fault.ms);
      write(outgoing, await ask(whole));
  }
}

const asAnswer = ({ status, headers, body }: Refusal): Answer => ({
  status,
  headers: { ...headers },
  body: Buffer.from(body),
});

function write(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  if (outgoing.destroyed) return;
  const length = status === 204 || status === 304 ? {} : { 'content-length': body.byteLength };
  outgoing.writeHead(status, { ...without(headers, ofBody), ...length });
  outgoing.end(body);
}

/** The head and half of the body, and then nothing; without a body, nothing at all. */
function tear(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const half = body.subarray(0, Math.floor(body.byteLength / 2));
  if (half.byteLength === 0 || outgoing.destroyed) {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(status, { ...without(headers, ofBody), 'content-length': body.byteLength });
  outgoing.write(half, () => outgoing.destroy());
}

async function wholeOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function asked(agent: Agent, origin: string, incoming: Incoming): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { method, path, headers, body } = incoming;
  const length =
    body.byteLength === 0 && method === 'GET' ? {} : { 'content-length': body.byteLength };
  const outgoing = request(`${origin}${path}`, {
    agent,
    method,
    headers: { ...without(headers, ofConnection), ...length },
  });
  outgoing.on('response', resolve).on('error', reject);
  outgoing.end(body);
  const answer = await promise;
  return {
    status: answer.statusCode ?? 502,
    headers: answer.headers,
    body: await wholeOf(answer),
  };
}
