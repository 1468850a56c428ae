import { LocalFarthing, ours } from '../../e2e/support/local-stack.ts';
import { synthesized } from '../../e2e/support/synthesized.ts';
import { printedBy } from '../tool.ts';
import { losingProxy } from './losing-proxy.ts';

/** What a program says it has sent: by subject, how many events and what they come to. */
type Sent = Readonly<Record<string, { readonly count: number; readonly amount: string }>>;

/** A program on an SDK of others, as it was published, and the type of event that it sends. */
interface Program {
  readonly path: string;
  readonly type: string;
  readonly scopes: readonly string[];
  /** Also reads what was counted, once it is. */
  readonly reads?: true;
}

const programs: readonly Program[] = [
  {
    path: 'client/on-openmeter.ts',
    type: 'prompt',
    scopes: ['events:write', 'usage:read'],
    reads: true,
  },
  { path: 'client/on-lago.ts', type: 'storage', scopes: ['events:write'] },
  { path: 'client/on-stripe.ts', type: 'api_requests', scopes: ['events:write'] },
];

const fronts = ['http-api', 'web-function'] as const;

/** What went wrong with SDKs of others, on either front. */
export async function othersSdks(): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const front of fronts) {
    const cloudAssembly = await synthesized({ 'farthing:front': front });
    const farthing = await LocalFarthing.started({ ...ours, cloudAssembly });
    try {
      for (const program of programs) faults.push(...(await faultsOf(farthing, program, front)));
    } finally {
      await farthing.stop();
      await farthing.remove();
    }
  }
  return faults;
}

async function faultsOf(
  farthing: LocalFarthing,
  { path, type, scopes, reads }: Program,
  front: string,
): Promise<readonly string[]> {
  await putMeter(farthing, `${type}_count`, { eventType: type, aggregation: 'count' });
  await putMeter(farthing, `${type}_amount`, {
    ...{ eventType: type, aggregation: 'sum', value: 'value', dimensions: ['model'] },
  });
  const proxy = await losingProxy(farthing.stack.url);
  const key = await farthing.keyFor('demo', ...scopes);
  const from = new Date(Math.floor(Date.now() / 3_600_000 - 2) * 3_600_000).toISOString();
  const asked = [proxy.url, key, type, from] as const;
  const sent = JSON.parse(await printedBy(path, 'send', ...asked)) as Sent;
  await farthing.untilSettled();
  const counted = await countedOf(farthing, type, from);
  const faults = counted === textOf(sent) ? [] : [`sent ${textOf(sent)}, counted ${counted}`];
  if (reads === true) {
    const read = textOf(JSON.parse(await printedBy(path, 'read', ...asked)) as Sent);
    if (read !== counted) faults.push(`counted ${counted}, read ${read}`);
  }
  proxy.close();
  if (proxy.lost() === 0) faults.push('no answer was lost');
  const events = Object.values(sent).reduce((sum, { count }) => sum + count, 0);
  console.log(
    `${path} on ${front}: ${events} events sent, ${proxy.lost()} answers lost, counted ${counted}`,
  );
  return faults.map((fault) => `${path} on ${front}: ${fault}`);
}

async function putMeter(farthing: LocalFarthing, key: string, meter: object): Promise<void> {
  const { status, body } = await farthing.request('PUT', `/v1/meters/${key}`, meter);
  if (status >= 300) throw new Error(JSON.stringify(body));
}

async function countedOf(farthing: LocalFarthing, type: string, from: string): Promise<string> {
  const period = { from, to: new Date(Date.parse(from) + 4 * 3_600_000).toISOString() };
  const by = { ...period, groupBy: 'subject' };
  const counts = await farthing.usage({ ...by, meter: `${type}_count` });
  const amounts = await farthing.usage({ ...by, meter: `${type}_amount` });
  const rows = counts.map(({ subject = '', value }): [string, Sent[string]] => [
    subject,
    {
      count: Number(value),
      amount: amounts.find((row) => row.subject === subject)?.value ?? 'nothing',
    },
  ]);
  return textOf(Object.fromEntries(rows));
}

const textOf = (sent: Sent): string =>
  Object.entries(sent)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([subject, { count, amount }]) => `${subject} ${count} of ${amount}`)
    .join(', ');
