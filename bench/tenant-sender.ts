import { Agent, request } from 'node:http';
import { parentPort, Worker, workerData } from 'node:worker_threads';

/** What one tenant does for some seconds: requests of one kind, `connections` at a time. */
export interface TenantOrder {
  readonly url: string;
  readonly apiKey: string;
  readonly does: 'POST' | 'GET';
  readonly path: string;
  /** Bodies, used again and again; none of a GET. */
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** At most so many a second; as fast as answers come where left out. */
  readonly perSecond?: number;
  /** Whether it waits for as long as `Retry-After` says, or sends the next request at once. */
  readonly obeys: boolean;
}

/** What became of it. */
export interface TenantResult {
  readonly accepted: number;
  readonly tooFast: number;
  /** All other answers. */
  readonly failed: number;
  readonly perSecond: number;
  /** Of accepted requests. */
  readonly msP50: number;
  readonly msP99: number;
}

/** From a thread of its own, so that neither the runtime nor another tenant's sender is in its way. */
export function asTenant(order: TenantOrder): Promise<TenantResult> {
  const { promise, resolve, reject } = Promise.withResolvers<TenantResult>();
  const worker = new Worker(new URL(import.meta.url), { workerData: order });
  worker.once('message', resolve);
  worker.once('error', reject);
  return promise;
}

if (parentPort !== null) parentPort.postMessage(await played(workerData as TenantOrder));

async function played(order: TenantOrder): Promise<TenantResult> {
  const { connections, seconds, perSecond } = order;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const tally = { accepted: 0, tooFast: 0, failed: 0 };
  const started = performance.now();
  const until = started + seconds * 1_000;
  const note = async ({ status, retryAfter }: Exchanged, before: number): Promise<void> => {
    if (status === 202 || status === 200) {
      tally.accepted += 1;
      latencies.push(performance.now() - before);
    } else if (status !== 429) tally.failed += 1;
    else {
      tally.tooFast += 1;
      if (order.obeys) await untilTurn(performance.now() + retryAfter * 1_000);
    }
  };
  let sent = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < until) {
      const index = sent;
      sent += 1;
      if (perSecond !== undefined) await untilTurn(started + (index * 1_000) / perSecond);
      const before = performance.now();
      await note(await exchange(order, agent, index), before);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const took = (performance.now() - started) / 1_000;
  agent.destroy();
  latencies.sort((a, b) => a - b);
  const percentile = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0;
  return {
    ...tally,
    perSecond: tally.accepted / took,
    msP50: percentile(0.5),
    msP99: percentile(0.99),
  };
}

interface Exchanged {
  readonly status: number;
  readonly retryAfter: number;
}

function exchange(
  { url, apiKey, does, path, bodies }: TenantOrder,
  agent: Agent,
  index: number,
): Promise<Exchanged> {
  const { promise, resolve, reject } = Promise.withResolvers<Exchanged>();
  const body = does === 'GET' ? '' : (bodies[index % bodies.length] ?? '');
  const headers = {
    authorization: `Bearer ${apiKey}`,
    ...(does === 'GET'
      ? {}
      : {
          'content-type': 'application/cloudevents-batch+json',
          'content-length': Buffer.byteLength(body),
        }),
  };
  request(`${url}${path}`, { method: does, agent, headers }, (response) => {
    response.on('data', () => undefined);
    response.on('error', reject);
    response.on('end', () => {
      const retryAfter = Number(response.headers['retry-after'] ?? 1);
      resolve({ status: response.statusCode ?? 0, retryAfter });
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
