import type { JSX } from 'preact';
import type { Api } from '../../api.ts';
import { sum } from '../../exact.ts';
import { useApi } from '../../session.ts';
import { Money } from '../../ui/facts.tsx';
import { Answered } from '../../ui/states.tsx';
import { useAsked } from '../../use-answer.ts';
import { counted } from '../../words.ts';

/** Each is a preview, so that the page asks no more than a person would wait for. */
const customersMax = 50;
const atOnce = 4;

interface Accrual {
  readonly customers: number;
  readonly isAll: boolean;
  /** Sums of previews by currency. */
  readonly totals: readonly { readonly currency: string; readonly amount: string }[];
}

/** What this month's invoices come to so far: the previews of the first customers, added up to the last digit. */
export function Accrued({ month }: { readonly month: string }): JSX.Element {
  const api = useApi();
  const asked = useAsked(() => accrualOf(api, month), [api, month]);
  return (
    <Answered asked={asked} what="what has accrued">
      {({ customers, isAll, totals }) => (
        <>
          <ul class="cards">
            {(totals.length === 0 ? [undefined] : totals).map((one) => (
              <li class="card" key={one?.currency ?? ''}>
                <h3>Accrued so far</h3>
                <p class="figure">{one === undefined ? 'nothing' : <Money {...one} />}</p>
                <p class="quiet">
                  with taxes, of {isAll ? '' : 'the first '}
                  {counted(customers, 'customer')}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </Answered>
  );
}

async function accrualOf(api: Api, period: string): Promise<Accrual> {
  const { customers, nextCursor } = await api.ask('GET /v1/customers', {
    query: { limit: customersMax },
  });
  const amounts = new Map<string, string[]>();
  const waiting = customers.map(({ key }) => key);
  const work = async (): Promise<void> => {
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      const { currency, total } = await api.ask('GET /v1/customers/{key}/preview', {
        ...{ path: { key }, query: { period } },
      });
      amounts.set(currency, [...(amounts.get(currency) ?? []), total]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return {
    customers: customers.length,
    isAll: nextCursor === undefined,
    totals: [...amounts].map(([currency, all]) => ({ currency, amount: sum(all) })),
  };
}
