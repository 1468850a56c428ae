import { Agent, request } from 'node:http';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { inParallel } from '../core/kernel/in-parallel.ts';
import { type Load, type Loaded, numbersFrom, underLoad } from './callers.ts';

/** Charges of one unit each, of payers that are drawn, by as many callers as the load says. */
export interface ChargesOrder {
  readonly url: string;
  readonly apiKey: string;
  readonly load: Load;
  readonly payers: readonly string[];
  readonly meter: string;
  /** Keys of requests begin with it. */
  readonly name: string;
}

export interface ChargesSent extends Loaded {
  /** Requests that were told to come again. */
  readonly retried: number;
}

/** Asks from a thread of its own, so that the runtime's event loop is not the callers' as well. */
export function sendCharges(order: ChargesOrder): Promise<ChargesSent> {
  const { promise, resolve, reject } = Promise.withResolvers<ChargesSent>();
  const worker = new Worker(new URL(import.meta.url), { workerData: order });
  worker.once('message', resolve);
  worker.once('error', reject);
  return promise;
}

if (parentPort !== null) parentPort.postMessage(await sendAll(workerData as ChargesOrder));

async function sendAll(order: ChargesOrder): Promise<ChargesSent> {
  const { load, payers, meter, name } = order;
  const agent = new Agent({ keepAlive: true, maxSockets: load.callers });
  const picks = Array.from({ length: load.callers }, (_, caller) => numbersFrom(caller));
  let [charges, retried] = [0, 0];
  const charge = async (payer: string): Promise<void> => {
    charges += 1;
    const body = JSON.stringify({
      ...{ payer, meter, quantity: '1', idempotency: `${name}-${charges}` },
    });
    for (;;) {
      const { status, text } = await posted(order, agent, body);
      if (status === 201) return;
      if (status < 429) throw new Error(`expected 201, got ${status}: ${text}`);
      retried += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  // Each once before: a payer that nobody knows yet is read first.
  await inParallel(load.callers, payers, charge);
  const loaded = await underLoad(load, (caller) =>
    charge(payers[picks[caller]?.(payers.length) ?? 0] ?? ''),
  );
  agent.destroy();
  return { ...loaded, done: charges, retried };
}

function posted(
  { url, apiKey }: Pick<ChargesOrder, 'url' | 'apiKey'>,
  agent: Agent,
  body: string,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...{ authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(`${url}/v1/charges`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
