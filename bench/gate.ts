import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Runtime } from '../local/runtime.ts';
import { gateExpress } from '../sdk/src/express.ts';
import { createGate, type GateSettings } from '../sdk/src/gate.ts';
import { type Load, type Loaded, underLoad } from './callers.ts';
import { type Front, fronts, urlOf } from './fronts.ts';
import { appendingAtOnce, call, startBenchStack } from './stack.ts';

/** How a site answers in front of one front: bare, behind a gate, and behind a gate with a lease of each payer. */
export interface GateSpeed {
  readonly front: Front;
  readonly round: number;
  readonly bare: Loaded;
  readonly gated: Loaded;
  readonly leased: Loaded;
}

const CALLERS = 8;
const SECONDS_BEFORE = 2;
const LEASE_UNITS = 5_000;
const PRICE = '0.001';
/** Each asks for one page after another, with a token whose threshold pays. */
const payers = Array.from({ length: CALLERS }, (_, caller) => `subject:reader-${caller}`);

/**
 * A server of node:http that answers a small page, and the same behind `gateExpress`, asked by 8 readers at a time, in
 * turn. Throws unless each reader was charged for just the pages that it was answered.
 */
export async function measureGate(
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
  say: (line: string) => void,
): Promise<GateSpeed[]> {
  const settings = { ...appendingAtOnce, 'farthing:front': 'both' };
  const { runtime, close } = await startBenchStack({ settings, countCalls: false });
  const load: Load = { callers: CALLERS, seconds, secondsBefore: SECONDS_BEFORE };
  const results: GateSpeed[] = [];
  try {
    const { apiKey, tokens } = await preparedTenant(runtime);
    for (let round = 1; round <= rounds; round += 1) {
      for (const front of round % 2 === 1 ? fronts : fronts.toReversed()) {
        const target = { url: urlOf(runtime, front), apiKey };
        const measured = async (lease?: GateSettings['lease']): Promise<Loaded> => {
          const before = await capturedOf(runtime, apiKey);
          const gate = { ...target, ...(lease === undefined ? {} : { lease }) };
          const loaded = await loadedSite({ gate, tokens, load });
          const charged = (await capturedOf(runtime, apiKey)) - before;
          if (charged === BigInt(loaded.done)) return loaded;
          throw new Error(`${loaded.done} pages were answered, ${charged} were charged`);
        };
        results.push({
          ...{ front, round },
          bare: await loadedSite({ gate: undefined, tokens, load }),
          gated: await measured(),
          leased: await measured({ units: LEASE_UNITS }),
        });
        say(JSON.stringify(results.at(-1)));
      }
    }
  } finally {
    await close();
  }
  return results;
}

/** Readers under a default plan, who pay up to a cent without being asked. */
async function preparedTenant(runtime: Runtime) {
  const { key: apiKey } = (await runtime.invoke(runtime.outputs['IssueKeysFunctionName'] ?? '', {
    ...{ action: 'create', tenant: 'bench' },
    scopes: ['spend:write', 'spend:read', 'billing:read', 'billing:write', 'admin'],
  })) as { readonly key: string };
  const put = (path: string, body: object) => call(runtime, apiKey, 'PUT', path, body);
  const charges = [{ meter: 'views', model: 'per_unit', unitPrice: PRICE }];
  await put('/v1/plans/reader', {
    versions: [{ effectiveFrom: '2020-01-01', currency: 'EUR', charges }],
  });
  await put('/v1/billing-settings', {
    seller: { name: 'Magazine GmbH', address: { lines: ['Hauptstr. 1'], country: 'DE' } },
    ...{ approval: false, defaultPlan: 'reader' },
  });
  const tokens: string[] = [];
  for (const payer of payers) {
    const path = `/v1/payers/${encodeURIComponent(payer)}`;
    await put(`${path}/threshold`, { amount: '0.01', currency: 'EUR' });
    const body = { actions: ['charge'], expiresIn: 86_400 };
    const made = (await call(runtime, apiKey, 'POST', `${path}/tokens`, body)) as {
      readonly token: string;
    };
    tokens.push(made.token);
  }
  return { apiKey, tokens };
}

/** How many pages all readers were charged for. */
async function capturedOf(runtime: Runtime, apiKey: string): Promise<bigint> {
  let pages = 0n;
  for (const payer of payers) {
    const path = `/v1/payers/${encodeURIComponent(payer)}/spend`;
    const { captured } = (await call(runtime, apiKey, 'GET', path)) as {
      readonly captured: string;
    };
    const [whole = '', places = ''] = captured.split('.');
    pages += BigInt(`${whole}${places.padEnd(3, '0')}`);
  }
  return pages;
}

async function loadedSite({
  gate: settings,
  tokens,
  load,
}: {
  readonly gate: GateSettings | undefined;
  readonly tokens: readonly string[];
  readonly load: Load;
}): Promise<Loaded> {
  const gate = settings === undefined ? undefined : createGate(settings);
  const gated = gate === undefined ? undefined : gateExpress(gate, { meter: 'views' });
  const server = createServer((asked, answer) => {
    const page = (error?: unknown): void => {
      answer.statusCode = error === undefined ? 200 : 500;
      answer.end('<p>an article</p>');
    };
    if (gated === undefined) page();
    else gated(asked, answer, page);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: CALLERS });
  try {
    return await underLoad(load, (caller) => {
      const path = `/articles/${caller}`;
      return viewed({ agent, port, path, token: tokens[caller] ?? '' });
    });
  } finally {
    await gate?.close({ timeoutMs: 60_000 });
    agent.destroy();
    await new Promise((closed) => server.close(closed));
  }
}

/** Rejects where the page is not served. */
function viewed({
  agent,
  port,
  path,
  token,
}: {
  readonly agent: Agent;
  readonly port: number;
  readonly path: string;
  readonly token: string;
}): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const headers = { authorization: `Bearer ${token}` };
  request({ agent, port, path, headers, host: '127.0.0.1' }, (answer) => {
    answer.resume().on('end', () => {
      if (answer.statusCode === 200) resolve();
      else reject(new Error(`expected 200, got ${answer.statusCode}`));
    });
  })
    .on('error', reject)
    .end();
  return promise;
}
