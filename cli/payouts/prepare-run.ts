import { exitCode } from '../failure.ts';
import { numberAt, textAt } from '../http/json.ts';
import { itemsOf } from '../http/pages.ts';
import { postUnderKey } from '../invoices/record-on.ts';
import { grouped } from '../output/numbers.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { standingOfRun, sumsOf } from './show-run.ts';

interface ChoiceOptions {
  readonly rail: string;
  readonly on?: string;
  readonly payee?: readonly string[];
  readonly after?: string;
}

const right = { align: 'right' } as const;

/** Shows what a run would pay, and whom not. */
export async function proposeRun(
  session: Session,
  { rail, on: payOn, payee, after }: ChoiceOptions,
): Promise<number> {
  const query = { rail, payOn, payees: payee?.join(','), after };
  const path = '/v1/payout-runs/proposal';
  const { body } = await session.api().call({ method: 'GET', path, query });
  if (session.isJson) {
    session.printJson(body);
    return exitCode.ok;
  }
  const { out } = session.shell;
  const items = itemsOf(body, 'items');
  if (items.length > 0) {
    out(
      table(
        [
          { title: 'payee' },
          { title: '' },
          { title: 'amount', ...right },
          { title: 'fee', ...right },
        ],
        items.map((one) => [
          ...[textAt(one, 'payee') ?? '', textAt(one, 'currency') ?? ''],
          ...[grouped(textAt(one, 'amount') ?? ''), grouped(textAt(one, 'fee') ?? '')],
        ]),
      ),
    );
  }
  const left = itemsOf(body, 'leftOut');
  if (left.length > 0) {
    out(
      table(
        [{ title: 'not' }, { title: '' }, { title: 'payable', ...right }, { title: 'because' }],
        left.map((one) => [
          ...[textAt(one, 'payee') ?? '', textAt(one, 'currency') ?? ''],
          ...[grouped(textAt(one, 'amount') ?? ''), becauseOf(textAt(one, 'why'))],
        ]),
      ),
    );
  }
  const count = numberAt(body, 'count') ?? 0;
  if (count === 0 && left.length === 0) out('nothing that was stated can be paid now\n');
  const shown = count > items.length ? `, of which ${items.length} are shown` : '';
  out(`${count} ${count === 1 ? 'payout' : 'payouts'}${sumsOf(body)}${shown}\n`);
  out(goOnAfter(body));
  return exitCode.ok;
}

const whys: Readonly<Record<string, string>> = {
  'below-threshold': 'less than is paid out',
  'no-method': 'nobody said how it is paid: payees pay-by',
  'other-currency': 'the rail does not pay in it',
  'below-fee': 'no more than the fee',
  'came-back': 'a payout came back: change payees pay-by, or payees pay-by --try-again',
};

const becauseOf = (why = ''): string => whys[why] ?? why;

const goOnAfter = (body: unknown): string => {
  const next = textAt(body, 'next');
  return next === undefined ? '' : `there may be more: --after ${printable(next)}\n`;
};

/** Prepares a run. */
export async function prepareRun(
  session: Session,
  { key, ...options }: ChoiceOptions & { readonly key?: string },
): Promise<number> {
  const { rail, on: payOn, payee, after } = options;
  const asked = {
    rail,
    ...(payOn === undefined ? {} : { payOn }),
    ...(payee === undefined ? {} : { payees: [...payee] }),
    ...(after === undefined ? {} : { after }),
  };
  const body = await postUnderKey(session, '/v1/payout-runs', asked, key);
  if (session.isJson) session.printJson(body);
  else {
    session.shell.out(standingOfRun(body));
    session.shell.out(goOnAfter(body));
  }
  return exitCode.ok;
}
