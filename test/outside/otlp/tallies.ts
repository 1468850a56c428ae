import { writeFile } from 'node:fs/promises';
import type { LocalFarthing } from '../../e2e/support/local-stack.ts';
import { PersonAtShell } from '../../e2e/support/page-commands.ts';

const file = ['tallies', 'send', 'usage.csv', '--source', 'urn:warehouse', '--type', 'warehouse'];
const titles = 'day,subject,region,count,sum';

/**
 * What is wrong with tallies, as a warehouse sends them: a file twice, and one that takes its place, in which a subject
 * is not any more. Usage is what the last one says.
 */
export async function talliesFaults(farthing: LocalFarthing): Promise<readonly string[]> {
  await farthing.untilSettled();
  await farthing.setClock('2026-12-05T12:00:00Z', { quietly: true });
  const warehouse = await PersonAtShell.of(farthing, 'warehouse');
  const meters = { count: 'sum', sum: 'sum' };
  const defined = Object.entries(meters).map(([value, aggregation]) =>
    JSON.stringify({ key: `of_${value}`, eventType: 'warehouse', aggregation, value }),
  );
  await writeFile(warehouse.path('meters.ndjson'), defined.join('\n'));
  await warehouse.farthing(['meters', 'apply', 'meters.ndjson']);
  const send = async (rows: readonly string[], ...options: readonly string[]): Promise<string> => {
    await writeFile(warehouse.path('usage.csv'), [titles, ...rows, ''].join('\n'));
    const { code, warned } = await warehouse.farthing([...file, ...options]);
    await farthing.untilSettled();
    return code === 0 ? '' : warned;
  };
  const used = async (): Promise<string> => {
    const sums = Object.keys(meters).map(async (value) => {
      const words = [
        'usage',
        '--meter',
        `of_${value}`,
        '--from',
        '2026-11',
        '--to',
        '2027-01',
        '--json',
      ];
      const { rows } = JSON.parse((await warehouse.farthing(words)).printed) as {
        readonly rows: readonly { readonly value: string }[];
      };
      return rows.map((row) => row.value).join(' ');
    });
    return (await Promise.all(sums)).join(', ');
  };
  const first = ['2026-11-30,acme,eu,1200,5120.5', '2026-11-30,zeta,eu,3,0.000000000001'];
  await send(first);
  await send(first.toReversed());
  const once = await used();
  await send(['2026-11-30,acme,eu,1180,5000'], '--revision', '2', '--reason', 'counted tests');
  const revised = await used();
  const refusal = await send(first);
  const again = await used();
  console.log(`tallies: ${once}; revised ${revised}; the old ones again ${again}`);
  return [
    ...(once === '1203, 5120.500000000001' ? [] : [`tallies came to ${once}`]),
    ...(revised === '1180, 5000' ? [] : [`revised tallies came to ${revised}`]),
    ...(refusal.includes('a revision above 1') ? [] : [`an old revision once more: ${refusal}`]),
    ...(again === revised ? [] : [`an old revision once more came to ${again}`]),
  ];
}
