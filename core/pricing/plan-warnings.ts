import { nanosText } from '../kernel/money.ts';
import type { Charge } from './charge.ts';
import { defaultMinimumCharge } from './minimum-charge.ts';
import type { Plan } from './plan.ts';

/** What a plan that is taken may not mean. */
export interface PlanWarning {
  readonly param: string;
  readonly detail: string;
}

/** What a plan may not mean, version by version. */
export const planWarnings = (plan: Plan): PlanWarning[] => [
  ...billedTwice(plan),
  ...tooLittleForCards(plan),
];

/** Invoices that cards could not pay. A minimum of zero is meant: then nothing is carried, however little it is. */
const tooLittleForCards = ({ versions }: Plan): PlanWarning[] =>
  versions.flatMap(({ minimumCharge, currency }, place) => {
    const least = defaultMinimumCharge(currency);
    if (minimumCharge === 0n || minimumCharge >= least) return [];
    const [own, cards] = [minimumCharge, least].map((amount) => nanosText(amount));
    const detail = `see whether invoices from ${own} ${currency} on are to be paid by card, which takes ${cards} at least: leave minimumCharge out to have that carried to the next invoice`;
    return [{ param: `/versions/${place}/minimumCharge`, detail }];
  });

/** Charges that bill the same usage twice in the same way: of one meter, model and filter in one version. */
function billedTwice({ versions }: Plan): PlanWarning[] {
  return versions.flatMap(({ charges }, place) => {
    const seen = new Map<string, number>();
    return charges.flatMap((charge, index): PlanWarning[] => {
      const first = seen.get(sameness(charge));
      if (first === undefined) {
        seen.set(sameness(charge), index);
        return [];
      }
      const at = `/versions/${place}/charges`;
      const detail = `see whether ${charge.meter} is to be billed twice: ${at}/${first} is of the same meter, model and filter`;
      return [{ param: `${at}/${index}`, detail }];
    });
  });
}

const sameness = ({ meter, price, filter }: Charge): string => {
  const values = filter.kind === 'match' ? [...filter.values] : [];
  const sorted = values.map(([name, of]) => [name, of.toSorted()] as const);
  return JSON.stringify([meter, price.model, filter.kind, sorted.toSorted(byName)]);
};

const byName = (
  [a]: readonly [string, ...unknown[]],
  [b]: readonly [string, ...unknown[]],
): number => (a < b ? -1 : 1);
