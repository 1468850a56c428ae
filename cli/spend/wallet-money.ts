import { exitCode } from '../failure.ts';
import { type JsonObject, textAt } from '../http/json.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';

export const reference = 'the rail’s own word for it, without spaces: the same counts once';
export const ends =
  'nothing more is charged to it from then on: an instant, or a day, whose end counts where the seller is';
export const priority = 'from 0: the lower, the sooner it is used; 100 where left out';

/** Money that goes into a wallet, as it is told on the command line. */
export interface MoneyOptions {
  readonly amount: string;
  readonly currency: string;
  readonly ends?: string;
  readonly priority?: string;
}

export const moneyOf = ({ amount, currency, ends: endsAt, priority: place }: MoneyOptions) => ({
  ...{ amount, currency },
  ...(endsAt === undefined ? {} : { endsAt }),
  ...(place === undefined ? {} : { priority: Number(place) }),
});

export const pathOf = (payer: string): string => `/v1/payers/${encodeURIComponent(payer)}/wallet`;

export const moneyIn = (answer: JsonObject): string =>
  `${textAt(answer, 'amount') ?? ''} ${textAt(answer, 'currency') ?? ''}`.trim();

/** Says what was done, and its id. */
export function tell(session: Session, answer: JsonObject, done: string): number {
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`${printable(`${done}: ${textAt(answer, 'id') ?? ''}`)}\n`);
  return exitCode.ok;
}
