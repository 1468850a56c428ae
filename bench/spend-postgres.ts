import pg from 'pg';
import { type Load, type Loaded, numbersFrom, underLoad } from './callers.ts';
import { startPostgres } from './postgres-server.ts';

const BALANCE = 1_000_000_000_000n;

const schema = `
CREATE TABLE balances (payer int NOT NULL PRIMARY KEY, balance bigint NOT NULL) WITH (fillfactor = 50);
`;

/** In one statement, and so in one transaction: it waits for whoever has the row, and then for the disk. */
const take = {
  name: 'take',
  text: 'UPDATE balances SET balance = balance - $2 WHERE payer = $1 AND balance >= $2 RETURNING balance',
};

/**
 * Balances of payers in Postgres, taken from by as many connections as there are callers; undefined where there is no
 * server to run. Throws where what is left is not what was taken off.
 */
export async function postgresTakes(
  payers: number,
  load: Load,
  say: (line: string) => void,
): Promise<Loaded | undefined> {
  const postgres = await startPostgres(say, { waitsForDisk: true });
  if (postgres === undefined) return undefined;
  const clients: pg.Client[] = [];
  try {
    await postgres.query(schema.trim().replace(/;$/, ''));
    await postgres.query(
      `INSERT INTO balances SELECT payer, ${BALANCE} FROM generate_series(0, ${payers - 1}) payer`,
    );
    for (let caller = 0; caller < load.callers; caller += 1) {
      const client = new pg.Client({
        host: postgres.socket,
        user: 'postgres',
        database: 'postgres',
      });
      await client.connect();
      clients.push(client);
    }
    const picks = clients.map((_, caller) => numbersFrom(caller));
    const loaded = await underLoad(load, async (caller) => {
      const payer = picks[caller]?.(payers) ?? 0;
      const answer = await clients[caller]?.query({ ...take, values: [payer, '1'] });
      if (answer?.rowCount !== 1) throw new Error(`payer ${payer} had nothing left`);
    });
    const { rows } = await postgres.query('SELECT sum(balance) FROM balances');
    const taken = BigInt(payers) * BALANCE - BigInt(rows[0] ?? 0);
    if (taken !== BigInt(loaded.done))
      throw new Error(`${loaded.done} were taken, ${taken} are gone`);
    return loaded;
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    await postgres.stop();
  }
}
