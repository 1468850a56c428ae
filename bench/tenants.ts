import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime } from '../local/runtime.ts';
import { benchEvents, bodiesOf } from './events.ts';
import { type Front, fronts, urlOf } from './fronts.ts';
import { appendingAtOnce, type BenchStack, startBenchStack } from './stack.ts';
import { asTenant, type TenantOrder, type TenantResult } from './tenant-sender.ts';

/** What tenant B sees: its POSTs and its GETs. */
interface Seen {
  readonly post: TenantResult;
  readonly get: TenantResult;
}

/** A flood, and what B sees of it. */
export interface Flood {
  readonly name: string;
  readonly a: TenantResult;
  readonly b: Seen;
}

/** One front under a tenant that floods. */
export interface Tenants {
  readonly front: Front;
  /** What the machine takes from A alone, without buckets, in requests a second. */
  readonly alone: number;
  /** What flows into A's bucket in a second. */
  readonly bucket: number;
  readonly quiet: Seen;
  readonly floods: readonly Flood[];
}

const CONNECTIONS = 48;
const B_POSTS_A_SECOND = 20;
const B_GETS_A_SECOND = 2;
/** More than A can send before the first comes again. */
const EVENTS = 40_000;
/** So that the bucket, full at first, is not measured along. */
const STEADY_MS = 2_500;
/** So that no environment begins while B is quiet: a flood has them all begun. */
const WARM_SECONDS = 5;
/** As they are deployed. */
const deployed: Readonly<Record<Front, number>> = { 'http-api': 300, 'web-function': 1_600 };

/** As deployed; on a machine that is too slow for that, half of what it takes. */
const bucketOf = (front: Front, alone: number): number =>
  Math.min(deployed[front], Math.ceil(alone / 2));

/**
 * Tenant B by itself, then beside tenant A, which sends one event a request on 48 connections: once as a client that
 * waits for as long as it is told, once as one that does not. Before, the same without buckets.
 */
export async function measureTenants(
  { seconds }: { readonly seconds: number },
  say: (line: string) => void,
): Promise<Tenants[]> {
  const results: Tenants[] = [];
  for (const front of fronts) {
    const open = await tenantsOf({}, front, seconds);
    say(`${front}: what the machine takes from A alone`);
    const alone = await asTenant(open.flood(false));
    await open.settle();
    const unlimited = await open.flooded('without buckets', false);
    say(JSON.stringify({ front, alone, unlimited }));
    await open.close();

    const bucket = bucketOf(front, alone.perSecond);
    const rates = {
      'farthing:tenantRateMax': String(bucket),
      'farthing:frontTenantRateMax': String(bucket),
    };
    const tenants = await tenantsOf(rates, front, seconds);
    await tenants.seenByB(WARM_SECONDS);
    const quiet = await tenants.seenByB();
    say(JSON.stringify({ front, quiet }));
    const floods = [unlimited];
    for (const obeys of [true, false]) {
      const name = obeys ? 'A waits as it is told' : 'A does not wait';
      floods.push(await tenants.flooded(name, obeys));
      say(JSON.stringify({ front, ...floods.at(-1) }));
      await tenants.settle();
    }
    await tenants.close();
    results.push({ front, alone: alone.perSecond, bucket, quiet, floods });
  }
  return results;
}

async function tenantsOf(
  settings: Readonly<Record<string, string>>,
  front: Front,
  seconds: number,
) {
  const stack = await startBenchStack({
    settings: { ...appendingAtOnce, ...settings, 'farthing:front': 'both' },
    countCalls: false,
  });
  const url = urlOf(stack.runtime, front);
  const [a, b] = [await keyOf(stack.runtime, 'a'), await keyOf(stack.runtime, 'b')];
  const from = Date.now() - 3_600_000;
  const bodies = bodiesOf(benchEvents({ count: EVENTS, from, perSecond: 1_000, seed: 1 }), 1);
  const day = new Date(from).toISOString().slice(0, 10);
  const next = new Date(from + 86_400_000).toISOString().slice(0, 10);
  const flood = (obeys: boolean, length = seconds): TenantOrder => ({
    ...{ url, apiKey: a, does: 'POST', path: '/v1/events', bodies, connections: CONNECTIONS },
    seconds: length,
    obeys,
  });
  const ofB = { url, apiKey: b, connections: 8, obeys: true };
  const seenByB = async (length = seconds): Promise<Seen> => {
    const [post, get] = await Promise.all([
      asTenant({
        ...{ ...ofB, does: 'POST', path: '/v1/events', bodies, seconds: length },
        perSecond: B_POSTS_A_SECOND,
      }),
      asTenant({
        ...{
          ...ofB,
          does: 'GET',
          path: `/v1/usage?meter=views&from=${day}&to=${next}`,
          bodies: [],
        },
        seconds: length,
        perSecond: B_GETS_A_SECOND,
      }),
    ]);
    return { post, get };
  };
  const settle = () => stack.runtime.idle();
  await defineMeter(url, b);
  await seenByB(2);
  await asTenant(flood(true, 1));
  await settle();
  return {
    flood,
    seenByB,
    settle,
    close: (): ReturnType<BenchStack['close']> => stack.close(),
    flooded: async (name: string, obeys: boolean): Promise<Flood> => {
      const flooding = asTenant(flood(obeys, seconds + 2 * (STEADY_MS / 1_000)));
      await sleep(STEADY_MS);
      const seen = await seenByB();
      return { name, a: await flooding, b: seen };
    },
  };
}

async function keyOf(runtime: Runtime, tenant: string): Promise<string> {
  const issued = (await runtime.invoke(runtime.outputs['IssueKeysFunctionName'] ?? '', {
    action: 'create',
    tenant,
    scopes: ['events:write', 'usage:read', 'admin'],
  })) as { readonly key: string };
  return issued.key;
}

async function defineMeter(url: string, apiKey: string): Promise<void> {
  const answer = await fetch(`${url}/v1/meters/views`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ eventType: 'view', aggregation: 'count' }),
  });
  if (!answer.ok) throw new Error(`PUT meter: ${answer.status} ${await answer.text()}`);
}
