import { benchEvents } from './events.ts';
import { startPostgres } from './postgres-server.ts';

const EVENTS = 100_000;
const CLIENTS = 2;

/**
 * What a person needs to see beside our own speed, in events a second; undefined, with the reason said, where there is
 * no server to run.
 */
export async function measurePostgres(say: (line: string) => void): Promise<number | undefined> {
  const postgres = await startPostgres(say);
  if (postgres === undefined) return undefined;
  say(`postgres: ${EVENTS} events, inserts of 500 rows, ${CLIENTS} clients`);
  try {
    const from = Date.now() - 3_600_000;
    const files = await Promise.all(
      Array.from({ length: CLIENTS }, (_, client) =>
        postgres.insertsOf(
          `inserts-${client}`,
          benchEvents({ count: EVENTS / CLIENTS, from, perSecond: 1_000, seed: client }),
        ),
      ),
    );
    const started = performance.now();
    await Promise.all(files.map((file) => postgres.insert(file)));
    return EVENTS / ((performance.now() - started) / 1000);
  } finally {
    await postgres.stop();
  }
}
