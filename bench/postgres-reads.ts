import { organization, type Postgres } from './postgres-server.ts';
import { days, eventsOfMonth, start } from './usage-month.ts';

/** Rows of a page of an answer. */
export const pageRows = 1_000;
const DAY_MS = 86_400_000;

/** What is asked of both, in Postgres's words. */
export interface AskedInSql {
  /** Undefined for all. */
  readonly subjects: readonly string[] | undefined;
  readonly by: 'day' | 'day and subject' | 'meter';
}

/** Puts the month's events in, and lets Postgres look at what it has. */
export async function fillPostgres(postgres: Postgres, events: number): Promise<void> {
  await postgres.insert(await postgres.insertsOf('month', eventsOfMonth(events)));
  await postgres.query('VACUUM ANALYZE events');
}

/** The query, of which the last column has what our own answer has in its rows. */
export function sqlOf({ subjects, by }: AskedInSql): string {
  const [from, to] = [start, start + days * DAY_MS].map((at) => new Date(at).toISOString());
  const where = [
    `organization_id = '${organization}'`,
    'deleted_at IS NULL',
    `"timestamp" >= '${from}'`,
    `"timestamp" < '${to}'`,
    ...(subjects === undefined
      ? []
      : [`external_subscription_id IN (${subjects.map((one) => `'${one}'`).join(',')})`]),
    ...(by === 'meter' ? [] : ["code = 'view'"]),
  ].join(' AND ');
  const day = `date_trunc('day', "timestamp")`;
  switch (by) {
    case 'day':
      return `SELECT ${day}, count(*) FROM events WHERE ${where} GROUP BY 1 ORDER BY 1`;
    case 'day and subject':
      return `SELECT ${day}, external_subscription_id, count(*) FROM events WHERE ${where} GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ${pageRows}`;
    case 'meter':
      return `SELECT code, CASE code WHEN 'download' THEN sum((properties->>'bytes')::numeric) ELSE count(*) END FROM events WHERE ${where} GROUP BY 1`;
  }
}
