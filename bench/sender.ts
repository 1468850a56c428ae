import { Agent, request } from 'node:http';
import { parentPort, Worker, workerData } from 'node:worker_threads';

/** What a sender is told: every body once, `connections` at a time, at most `perSecond` requests to the second. */
export interface SenderOrder {
  readonly url: string;
  readonly apiKey: string;
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly perSecond?: number;
}

/** What became of it. */
export interface Sent {
  readonly accepted: number;
  readonly refused: number;
  readonly retried: number;
  /** From the first request to the last answer. */
  readonly milliseconds: number;
  readonly latencyMsP50: number;
  readonly latencyMsP99: number;
}

/** Sends from a thread of its own, so that the runtime's event loop is not the sender's as well. */
export function send(order: SenderOrder): Promise<Sent> {
  const { promise, resolve, reject } = Promise.withResolvers<Sent>();
  const worker = new Worker(new URL(import.meta.url), { workerData: order });
  worker.once('message', resolve);
  worker.once('error', reject);
  return promise;
}

if (parentPort !== null) parentPort.postMessage(await sendAll(workerData as SenderOrder));

async function sendAll(order: SenderOrder): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.connections });
  const latencies: number[] = [];
  const tally = { accepted: 0, refused: 0, retried: 0 };
  const started = performance.now();
  const queue = order.bodies.entries();
  const lane = async (): Promise<void> => {
    for (const [index, body] of queue) {
      if (order.perSecond !== undefined)
        await untilTurn(started + (index * 1000) / order.perSecond);
      const before = performance.now();
      const answer = await posted(order, agent, body, tally);
      latencies.push(performance.now() - before);
      tally.accepted += answer.accepted;
      tally.refused += answer.rejected.length;
    }
  };
  await Promise.all(Array.from({ length: order.connections }, lane));
  const milliseconds = performance.now() - started;
  agent.destroy();
  latencies.sort((a, b) => a - b);
  const percentile = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0;
  return { ...tally, milliseconds, latencyMsP50: percentile(0.5), latencyMsP99: percentile(0.99) };
}

interface Answer {
  readonly accepted: number;
  readonly rejected: readonly unknown[];
}

/** Posts a body until it is answered with 202, as a client does: the same events again, after a pause. */
async function posted(
  order: SenderOrder,
  agent: Agent,
  body: string,
  tally: { retried: number },
): Promise<Answer> {
  for (;;) {
    const { status, text } = await exchange(order, agent, body);
    if (status === 202) return JSON.parse(text) as Answer;
    if (status < 429) throw new Error(`expected 202, got ${status}: ${text}`);
    tally.retried += 1;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function exchange(
  { url, apiKey }: SenderOrder,
  agent: Agent,
  body: string,
): Promise<{ status: number; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const headers = {
    authorization: `Bearer ${apiKey}`,
    'content-type': 'application/cloudevents-batch+json',
    'content-length': Buffer.byteLength(body),
  };
  request(`${url}/v1/events`, { method: 'POST', agent, headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () => {
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
    });
  })
    .on('error', reject)
    .end(body);
  return promise;
}

async function untilTurn(at: number): Promise<void> {
  const wait = at - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}
