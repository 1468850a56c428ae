import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Entry {
  readonly Id: string;
}
interface BatchAnswer {
  readonly Successful?: readonly Entry[];
  readonly Failed?: readonly Entry[];
}

/** What becomes of a batch: which of its entries SQS gets, and what is said of the others. */
export type Fate =
  | { readonly kind: 'pass' }
  | {
      readonly kind: 'refuse';
      readonly which: (entry: Entry, place: number) => boolean;
      readonly senderFault?: boolean;
      readonly code?: string;
      /** Nothing is said of them at all. */
      readonly inSilence?: boolean;
    }
  | { readonly kind: 'status'; readonly status: number; readonly type: string }
  /** Nothing is ever answered. */
  | { readonly kind: 'hang' }
  /** SQS gets the batch; its answer is lost. */
  | { readonly kind: 'lose-answer' };

/** Stands before SQS and decides the fate of the n-th call (from 1). */
export interface FallibleSqs {
  readonly origin: string;
  calls(): number;
  stop(): Promise<void>;
}

export async function startFallibleSqs(
  target: string,
  fateOf: (call: number) => Fate,
): Promise<FallibleSqs> {
  let calls = 0;
  const server: Server = createServer((request, response) => {
    calls += 1;
    const fate = fateOf(calls);
    if (fate.kind === 'hang') return;
    void (async () => {
      const body = await textOf(request);
      const answer = await answerTo(fate, body, (text) => forward(target, request, text));
      if (answer === undefined) {
        response.socket?.destroy();
        return;
      }
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(answer.text);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}
type Forward = (text: string) => Promise<Answer>;

async function answerTo(
  fate: Exclude<Fate, { kind: 'hang' }>,
  text: string,
  pass: Forward,
): Promise<Answer | undefined> {
  switch (fate.kind) {
    case 'pass':
      return pass(text);
    case 'lose-answer':
      await pass(text);
      return undefined;
    case 'status':
      return {
        status: fate.status,
        text: JSON.stringify({ __type: fate.type, message: 'planned' }),
      };
    case 'refuse':
      return refused(fate, text, pass);
  }
}

async function refused(
  fate: Extract<Fate, { kind: 'refuse' }>,
  text: string,
  pass: Forward,
): Promise<Answer> {
  const batch = JSON.parse(text) as { readonly Entries: readonly Entry[] };
  const failing = batch.Entries.filter(fate.which);
  const passing = batch.Entries.filter((entry) => !failing.includes(entry));
  const answer =
    passing.length === 0
      ? {}
      : (JSON.parse(
          (await pass(JSON.stringify({ ...batch, Entries: passing }))).text,
        ) as BatchAnswer);
  const said = fate.inSilence === true ? [] : failing;
  const Failed = said.map(({ Id }) => ({
    Id,
    SenderFault: fate.senderFault ?? false,
    Code: fate.code ?? 'InternalError',
    Message: 'planned',
  }));
  return { status: 200, text: JSON.stringify({ Successful: [], ...answer, Failed }) };
}

async function forward(target: string, request: IncomingMessage, body: string): Promise<Answer> {
  const headers = {
    'content-type': request.headers['content-type'] ?? '',
    'x-amz-target': String(request.headers['x-amz-target']),
    authorization: request.headers.authorization ?? '',
  };
  const response = await fetch(target, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
