import { benchEvents, bodiesOf } from './events.ts';
import { send } from './sender.ts';
import { call, startBenchStack, visibleAtOnce } from './stack.ts';

const TRIES = 10;

/**
 * Milliseconds from an accepted event until `GET /v1/usage` shows it, with the local settings; the median and the
 * worst.
 */
export async function measureFreshness(
  say: (line: string) => void,
): Promise<{ readonly median: number; readonly worst: number }> {
  say(`freshness: ${TRIES} events, one after the other`);
  const stack = await startBenchStack({ settings: visibleAtOnce, countCalls: false });
  const { runtime, apiKey } = stack;
  const from = Math.floor(Date.now() / 900_000) * 900_000;
  const path = `/v1/usage?meter=views&from=${new Date(from).toISOString()}&to=${new Date(from + 900_000 * 8).toISOString()}`;
  const shown = async (): Promise<number> => {
    const { rows } = (await call(runtime, apiKey, 'GET', path)) as {
      readonly rows: readonly { readonly value: string }[];
    };
    return Number(rows[0]?.value ?? 0);
  };
  const waits: number[] = [];
  for (let seed = 0; seed < TRIES; seed += 1) {
    const event = benchEvents({ count: 1, from: Date.now(), perSecond: 1, seed });
    const bodies = bodiesOf(
      [...event].map((one) => ({ ...one, type: 'view' })),
      1,
    );
    await send({ url: runtime.url, apiKey, bodies, connections: 1 });
    const accepted = performance.now();
    while ((await shown()) <= seed) await new Promise((resolve) => setTimeout(resolve, 50));
    waits.push(performance.now() - accepted);
  }
  await stack.close();
  waits.sort((a, b) => a - b);
  return { median: waits[Math.floor(TRIES / 2)] ?? 0, worst: waits.at(-1) ?? 0 };
}
