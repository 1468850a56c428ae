import { benchEvents } from './events.ts';
import { startPostgres } from './postgres-server.ts';

const CLIENTS = 2;

/** Events a second, round by round, taken in turn. */
export interface BesidePostgres {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/**
 * What a person needs to see beside our own speed: each round ours, then Postgres; undefined, with the reason said,
 * where there is no server to run.
 */
export async function measureBesidePostgres(
  order: {
    readonly ours: () => Promise<number>;
    readonly rounds: number;
    readonly events: number;
  },
  say: (line: string) => void,
): Promise<BesidePostgres | undefined> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < order.rounds; round += 1) {
    const speed = await insertSpeed(order.events, say);
    if (speed === undefined) return undefined;
    theirs.push(speed);
    ours.push(await order.ours());
  }
  return { ours, theirs };
}

async function insertSpeed(
  events: number,
  say: (line: string) => void,
): Promise<number | undefined> {
  const postgres = await startPostgres(say);
  if (postgres === undefined) return undefined;
  say(`postgres: ${events} events, inserts of 500 rows, ${CLIENTS} clients`);
  try {
    const from = Date.now() - 3_600_000;
    const files = await Promise.all(
      Array.from({ length: CLIENTS }, (_, client) =>
        postgres.insertsOf(
          `inserts-${client}`,
          benchEvents({ count: events / CLIENTS, from, perSecond: 1_000, seed: client }),
        ),
      ),
    );
    const started = performance.now();
    await Promise.all(files.map((file) => postgres.insert(file)));
    return events / ((performance.now() - started) / 1000);
  } finally {
    await postgres.stop();
  }
}
