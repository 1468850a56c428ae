import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measureBilling } from './billing.ts';
import { measureCost } from './cost.ts';
import { measureFreshness } from './freshness.ts';
import { measurePostgres } from './postgres.ts';
import { type Results, reportOf } from './report.ts';
import { measureSpeed } from './speed.ts';

const parts = ['speed', 'freshness', 'cost', 'billing'] as const;
const COST_SECONDS = 120;
/** Each second of this takes one machine several. */
const COST_SECONDS_SINGLY = 40;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    seconds: { type: 'string' },
    customers: { type: 'string', multiple: true },
  },
});
const unknown = positionals.find((part) => !parts.some((known) => known === part));
if (unknown !== undefined) {
  console.error(`name any of ${parts.join(', ')}, or none for all; got ${unknown}`);
  process.exit(2);
}
const wanted = (part: (typeof parts)[number]): boolean =>
  positionals.length === 0 || positionals.includes(part);
const say = (line: string): void => console.error(line);
const shown = <Result>(result: Result): Result => {
  say(JSON.stringify(result));
  return result;
};

const seconds = Number(values.seconds ?? COST_SECONDS);
const customers = (values.customers ?? ['1000', '10000']).map(Number);
const postgres = wanted('speed') ? shown(await measurePostgres(say)) : undefined;
async function billing() {
  const measured: Awaited<ReturnType<typeof measureBilling>>[] = [];
  for (const count of customers) measured.push(shown(await measureBilling(count, say)));
  return measured;
}

const results: Results = {
  date: new Date().toISOString().slice(0, 10),
  ...(wanted('speed') ? { speed: shown(await measureSpeed(say)) } : {}),
  ...(postgres === undefined ? {} : { postgres }),
  ...(wanted('freshness') ? { freshness: shown(await measureFreshness(say)) } : {}),
  ...(wanted('cost')
    ? {
        cost: [
          shown(await measureCost(100, seconds, say)),
          shown(await measureCost(1, Math.min(seconds, COST_SECONDS_SINGLY), say)),
        ],
      }
    : {}),
  ...(wanted('billing') ? { billing: await billing() } : {}),
};
console.log(values.json === true ? JSON.stringify(results, undefined, 2) : reportOf(results));
if (positionals.length === 0) {
  await writeFile(new URL('RESULTS.md', import.meta.url), reportOf(results));
}
