import { exitCode } from '../failure.ts';
import { isJsonObject, numberAt, textAt } from '../http/json.ts';
import { itemsOf } from '../http/pages.ts';
import { grouped } from '../output/numbers.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';

/** What a run or a proposal comes to, as `: 12.00 EUR`. */
export function sumsOf(body: unknown): string {
  const sums = itemsOf(body, 'sums').map((sum) => {
    const amount = `${grouped(textAt(sum, 'amount') ?? '')} ${textAt(sum, 'currency') ?? ''}`;
    const fees = textAt(sum, 'fees') ?? '';
    return /[1-9]/.test(fees) ? `${amount} (fees ${grouped(fees)})` : amount;
  });
  return sums.length === 0 ? '' : `: ${printable(sums.join(', '))}`;
}

/** What is to be done next, by where a run stands. */
const nextOf: Readonly<Record<string, (id: string, rail: string) => string>> = {
  prepared: (id) => `payouts approve ${id}, with another key`,
  approved: (id) => `payouts submit ${id}`,
  submitting: (id) => `payouts submit ${id}, to go on`,
  submitted: (id, rail) => {
    if (rail === 'evm') return 'payouts commit, for who signs';
    return rail === 'sepa'
      ? `payouts file ${id} -o run.xml, for the bank; then bank import, of its statement`
      : `pay each of payouts items ${id}, then payouts tell settled ${id}`;
  },
};

/** A run in some lines: where it stands, what was left out, and what is next. */
export function standingOfRun(run: unknown): string {
  const [id, status, rail] = ['id', 'status', 'rail'].map((name) =>
    printable(textAt(run, name) ?? ''),
  ) as [string, string, string];
  const count = numberAt(run, 'count') ?? 0;
  const head = `${id} is ${status}: ${count} ${count === 1 ? 'payout' : 'payouts'}${sumsOf(run)}`;
  const states = isJsonObject(run) ? run['states'] : undefined;
  const [inTransit = 0, settled = 0, returned = 0] = ['inTransit', 'settled', 'returned'].map(
    (name) => numberAt(states, name),
  );
  const became =
    states === undefined
      ? []
      : [`${inTransit} under way, ${settled} settled, ${returned} came back`];
  const left = withoutOf(run);
  const next = nextOf[status];
  const isOpen = status !== 'submitted' || inTransit > 0;
  const lines = [
    head,
    ...became,
    ...(next === undefined || !isOpen ? [] : [`next: ${next(id, rail)}`]),
  ];
  return `${lines.join('\n')}\n${left}`;
}

const whys: Readonly<Record<string, string>> = {
  'method-changed': 'it is paid by another method since',
  'fell-below': 'less is payable by now',
  'came-back': 'a payout by the same method came back since',
};

function withoutOf(run: unknown): string {
  const without = itemsOf(run, 'without');
  if (without.length === 0) return '';
  return table(
    [
      { title: 'left out' },
      { title: '' },
      { title: 'amount', align: 'right' },
      { title: 'because' },
    ],
    without.map((one) => [
      ...['payee', 'currency', 'amount'].map((name) => textAt(one, name) ?? ''),
      whys[textAt(one, 'why') ?? ''] ?? textAt(one, 'why') ?? '',
    ]),
  );
}

/** Shows a run. */
export async function showRun(session: Session, path: string): Promise<number> {
  const { body } = await session.api().call({ method: 'GET', path });
  if (session.isJson) session.printJson(body);
  else {
    const [madeBy, approvedBy, payOn] = ['madeBy', 'approvedBy', 'payOn'].map((name) =>
      textAt(body, name),
    );
    session.shell.out(standingOfRun(body));
    session.shell.out(`prepared by ${printable(madeBy ?? '')}\n`);
    if (approvedBy !== undefined) session.shell.out(`approved by ${printable(approvedBy)}\n`);
    if (payOn !== undefined) session.shell.out(`to be paid on ${printable(payOn)}\n`);
  }
  return exitCode.ok;
}
